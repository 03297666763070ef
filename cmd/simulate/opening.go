package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// codePeriodSeconds is that of the simulation. A code is good for as many drinks
// as the limit was when its period began; another period begins at once.
const codePeriodSeconds = 60

// opening makes a shop ready for a simulation, and says what it changes.
type opening struct {
	manager *person
	say     io.Writer
	undo    []func(context.Context) error
}

// open returns the menu. What it changed is to be put back by restore, also
// where there is an error.
func (op *opening) open(ctx context.Context, o options) (coffee.Menu, error) {
	var shop client.Shop
	err := op.manager.do(ctx, func(c *client.Client) (err error) { shop, err = c.Shop(ctx); return err })
	if err != nil {
		return shop.Menu, fmt.Errorf("the shop does not answer: %w", err)
	}
	if len(available(shop.Menu)) == 0 {
		return shop.Menu, errors.New("there is nothing on the menu, or all is sold out: a manager changes that with PUT /api/menu")
	}
	if err := op.raise(ctx, coffee.Limits{
		QueueLimit: o.queueLimit, DrinksPerCode: o.drinksPerCode, CodePeriodSeconds: codePeriodSeconds,
	}); err != nil {
		return shop.Menu, err
	}
	if shop.Open {
		return shop.Menu, nil
	}
	return shop.Menu, op.unlock(ctx)
}

// restore puts everything back, the last thing first.
func (op *opening) restore(ctx context.Context) error {
	var errs []error
	for _, undo := range slices.Backward(op.undo) {
		errs = append(errs, undo(ctx))
	}
	op.undo = nil
	return errors.Join(errs...)
}

// raise sets the limits.
func (op *opening) raise(ctx context.Context, limits coffee.Limits) error {
	before, err := op.limits(ctx)
	if err != nil {
		return fmt.Errorf("the limits cannot be read: %w", err)
	}
	set := func(ctx context.Context, limits coffee.Limits) error {
		return op.manager.do(ctx, func(c *client.Client) error { return c.SetLimits(ctx, limits) })
	}
	op.undo = append(op.undo, func(ctx context.Context) error {
		if now, err := op.limits(ctx); err == nil && now != limits && now != before {
			fmt.Fprintln(op.say, "Somebody changed the limits meanwhile: they stay as they are.")
			return nil
		}
		if err := set(ctx, before); err != nil {
			return fmt.Errorf("the limits were not put back to %s: %w", inWords(before), err)
		}
		fmt.Fprintf(op.say, "The limits are what they were: %s.\n", inWords(before))
		return nil
	})
	if err := set(ctx, limits); err != nil {
		return fmt.Errorf("the limits cannot be raised: %w", err)
	}
	fmt.Fprintf(op.say, "The limits are for now: %s.\n", inWords(limits))
	return nil
}

func (op *opening) limits(ctx context.Context) (limits coffee.Limits, err error) {
	err = op.manager.do(ctx, func(c *client.Client) (err error) { limits, err = c.Limits(ctx); return err })
	return limits, err
}

// unlock opens the doors.
func (op *opening) unlock(ctx context.Context) error {
	set := func(ctx context.Context, open bool) error {
		return op.manager.do(ctx, func(c *client.Client) error { return c.SetOpen(ctx, open) })
	}
	op.undo = append(op.undo, func(ctx context.Context) error {
		if err := set(ctx, false); err != nil {
			return fmt.Errorf("the shop was not closed again: %w", err)
		}
		return nil
	})
	fmt.Fprintln(op.say, "The shop is closed: for now it opens.")
	return set(ctx, true)
}

func inWords(l coffee.Limits) string {
	queue := fmt.Sprint(l.QueueLimit, " orders at once")
	if l.QueueLimit == 0 {
		queue = "as many orders at once as the workflow allows"
	}
	return fmt.Sprintf("%s, %d drinks for a code, a new code every %d s", queue, l.DrinksPerCode, l.CodePeriodSeconds)
}
