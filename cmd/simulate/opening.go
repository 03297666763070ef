package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// codePeriodSeconds is that of the simulation. A code is good for as many drinks
// as the limit was when its period began; another period begins at once.
const codePeriodSeconds = 60

// opening makes a shop ready for a simulation, and puts it back by what the
// journal says.
type opening struct {
	manager *person
	say     io.Writer
	journal *journal
}

// open returns the menu. What it changed is to be put back by restore, also
// where there is an error.
func (op *opening) open(ctx context.Context, o options) (coffee.Menu, error) {
	var shop api.Shop
	err := op.manager.do(ctx, func(c *client.Client) (err error) { shop, err = c.Shop(ctx); return err })
	menu := shop.Menu.Menu()
	if err != nil {
		return menu, fmt.Errorf("the shop does not answer: %w", err)
	}
	if len(available(menu)) == 0 {
		return menu, errors.New("there is nothing on the menu, or all is sold out: a manager changes that with PUT /api/menu")
	}
	if err := op.raise(ctx, coffee.Limits{
		QueueLimit: o.queueLimit, DrinksPerCode: o.drinksPerCode, CodePeriodSeconds: codePeriodSeconds,
	}); err != nil {
		return menu, err
	}
	if shop.Open {
		return menu, nil
	}
	return menu, op.unlock(ctx)
}

// restore puts everything back that the journal says was changed.
func (op *opening) restore(ctx context.Context) error {
	var errs []error
	if op.journal.Opened {
		errs = append(errs, op.closeAgain(ctx))
	}
	if op.journal.Before != nil {
		errs = append(errs, op.lower(ctx))
	}
	return errors.Join(errs...)
}

// raise sets the limits.
func (op *opening) raise(ctx context.Context, limits coffee.Limits) error {
	before, err := op.limits(ctx)
	if err != nil {
		return fmt.Errorf("the limits cannot be read: %w", err)
	}
	if err := op.journal.raising(before, limits); err != nil {
		return err
	}
	if err := op.setLimits(ctx, limits); err != nil {
		return fmt.Errorf("the limits cannot be raised: %w", err)
	}
	fmt.Fprintf(op.say, "The limits are for now: %s.\n", inWords(limits))
	return nil
}

// lower sets the limits as they were, unless somebody else set them meanwhile.
func (op *opening) lower(ctx context.Context) error {
	before, raised := *op.journal.Before, *op.journal.Raised
	now, err := op.limits(ctx)
	if err == nil && now != raised && now != before {
		fmt.Fprintln(op.say, "Somebody changed the limits meanwhile: they stay as they are.")
		return op.forgetLimits()
	}
	if err := op.setLimits(ctx, before); err != nil {
		return fmt.Errorf("the limits were not put back to %s: %w", inWords(before), err)
	}
	fmt.Fprintf(op.say, "The limits are what they were: %s.\n", inWords(before))
	return op.forgetLimits()
}

func (op *opening) forgetLimits() error {
	op.journal.Before, op.journal.Raised = nil, nil
	return op.journal.save()
}

func (op *opening) setLimits(ctx context.Context, limits coffee.Limits) error {
	return op.manager.do(ctx, func(c *client.Client) error { return c.SetLimits(ctx, limits) })
}

func (op *opening) limits(ctx context.Context) (limits coffee.Limits, err error) {
	err = op.manager.do(ctx, func(c *client.Client) (err error) { limits, err = c.Limits(ctx); return err })
	return limits, err
}

// unlock opens the doors.
func (op *opening) unlock(ctx context.Context) error {
	if err := op.journal.opening(); err != nil {
		return err
	}
	fmt.Fprintln(op.say, "The shop is closed: for now it opens.")
	return op.setOpen(ctx, true)
}

func (op *opening) closeAgain(ctx context.Context) error {
	if err := op.setOpen(ctx, false); err != nil {
		return fmt.Errorf("the shop was not closed again: %w", err)
	}
	op.journal.Opened = false
	return op.journal.save()
}

func (op *opening) setOpen(ctx context.Context, open bool) error {
	return op.manager.do(ctx, func(c *client.Client) error { return c.SetOpen(ctx, open) })
}

func inWords(l coffee.Limits) string {
	queue := fmt.Sprint(l.QueueLimit, " orders at once")
	if l.QueueLimit == 0 {
		queue = "as many orders at once as the workflow allows"
	}
	return fmt.Sprintf("%s, %d drinks for a code, a new code every %d s", queue, l.DrinksPerCode, l.CodePeriodSeconds)
}
