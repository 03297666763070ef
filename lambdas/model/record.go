package model

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-lambda-go/events"
	"pgregory.net/rapid"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Exchange is a request of a trace and what came of it, for another shop to do the same.
// The IDs, secrets and QR codes in it are those of the model.
type Exchange struct {
	Action Action

	Method, Path, Body string
	Key                string // for idempotency, or empty
	Staff              string // the name of who sends it, one of Crew or Manager, or empty
	Secret             string // of the order, which the customer sends, or empty

	Status int
	Reply  Reply
	// Order is the order that the request is about, once all events have arrived. It is nil
	// if there is none.
	Order *Outcome
	// Running is how many executions run then.
	Running int
	// Full is whether the shop has noted that its queue is full.
	Full bool
}

// Outcome is what is known of an order between requests. Its times and numbers are not
// those of another shop.
type Outcome struct {
	ID                                    string
	State                                 coffee.State
	Reason, By, Barista                   string
	Numbered, Recalled, Returned, Waiting bool // Returned is its drink; it is Waiting if it has a task token
}

func outcomeOf(o store.Order) *Outcome {
	return &Outcome{
		ID: o.ID, State: o.State, Reason: o.Reason, By: o.By, Barista: o.Barista, Numbered: o.Number != 0,
		Recalled: !o.RecalledAt.IsZero(), Returned: o.DrinkReturned, Waiting: o.CustomerToken+o.BaristaToken != "",
	}
}

// recording is what a World records of requests.
type recording struct{ exchanges []Exchange }

func (r *recording) add(q request, got Reply, response events.APIGatewayV2HTTPResponse) {
	x := Exchange{
		Action: q.action, Method: q.method, Path: q.path, Body: q.body, Key: q.key, Secret: q.by.Secret,
		Status: response.StatusCode, Reply: got,
	}
	if slices.Contains(Crew, q.by.Name) || q.by.Name == Manager {
		x.Staff = q.by.Name
	}
	if id := q.about; id != "" {
		x.Order = &Outcome{ID: id}
	} else if q.ticket != nil {
		x.Order = &Outcome{ID: q.ticket.id}
	}
	r.exchanges = append(r.exchanges, x)
}

// Record plays a trace of requests, and returns them. All events arrive after each
// request, and in the end every open order is cancelled. The shop is opened again at once
// if it notes that its queue is full, since how long that counts depends on the clock.
func (w *World) Record(t Trace) ([]Exchange, error) {
	w.reset(t)
	w.recording = new(recording)
	defer func() { w.recording = nil }()
	for _, a := range t.Actions {
		w.perform(a)
	}
	w.cancelAll()
	if running, _ := w.machine.Running(context.Background(), 1); len(running) > 0 {
		w.violate("order %s is left", running)
	}
	if w.broken != nil {
		return nil, fmt.Errorf("%w in the trace %v", w.broken, t)
	}
	return w.recording.exchanges, nil
}

// cancelAll cancels one open order after another.
func (w *World) cancelAll() {
	isOpen := func(o store.Order) bool { return o.State.Open() }
	for range w.tickets {
		all := w.store.All()
		i := slices.IndexFunc(all, isOpen)
		if i < 0 {
			return
		}
		kind := Cancel
		if state := all[i].State; state == coffee.Queued || state == coffee.Making {
			kind = Refuse
		}
		w.perform(Action{Kind: kind})
	}
}

// perform does an action, delivers all events, and notes what came of it.
func (w *World) perform(a Action) {
	before := len(w.recording.exchanges)
	w.do(a)
	w.flush(0)
	if len(w.recording.exchanges) == before {
		return
	}
	x := &w.recording.exchanges[before]
	running, _ := w.machine.Running(context.Background(), len(w.tickets))
	x.Running, x.Full = len(running), w.board.fullUntil.After(w.now)
	if x.Order != nil {
		o, exists := w.seen[x.Order.ID]
		if x.Order = nil; exists {
			x.Order = outcomeOf(o)
		}
	}
	if x.Full {
		w.perform(Action{Kind: Open})
	}
}

// The kinds of requests, by how often they are drawn.
var (
	aboutOrders = []Kind{
		Scan, Place, Complete, Claim, Scan, Place, Complete, Claim, Scan, Place, Complete, Claim, Release, Recall, Collect,
		Release, Recall, Collect, ByHand, AgainHand, Rescan, Look, Cancel, Refuse, Steal,
	}
	aboutTheShop  = []Kind{Watch, Open, Close, Open, Limit, Limit, Limit, Write, SellOut}
	orderRequests = rapid.SampledFrom(aboutOrders)
	shopRequests  = rapid.SampledFrom(slices.Concat(aboutOrders, aboutTheShop))
)

// OrderTraces generates traces for Record whose shop is open and has room for every order.
var OrderTraces = rapid.Custom(func(t *rapid.T) Trace { return drawRequests(t, orderRequests, true) })

// ShopTraces generates traces for Record in which the shop and its limits change.
var ShopTraces = rapid.Custom(func(t *rapid.T) Trace { return drawRequests(t, shopRequests, false) })

// requests is how many requests a trace for Record has, before those that close it.
const requests = 16

func drawRequests(t *rapid.T, kinds *rapid.Generator[Kind], roomy bool) Trace {
	trace := Trace{Calm: true, Roomy: roomy}
	for range requests {
		trace.Actions = append(trace.Actions, Action{
			Kind: kinds.Draw(t, "kind"), Order: orders.Draw(t, "order"), Who: people.Draw(t, "who"), N: numbers.Draw(t, "n")})
	}
	return trace
}
