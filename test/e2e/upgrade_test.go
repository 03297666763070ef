package e2e

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/test/needs"
	"github.com/serverless-coffee/coffeeshop/test/upgrade"
)

// upgraded has the previous release of the shop, until the test deploys the current
// version over it.
var (
	upgraded = newLocal("an emulator for an upgrade")
	previous = sync.OnceValues(func() (*stack, error) {
		if err := upgraded.start(); err != nil {
			return nil, err
		}
		began := time.Now()
		folder, err := upgrade.Build(context.Background(), needs.Path("."), upgrade.Previous, upgraded.URL())
		if err != nil {
			return nil, err
		}
		progress("built release "+upgrade.Previous, began)
		env, err := config.For("local")
		if err != nil {
			return nil, err
		}
		return deployAssembly(upgraded, env, folder)
	})
)

// travellers are two orders in each state in which an upgrade finds orders: half of them
// are finished by the previous release's clients, half by the current ones.
type travellers struct {
	*counter
	old *oldClient
	// tickets are those of the customers' orders, by what holds them up.
	started, unplaced, queued, making, ready []api.Ticket
	// unstarted are the idempotency keys of orders by hand whose execution has not started.
	unstarted []string
	byHand    []string           // order IDs
	viewers   map[string]*viewer // by order ID
	code      string
}

const perState = 2

func TestAnUpgradeLosesNoOrderAndNoClient(t *testing.T) {
	t.Parallel() // it has an emulator of its own, and mostly waits
	current, err := currentVersion()
	if err != nil {
		anyFailed.Store(true)
		t.Fatal(err)
	}
	c := staffedShop(t, previous)
	v := &travellers{counter: c, viewers: map[string]*viewer{}, old: newOldClient(c)}
	v.depart()
	board := c.follow(api.BoardChannel, "", "")
	barista := v.old.follow(`{"action":"subscribe","channel":"barista","token":"` + c.badges[coffee.GroupBarista].Access + `"}`)

	began := time.Now()
	outputs, err := current.Deploy(c.ctx, c.env, nil)
	c.must(err)
	progress("upgraded from release "+upgrade.Previous, began)
	for name, was := range c.Outputs {
		if is := outputs[name]; withoutPort(is) != withoutPort(was) {
			t.Errorf("the output %s was %s and is %s", name, was, is)
		}
	}
	v.arrive()
	for id, customer := range v.viewers {
		customer.showsState(coffee.Collected)
		if _, ended := customer.updates(); ended {
			t.Errorf("the upgrade disconnected the customer of order %s", id)
		}
	}
	v.old.showsAll(barista, v.viewers)
	board.showsBoard("nothing left", func(b api.LiveBoard) bool { return len(b.Preparing)+len(b.Ready) == 0 })
}

// withoutPort returns an output without an emulator's port: the current version may have
// been synthesized for another emulator, which has another one.
func withoutPort(output string) string { return regexp.MustCompile(`(localhost|127\.0\.0\.1):\d+`).ReplaceAllString(output, "$1") }

// currentVersion returns the command line that deploys the current version over the
// previous release. It builds both, so that the test's deadline is for the orders.
func currentVersion() (cdk.CLI, error) {
	old, err := previous()
	if err != nil {
		return cdk.CLI{}, err
	}
	cli := upgraded.cli()
	cli.App, err = assembly(context.Background(), cli, old.env)
	cli.OutputDir = filepath.Join(upgraded.Dir, "outputs")
	return cli, err
}

// depart takes orders into each state in the previous release.
func (v *travellers) depart() {
	v.t.Helper()
	v.code = v.newCode(20)
	for range perState {
		v.started = append(v.started, v.scanOld())
		queued, making, ready := v.scanOld(), v.scanOld(), v.scanOld()
		for _, ticket := range []api.Ticket{queued, making, ready} {
			v.old.place(ticket)
			v.viewers[ticket.OrderID].showsState(coffee.Queued)
		}
		v.queued = append(v.queued, queued)
		v.old.move(making.OrderID, "claim", coffee.Making)
		v.making = append(v.making, making)
		v.old.move(ready.OrderID, "complete", coffee.Ready)
		v.ready = append(v.ready, ready)
		v.byHand = append(v.byHand, v.takeOld(""))
	}
	v.interrupt()
	for _, ticket := range v.ready { // the workflow ends in the release in which it is over
		v.must(order{v.shop, ticket.OrderID}.ends("SUCCEEDED", "EmitOrderCompleted"))
	}
}

// interrupt takes orders whose function stops after its write to the table: the
// customers' devices repeat those requests.
func (v *travellers) interrupt() {
	v.t.Helper()
	for range perState {
		v.unplaced = append(v.unplaced, v.scanOld())
	}
	v.forbid(customerFunction, toSucceed, func() {
		for _, ticket := range v.unplaced {
			if status := v.old.tryPlace(ticket); status < 500 {
				v.t.Errorf("placing without the right to answer the workflow = %d, want an error", status)
			}
		}
	})
	v.forbid(baristaFunction, toStart, func() {
		for i := range perState {
			v.unstarted = append(v.unstarted, fmt.Sprint("before-the-upgrade-", i))
			if status := v.old.tryTake(v.unstarted[i]); status < 500 {
				v.t.Errorf("taking an order without the right to start the workflow = %d, want an error", status)
			}
		}
	})
}

// scanOld takes an order that has been admitted, and follows it.
func (v *travellers) scanOld() api.Ticket {
	v.t.Helper()
	ticket := v.old.scan(v.code)
	v.track(ticket.OrderID)
	v.viewers[ticket.OrderID] = v.followOrder(ticket)
	v.viewers[ticket.OrderID].showsState(coffee.Started)
	return ticket
}

// takeOld takes an order by hand, and returns its ID once it is QUEUED.
func (v *travellers) takeOld(key string) string {
	v.t.Helper()
	id := v.old.take(key)
	v.must(v.track(id).becomes(coffee.Queued))
	return id
}

// arrive finishes all orders in the current version, as old and as current clients do.
func (v *travellers) arrive() {
	v.t.Helper()
	for _, key := range v.unstarted { // the tablet repeats the request
		v.byHand = append(v.byHand, v.takeOld(key))
	}
	v.started = append(v.started, v.scanOld()) // the code on display still counts
	for _, ticket := range v.unplaced {
		v.old.place(ticket) // the same
	}
	for i, ticket := range v.started {
		if i%2 == 0 {
			v.old.place(ticket)
			continue
		}
		_, err := v.customer.Place(v.ctx, ticket, flatWhite)
		v.must(err)
	}
	for i, id := range v.byHand {
		v.finish(i, id, coffee.Queued)
	}
	for state, tickets := range map[coffee.State][]api.Ticket{
		coffee.Queued: append(append(v.queued, v.started...), v.unplaced...), coffee.Making: v.making, coffee.Ready: v.ready,
	} {
		for i, ticket := range tickets {
			v.finish(i, ticket.OrderID, state)
		}
	}
}

// finish hands an order over: every other one by the previous release's requests.
func (v *travellers) finish(i int, id string, from coffee.State) {
	v.t.Helper()
	v.must(order{v.shop, id}.becomes(from))
	if i%2 == 0 {
		if from != coffee.Ready {
			v.old.move(id, "complete", coffee.Ready)
		}
		v.old.move(id, "collect", coffee.Collected)
		return
	}
	if from != coffee.Ready {
		_, err := v.barista.Complete(v.ctx, id)
		v.must(err)
	}
	_, err := v.barista.Collect(v.ctx, id)
	v.must(err)
}
