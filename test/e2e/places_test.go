package e2e

import (
	"context"
	"fmt"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// A QR code is as good for taking places as for drinks: whoever stands in front of the
// display can fill the queue with orders that nobody places.
func TestPlacesThatAreTakenAndNeverUsedAreFreeAfterTheTimeout(t *testing.T) {
	c := staffedShop(t, hasty)
	const places = 4
	code := c.newCode(places + 3)
	c.limitQueue(places)
	taken := make([]api.Ticket, places)
	c.must(atOnce(numbers(places), places, func(i int) (err error) {
		taken[i], err = c.scan(code, "")
		return err
	}))
	for _, ticket := range taken {
		c.must(order{c.shop, ticket.OrderID}.becomes(coffee.TimedOut))
	}
	// The drinks went back to the code, so the abuse used up nothing.
	c.must(c.awaitRemaining(places + 3))
	c.must(eventually(c.ctx, func(context.Context) error {
		ticket, err := c.enqueue(code)
		if err != nil {
			return fmt.Errorf("a customer after the abuse, order %s: %w", ticket.OrderID, err)
		}
		return nil
	}))
}

// The manager makes room at once, without waiting for the timeout.
func TestAManagerMakesRoomWhileEveryPlaceIsTaken(t *testing.T) {
	c := staffedShop(t, seating)
	const places = 3
	code := c.newCode(places + 2)
	c.limitQueue(places)
	for range places {
		_, err := c.admit(code)
		c.must(err)
	}
	rejected, err := c.scan(code, "")
	c.must(err)
	c.must(order{c.shop, rejected.OrderID}.becomes(coffee.Rejected))
	c.limitQueue(places + 1)
	_, err = c.admit(code)
	c.must(err)
}
