package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// pool is where the staff is kept.
type pool interface {
	Hire(ctx context.Context, name, group, password string) error
	SignIn(ctx context.Context, name, password string) (deployed.Tokens, error)
	Remove(ctx context.Context, name string) error
}

// crew is the staff of a simulation.
type crew struct {
	pool             pool
	journal          *journal
	manager, display *person
	baristas         []*person

	run   string // in every name
	hired []string
}

// person is a member of the staff, who does one thing at a time.
type person struct {
	name, password string
	pool           pool
	// hands are the API in this person's hands: with a token, which expires.
	hands *client.Client
}

// hire adds people to the pool and signs them in. The crew is to be dismissed,
// also where there is an error.
func hire(ctx context.Context, p pool, j *journal, api *client.Client, baristas int) (*crew, error) {
	c := &crew{pool: p, journal: j}
	var err error
	if c.manager, err = c.hire(ctx, api, "manager", coffee.GroupManager); err != nil {
		return c, err
	}
	if c.display, err = c.hire(ctx, api, "display", coffee.GroupDisplay); err != nil {
		return c, err
	}
	for i := range baristas {
		barista, err := c.hire(ctx, api, fmt.Sprint("barista-", i+1), coffee.GroupBarista)
		if err != nil {
			return c, err
		}
		c.baristas = append(c.baristas, barista)
	}
	return c, nil
}

// hire adds one person. The names of no two simulations are the same.
func (c *crew) hire(ctx context.Context, api *client.Client, role, group string) (*person, error) {
	if c.run == "" {
		c.run = strings.ToLower(rand.Text()[:6])
	}
	member := &person{name: "simulated-" + role + "-" + c.run, password: deployed.NewPassword(), pool: c.pool, hands: api}
	c.hired = append(c.hired, member.name)
	if err := c.journal.hiring(member.name); err != nil {
		return nil, err
	}
	if err := c.pool.Hire(ctx, member.name, group, member.password); err != nil {
		return nil, err
	}
	return member, member.signIn(ctx)
}

// dismiss removes the people from the pool.
func (c *crew) dismiss(ctx context.Context) error {
	var errs []error
	for _, name := range c.hired {
		err := c.pool.Remove(ctx, name)
		if err == nil {
			err = c.journal.dismissed(name)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (p *person) signIn(ctx context.Context) error {
	tokens, err := p.pool.SignIn(ctx, p.name, p.password)
	if err == nil {
		p.hands = p.hands.As(tokens.Access)
	}
	return err
}

// do persists with a request. Where the token has expired it signs in again.
func (p *person) do(ctx context.Context, send func(*client.Client) error) error {
	attempt := func() error { return persist(ctx, func() error { return send(p.hands) }) }
	err := attempt()
	if code := coffee.CodeOf(err); err == nil || code != api.Unauthenticated && code != "http_401" {
		return err
	}
	if failure := p.signIn(ctx); failure != nil {
		return errors.Join(err, failure)
	}
	return attempt()
}
