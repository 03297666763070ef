package main

import (
	"context"
	"errors"
	"slices"
	"sync"
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

// deliveriesOf reads who is to be told of changes, and what. It returns what could be
// read, and the errors.
func (h *handler) deliveriesOf(ctx context.Context, changes []change) ([]delivery, error) {
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
	return gather(reads)
}

// gather calls functions side by side, and joins their results and errors.
func gather(reads []func() ([]delivery, error)) ([]delivery, error) {
	var (
		mu         sync.Mutex
		deliveries []delivery
		failures   []error
		all        errgroup.Group
	)
	all.SetLimit(readsAtOnce)
	for _, read := range reads {
		all.Go(func() error {
			found, err := read()
			mu.Lock()
			defer mu.Unlock()
			deliveries, failures = append(deliveries, found...), append(failures, err)
			return nil
		})
	}
	_ = all.Wait()
	return deliveries, errors.Join(failures...)
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

// deliver posts messages side by side, those with the fewest subscribers first: an order's
// customer and the baristas do not wait until the board has reached everyone. A client that
// is gone loses its subscription, and one that fails or is slow delays nobody.
func (h *handler) deliver(ctx context.Context, deliveries []delivery) {
	slices.SortStableFunc(deliveries, func(a, b delivery) int { return len(a.subscribers) - len(b.subscribers) })
	var posts errgroup.Group
	posts.SetLimit(postsAtOnce)
	for _, d := range deliveries {
		for _, connection := range d.subscribers {
			posts.Go(func() error { h.push(ctx, connection, d); return nil })
		}
	}
	_ = posts.Wait()
}

func (h *handler) push(ctx context.Context, connection string, d delivery) {
	limited, cancel := context.WithTimeout(ctx, postWithin)
	defer cancel()
	err := h.sockets.Post(limited, connection, d.message)
	if errors.Is(err, sockets.ErrGone) {
		err = h.store.Unsubscribe(ctx, connection, d.channel)
	}
	if err != nil {
		h.log.WarnContext(ctx, "could not send a message", "connectionId", connection, "channel", d.channel, "error", err)
	}
}
