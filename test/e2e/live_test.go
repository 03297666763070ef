package e2e

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// viewer is a client of the live updates that keeps every update.
type viewer struct {
	c    *counter
	live *client.Live

	mu    sync.Mutex
	heard []client.Update
	ended bool
}

// connect returns a viewer without a subscription, which closes with the test.
func (c *counter) connect() *viewer {
	c.t.Helper()
	live, err := client.Connect(c.ctx, c.site.LiveURL, "")
	c.must(err)
	c.t.Cleanup(func() { _ = live.Close() })
	v := &viewer{c: c, live: live}
	go func() {
		for update := range live.Updates() {
			v.mu.Lock()
			v.heard = append(v.heard, update)
			v.mu.Unlock()
		}
		v.mu.Lock()
		v.ended = true
		v.mu.Unlock()
	}()
	return v
}

// follow returns a viewer that has the snapshot of a channel.
func (c *counter) follow(channel api.Channel, orderID, token string) *viewer {
	c.t.Helper()
	v := c.connect()
	c.must(v.live.Subscribe(c.ctx, channel, orderID, token))
	c.must(v.hears("a snapshot", func(u client.Update) bool { return u.Type == api.Snapshot && u.Channel == channel }))
	return v
}

// followOrder returns a viewer of the order of a ticket.
func (c *counter) followOrder(ticket api.Ticket) *viewer {
	c.t.Helper()
	return c.follow(api.OrderChannel, ticket.OrderID, ticket.Secret)
}

// updates returns the updates so far, and whether the connection has ended.
func (v *viewer) updates() (heard []client.Update, ended bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.heard), v.ended
}

// hears waits until an update matches.
func (v *viewer) hears(what string, matches func(client.Update) bool) error {
	return eventually(v.c.ctx, func(context.Context) error {
		heard, ended := v.updates()
		if slices.ContainsFunc(heard, matches) {
			return nil
		}
		return fmt.Errorf("a client hears %s (ended: %v, %v), want %s", texts(heard), ended, v.live.Err(), what)
	})
}

// isClosed waits until the shop has closed the connection.
func (v *viewer) isClosed() error {
	return eventually(v.c.ctx, func(context.Context) error {
		if heard, ended := v.updates(); !ended {
			return fmt.Errorf("a client that heard %s is still connected", texts(heard))
		}
		return nil
	})
}

func texts(heard []client.Update) []string {
	texts := make([]string, len(heard))
	for i, update := range heard {
		texts[i] = update.Text
	}
	return texts
}

// newest returns the data with the highest version that a viewer has about something,
// as a page would show it.
func newest[T any](v *viewer, about func(T) bool) (newest T, err error) {
	version := int64(-1)
	heard, _ := v.updates()
	for _, update := range heard {
		if update.Type == api.Failure || update.Type == api.Pong || update.Version <= version {
			continue
		}
		data, err := client.Data[T](update)
		if err != nil {
			return newest, err
		}
		if about(data) {
			newest, version = data, update.Version
		}
	}
	return newest, nil
}

// shows waits until the newest data about something is right, and returns it.
func shows[T any](v *viewer, what string, about, right func(T) bool) T {
	v.c.t.Helper()
	var shown T
	v.c.must(eventually(v.c.ctx, func(context.Context) (err error) {
		if shown, err = newest(v, about); err == nil && !right(shown) {
			err = fmt.Errorf("a client sees %+v, want %s", shown, what)
		}
		return err
	}))
	return shown
}

func anything[T any](T) bool { return true }

// showsState waits until a customer sees the order in a state.
func (v *viewer) showsState(state coffee.State) api.Order {
	v.c.t.Helper()
	return shows(v, "an order that is "+string(state), anything, func(o api.Order) bool { return o.State == state })
}

// showsQueued waits until a barista sees an order in a state.
func (v *viewer) showsQueued(orderID string, state coffee.State) api.QueuedOrder {
	v.c.t.Helper()
	return shows(v, fmt.Sprintf("order %s as %s", orderID, state),
		func(o api.QueuedOrder) bool { return o.OrderID == orderID }, func(o api.QueuedOrder) bool { return o.State == state })
}

// showsBoard waits until the board, on the channel board or display, is right.
func (v *viewer) showsBoard(what string, right func(api.LiveBoard) bool) api.LiveBoard {
	v.c.t.Helper()
	return shows(v, what, anything, right)
}
