package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

const (
	idle      = time.Second
	releasing = 0.03 // the share of claimed drinks that a barista puts back
	// tries is how many orders a barista tries to claim before looking at the queue
	// again, which has moved on by then.
	tries = 3
)

// barista works through the queue.
type barista struct {
	m   *morning
	who *person
	rng *rand.Rand
}

func newBarista(m *morning, who *person, i int) *barista {
	return &barista{m: m, who: who, rng: rand.New(rand.NewPCG(m.seed, ^uint64(i)))} // no customer's
}

// work goes on until the shift is over. What was begun is ended.
func (b *barista) work(ctx, shift context.Context) {
	for shift.Err() == nil {
		if id := b.next(ctx); id != "" {
			b.serve(ctx, id)
		} else {
			sleep(shift, idle/2+rand.N(idle))
		}
	}
}

// next claims the oldest order in the queue that nobody else has. There is none
// where it returns an empty id.
func (b *barista) next(ctx context.Context) (id string) {
	var queue []api.QueuedOrder
	err := b.who.do(ctx, func(c *client.Client) (err error) { queue, err = c.Queue(ctx); return err })
	if err != nil {
		return ""
	}
	mine := slices.DeleteFunc(queue, func(o api.QueuedOrder) bool {
		return o.State != coffee.Queued || !b.m.ledger.knows(o.OrderID)
	})
	for _, order := range mine[:min(tries, len(mine))] { // the queue is by number
		err := b.step(ctx, order.OrderID, (*client.Client).Claim)
		if err == nil {
			b.m.ledger.claim(order.OrderID, b.who.name)
			return order.OrderID
		}
		if code := coffee.CodeOf(err); code != coffee.ClaimedByOther && code != coffee.WrongState {
			return ""
		}
		// Somebody else was quicker, which is nobody's mistake.
	}
	return ""
}

// serve makes a drink and hands it over, or puts it back. A drink whose time ran
// out cannot be completed.
func (b *barista) serve(ctx context.Context, id string) {
	b.m.dawdle(ctx, time.Duration((0.5+b.rng.Float64())*float64(b.m.making)))
	if b.rng.Float64() < releasing {
		b.m.ledger.release(id)
		_ = b.step(ctx, id, (*client.Client).Release)
		return
	}
	if err := b.step(ctx, id, (*client.Client).Complete); err != nil {
		return
	}
	b.m.ledger.complete(id, b.who.name)
	_ = b.step(ctx, id, (*client.Client).Collect) // else its customer will see
}

// step does something to an order, and remembers the answer.
func (b *barista) step(ctx context.Context, id string, do func(*client.Client, context.Context, string) (api.QueuedOrder, error)) error {
	return b.who.do(ctx, func(c *client.Client) error {
		asked := time.Now()
		order, err := do(c, ctx, id)
		if err == nil {
			b.m.ledger.work(id, order, asked)
		}
		return err
	})
}
