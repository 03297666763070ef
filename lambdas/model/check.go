package model

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// checkWrites checks the orders that the last write changed.
func (w *World) checkWrites(op string) {
	for _, o := range w.store.All() {
		before, known := w.seen[o.ID]
		if known && before.Version == o.Version {
			continue
		}
		w.seen[o.ID] = o
		if !known {
			if o.State != coffee.Requested && o.State != coffee.Placed {
				w.violate("%s created order %s as %s", op, o.ID, o.State)
			}
			continue
		}
		if what := w.wrongStep(before, o); what != "" {
			w.violate("%s took order %s from %s to %s: %s", op, o.ID, before.State, o.State, what)
		}
	}
}

// wrongStep returns what is wrong with one write to an order, or "".
func (w *World) wrongStep(before, o store.Order) string {
	switch {
	case o.Version < before.Version:
		return "its version went back"
	case o.State != before.State && !before.State.CanBecome(o.State):
		return "the life cycle has no such step"
	case before.State == coffee.Ready && o.State == coffee.Making && o.Barista != before.Barista:
		return "another barista recalled it"
	case before.State == coffee.Making && o.Barista != before.Barista && o.State != coffee.Queued:
		return "another barista took it over"
	case before.Number != 0 && o.Number != before.Number:
		return fmt.Sprintf("its number changed from %d to %d", before.Number, o.Number)
	case before.Order != "" && o.Order != before.Order:
		return "its drink changed"
	case o.Code != before.Code || string(o.SecretHash) != string(before.SecretHash):
		return "its code or secret changed"
	case before.DrinkReturned && !o.DrinkReturned:
		return "its drink was taken again"
	case o.DrinkReturned && !losesDrink(o):
		return "its drink went back, and it goes on"
	}
	for _, other := range w.seen {
		if o.Number != 0 && other.Number == o.Number && other.ID != o.ID {
			return fmt.Sprintf("it has the number %d, as order %s", o.Number, other.ID)
		}
	}
	return ""
}

// checkRedeemed checks, before checkWrites, that a code is not redeemed too often.
func (w *World) checkRedeemed(code string) {
	created := func(o store.Order) bool { _, known := w.seen[o.ID]; return !known }
	if kept, i := w.kept(code), w.board.find(code); slices.ContainsFunc(w.store.All(), created) && kept > w.board.codes[i].drinks {
		w.violate("%d drinks were taken from a code that is good for %d", kept, w.board.codes[i].drinks)
	}
}

// kept counts the drinks that are taken from a code.
func (w *World) kept(code string) (kept int) {
	for _, o := range w.store.All() {
		if o.Code == code && !o.DrinkReturned {
			kept++
		}
	}
	return kept
}

// taken counts the places in the queue that are taken.
func (w *World) taken() (taken int) {
	for _, o := range w.store.All() {
		if o.State.Open() && o.State != coffee.Requested {
			taken++
		}
	}
	return taken
}

// checkAdmitted checks that the workflow admits no more orders than the limit. The double
// of the workflow counts seats or executions itself, so there are too many only if a
// function gives back the seat of an order that is still underway.
func (w *World) checkAdmitted(e coffee.Event) {
	started, ok := e.(coffee.OrderStarted)
	if !ok || w.admitted[started.OrderID] {
		return
	}
	w.admitted[started.OrderID] = true
	if limit := w.board.limits.QueueLimit; len(w.admitted) > limit {
		w.violate("%d orders are in a queue for %d", len(w.admitted), limit)
	}
}

// checkLeaks checks that an answer to the holder of a ticket, or to somebody without one,
// has no task token, and no secret of another order.
func (w *World) checkLeaks(body string, to *ticket) {
	if strings.Contains(body, "FAKE-TASK-TOKEN") {
		w.violate("an answer has a task token: %s", body)
	}
	for _, t := range w.tickets {
		if t != to && t.secret != "" && strings.Contains(body, t.secret) {
			w.violate("an answer has another order's secret: %s", body)
		}
	}
}

// checkEnd checks what the shop promises of every order.
func (w *World) checkEnd() {
	for _, t := range w.tickets {
		if _, exists := w.seen[t.id]; t.acked && !exists {
			w.violate("order %s was acknowledged, and does not exist", t.id)
		}
	}
	for _, o := range w.store.All() {
		w.count(o.State)
		if what := w.unfinished(o); what != "" {
			w.violate("order %s, %s with the events %v, %s", o.ID, o.State, names(w.ends[o.ID]), what)
		}
	}
	running, _ := w.machine.Running(context.Background(), 1)
	if seated := w.store.Seated(); len(seated)+len(running) > 0 {
		w.violate("the seats %v are taken, and %v run", seated, running)
	}
	if w.calm && w.repairs > 0 {
		w.violate("nothing failed, and the janitor made %d repairs, as in: %s", w.repairs, w.why)
	}
}

// unfinished returns what an order lacks in the end, or "".
func (w *World) unfinished(o store.Order) string {
	_, executed, _ := w.machine.Execution(context.Background(), o.ID)
	ends := w.ends[o.ID]
	differs := func(e coffee.Event) bool { return e.DetailType() != ends[0].DetailType() }
	switch {
	case !o.State.Terminal():
		return "has not ended"
	case o.CustomerToken != "" || o.BaristaToken != "":
		return "has a task token"
	case owesDrink(o):
		return "kept its drink"
	case !executed && len(ends) > 0:
		return "was never started, and has an event"
	case executed && len(ends) == 0:
		return "has no event that ends it"
	case slices.ContainsFunc(ends, differs):
		return "ended in two ways"
	case w.calm && len(ends) > 1:
		return "ended twice"
	case w.calm && executed && o.RecalledAt.IsZero() && !agrees(o.State, coffee.ChangeOf(ends[0]).To):
		return "contradicts its event"
	}
	return ""
}

// agrees reports whether an order in a state ended as its workflow did, or was cancelled
// before its customer heard that it was rejected.
func agrees(state, told coffee.State) bool {
	switch told {
	case coffee.Ready:
		return state == told || state == coffee.Collected || state == coffee.Unclaimed
	case coffee.Rejected:
		return state == told || state == coffee.Cancelled
	default:
		return state == told
	}
}

func names(all []coffee.Event) []string {
	var names []string
	for _, e := range all {
		names = append(names, e.DetailType())
	}
	return names
}
