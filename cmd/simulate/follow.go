package main

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// news tells a customer what becomes of their order.
type news interface {
	// await returns when there may be news, at the latest after a time. It returns false
	// as soon as ctx ends.
	await(ctx context.Context, atMost time.Duration) bool
	end()
}

// follow returns the news of the customer's order.
func (c *customer) follow(ctx context.Context) news {
	if c.m.poll {
		return polls{c}
	}
	ctx, stop := context.WithCancel(ctx)
	p := &pushes{c: c, arrived: make(chan push), stop: stop}
	p.connections.Go(func() { p.stayConnected(ctx) })
	return p
}

// polls asks for the order after each wait.
type polls struct{ c *customer }

func (p polls) await(ctx context.Context, atMost time.Duration) bool {
	if !sleep(ctx, atMost) {
		return false
	}
	p.c.look(ctx)
	return true
}

func (polls) end() {}

const (
	// silence is how long a connection may bring nothing before the customer's page
	// subscribes again.
	silence = time.Minute
	// A lost connection is replaced after a random time up to a limit that doubles from
	// firstReconnect to lastReconnect.
	firstReconnect = 500 * time.Millisecond
	lastReconnect  = 15 * time.Second
	// pollAfter is after how many connections without a message the page polls, until
	// one brings a message.
	pollAfter = 3
)

// pushes follows the order over a WebSocket, as the customer's page does: it subscribes
// to the order and to the board. Where WebSockets fail, it polls.
type pushes struct {
	c           *customer
	arrived     chan push
	failures    atomic.Int32 // connections without a message, one after the other
	stop        context.CancelFunc
	connections sync.WaitGroup
}

// push is a message from the shop. asked is when the connection first subscribed, late
// says that the message answers a subscription after a silence.
type push struct {
	client.Update
	asked time.Time
	late  bool
}

func (p *pushes) await(ctx context.Context, atMost time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case news := <-p.arrived:
		p.c.hear(news)
	case <-time.After(atMost):
		if p.failures.Load() >= pollAfter {
			p.c.look(ctx)
		}
	}
	return true
}

func (p *pushes) end() {
	p.stop()
	p.connections.Wait()
}

// stayConnected connects again and again until ctx ends.
func (p *pushes) stayConnected(ctx context.Context) {
	limit := firstReconnect
	for {
		heard, err := p.listen(ctx)
		if ctx.Err() != nil {
			return
		}
		p.c.m.tally.countReconnection(err)
		if heard {
			limit = firstReconnect
		} else {
			p.failures.Add(1)
		}
		if !sleep(ctx, rand.N(limit)) {
			return
		}
		limit = min(2*limit, lastReconnect)
	}
}

var errDisconnected = errors.New("the connection ended")

// listen connects, subscribes, and passes on the messages until the connection or ctx
// ends. It reports whether it got a message.
func (p *pushes) listen(ctx context.Context) (heard bool, err error) {
	live, err := client.Connect(ctx, p.c.m.live, "")
	if err != nil {
		return false, err
	}
	defer live.Close()
	asked, late := time.Now(), false
	if err := p.subscribe(ctx, live); err != nil {
		return false, err
	}
	for {
		select {
		case <-ctx.Done():
			return heard, nil
		case <-time.After(silence):
			late = true
			if err := p.subscribe(ctx, live); err != nil {
				return heard, err
			}
		case update, ok := <-live.Updates():
			if !ok {
				return heard, errors.Join(errDisconnected, live.Err())
			}
			if update.Type == api.Failure {
				return heard, coffee.NewError(update.Code, "")
			}
			heard = true
			p.failures.Store(0)
			p.pass(ctx, push{update, asked, late && update.Type == api.Snapshot})
		}
	}
}

func (p *pushes) pass(ctx context.Context, news push) {
	p.c.m.tally.countMessage()
	select {
	case <-ctx.Done():
	case p.arrived <- news:
	}
}

func (p *pushes) subscribe(ctx context.Context, live *client.Live) error {
	return errors.Join(
		live.Subscribe(ctx, api.OrderChannel, p.c.ticket.OrderID, p.c.ticket.Secret),
		live.Subscribe(ctx, api.BoardChannel, "", ""))
}

// hear takes in a message. A message that is not what its channel promises counts as
// an error of the connection.
func (c *customer) hear(news push) {
	var err error
	switch news.Channel {
	case api.OrderChannel:
		err = c.hearOrder(news)
	case api.BoardChannel:
		var board api.LiveBoard
		board, err = client.Data[api.LiveBoard](news.Update)
		c.boardWait = new(board.EstimatedWait)
	}
	if err != nil {
		c.m.tally.countReconnection(err)
	}
}

func (c *customer) hearOrder(news push) error {
	order, err := client.Data[api.Order](news.Update)
	if err != nil {
		return err
	}
	if news.late && order.Version > c.order.Version {
		c.m.tally.countMissed()
	}
	// The change may have been made before the connection subscribed. Only a snapshot was
	// read later.
	asked := time.Time{}
	if news.Type == api.Snapshot {
		asked = news.asked
	}
	c.see(order, asked)
	return nil
}
