package cost

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// A watching customer polls the order every lookEvery for watchTime in all, a quarter
// of it in each of the four states from STARTED to READY. The polls are sent faster than
// that, but as long as the order waits, not so fast that one finds the queue that the
// function read for the one before and keeps for half a second.
const (
	pause     = 600 * time.Millisecond
	lookEvery = 5 * time.Second
	watchTime = 4 * time.Minute
	looks     = int(watchTime / lookEvery)
	stages    = 4
)

// Played is an order that Play has played.
type Played struct {
	OrderID string
	Calls   int // requests to the HTTP API
}

// Players are the customer and the barista that Play acts for.
type Players struct {
	Customer, Barista *client.Client
	Choice            coffee.Choice
}

// Play plays a happy order: the customer scans a code and places the choice, the
// barista claims and completes it. With watch, the customer also polls the order.
// Between steps it waits for the workflow by reading the orders table itself, so
// that no function is invoked for it.
func (p Players) Play(ctx context.Context, shop *deployed.Shop, code string, watch bool) (Played, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
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
			if stage.state == coffee.Started || stage.state == coffee.Queued {
				time.Sleep(pause)
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
