package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// fakeShop serves the API's routes and live updates from memory. An order moves on when
// its customer looks, or is told of it.
type fakeShop struct {
	mu     sync.Mutex
	open   bool
	menu   coffee.Menu
	limits coffee.Limits
	orders map[string]*api.QueuedOrder // by id
	keys   map[string]api.Ticket
	last   int // the last order number

	// busyEvery is how often a request takes effect but is answered with busy: every
	// busyEvery-th, or never if it is 0.
	busyEvery, requests int
	mostOpen            int // how many orders were open at a scan, at most

	refuseLimits bool

	// The spoil functions, if set, falsify answers.
	spoilTicket func(again bool, t *api.Ticket)
	spoilView   func(*api.Order)
	spoilWork   func(action string, o *api.QueuedOrder)
	stuck       bool // no drink can be collected
	mute        bool // nobody is told of changes
	closed      bool // every connection is refused
	// cutAfter, if set, is after how many messages each connection ends.
	cutAfter int
}

var teaOnly = coffee.Menu{Drinks: []coffee.Drink{
	{ID: "tea", Name: "Tea", Available: true, Modifiers: []coffee.Modifier{{Name: "milk", Options: []string{"oat", "cow"}}}},
	{ID: "mocha", Name: "Mocha"},
}}

func newFakeShop() *fakeShop {
	return &fakeShop{
		open: true, menu: teaOnly, limits: coffee.Limits{QueueLimit: 0, DrinksPerCode: 10, CodePeriodSeconds: 300},
		orders: map[string]*api.QueuedOrder{}, keys: map[string]api.Ticket{},
	}
}

// serve returns a client of the shop.
func (s *fakeShop) serve(t *testing.T) *client.Client { return client.New(s.start(t), nil) }

// start returns the URL of the shop.
func (s *fakeShop) start(t *testing.T) string {
	mux := http.NewServeMux()
	for route, answer := range map[string]func(*http.Request) any{
		"GET /api/shop":                 func(*http.Request) any { return api.Shop{Open: s.open, Menu: api.MenuOf(s.menu)} },
		"PUT /api/shop":                 func(r *http.Request) any { return read(r, &struct{ Open *bool }{&s.open}) },
		"GET /api/settings":             func(*http.Request) any { return s.limits },
		"PUT /api/settings":             s.setLimits,
		"GET /api/code":                 func(*http.Request) any { return api.QRCode{Code: "code", Remaining: 1} },
		"POST /api/orders":              s.redeem,
		"GET /api/orders/{id}":          s.view,
		"PUT /api/orders/{id}":          s.place,
		"DELETE /api/orders/{id}":       s.cancel,
		"GET /api/queue":                s.queue,
		"POST /api/queue/{id}/{action}": s.work,
	} {
		mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) { s.answer(w, answer, r) })
	}
	mux.HandleFunc("GET /live", s.push)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func (s *fakeShop) answer(w http.ResponseWriter, answer func(*http.Request) any, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	got := answer(r)
	if s.requests++; s.busyEvery > 0 && s.requests%s.busyEvery == 0 {
		got = coffee.Busy
	}
	if code, refused := got.(coffee.ErrorCode); refused {
		w.WriteHeader(http.StatusConflict)
		got = map[string]coffee.ErrorCode{"code": code}
	}
	_ = json.NewEncoder(w).Encode(got)
}

func (s *fakeShop) setLimits(r *http.Request) any {
	if s.refuseLimits {
		return coffee.InvalidSettings
	}
	return read(r, &s.limits)
}

func read(r *http.Request, into any) any {
	_ = json.NewDecoder(r.Body).Decode(into)
	return into
}

func (s *fakeShop) redeem(r *http.Request) any {
	key := r.Header.Get("Idempotency-Key")
	ticket, again := s.keys[key]
	if !again {
		s.countOpen()
		ticket = api.Ticket{OrderID: fmt.Sprintf("order-%d", len(s.keys)), Secret: key, PlaceBy: time.Now().Add(time.Hour).UTC()}
		s.keys[key] = ticket
		s.orders[ticket.OrderID] = &api.QueuedOrder{OrderID: ticket.OrderID, State: coffee.Requested, Version: 1}
	}
	if s.spoilTicket != nil {
		s.spoilTicket(again, &ticket)
	}
	return ticket
}

func (s *fakeShop) countOpen() {
	open := 0
	for _, order := range s.orders {
		if !order.State.Terminal() {
			open++
		}
	}
	s.mostOpen = max(s.mostOpen, open)
}

func (s *fakeShop) of(r *http.Request) *api.QueuedOrder {
	if order := s.orders[r.PathValue("id")]; order != nil {
		return order
	}
	return &api.QueuedOrder{}
}

func (s *fakeShop) show(order *api.QueuedOrder) any {
	view := api.Order{OrderID: order.OrderID, State: order.State, Number: order.Number, Choice: order.Choice, Version: order.Version}
	if order.State == coffee.Queued || order.State == coffee.Making {
		view.EstimatedWait = new(1)
	}
	if s.spoilView != nil {
		s.spoilView(&view)
	}
	return view
}

func (s *fakeShop) view(r *http.Request) any {
	order := s.of(r)
	s.goOn(order)
	return s.show(order)
}

// goOn does what the workflow does next.
func (s *fakeShop) goOn(order *api.QueuedOrder) {
	switch order.State {
	case coffee.Requested:
		s.move(order, coffee.Started)
	case coffee.Placed:
		s.last++
		order.Number = s.last
		s.move(order, coffee.Queued)
	}
}

func (s *fakeShop) move(order *api.QueuedOrder, to coffee.State) {
	if order.State != to {
		order.State = to
		order.Version++
	}
}

func (s *fakeShop) place(r *http.Request) any {
	order := s.of(r)
	switch {
	case order.State == coffee.Started:
		order.Choice = new(api.Chosen)
		read(r, order.Choice)
		s.move(order, coffee.Placed)
	case order.Choice == nil:
		return coffee.WrongState
	}
	return s.show(order)
}

func (s *fakeShop) cancel(r *http.Request) any {
	order := s.of(r)
	if _, err := order.State.Become(coffee.Cancelled); err != nil || order.State == coffee.Making {
		return coffee.WrongState
	}
	s.move(order, coffee.Cancelled)
	return s.show(order)
}

func (s *fakeShop) queue(*http.Request) any {
	queue := []api.QueuedOrder{}
	for _, order := range s.orders {
		if order.State == coffee.Queued || order.State == coffee.Making {
			queue = append(queue, *order)
		}
	}
	return map[string]any{"orders": queue}
}

// steps lists the states before and after each action of a barista.
var steps = map[string][2]coffee.State{
	"claim": {coffee.Queued, coffee.Making}, "release": {coffee.Making, coffee.Queued},
	"complete": {coffee.Making, coffee.Ready}, "collect": {coffee.Ready, coffee.Collected},
}

func (s *fakeShop) work(r *http.Request) any {
	order, action := s.of(r), r.PathValue("action")
	barista := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	step, theirs := steps[action], order.Barista == barista || action == "claim" && order.State == coffee.Queued
	if order.State != step[0] && order.State != step[1] || !theirs || s.stuck && action == "collect" {
		return coffee.WrongState
	}
	order.Barista = barista
	s.move(order, step[1])
	shown := *order
	if s.spoilWork != nil {
		s.spoilWork(action, &shown)
	}
	return shown
}

// fakePool is a user pool that accepts every sign-in. The access token is the name.
type fakePool struct {
	people map[string]bool
	full   int // the number of people at which Hire fails, 0 for no limit
}

func (p *fakePool) Hire(_ context.Context, name, _, _ string) error {
	if p.full > 0 && len(p.people) == p.full {
		return fmt.Errorf("%s was not added: the pool is full", name)
	}
	p.people[name] = true
	return nil
}
func (p *fakePool) SignIn(_ context.Context, name, _ string) (deployed.Tokens, error) {
	return deployed.Tokens{Access: name}, nil
}
func (p *fakePool) Remove(_ context.Context, name string) error {
	delete(p.people, name)
	return nil
}
