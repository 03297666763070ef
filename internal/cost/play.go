package cost

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// Played is an order that Play has played.
type Played struct {
	OrderID string
	Calls   int // requests to the HTTP API
	// Live has what the players know of the live updates: Pages, Messages and Minutes.
	Live Live
}

// Players are the people that Play acts for.
type Players struct {
	Customer, Barista *client.Client
	Choice            coffee.Choice

	// SiteURL and LiveURL are those of the pages and of the live updates.
	SiteURL, LiveURL string
	// TabletToken and WallToken are access tokens that may follow the queue and the
	// display.
	TabletToken, WallToken string
}

// Play plays a happy order: the customer scans a code and places the choice, the
// barista claims and completes it. With watch, the customer loads the page and follows
// the order live, and so do a tablet and a wall display. Between steps Play waits for the
// workflow by reading the orders table itself, so that no function is invoked for it.
func (p Players) Play(ctx context.Context, shop *deployed.Shop, code string, watch bool) (played Played, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	var w *watchers
	if watch {
		if w, err = p.watch(ctx); err != nil {
			return Played{}, err
		}
		defer func() { err = errors.Join(err, w.leave(ctx, &played.Live)) }()
	}
	ticket, err := p.Customer.Scan(ctx, code, rand.Text())
	if err != nil {
		return Played{}, err
	}
	played = Played{OrderID: ticket.OrderID, Calls: 1}
	if watch {
		if err := w.follow(ctx, ticket); err != nil {
			return played, err
		}
	}
	err = p.serve(ctx, shop, ticket, &played)
	return played, err
}

// serve carries an order from STARTED to READY.
func (p Players) serve(ctx context.Context, shop *deployed.Shop, ticket api.Ticket, played *Played) error {
	for _, stage := range []struct {
		state coffee.State
		leave func() error
	}{
		{coffee.Started, func() error { _, err := p.Customer.Place(ctx, ticket, p.Choice); return err }},
		{coffee.Queued, func() error { _, err := p.Barista.Claim(ctx, ticket.OrderID); return err }},
		{coffee.Making, func() error { _, err := p.Barista.Complete(ctx, ticket.OrderID); return err }},
	} {
		if _, err := shop.Await(ctx, ticket.OrderID, stage.state); err != nil {
			return err
		}
		if err := stage.leave(); err != nil {
			return err
		}
		played.Calls++
	}
	_, err := shop.Await(ctx, ticket.OrderID, coffee.Ready)
	return err
}
