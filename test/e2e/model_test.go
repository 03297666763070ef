package e2e

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/model"
)

// How many traces of package model each of two shops replays: side by side, with room for
// every order, and one after another while the shop and its limits change.
const (
	tracesTogether = 40
	tracesAlone    = 10
)

// The model plays traces through the real handlers, with tables and a workflow in memory.
// The deployed shop must answer every request alike, and its orders become the same.
func TestTheShopAnswersTracesAsInTheModel(t *testing.T) {
	seed := int(seedOf(t) % 1_000_000_000)
	for i, get := range []func() (*stack, error){listing, seating} {
		t.Run([]string{"ListExecutions", "ReservedSeats"}[i], func(t *testing.T) {
			t.Parallel()
			c := staffedShop(t, get)
			for _, name := range model.Crew {
				c.hire(name, coffee.GroupBarista)
			}
			c.replayTogether(seed + 1000*i)
			c.replayAlone(seed + 1000*i + tracesTogether)
		})
	}
}

// replayTogether replays traces about orders side by side. They share a QR code.
func (c *counter) replayTogether(seed int) {
	c.t.Helper()
	code, world := c.codeOf(model.Limits(true)), model.New()
	replays := make([]*replay, tracesTogether)
	for i := range replays {
		exchanges, err := world.Record(model.OrderTraces.Example(seed + i))
		c.must(err)
		replays[i] = c.replay(seed+i, code, exchanges)
	}
	c.must(atOnce(replays, 8, (*replay).play))
}

// replayAlone replays traces in which the shop changes, each from an open shop without
// orders on.
func (c *counter) replayAlone(seed int) {
	c.t.Helper()
	world := model.New()
	for i := range tracesAlone {
		exchanges, err := world.Record(model.ShopTraces.Example(seed + i))
		c.must(err)
		c.must(c.manager.SetMenu(c.ctx, model.Menu))
		c.must(c.manager.SetOpen(c.ctx, true))
		r := c.replay(seed+i, c.codeOf(model.Limits(false)), exchanges)
		r.alone = true
		c.must(r.awaitRunning(0))
		c.must(r.play())
	}
}

// codeOf sets the limits, and returns a new QR code that outlasts the test.
func (c *counter) codeOf(limits coffee.Limits) string {
	c.t.Helper()
	c.forgetCodes()
	limits.CodePeriodSeconds = newPeriod(testTimeout, time.Hour)
	c.must(c.manager.SetLimits(c.ctx, limits))
	code, err := c.display.Code(c.ctx)
	c.must(err)
	return code.Code
}

// awaitRunning waits until that many executions run. The others have given back their seats.
func (r *replay) awaitRunning(want int) error {
	return eventually(r.ctx, func(ctx context.Context) error {
		running, err := r.executions(ctx, "RUNNING")
		if err == nil && len(running) != want {
			err = fmt.Errorf("%d executions run, want %d", len(running), want)
		}
		return err
	})
}
