package live

import (
	"context"
	"errors"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/sockets"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/view"
)

const (
	// postsAtOnce is how many messages are sent side by side.
	postsAtOnce = 50
	// postWithin is how long sending a message may take.
	postWithin = 2 * time.Second
	// readsAtOnce is how many channels are read side by side.
	readsAtOnce = 20
)

// delivery is a message for the subscribers of a channel.
type delivery struct {
	channel     string
	subscribers []string
	message     []byte
}

// tell tells the clients of changes. It reads side by side who is subscribed and what they
// are told, and sends each message as soon as it is read: an order's customer and the
// baristas do not wait for the board. It sends what could be read, and returns the errors.
func (h *handler) tell(ctx context.Context, changes []change) error {
	var board, display bool
	reads := make([]func() ([]delivery, error), 0, len(changes)+2)
	reads = append(reads, func() ([]delivery, error) { return h.queueDeliveries(ctx, changes) })
	for _, changed := range changes {
		board = board || changed.changesBoard()
		display = display || changed.changesBoard() || changed.changesCode()
		reads = append(reads, func() ([]delivery, error) { return h.orderDelivery(ctx, changed) })
	}
	if board || display {
		reads = append(reads, func() ([]delivery, error) { return h.shopDeliveries(ctx, board, display, false) })
	}
	return h.sendAsRead(ctx, reads)
}

// sendAsRead calls functions side by side, sends the messages that each returns, and joins
// their errors.
func (h *handler) sendAsRead(ctx context.Context, reads []func() ([]delivery, error)) error {
	var all errgroup.Group
	all.SetLimit(readsAtOnce)
	posts := newPosts()
	failures := make([]error, len(reads))
	for i, read := range reads {
		all.Go(func() error {
			found, err := read()
			h.enqueue(ctx, posts, found)
			failures[i] = err
			return nil
		})
	}
	_ = all.Wait()
	h.finish(ctx, posts)
	return errors.Join(failures...)
}

// orderDelivery returns the message for an order's customer, if one is subscribed.
func (h *handler) orderDelivery(ctx context.Context, changed change) ([]delivery, error) {
	channel := schema.OrderChannel(changed.after.ID)
	subscribers, err := h.store.Subscribers(ctx, channel)
	if err != nil || len(subscribers) == 0 {
		return nil, err
	}
	message, err := orderMessage(api.Change, h.now(), view.Order(changed.after, h.placeWithin))
	return []delivery{{channel, subscribers, message}}, err
}

// queueDeliveries returns the messages for the baristas, if any are subscribed.
func (h *handler) queueDeliveries(ctx context.Context, changes []change) ([]delivery, error) {
	var (
		channel    = string(api.BaristaChannel)
		deliveries []delivery
	)
	for _, changed := range changes {
		if !inQueue(changed.after) {
			continue
		}
		message, err := queuedMessage(h.now(), view.Queued(changed.after, h.now()))
		if err != nil {
			return nil, err
		}
		deliveries = append(deliveries, delivery{channel: channel, message: message})
	}
	if len(deliveries) == 0 {
		return nil, nil
	}
	subscribers, err := h.store.Subscribers(ctx, channel)
	for i := range deliveries {
		deliveries[i].subscribers = subscribers
	}
	return deliveries, err
}

// deliver sends messages to all their subscribers.
func (h *handler) deliver(ctx context.Context, deliveries []delivery) {
	posts := newPosts()
	h.enqueue(ctx, posts, deliveries)
	h.finish(ctx, posts)
}

// enqueue adds messages to a group, those with the fewest subscribers first. A client that is
// gone loses its subscription, and one that fails or is slow delays nobody.
func (h *handler) enqueue(ctx context.Context, posts *posts, deliveries []delivery) {
	slices.SortStableFunc(deliveries, func(a, b delivery) int { return len(a.subscribers) - len(b.subscribers) })
	for _, d := range deliveries {
		for _, connection := range d.subscribers {
			posts.Go(func() error { posts.add(connection, h.push(ctx, connection, d)); return nil })
		}
	}
}

// push sends a message to a connection, and reports whether it needed no more: it was sent,
// or the client is gone.
func (h *handler) push(ctx context.Context, connection string, d delivery) bool {
	limited, cancel := context.WithTimeout(ctx, postWithin)
	defer cancel()
	err := h.sockets.Post(limited, connection, d.message)
	if errors.Is(err, sockets.ErrGone) {
		err = h.store.Unsubscribe(ctx, connection, d.channel)
	}
	if err != nil {
		h.log.WarnContext(ctx, "could not send a message", "connectionId", connection, "channel", d.channel, "error", err)
	}
	return err == nil
}
