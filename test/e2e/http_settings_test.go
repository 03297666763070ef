package e2e

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

func TestANewQueueLimitAppliesToTheNextScan(t *testing.T) {
	c := staffedShop(t, seating)
	code := c.newCode(10)
	c.limitQueue(1)
	_, err := c.admit(code)
	c.must(err)
	second, err := c.scan(code, "")
	c.must(err)
	c.must(c.turnedAway(second, 9))
	c.must(eventually(c.ctx, func(context.Context) error { // a scan after the RetryAfter reaches the workflow and is rejected again
		ticket, err := c.scan(code, "")
		if full := new(coffee.Error); errors.As(err, &full) && full.Code == coffee.QueueIsFull && full.RetryAfter > 0 {
			return nil
		}
		c.must(err)
		c.must(c.turnedAway(ticket, 9))
		return fmt.Errorf("a scan right after a rejected order did not get %s", coffee.QueueIsFull)
	}))
	c.limitQueue(2)
	_, err = c.admit(code)
	c.must(err)
}

// turnedAway waits until the customer sees that the queue was full, and the drink was
// returned to the code.
func (c *counter) turnedAway(ticket api.Ticket, drinks int) error {
	seen, err := c.sees(ticket, coffee.Rejected)
	if err != nil {
		return err
	}
	if want := (coffee.QueueFull{}).DetailType(); seen.Reason != want {
		return fmt.Errorf("an order above the limit = %+v, want the reason %s", seen, want)
	}
	return c.awaitRemaining(drinks)
}

func TestASoldOutDrinkCannotBePlaced(t *testing.T) {
	c := staffedShop(t, listing)
	code := c.newCode(10)
	before, err := c.admit(code)
	c.must(err)
	after, err := c.admit(code)
	c.must(err)
	_, err = c.customer.Place(c.ctx, before, espresso)
	c.must(err)
	c.must(c.barista.SetAvailable(c.ctx, espresso.Drink, false))
	if _, err := c.customer.Place(c.ctx, after, espresso); codeOf(err) != coffee.SoldOut {
		t.Errorf("placing a drink that is sold out = %v, want %s", err, coffee.SoldOut)
	}
	if _, err := c.barista.Take(c.ctx, espresso, ""); codeOf(err) != coffee.SoldOut {
		t.Errorf("taking an order for a drink that is sold out = %v, want %s", err, coffee.SoldOut)
	}
	if _, err := c.customer.Place(c.ctx, before, espresso); err != nil {
		t.Errorf("repeating a placement after the drink sold out = %v, want success", err)
	}
	_, err = c.customer.Place(c.ctx, after, flatWhite)
	c.must(err)
	for _, ticket := range []api.Ticket{before, after} {
		_, err := c.sees(ticket, coffee.Queued)
		c.must(err)
	}
}

func TestAdmittedOrdersAreServedAfterTheShopCloses(t *testing.T) {
	c := staffedShop(t, listing)
	code := c.newCode(10)
	admitted, err := c.admit(code)
	c.must(err)
	queued, err := c.enqueue(code)
	c.must(err)
	c.must(c.barista.SetOpen(c.ctx, false))

	if _, err := c.scan(code, ""); codeOf(err) != coffee.ShopIsClosed {
		t.Errorf("a scan in a closed shop = %v, want %s", err, coffee.ShopIsClosed)
	}
	c.must(c.awaitRemaining(8))
	_, err = c.customer.Place(c.ctx, admitted, flatWhite)
	c.must(err)
	for _, ticket := range []api.Ticket{admitted, queued} {
		_, err = c.sees(ticket, coffee.Queued)
		c.must(err)
		_, err = c.barista.Complete(c.ctx, ticket.OrderID)
		c.must(err)
		c.must(c.over(ticket, coffee.Ready))
	}
}

func TestAScanAtClosingTimeIsRefusedAdmittedOrReturnsTheDrink(t *testing.T) {
	const customers = 40
	c := staffedShop(t, listing)
	for range 3 {
		c.must(c.manager.SetOpen(c.ctx, true))
		code, tickets := c.newCode(customers), make([]api.Ticket, customers)
		answers := c.ask(customers, 4, func(i int) (err error) {
			if i == customers/2 {
				if err := c.barista.SetOpen(c.ctx, false); err != nil {
					return err
				}
			}
			tickets[i], err = c.scan(code, "")
			return err
		})
		admitted := c.admittedOf(tickets, answers)
		c.must(c.awaitRemaining(customers - len(admitted)))
		c.must(atOnce(admitted, 5, func(ticket api.Ticket) error {
			if _, err := c.customer.Cancel(c.ctx, ticket); err != nil {
				return err
			}
			return c.over(ticket, coffee.Cancelled)
		}))
	}
}

// admittedOf waits until each scanned order is admitted, or rejected because the shop
// is closed, and returns the admitted ones.
func (c *counter) admittedOf(tickets []api.Ticket, answers []error) (admitted []api.Ticket) {
	c.t.Helper()
	for i, ticket := range tickets {
		if codeOf(answers[i]) == coffee.ShopIsClosed {
			continue
		}
		c.must(answers[i])
		order, err := c.Await(c.ctx, ticket.OrderID, coffee.Started, coffee.Rejected)
		c.must(err)
		if order.State() == coffee.Started {
			admitted = append(admitted, ticket)
		} else if reason := order[schema.ReasonAttribute]; reason != (coffee.ShopClosed{}).DetailType() {
			c.t.Errorf("an order at closing time was rejected with the reason %s", reason)
		}
	}
	return admitted
}
