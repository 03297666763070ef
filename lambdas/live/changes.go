package live

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// change is a change of an order, or several of them in one batch.
type change struct {
	// before is zero if the order is new, or if the stream has no old images.
	before, after store.Order
}

// sendChanges sends the changes in a batch of the orders table's stream to the clients
// that are subscribed. If the tables cannot be read, it returns the batch to be retried;
// clients ignore what they have received already. Posts that fail are not retried, since
// that would delay everybody else.
func (h *handler) sendChanges(ctx context.Context, records []json.RawMessage) events.DynamoDBEventResponse {
	var (
		changes []change
		first   string // the sequence number of the first change
	)
	for _, raw := range records {
		changed, sequence, ok := h.decode(ctx, raw)
		if !ok {
			continue
		}
		if first == "" {
			first = sequence
		}
		changes = merge(changes, changed)
	}
	for _, changed := range changes {
		h.recent.add(h.now(), changed.after)
		h.log.InfoContext(ctx, "sending a change", "orderId", changed.after.ID, "state", changed.after.State, "version", changed.after.Version)
	}
	if err := h.tell(ctx, changes); err != nil {
		h.log.ErrorContext(ctx, "could not read what to send", "error", err)
		return events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{{ItemIdentifier: first}}}
	}
	h.count(ctx, changes) // only now, so that a batch that is retried counts once
	// An empty list, since the emulator fails on null and delivers the batch again.
	return events.DynamoDBEventResponse{BatchItemFailures: []events.DynamoDBBatchItemFailure{}}
}

// decode returns the change in a record and its sequence number. It skips deletions,
// which expired orders are the only reason for, and logs and skips records that are not
// about an order, since they would fail again.
func (h *handler) decode(ctx context.Context, raw json.RawMessage) (c change, sequence string, ok bool) {
	var record events.DynamoDBEventRecord
	if err := json.Unmarshal(raw, &record); err != nil {
		h.log.ErrorContext(ctx, "skipped a record of the stream that cannot be decoded")
		return c, "", false
	}
	if record.EventName == string(events.DynamoDBOperationTypeRemove) {
		return c, "", false
	}
	c = change{store.OrderOfImage(record.Change.OldImage), store.OrderOfImage(record.Change.NewImage)}
	if c.after.ID == "" || !slices.Contains(coffee.States(), c.after.State) {
		h.log.ErrorContext(ctx, "skipped a record of the stream that is not an order",
			"eventId", record.EventID, "orderId", c.after.ID, "state", c.after.State)
		return c, "", false
	}
	return c, record.Change.SequenceNumber, true
}

// merge adds a change to a list. The changes of one order become one, to its latest
// version.
func merge(changes []change, next change) []change {
	i := slices.IndexFunc(changes, func(c change) bool { return c.after.ID == next.after.ID })
	if i < 0 {
		return append(changes, next)
	}
	if next.after.Version > changes[i].after.Version {
		changes[i].after = next.after
	}
	return changes
}

// inQueue reports whether baristas see an order: it is in the queue, was in it, or was
// taken by hand.
func inQueue(order store.Order) bool {
	switch order.State {
	case coffee.Requested, coffee.Started:
		return false
	case coffee.Placed:
		return order.TakenBy != ""
	default:
		return onBoard(order) || order.Number != 0 || order.TakenBy != ""
	}
}

// onBoard reports whether an order is QUEUED, MAKING or READY.
func onBoard(order store.Order) bool {
	return order.State == coffee.Queued || order.State == coffee.Making || order.State == coffee.Ready
}

// changesBoard reports whether a change may be seen on the board: an order came, went, or
// became ready or not ready.
func (c change) changesBoard() bool {
	return placeOf(c.before) != placeOf(c.after) || c.before.ID == "" && c.after.Number != 0
}

// changesCode reports whether a change may be seen in the drinks that the QR code has
// left: an order took one, or gave it back.
func (c change) changesCode() bool {
	return c.before.ID == "" || c.before.DrinkReturned != c.after.DrinkReturned
}

// place is what the board shows of an order.
type place struct {
	number int
	ready  bool
	since  int64 // epoch milliseconds, which orders the ready ones
}

func placeOf(order store.Order) place {
	switch {
	case order.Number == 0 || !onBoard(order):
		return place{}
	case order.State == coffee.Ready:
		return place{order.Number, true, order.Since.UnixMilli()}
	default:
		return place{number: order.Number}
	}
}
