package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// pool is the user pool of the shop's staff.
type pool interface {
	Hire(ctx context.Context, name, group, password string) error
	SignIn(ctx context.Context, name, password string) (deployed.Tokens, error)
	Remove(ctx context.Context, name string) error
}

// crew is the staff of a simulation. The journal lists its people.
type crew struct {
	pool    pool
	journal *journal
	api     *client.Client
	run     string // part of every name, so that no two simulations share one

	manager, display *person
	baristas         []*person
}

// person is one member of the staff. Its methods are not safe for concurrent use.
type person struct {
	name, password string
	pool           pool
	api            *client.Client // with this person's access token, which expires
}

func newCrew(p pool, j *journal, api *client.Client) *crew {
	return &crew{pool: p, journal: j, api: api, run: strings.ToLower(rand.Text()[:6])}
}

// hire adds a manager, a display and baristas to the pool, and signs them in. Call
// dismiss afterwards, even after an error.
func (c *crew) hire(ctx context.Context, baristas int) (err error) {
	if c.manager, err = c.add(ctx, "manager", coffee.GroupManager); err != nil {
		return err
	}
	if c.display, err = c.add(ctx, "display", coffee.GroupDisplay); err != nil {
		return err
	}
	for i := range baristas {
		barista, err := c.add(ctx, fmt.Sprint("barista-", i+1), coffee.GroupBarista)
		if err != nil {
			return err
		}
		c.baristas = append(c.baristas, barista)
	}
	return nil
}

func (c *crew) add(ctx context.Context, role, group string) (*person, error) {
	p := &person{name: "simulated-" + role + "-" + c.run, password: deployed.NewPassword(), pool: c.pool, api: c.api}
	c.journal.People = append(c.journal.People, p.name)
	if err := c.journal.save(); err != nil {
		return nil, err
	}
	if err := c.pool.Hire(ctx, p.name, group, p.password); err != nil {
		return nil, err
	}
	return p, p.signIn(ctx)
}

// dismiss removes the people in the journal from the pool.
func (c *crew) dismiss(ctx context.Context) error {
	var errs []error
	for _, name := range slices.Clone(c.journal.People) {
		err := c.pool.Remove(ctx, name)
		if err == nil {
			c.journal.People = slices.DeleteFunc(c.journal.People, func(other string) bool { return other == name })
			err = c.journal.save()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (p *person) signIn(ctx context.Context) error {
	tokens, err := p.pool.SignIn(ctx, p.name, p.password)
	if err == nil {
		p.api = p.api.As(tokens.Access)
	}
	return err
}

// do sends a request by persist. If the access token has expired, it signs in and sends
// the request again.
func (p *person) do(ctx context.Context, send func(*client.Client) error) error {
	attempt := func() error { return persist(ctx, func() error { return send(p.api) }) }
	err := attempt()
	if code := coffee.CodeOf(err); err == nil || code != api.Unauthenticated && code != "http_401" {
		return err
	}
	if signedOut := p.signIn(ctx); signedOut != nil {
		return errors.Join(err, signedOut)
	}
	return attempt()
}

const codeInterval = time.Second

// showCodes keeps the current QR code on display until the shift ends.
func (m *morning) showCodes(ctx, shift context.Context) {
	for {
		var code api.QRCode
		err := m.crew.display.do(ctx, func(c *client.Client) (err error) { code, err = c.Code(ctx); return err })
		if err == nil {
			m.code.Store(code.Code)
		}
		if !sleep(shift, codeInterval) {
			return
		}
	}
}

// readCode returns the QR code on display, "" before the first one.
func (m *morning) readCode() string {
	code, _ := m.code.Load().(string)
	return code
}

const (
	idle      = time.Second // how long baristas wait on average when the queue is empty
	releasing = 0.03        // the share of claimed drinks that a barista puts back
	// claimTries is how many orders a barista tries to claim before reading the queue
	// again, which has changed by then.
	claimTries = 3
)

// barista works through the queue.
type barista struct {
	m   *morning
	who *person
	rng *mathrand.Rand
}

func newBarista(m *morning, who *person, i int) *barista {
	return &barista{m: m, who: who, rng: mathrand.New(mathrand.NewPCG(m.seed, ^uint64(i)))} // no customer has the same seed
}

// work serves orders until the shift ends. It finishes the last one.
func (b *barista) work(ctx, shift context.Context) {
	for shift.Err() == nil {
		if id := b.claim(ctx); id != "" {
			b.serve(ctx, id)
		} else {
			sleep(shift, idle/2+mathrand.N(idle))
		}
	}
}

// claim claims the oldest of this simulation's orders in the queue, and returns its
// ID, or "" if it could not claim any.
func (b *barista) claim(ctx context.Context) (id string) {
	for _, id := range b.readQueue(ctx) {
		err := b.step(ctx, id, (*client.Client).Claim)
		if err == nil {
			b.m.ledger.claim(id, b.who.name)
			return id
		}
		if code := coffee.CodeOf(err); code != coffee.ClaimedByOther && code != coffee.WrongState {
			return ""
		}
		// Another barista was quicker, or the customer cancelled.
	}
	return ""
}

// readQueue returns the IDs of up to claimTries of this simulation's orders in the
// queue, oldest first.
func (b *barista) readQueue(ctx context.Context) (ids []string) {
	var queue api.Queue // sorted by number, empty after an error
	_ = b.who.do(ctx, func(c *client.Client) (err error) { queue, err = c.Queue(ctx); return err })
	for _, o := range queue.Orders {
		if o.State == coffee.Queued && b.m.ledger.knows(o.OrderID) && len(ids) < claimTries {
			ids = append(ids, o.OrderID)
		}
	}
	return ids
}

// serve makes a drink and hands it over, or puts it back in the queue. It gives up on
// a drink that timed out meanwhile.
func (b *barista) serve(ctx context.Context, id string) {
	b.m.linger(ctx, time.Duration((0.5+b.rng.Float64())*float64(b.m.making)))
	if b.rng.Float64() < releasing {
		b.m.ledger.release(id)
		_ = b.step(ctx, id, (*client.Client).Release)
		return
	}
	if err := b.step(ctx, id, (*client.Client).Complete); err != nil {
		return
	}
	b.m.ledger.complete(id, b.who.name)
	_ = b.step(ctx, id, (*client.Client).Collect) // without it, the customer's order never ends
}

// step sends one of a barista's requests about an order, and records the answer.
func (b *barista) step(ctx context.Context, id string, send func(*client.Client, context.Context, string) (api.QueuedOrder, error)) error {
	return b.who.do(ctx, func(c *client.Client) error {
		asked := time.Now()
		order, err := send(c, ctx, id)
		if err == nil {
			b.m.ledger.work(id, order, asked)
		}
		return err
	})
}
