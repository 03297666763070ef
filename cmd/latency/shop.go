package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
)

// maxOrders is the most orders that are changed in turn: what one QR code is good for by
// default.
const maxOrders = 10

// shop is the deployed shop, with the orders that are changed.
type shop struct {
	site   deployed.Site
	tables *deployed.Shop

	customer *client.Client
	barista  *client.Client
	tokens   map[string]string // access tokens by group
	orders   []order
	cleanup  []func(context.Context) error // run last to first
}

// order is an order that is changed, as stored.
type order struct {
	api.Ticket
	number  int
	version int64
}

// enter adds the staff and makes the orders.
func (s *shop) enter(ctx context.Context) error {
	s.customer, s.tokens = client.New(s.site.URL, nil), map[string]string{}
	for _, group := range []string{coffee.GroupBarista, coffee.GroupDisplay} {
		if err := s.hire(ctx, group); err != nil {
			return err
		}
	}
	s.barista = s.customer.As(s.tokens[coffee.GroupBarista])
	done := progress.Step("Ordering")
	return done(s.order(ctx))
}

// hire adds a user to a group and signs in. Close removes the user.
func (s *shop) hire(ctx context.Context, group string) error {
	people, name, password := deployed.OpenStaff(s.site.AWS, s.site.Outputs), "latency-"+group+"-"+strings.ToLower(rand.Text()[:8]), deployed.NewPassword()
	s.cleanup = append(s.cleanup, func(ctx context.Context) error { return people.Remove(ctx, name) })
	if err := people.Hire(ctx, name, group, password); err != nil {
		return err
	}
	tokens, err := people.SignIn(ctx, name, password)
	s.tokens[group] = tokens.Access
	return err
}

// order makes up to maxOrders orders, and lets the barista claim them.
func (s *shop) order(ctx context.Context) error {
	choice, err := s.choose(ctx)
	if err != nil {
		return err
	}
	code, err := s.code(ctx)
	if err != nil {
		return err
	}
	for range min(maxOrders, code.Remaining) {
		ticket, err := s.customer.Scan(ctx, code.Code, rand.Text())
		if err != nil {
			return err
		}
		s.cleanup = append(s.cleanup, func(ctx context.Context) error { return s.handOver(ctx, ticket) })
		claimed, err := s.prepare(ctx, ticket, choice)
		if err != nil {
			return err
		}
		s.orders = append(s.orders, order{ticket, claimed.Number, claimed.Version})
	}
	return nil
}

// code returns the current QR code, or the next one if this one is used up.
func (s *shop) code(ctx context.Context) (api.QRCode, error) {
	display := s.customer.As(s.tokens[coffee.GroupDisplay])
	for {
		code, err := display.Code(ctx)
		if err != nil || code.Remaining > 0 {
			return code, err
		}
		fmt.Fprintf(os.Stderr, "waiting until %s for the next QR code, since this one is used up ... ", code.ExpiresAt.Local().Format(time.TimeOnly))
		select {
		case <-ctx.Done():
			return code, ctx.Err()
		case <-time.After(time.Until(code.ExpiresAt) + time.Second):
		}
	}
}

// choose returns the first drink that is available.
func (s *shop) choose(ctx context.Context) (coffee.Choice, error) {
	now, err := s.customer.Shop(ctx)
	if err != nil {
		return coffee.Choice{}, err
	}
	i := slices.IndexFunc(now.Menu.Drinks, func(d api.Drink) bool { return d.Available })
	if !now.Open || i < 0 {
		return coffee.Choice{}, errors.New("the shop is closed or sold out: open it, with a drink on the menu")
	}
	return coffee.Choice{Drink: now.Menu.Drinks[i].ID}, nil
}

// prepare brings an order to MAKING.
func (s *shop) prepare(ctx context.Context, ticket api.Ticket, choice coffee.Choice) (api.QueuedOrder, error) {
	if _, err := s.tables.Await(ctx, ticket.OrderID, coffee.Started); err != nil {
		return api.QueuedOrder{}, err
	}
	if _, err := s.customer.Place(ctx, ticket, choice); err != nil {
		return api.QueuedOrder{}, err
	}
	if _, err := s.tables.Await(ctx, ticket.OrderID, coffee.Queued); err != nil {
		return api.QueuedOrder{}, err
	}
	return s.barista.Claim(ctx, ticket.OrderID)
}

// handOver completes and collects an order, or cancels one that did not get that far.
func (s *shop) handOver(ctx context.Context, ticket api.Ticket) error {
	_, err := s.barista.Complete(ctx, ticket.OrderID)
	if err == nil {
		_, err = s.barista.Collect(ctx, ticket.OrderID)
	} else {
		_, err = s.barista.TurnDown(ctx, ticket.OrderID, "The measurement was interrupted.")
	}
	return err
}

// close hands over the drinks and removes the staff.
func (s *shop) close(ctx context.Context) error {
	var errs []error
	for _, undo := range slices.Backward(s.cleanup) {
		errs = append(errs, undo(ctx))
	}
	return errors.Join(errs...)
}
