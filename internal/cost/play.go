package cost

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// A customer who watches asks for the order every LookEvery, for Watched in all:
// a quarter of that time in each of four states, from STARTED to READY. Orders
// are played without waiting that long, as a look costs the same at any time.
const (
	LookEvery = 5 * time.Second
	Watched   = 4 * time.Minute
	looks     = int(Watched / LookEvery)
	stages    = 4
)

// Played is an order that was played.
type Played struct {
	OrderID string
	Calls   int // of the HTTP API
}

// Players order and make drinks.
type Players struct {
	Customer, Barista *client.Client
	Choice            coffee.Choice
}

// Play plays a happy order: a customer scans a code and places the choice, a
// barista claims and completes it. If the customer watches, they look at the order
// as well. Between the steps it waits for the workflow by reading the orders
// table, which no function logs.
func (p Players) Play(ctx context.Context, shop *deployed.Shop, code string, watch bool) (Played, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	ticket, err := p.Customer.Scan(ctx, code, rand.Text())
	if err != nil {
		return Played{}, err
	}
	played := Played{OrderID: ticket.OrderID, Calls: 1}
	for _, stage := range []struct {
		state coffee.State
		leave func() error
	}{
		{coffee.Started, func() error { _, err := p.Customer.Place(ctx, ticket, p.Choice); return err }},
		{coffee.Queued, func() error { _, err := p.Barista.Claim(ctx, ticket.OrderID); return err }},
		{coffee.Making, func() error { _, err := p.Barista.Complete(ctx, ticket.OrderID); return err }},
		{coffee.Ready, nil},
	} {
		if _, err := shop.Await(ctx, ticket.OrderID, stage.state); err != nil {
			return played, err
		}
		for range looks / stages {
			if !watch {
				break
			}
			if _, err := p.Customer.View(ctx, ticket); err != nil {
				return played, err
			}
			played.Calls++
		}
		if stage.leave == nil {
			continue
		}
		if err := stage.leave(); err != nil {
			return played, err
		}
		played.Calls++
	}
	return played, nil
}
