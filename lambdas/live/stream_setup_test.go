package live

import (
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// change stores a change of an order and returns its record of the stream.
func (s *shop) change(t testing.TB, id string, change func(*store.Order)) map[string]any {
	t.Helper()
	before, _, err := s.store.Order(t.Context(), id)
	must(t, err)
	after := before
	after.ID = id
	change(&after)
	s.store.Put(after)
	after, _, err = s.store.Order(t.Context(), id)
	must(t, err)
	return record(before, after)
}

// enter returns a change that makes an order enter a state, one second after the last.
func (s *shop) enter(state coffee.State) func(*store.Order) {
	return func(o *store.Order) {
		s.at = s.at.Add(time.Second)
		o.State, o.Since = state, s.at
		switch state {
		case coffee.Queued:
			o.QueuedAt, o.Number, o.Order, o.CustomerToken, o.BaristaToken = s.at, 7, `{"drink":"tea"}`, "", baristaTask
		case coffee.Making:
			o.Barista = "mia"
		case coffee.Ready:
			o.ReadyAt = s.at
		}
	}
}

// stream invokes the handler with records of the stream, and returns the response.
func (s *shop) stream(t testing.TB, records ...map[string]any) string {
	t.Helper()
	return s.invoke(t, map[string]any{"Records": records})
}

// sequence numbers the records.
var sequence atomic.Int64

// record returns a record of the orders table's stream.
func record(before, after store.Order) map[string]any {
	number := strconv.FormatInt(sequence.Add(1), 10)
	name, images := "MODIFY", map[string]any{"SequenceNumber": number, "NewImage": image(after)}
	if before.ID == "" {
		name = "INSERT"
	} else {
		images["OldImage"] = image(before)
	}
	return map[string]any{"eventID": "event-" + number, "eventName": name, "eventSource": "aws:dynamodb", "dynamodb": images}
}

// image returns an order's item as the stream has it.
func image(o store.Order) map[string]any {
	item := map[string]any{}
	set := func(name, kind, value string) {
		if value != "" && value != "0" {
			item[name] = map[string]string{kind: value}
		}
	}
	millis := func(name string, at time.Time) {
		if !at.IsZero() {
			set(name, "N", strconv.FormatInt(at.UnixMilli(), 10))
		}
	}
	set(schema.OrderIDAttribute, "S", o.ID)
	set(schema.StateAttribute, "S", string(o.State))
	set(schema.VersionAttribute, "N", strconv.FormatInt(o.Version, 10))
	set(schema.NumberAttribute, "N", strconv.Itoa(o.Number))
	set(schema.DrinkAttribute, "S", o.Order)
	set(schema.ReasonAttribute, "S", o.Reason)
	set(schema.CauseAttribute, "S", o.Cause)
	set(schema.ByAttribute, "S", o.By)
	set(schema.BaristaAttribute, "S", o.Barista)
	set(schema.TakenByAttribute, "S", o.TakenBy)
	set(schema.CodeAttribute, "S", o.Code)
	set(schema.CustomerTokenAttribute, "S", o.CustomerToken)
	set(schema.BaristaTokenAttribute, "S", o.BaristaToken)
	millis(schema.SinceAttribute, o.Since)
	millis(schema.RequestedAttribute, o.RequestedAt)
	millis(schema.StartedAttribute, o.StartedAt)
	millis(schema.PlacedAttribute, o.PlacedAt)
	millis(schema.QueuedAttribute, o.QueuedAt)
	millis(schema.MakingAttribute, o.MakingAt)
	millis(schema.ReadyAttribute, o.ReadyAt)
	millis(schema.CollectedAttribute, o.CollectedAt)
	millis(schema.EndedAttribute, o.EndedAt)
	if o.SecretHash != nil {
		item[schema.SecretHashAttribute] = map[string][]byte{"B": o.SecretHash}
		item[schema.SaltAttribute] = map[string][]byte{"B": o.Salt}
	}
	if o.DrinkReturned {
		set(schema.DrinkReturnedAttribute, "N", "1")
	}
	return item
}
