package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

type channel = api.Channel

// subscription is a channel that a client follows.
type subscription struct {
	channel        channel
	orderID, token string
}

// listener is a connected client. It notes when it hears of each change.
type listener struct {
	live          *client.Live
	subscriptions []subscription

	mu      sync.Mutex
	waiting map[channel][]change
	took    map[channel][]time.Duration
}

func newListener(subscriptions []subscription) *listener {
	return &listener{subscriptions: subscriptions, waiting: map[channel][]change{}, took: map[channel][]time.Duration{}}
}

// connect connects clients, some at once, and waits for their snapshots. It returns those
// that are connected even after an error.
func (s *shop) connect(ctx context.Context, count int) ([]*listener, error) {
	clients := make([]*listener, count)
	var all errgroup.Group
	all.SetLimit(8)
	for i := range clients {
		clients[i] = newListener(s.subscriptions(i))
		all.Go(func() error { return clients[i].connect(ctx, s.site.LiveURL) })
	}
	return clients, all.Wait()
}

// subscriptions returns what the i-th client follows. Of ten, one is a tablet, one a wall
// display and the others are phones.
func (s *shop) subscriptions(i int) []subscription {
	switch i % 10 {
	case 8:
		return []subscription{{channel: api.BaristaChannel, token: s.tokens[coffee.GroupBarista]}}
	case 9:
		return []subscription{{channel: api.DisplayChannel, token: s.tokens[coffee.GroupDisplay]}}
	default:
		order := s.orders[i%len(s.orders)]
		return []subscription{{channel: api.BoardChannel}, {api.OrderChannel, order.OrderID, order.Secret}}
	}
}

// connect connects, waits for the snapshots, and then listens until closed.
func (l *listener) connect(ctx context.Context, url string) (err error) {
	if l.live, err = client.Connect(ctx, url, ""); err != nil {
		return err
	}
	for _, s := range l.subscriptions {
		if err := l.live.Subscribe(ctx, s.channel, s.orderID, s.token); err != nil {
			return err
		}
		if err := l.awaitSnapshot(ctx, s.channel); err != nil {
			return err
		}
	}
	go func() {
		for update := range l.live.Updates() {
			l.hear(update)
		}
	}()
	return nil
}

func (l *listener) awaitSnapshot(ctx context.Context, c channel) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case update, ok := <-l.live.Updates():
			switch {
			case !ok:
				return errors.Join(errors.New("the connection ended before its first snapshot"), l.live.Err())
			case update.Type == api.Failure:
				return fmt.Errorf("the subscription to %s was refused: %w", c, coffee.NewError(update.Code, ""))
			case update.Type == api.Snapshot && update.Channel == c:
				return nil
			}
		}
	}
}

// expect notes that a change is about to be made.
func (l *listener) expect(c change) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.subscriptions {
		if s.orderID == "" || s.orderID == c.orderID {
			l.waiting[s.channel] = append(l.waiting[s.channel], c)
		}
	}
}

// hear notes the changes that a message shows.
func (l *listener) hear(update client.Update) {
	shows, ok := reader(update)
	if !ok {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.waiting[update.Channel] = slices.DeleteFunc(l.waiting[update.Channel], func(c change) bool {
		if !shows(c) {
			return false
		}
		l.took[update.Channel] = append(l.took[update.Channel], update.Received.Sub(c.at))
		return true
	})
}

// reader returns a function that reports whether a message shows a change.
func reader(update client.Update) (shows func(change) bool, ok bool) {
	if update.Type != api.Change {
		return nil, false
	}
	switch update.Channel {
	case api.OrderChannel, api.BaristaChannel:
		var order struct {
			OrderID string `json:"orderId"`
			Version int64  `json:"version"`
		}
		err := json.Unmarshal(update.Data, &order)
		return func(c change) bool { return c.orderID == order.OrderID && c.version <= order.Version }, err == nil
	default:
		board, err := client.Data[api.Board](update)
		return func(c change) bool {
			return slices.Contains(board.Ready, c.number) == c.ready && slices.Contains(board.Preparing, c.number) == !c.ready
		}, err == nil
	}
}

// missing returns how many messages have not arrived, by channel.
func (l *listener) missing() map[channel]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	counts := map[channel]int{}
	for c, waiting := range l.waiting {
		counts[c] = len(waiting)
	}
	return counts
}

// awaitAll waits until every client has heard of every change, for up to lastWait.
func awaitAll(ctx context.Context, clients []*listener) {
	ctx, cancel := context.WithTimeout(ctx, lastWait)
	defer cancel()
	for ctx.Err() == nil {
		waiting := 0
		for _, client := range clients {
			for _, n := range client.missing() {
				waiting += n
			}
		}
		if waiting == 0 {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// closeAll closes the connections, all at once.
func closeAll(clients []*listener) {
	var all sync.WaitGroup
	for _, client := range clients {
		if client != nil && client.live != nil {
			all.Go(func() { client.live.Close() })
		}
	}
	all.Wait()
}
