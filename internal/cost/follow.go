package cost

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// Waits says how long an order's people waited.
type Waits struct {
	// Scan, Place and Claim are how long these requests to the HTTP API took.
	Scan, Place, Claim time.Duration
	// Menu is the time from the scan until the customer's page may order, Queue that from
	// the order until it is QUEUED on the page, and Page that from the barista's last tap
	// until the page shows that the drink is ready.
	Menu, Queue, Page time.Duration
}

// followTimeout bounds an order that Follow plays, in addition to the making.
const followTimeout = 90 * time.Second

// Follow plays a happy order whose customer loads the page and follows the order live, and
// goes on as soon as the page shows that it may. The barista makes the drink for a fixed
// time, and hands it over at the end.
func (p Players) Follow(ctx context.Context, code string, making time.Duration) (played Played, waits Waits, err error) {
	ctx, cancel := context.WithTimeout(ctx, making+followTimeout)
	defer cancel()
	played.Live.Minutes = watchTime.Minutes()
	if played.Live.Pages, err = loadPage(ctx, p.SiteURL); err != nil {
		return played, waits, err
	}
	page, err := client.Connect(ctx, p.LiveURL, "")
	if err != nil {
		return played, waits, err
	}
	f := follower{p, page, &played, &waits}
	return played, waits, errors.Join(f.play(ctx, code, making), page.Close())
}

// follower is an order with its customer's page.
type follower struct {
	Players
	page   *client.Live
	played *Played
	waits  *Waits
}

func (f follower) play(ctx context.Context, code string, making time.Duration) error {
	var ticket api.Ticket
	began := time.Now()
	err := f.call(&f.waits.Scan, func() (err error) { ticket, err = f.Customer.Scan(ctx, code, rand.Text()); return err })
	if err != nil {
		return err
	}
	f.played.OrderID = ticket.OrderID
	f.played.Live.Messages++ // the subscription
	if err := f.page.Subscribe(ctx, api.OrderChannel, ticket.OrderID, ticket.Secret); err != nil {
		return err
	}
	if f.waits.Menu, err = f.await(ctx, coffee.Started, began); err != nil {
		return err
	}
	began = time.Now()
	if err := f.call(&f.waits.Place, func() error { _, err := f.Customer.Place(ctx, ticket, f.Choice); return err }); err != nil {
		return err
	}
	if f.waits.Queue, err = f.await(ctx, coffee.Queued, began); err != nil {
		return err
	}
	return f.serve(ctx, ticket, making)
}

// serve carries the order from QUEUED to COLLECTED.
func (f follower) serve(ctx context.Context, ticket api.Ticket, making time.Duration) error {
	if err := f.call(&f.waits.Claim, func() error { _, err := f.Barista.Claim(ctx, ticket.OrderID); return err }); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(making):
	}
	var took time.Duration
	began := time.Now()
	err := f.call(&took, func() error { _, err := f.Barista.Complete(ctx, ticket.OrderID); return err })
	if err != nil {
		return err
	}
	if f.waits.Page, err = f.await(ctx, coffee.Ready, began); err != nil {
		return err
	}
	if err := f.call(&took, func() error { _, err := f.Barista.Collect(ctx, ticket.OrderID); return err }); err != nil {
		return err
	}
	_, err = f.await(ctx, coffee.Collected, began)
	return err
}

// call counts and measures a request.
func (f follower) call(took *time.Duration, send func() error) error {
	began := time.Now()
	err := send()
	*took = time.Since(began)
	f.played.Calls++
	return err
}

// await waits until the page shows a state, and returns the time since began.
func (f follower) await(ctx context.Context, want coffee.State, began time.Time) (time.Duration, error) {
	for {
		select {
		case <-ctx.Done():
			return 0, fmt.Errorf("order %s: the page does not show %s: %w", f.played.OrderID, want, ctx.Err())
		case update, ok := <-f.page.Updates():
			if !ok {
				return 0, fmt.Errorf("order %s: the page's connection ended before %s: %w", f.played.OrderID, want, f.page.Err())
			}
			f.played.Live.Messages += units(update)
			order, err := client.Data[api.Order](update)
			if err != nil {
				return 0, err
			}
			if order.State == want {
				return update.Received.Sub(began), nil
			}
		}
	}
}
