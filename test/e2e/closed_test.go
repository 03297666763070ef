package e2e

import (
	"context"
	"fmt"
	"strconv"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// checkEnd waits until the bus has delivered exactly one event that ends the order, and
// the orders table agrees with it.
func (o order) checkEnd(ctx context.Context) error {
	return eventually(ctx, func(ctx context.Context) error {
		ending, err := o.ending(o.id)
		if err != nil {
			return err
		}
		record, err := o.Order(ctx, o.id)
		if err == nil {
			err = compare(record, coffee.ChangeOf(ending))
		}
		if err != nil {
			return fmt.Errorf("order %s, which ended with %s: %w", o.id, ending.DetailType(), err)
		}
		return nil
	})
}

// compare returns an error if the record of an order differs from the change that
// ended its execution.
func compare(record deployed.Order, end coffee.Change) error {
	want := map[string]string{
		schema.StateAttribute:         string(end.To),
		schema.CustomerTokenAttribute: "",
		schema.BaristaTokenAttribute:  "",
	}
	leftWorkflow := record.State() == coffee.Collected || record.State() == coffee.Unclaimed || record[schema.RecalledAttribute] != ""
	if end.To == coffee.Ready && leftWorkflow {
		want[schema.StateAttribute] = string(record.State()) // happened after the workflow ended
	}
	if end.Number != 0 {
		want[schema.NumberAttribute] = strconv.Itoa(end.Number)
	}
	if end.To.Terminal() {
		want[schema.ReasonAttribute], want[schema.ErrorAttribute], want[schema.CauseAttribute] = end.Reason, end.Error, end.Cause
	}
	for attribute, value := range want {
		if record[attribute] != value {
			return fmt.Errorf("its %s = %q, want %q", attribute, record[attribute], value)
		}
	}
	return nil
}

// checkRecord returns an error if an attribute of the order's record differs from want.
func (o order) checkRecord(want map[string]string) error {
	record, err := o.Order(o.ctx, o.id)
	if err != nil {
		return err
	}
	for attribute, value := range want {
		if record[attribute] != value {
			return fmt.Errorf("order %s has %s = %q, want %q", o.id, attribute, record[attribute], value)
		}
	}
	return nil
}
