package model

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

// pick returns the ticket that an action is about, or nil if there is none that fits.
// Mostly it is one whose order allows the action, if there is one.
func (w *World) pick(a Action, fits func(*ticket) bool) *ticket {
	var all, suited []*ticket
	for _, t := range w.tickets {
		if !fits(t) {
			continue
		}
		all = append(all, t)
		if w.suits(a, w.seen[t.id]) {
			suited = append(suited, t)
		}
	}
	if len(suited) > 0 && a.N%4 != 3 {
		return suited[a.Order%len(suited)]
	}
	if len(all) == 0 {
		return nil
	}
	return all[a.Order%len(all)]
}

// suits reports whether an order is likely to allow an action that moves it.
func (w *World) suits(a Action, o store.Order) bool {
	own := o.Barista == crew[a.Who].Name
	switch a.Kind {
	case Place:
		return o.State == coffee.Started
	case Claim:
		return o.State == coffee.Queued
	case Complete:
		return o.State == coffee.Queued || o.State == coffee.Making && own
	case Release:
		return o.State == coffee.Making && own
	case Recall:
		return o.State == coffee.Ready && own
	case Collect:
		return o.State == coffee.Ready
	case Refuse:
		return o.State == coffee.Queued || o.State == coffee.Making
	case Cancel:
		return cancelOf(o).code == "" && o.State != coffee.Cancelled
	default:
		return false
	}
}

func isCustomer(t *ticket) bool { return !t.byHand() }
func hasSecret(t *ticket) bool  { return t.secret != "" }
func isTaken(t *ticket) bool    { return t.byHand() }
func isKnown(t *ticket) bool    { return t.id != "" }

func choiceOf(n int) coffee.Choice {
	if n%2 == 0 {
		return coffee.Choice{Drink: drinks[0]}
	}
	return coffee.Choice{Drink: drinks[1], Modifiers: map[string]string{"milk": "oat"}}
}

func (w *World) doAsCustomer(a Action) {
	switch a.Kind {
	case Scan:
		w.scan(a, w.newCustomer(a))
		return
	case Rescan:
		if t := w.pick(a, isCustomer); t != nil {
			w.scan(a, t)
		}
		return
	}
	t := w.pick(a, hasSecret)
	if t == nil {
		return
	}
	r := request{action: a, serve: w.customers, by: webtest.Customer(t.id, t.secret), path: "/api/orders/" + t.id, ticket: t}
	order, choice := w.seen[t.id], choiceOf(a.N)
	switch a.Kind {
	case Look:
		r.method, r.want = "GET", stay(order)
	case Place:
		r.method, r.body, r.want = "PUT", text(choice), w.placeOf(order, choice)
	case Cancel:
		r.method, r.want = "DELETE", cancelOf(order)
	case Steal:
		w.steal(a, t, r)
		return
	}
	r.then = func(Reply) { w.checkAnswered(a, t.id) }
	w.ask(r)
}

// newCustomer returns a customer who has scanned the code on the display, or an old one.
func (w *World) newCustomer(a Action) *ticket {
	if !w.now.Before(w.board.last().ends) && a.N < 14 {
		w.showCode()
	}
	code := w.board.last().text
	if a.N%8 == 7 {
		code = w.board.codes[a.Order%len(w.board.codes)].text
	}
	key := fmt.Sprintf("idempotency-key-%d", len(w.tickets))
	t := &ticket{key: key, code: code, id: store.OrderID(code, key)}
	w.tickets = append(w.tickets, t)
	return t
}

func (w *World) scan(a Action, t *ticket) {
	before := w.seen[t.id]
	w.ask(request{
		action: a, serve: w.customers, by: webtest.Nobody, method: "POST", path: "/api/orders", body: text(map[string]string{"code": t.code}),
		key: t.key, ticket: t, want: w.scanOf(t), then: func(got Reply) {
			_, started, _ := w.machine.Execution(context.Background(), t.id)
			if got.OrderID != t.id || got.Secret == "" || t.secret != "" && got.Secret != t.secret || !started {
				w.violate("a scan was answered %+v, with an execution: %t, want order %s with a secret that stays, and an execution", got, started, t.id)
			}
			t.secret = got.Secret
		}, failed: func(harm Harm) { w.checkUnscanned(harm, before, t.id) }})
}

// steal uses another order's secret.
func (w *World) steal(a Action, t *ticket, r request) {
	victim := w.pick(Action{Order: a.Order + 1}, isCustomer)
	if victim == t {
		return
	}
	before := w.seen[victim.id]
	r.path, r.method, r.want = "/api/orders/"+victim.id, []string{"GET", "PUT", "DELETE"}[a.N%3], want{code: coffee.UnknownOrder}
	if r.method == "PUT" {
		r.body = text(choiceOf(a.N))
	}
	r.ticket = nil
	w.ask(r)
	w.count(a.Kind)
	if after := w.seen[victim.id]; after.Version != before.Version {
		w.violate("order %s changed from %s to %s by another order's secret", victim.id, before.State, after.State)
	}
}

// text returns JSON.
func text(value any) string {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}
