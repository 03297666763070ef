// Package abuse sends floods of hostile requests to a shop: made-up codes, keys, secrets
// and tokens, sign-ins with wrong passwords, and connections that nobody needs. Each
// flood knows what one of its requests may cost the shop.
package abuse

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// Target is the shop that is attacked, and what the attacker may know about it.
type Target struct {
	// Client sends requests to the shop's HTTP API without a credential.
	Client *client.Client
	// SiteURL, LiveURL and SignInURL are those of the pages, the live updates and the
	// sign-in pages. SiteURL has no trailing slash.
	SiteURL, LiveURL, SignInURL string
	// ClientID and Page are the staff's app client and a page that it returns to.
	ClientID, Page string

	// UsedUp is a QR code of the shop without drinks left.
	UsedUp string
	// OrderID is an open order of somebody else.
	OrderID string
	// Display is the access token of a display, which may not claim orders.
	Display string
}

// Cost is what one request of a flood takes.
type Cost struct {
	// Invocations counts Lambda invocations.
	Invocations int
	// Reads and Writes count requests to DynamoDB.
	Reads, Writes int
}

// Flood is one kind of hostile request.
type Flood struct {
	// Name says what is made up, in the plural.
	Name string
	// Send sends request number i. It returns an error unless the shop refuses it as it
	// should.
	Send func(ctx context.Context, i int) error
	// Cost is what each request takes.
	Cost Cost
	// Paid is true for requests to the HTTP API, which AWS bills one by one.
	Paid bool
	// Live is true for floods of the live updates. Each connection is stored and deleted
	// again, which are its two writes, and takes one message to the queue of idle checks.
	// Its check, 10 s later, takes one more write and at most one more invocation.
	Live bool
	// Idle is true if each request waits until the shop closes an idle connection.
	Idle bool
}

// width is how many requests of a flood are under way at once, waiting how many
// connections are open at once that wait until the shop closes them.
const (
	width   = 8
	waiting = 100
)

// Run sends n requests.
func (f Flood) Run(ctx context.Context, n int) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(width)
	if f.Idle {
		group.SetLimit(waiting)
	}
	for i := range n {
		group.Go(func() error {
			if err := f.Send(ctx, i); err != nil {
				return fmt.Errorf("%s, request %d: %w", f.Name, i+1, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// Floods returns every flood.
func (t Target) Floods() []Flood {
	var all []Flood
	for _, some := range [][]Flood{t.scans(), t.orders(), t.requests()} {
		for _, flood := range some {
			flood.Paid = true
			all = append(all, flood)
		}
	}
	return append(append(all, t.signIns()...), t.connections()...)
}

// refused returns an error unless a request was refused with a code.
func refused(err error, want coffee.ErrorCode) error {
	if err != nil && coffee.CodeOf(err) == want {
		return nil
	}
	return fmt.Errorf("the shop answered %w, want the error %s", orAccepted(err), want)
}

func orAccepted(err error) error {
	if err == nil {
		return fmt.Errorf("with success")
	}
	return err
}

// ticket returns somebody else's order with a made-up secret.
func (t Target) ticket(secret string) api.Ticket {
	return api.Ticket{OrderID: t.OrderID, Secret: secret}
}
