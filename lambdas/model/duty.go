package model

import (
	"context"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// This file checks that each function does its own part, although another would heal what
// it leaves undone.

// checkAnswered checks, after a request that decides an order was granted, that the
// workflow does not wait for an answer that the order has. If the function paused, the
// order may have got another token meanwhile, which is for the tracker to answer.
func (w *World) checkAnswered(a Action, id string) {
	o := w.seen[id]
	var decided bool
	switch {
	case a.Fault.Harm == Pauses:
		return
	case a.Kind == Place:
		decided = o.State == coffee.Placed
	case slices.Contains([]Kind{Cancel, Complete, Recall, Collect, Refuse}, a.Kind):
		decided = !o.State.Open() || !o.RecalledAt.IsZero()
	}
	if token := w.machine.Waiting(id); decided && token != "" && (token == o.CustomerToken || token == o.BaristaToken) {
		w.violate("order %s is %s, and its workflow was not told", id, o.State)
	}
}

// checkUnscanned checks, after a scan failed because of one fault, that a new order whose
// workflow did not start was cancelled, and that an order which it cancelled has given back
// its drink.
func (w *World) checkUnscanned(harm Harm, before store.Order, id string) {
	switch after := w.seen[id]; {
	case harm == Refused && before.ID == "" && after.State == coffee.Requested:
		w.violate("the workflow of order %s did not start, and it was not cancelled", id)
	case before.State != after.State && owesDrink(after):
		w.violate("order %s was cancelled, and kept its drink", id)
	}
}

// checkLimited checks that new limits apply to the code on the display.
func (w *World) checkLimited(limits coffee.Limits) {
	if last := w.board.last(); w.now.Before(last.ends) && last.drinks != limits.DrinksPerCode {
		w.violate("the code is good for %d drinks, want %d", last.drinks, limits.DrinksPerCode)
	}
}

// checkDelivered checks what an event that ended an order has done. harmed is whether a
// fault harmed the function, which may then not have noted that the queue is full.
func (w *World) checkDelivered(m message, harmed bool) {
	if m.DetailType == workflow.StatusChange {
		return
	}
	event, err := coffee.DecodeEvent(m.DetailType, m.Detail)
	if err != nil {
		w.violate("%v", err)
		return
	}
	c := coffee.ChangeOf(event)
	if c.To.Open() {
		w.checkToken(c)
		return
	}
	if o := w.seen[c.OrderID]; slices.Contains(w.store.Seated(), o.ID) || owesDrink(o) || o.CustomerToken+o.BaristaToken != "" {
		w.violate("order %s got %s, and kept its seat, its drink or its token", o.ID, m.DetailType)
	}
	if full := c.At.Add(coffee.FullFor); c.Reason == "QueueFull" && !harmed && w.board.fullUntil.Before(full) {
		w.violate("order %s got %s, and the shop is not noted as full", c.OrderID, m.DetailType)
	}
}

// checkToken checks, after an event with a task token was delivered, that the order still has
// the token that its workflow waits with, if the event with that one was delivered too.
func (w *World) checkToken(c coffee.Change) {
	w.told[c.CustomerToken+c.BaristaToken] = true
	token, o := w.machine.Waiting(c.OrderID), w.seen[c.OrderID]
	if token != "" && w.told[token] && token != o.CustomerToken && token != o.BaristaToken {
		w.violate("order %s got %s, and its workflow waits with another token than it has", o.ID, c.To)
	}
}

// checkPublished checks that what the janitor publishes about an order that a person has
// ended says so, unless it paused: then the order may have ended after the janitor read it.
func (w *World) checkPublished(e coffee.Event) {
	c := coffee.ChangeOf(e)
	if w.current.fault.Harm == Pauses {
		return
	}
	if o, known := w.seen[c.OrderID]; known && !o.State.Open() && o.RecalledAt.IsZero() && !agrees(o.State, c.To) {
		w.violate("%s of order %s was published, which is %s", e.DetailType(), o.ID, o.State)
	}
}

// The times that docs/promises.md names.
const (
	grace      = time.Minute
	startGrace = 5 * time.Minute
)

// checkSwept checks that the janitor has left nothing undone that is older than its grace.
func (w *World) checkSwept() {
	seated := w.store.Seated()
	for _, o := range w.store.All() {
		execution, exists, _ := w.machine.Execution(context.Background(), o.ID)
		running := exists && execution.Running()
		old := func(since time.Time, d time.Duration) bool { return w.now.Sub(since) >= d }
		justEnded := exists && !running && !old(execution.StoppedAt, grace)
		ended := exists && !running && !justEnded
		token := w.machine.Waiting(o.ID)
		recalled := !o.RecalledAt.IsZero()
		notAdmitted := o.State == coffee.Requested || o.State == coffee.Placed && o.StartedAt.IsZero()
		decided := o.State == coffee.Placed || !o.State.Open() || recalled
		what := ""
		switch {
		case ended && slices.Contains(seated, o.ID):
			what = "has a seat"
		case owesDrink(o) && old(o.Since, grace):
			what = "kept its drink"
		case ended && o.State.Open() && !recalled && old(o.Since, grace):
			what = "was not told of its end"
		case notAdmitted && !justEnded && old(o.Since, startGrace):
			what = "was not admitted"
		case running && decided && old(o.Since, grace) && token != "" && (token == o.CustomerToken || token == o.BaristaToken):
			what = "has the answer for its workflow"
		}
		if what != "" {
			w.violate("the janitor has run, and order %s, %s since %v, %s", o.ID, o.State, o.Since, what)
		}
	}
}
