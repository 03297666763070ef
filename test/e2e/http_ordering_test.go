package e2e

import (
	"context"
	"slices"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

func TestAnOrderGoesFromTheScanToTheCounterOverHTTP(t *testing.T) {
	c := staffedShop(t, listing)
	ticket, err := c.enqueue(c.newCode(10))
	c.must(err)
	seen, err := c.sees(ticket, coffee.Queued)
	c.must(err)
	if seen.Number == 0 || seen.Ahead == nil || *seen.Ahead != 0 {
		t.Errorf("a queued order = %+v, want a number and ahead: 0", seen)
	}
	if _, err := c.barista.Release(c.ctx, ticket.OrderID); codeOf(err) != coffee.WrongState {
		t.Errorf("releasing an unclaimed order = %v, want %s", err, coffee.WrongState)
	}
	for _, step := range []struct {
		name string
		take func(context.Context, string) (api.QueuedOrder, error)
		want coffee.State
	}{
		{"claim", c.barista.Claim, coffee.Making},
		{"release", c.barista.Release, coffee.Queued},
		{"claim again", c.barista.Claim, coffee.Making},
		{"complete", c.barista.Complete, coffee.Ready},
		{"collect", c.barista.Collect, coffee.Collected},
	} {
		if order, err := step.take(c.ctx, ticket.OrderID); err != nil || order.State != step.want {
			t.Errorf("%s = %+v, %v, want %s", step.name, order, err, step.want)
		}
	}
	made := order{c.shop, ticket.OrderID}
	c.must(made.ends("SUCCEEDED", "EmitOrderCompleted"))
	heard, err := made.await(c.ctx, func(heard []deployed.Heard) bool { return len(heard) >= 7 })
	c.must(err)
	want := []string{"AwaitingCompletion", "OrderClaimed", "OrderClaimed", "OrderCollected", "OrderCompleted", "OrderReleased", "OrderStarted"}
	if got := slices.Sorted(slices.Values(names(heard))); !slices.Equal(got, want) {
		t.Errorf("the bus heard %v, want %v", got, want)
	}
}

func TestACustomerCancelsUntilTheDrinkIsClaimed(t *testing.T) {
	c := staffedShop(t, listing)
	code := c.newCode(10)
	waiting, err := c.admit(code)
	c.must(err)
	if order, err := c.customer.Cancel(c.ctx, waiting); err != nil || order.State != coffee.Cancelled {
		t.Errorf("cancelling = %+v, %v, want %s", order, err, coffee.Cancelled)
	}
	c.must(order{c.shop, waiting.OrderID}.ends("SUCCEEDED", "OrderCancelled"))

	claimed, err := c.enqueue(code)
	c.must(err)
	_, err = c.barista.Claim(c.ctx, claimed.OrderID)
	c.must(err)
	if _, err := c.customer.Cancel(c.ctx, claimed); codeOf(err) != coffee.WrongState {
		t.Errorf("cancelling a claimed order = %v, want %s", err, coffee.WrongState)
	}
}

func TestADrinkIsChosenOnce(t *testing.T) {
	c := staffedShop(t, listing)
	ticket, err := c.admit(c.newCode(10))
	c.must(err)
	choose := func(when string, choice coffee.Choice, want coffee.ErrorCode) {
		t.Helper()
		if order, err := c.customer.Place(c.ctx, ticket, choice); codeOf(err) != want {
			t.Errorf("placing %s %s = %+v, %v, want code %q", choice.Drink, when, order, err, want)
		}
	}
	choose("first", flatWhite, "")
	choose("again", flatWhite, "")
	choose("instead", espresso, coffee.WrongState)
	_, err = c.sees(ticket, coffee.Queued)
	c.must(err)
	choose("when it is queued", flatWhite, "")
	choose("when another is queued", espresso, coffee.WrongState)
	_, err = c.barista.Claim(c.ctx, ticket.OrderID)
	c.must(err)
	choose("when it is made", flatWhite, "")
	choose("when another is made", espresso, coffee.WrongState)
	seen, err := c.sees(ticket, coffee.Making)
	c.must(err)
	if seen.Choice == nil || seen.Choice.Drink != flatWhite.Drink {
		t.Errorf("the order's choice = %+v, want %+v", seen.Choice, flatWhite)
	}
}

func TestRequestsAfterATimeOutAreRefused(t *testing.T) {
	c := staffedShop(t, hasty)
	code := c.newCode(2)
	slow, err := c.scan(code, "")
	c.must(err)
	forgotten, err := c.enqueue(code)
	c.must(err)
	for _, ticket := range []api.Ticket{slow, forgotten} {
		_, err := c.sees(ticket, coffee.TimedOut)
		c.must(err)
	}
	_, placed := c.customer.Place(c.ctx, slow, flatWhite)
	_, cancelled := c.customer.Cancel(c.ctx, slow)
	_, claimed := c.barista.Claim(c.ctx, forgotten.OrderID)
	_, completed := c.barista.Complete(c.ctx, forgotten.OrderID)
	for step, err := range map[string]error{"placing": placed, "cancelling": cancelled, "claiming": claimed, "completing": completed} {
		if codeOf(err) != coffee.WrongState {
			t.Errorf("%s after the time-out = %v, want %s", step, err, coffee.WrongState)
		}
	}
	c.must(c.awaitRemaining(2)) // both drinks were returned to the code
}
