package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/abuse"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
)

// flooded is a flood with what it took.
type flooded struct {
	abuse.Flood
	took abuse.Total
}

// abused holds what the floods took, and how long a barista's claims took before and
// during them.
type abused struct {
	requests        int // of each flood
	floods          []flooded
	events          int // on the bus, meanwhile
	quiet, attacked []time.Duration
}

// measureAbuse sends that many requests of each flood to a shop in an emulator of its
// own.
func measureAbuse(ctx context.Context, root string, requests int) (r abused, err error) {
	s, err := openTemporary(ctx, root)
	if err != nil {
		return abused{}, err
	}
	defer func() { err = errors.Join(err, s.close(err == nil)) }()
	target, err := s.expose(ctx)
	if err != nil {
		return abused{}, err
	}
	r.requests = requests
	if _, err := s.counter.Usage(ctx, time.Now()); err != nil { // until the order's own updates are over
		return abused{}, err
	}
	before, _ := s.tap.Events()
	for _, flood := range target.Floods() {
		done := progress.Step("%d %s", requests, flood.Name)
		took, err := s.count(ctx, flood, requests)
		if done(err) != nil {
			return abused{}, err
		}
		r.floods = append(r.floods, flooded{flood, took})
	}
	after, _ := s.tap.Events()
	r.events = len(after) - len(before)
	done := progress.Step("Claiming an order in a quiet shop, then during the floods")
	r.quiet, r.attacked, err = s.delay(ctx, target)
	return r, done(err)
}

// expose prepares an order in the queue, whose code is used up, for the floods.
func (s *shop) expose(ctx context.Context) (abuse.Target, error) {
	display, err := s.hire(ctx, s.site, coffee.GroupDisplay)
	if err != nil {
		return abuse.Target{}, err
	}
	limits := coffee.Limits{QueueLimit: coffee.DefaultQueueLimit, DrinksPerCode: 1, CodePeriodSeconds: coffee.MaxCodePeriodSeconds}
	if err := s.manager.SetLimits(ctx, limits); err != nil {
		return abuse.Target{}, err
	}
	code, err := s.manager.Code(ctx)
	if err != nil {
		return abuse.Target{}, err
	}
	order, err := s.enqueue(ctx, code.Code)
	if err != nil {
		return abuse.Target{}, err
	}
	return abuse.Target{
		Client: client.New(s.site.URL, nil), SiteURL: s.site.URL, LiveURL: s.site.LiveURL, SignInURL: s.emulator,
		ClientID: s.Outputs["UserPoolClientId"], Page: s.Outputs["SiteUrl"] + "/barista",
		UsedUp: code.Code, OrderID: order.OrderID, Display: display,
	}, nil
}

// enqueue orders the first drink, and waits until it is QUEUED.
func (s *shop) enqueue(ctx context.Context, code string) (api.Ticket, error) {
	ticket, err := s.players.Customer.Scan(ctx, code, "")
	if err != nil {
		return ticket, err
	}
	if _, err := s.Await(ctx, ticket.OrderID, coffee.Started); err != nil {
		return ticket, err
	}
	if _, err := s.players.Customer.Place(ctx, ticket, s.players.Choice); err != nil {
		return ticket, err
	}
	_, err = s.Await(ctx, ticket.OrderID, coffee.Queued)
	return ticket, err
}

// idleChecked is how long after a connection its check is over.
const idleChecked = 13 * time.Second

// count runs a flood and returns what it took.
func (s *shop) count(ctx context.Context, flood abuse.Flood, requests int) (abuse.Total, error) {
	began := time.Now()
	if err := flood.Run(ctx, requests); err != nil {
		return abuse.Total{}, err
	}
	if flood.Live {
		defer func(quiet time.Duration) { s.counter.Quiet = quiet }(s.counter.Quiet)
		s.counter.Quiet = idleChecked
	}
	used, err := s.counter.Usage(ctx, began)
	return abuse.TotalOf(used), err
}

// claims is how many claims delay times.
const claims = 50

// delay times the claims of a barista in a quiet shop, and during the floods that send
// requests to the HTTP API and the sign-in pages.
func (s *shop) delay(ctx context.Context, target abuse.Target) (quiet, attacked []time.Duration, err error) {
	if quiet, err = s.timeClaims(ctx, target.OrderID); err != nil {
		return nil, nil, err
	}
	floods := slices.DeleteFunc(target.Floods(), func(f abuse.Flood) bool { return f.Live })
	attacking, end := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for i := 0; attacking.Err() == nil; i++ {
			_ = floods[i%len(floods)].Run(attacking, claims) // its errors are those of the end
		}
	}()
	attacked, err = s.timeClaims(ctx, target.OrderID)
	end()
	<-ended
	return quiet, attacked, err
}

// timeClaims claims and releases an order again and again, and returns how long the claims
// took, sorted.
func (s *shop) timeClaims(ctx context.Context, orderID string) ([]time.Duration, error) {
	var took []time.Duration
	for range claims {
		began := time.Now()
		if _, err := s.players.Barista.Claim(ctx, orderID); err != nil {
			return nil, err
		}
		took = append(took, time.Since(began))
		if _, err := s.players.Barista.Release(ctx, orderID); err != nil {
			return nil, err
		}
	}
	slices.Sort(took)
	return took, nil
}
