package coffee

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"
)

// ErrUnknownEvent is the error for a detail type that is not in WorkflowEvents.
var ErrUnknownEvent = errors.New("unknown event")

// ErrUnknownVersion is the error for an event whose version is not Version.
var ErrUnknownVersion = errors.New("unknown version")

// DecodeEvent decodes the detail of the workflow event named detailType. It
// returns ErrUnknownEvent or ErrUnknownVersion for events that a consumer may
// skip; any other error means that the event is malformed.
func DecodeEvent(detailType string, detail []byte) (Event, error) {
	for _, known := range WorkflowEvents() {
		if known.DetailType() != detailType {
			continue
		}
		var head OrderDetail
		if err := json.Unmarshal(detail, &head); err != nil {
			return nil, fmt.Errorf("%s: the detail is not an event in JSON", detailType)
		}
		if head.Version != Version {
			return nil, fmt.Errorf("%s %d: %w", detailType, head.Version, ErrUnknownVersion)
		}
		if head.OrderID == "" || head.Time.IsZero() {
			return nil, fmt.Errorf("%s: the detail has no orderId or no time", detailType)
		}
		event := reflect.New(reflect.TypeOf(known))
		if err := json.Unmarshal(detail, event.Interface()); err != nil {
			// Errors of encoding/json quote the input, which may contain a task token.
			return nil, fmt.Errorf("%s of order %s: a field of the detail has the wrong type", detailType, head.OrderID)
		}
		return event.Elem().Interface().(Event), nil
	}
	return nil, fmt.Errorf("%q: %w", detailType, ErrUnknownEvent)
}

// Change is the update that one workflow event makes to its order.
type Change struct {
	OrderID string
	// To is the order's new state, entered at At.
	To State
	At time.Time

	// Number and Order are zero if the event does not carry them.
	Number int
	Order  json.RawMessage

	// CustomerToken places the drink, BaristaToken completes the order. They
	// replace both tokens of the order: a token that is empty here is removed.
	CustomerToken, BaristaToken string

	// Reason is the name of the event that ended the order early; Error and
	// Cause come from that event.
	Reason, Error, Cause string
}

// ChangeOf returns the update that a workflow event makes to its order. It
// panics on any other event.
func ChangeOf(event Event) Change {
	switch e := event.(type) {
	case OrderStarted:
		change := e.changeTo(Started)
		change.CustomerToken = e.TaskToken
		return change
	case AwaitingCompletion:
		change := e.changeTo(Queued)
		change.Number, change.Order, change.BaristaToken = e.OrderNumber, e.Order, e.TaskToken
		return change
	case OrderCompleted:
		change := e.changeTo(Ready)
		change.Number = e.OrderNumber
		return change
	case ShopClosed:
		return e.endIn(Rejected, e, "", "")
	case QueueFull:
		return e.endIn(Rejected, e, "", "")
	case CustomerTimedOut:
		return e.endIn(TimedOut, e, "", "")
	case BaristaTimedOut:
		change := e.endIn(TimedOut, e, "", "")
		change.Number = e.OrderNumber
		return change
	case OrderCancelled:
		return e.endIn(Cancelled, e, e.Error, e.Cause)
	case OrderFailed:
		return e.endIn(Failed, e, e.Error, e.Cause)
	default:
		panic(fmt.Sprintf("coffee: %s does not change an order", event.DetailType()))
	}
}

func (d OrderDetail) changeTo(state State) Change {
	return Change{OrderID: d.OrderID, To: state, At: d.Time}
}

func (d OrderDetail) endIn(state State, event Event, err, cause string) Change {
	change := d.changeTo(state)
	change.Reason, change.Error, change.Cause = event.DetailType(), err, cause
	return change
}
