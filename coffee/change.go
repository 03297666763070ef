package coffee

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"
)

// ErrUnknownEvent marks an event that the shop does not know.
var ErrUnknownEvent = errors.New("unknown event")

// ErrUnknownVersion marks an event in a version that this code does not know.
var ErrUnknownVersion = errors.New("unknown version")

// DecodeEvent reads the detail of a workflow event named detailType. The error
// is ErrUnknownEvent or ErrUnknownVersion where the event may be left alone;
// any other error says that the event is broken.
func DecodeEvent(detailType string, detail []byte) (Event, error) {
	for _, known := range WorkflowEvents() {
		if known.DetailType() != detailType {
			continue
		}
		var head OrderDetail
		if err := json.Unmarshal(detail, &head); err != nil {
			return nil, fmt.Errorf("%s: its detail is not the JSON of an event", detailType)
		}
		if head.Version != Version {
			return nil, fmt.Errorf("%s %d: %w", detailType, head.Version, ErrUnknownVersion)
		}
		if head.OrderID == "" || head.Time.IsZero() {
			return nil, fmt.Errorf("%s: its detail lacks orderId or time", detailType)
		}
		event := reflect.New(reflect.TypeOf(known))
		if err := json.Unmarshal(detail, event.Interface()); err != nil {
			// The error of encoding/json quotes the input, which has a token.
			return nil, fmt.Errorf("%s of order %s: its detail has a field of a wrong type", detailType, head.OrderID)
		}
		return event.Elem().Interface().(Event), nil
	}
	return nil, fmt.Errorf("%q: %w", detailType, ErrUnknownEvent)
}

// Change is what one event does to its order.
type Change struct {
	OrderID string
	// To is the state that the event tells of, and At when it was entered.
	To State
	At time.Time

	// Number and Order are zero where the event does not say.
	Number int
	Order  json.RawMessage

	// CustomerToken places the drink, BaristaToken completes the order. A
	// change that carries one leaves the order without the other; a change
	// that carries none leaves it with neither.
	CustomerToken, BaristaToken string

	// Reason names the event that ended the order early; Error and Cause are
	// what the event says of it.
	Reason, Error, Cause string
}

// ChangeOf returns what a workflow event does to its order.
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
