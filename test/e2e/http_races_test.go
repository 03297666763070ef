package e2e

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// races is the number of times that each race runs.
const races = 20

// headStart is the longest head start of the first request in a race. A cancel reads
// more before it writes than the other requests, and hardly ever won without one.
const headStart = 3 * time.Millisecond

// race sends the requests at almost the same time. It returns the index of the one that
// succeeded. It returns an error unless exactly one succeeded, and all others were
// refused with the code.
func race(refusal coffee.ErrorCode, requests ...func() error) (winner int, err error) {
	answers, ahead := make([]error, len(requests)), rand.N(headStart)
	_ = atOnce(rand.Perm(len(requests)), len(requests), func(i int) error {
		if i > 0 {
			time.Sleep(ahead)
		}
		answers[i] = requests[i]()
		return nil
	})
	winner = -1
	for i, answer := range answers {
		switch {
		case answer == nil && winner < 0:
			winner = i
		case answer == nil:
			return i, fmt.Errorf("the requests %d and %d both succeeded", winner, i)
		case codeOf(answer) != refusal:
			return i, fmt.Errorf("request %d was answered %w, want %s", i, answer, refusal)
		}
	}
	if winner < 0 {
		return winner, fmt.Errorf("no request succeeded")
	}
	return winner, nil
}

func TestOneOfEightCompletesAndACancelWins(t *testing.T) {
	c := staffedShop(t, listing)
	crew, line := c.crew(8), c.line(races)
	ends := make([]coffee.State, races)
	for i, ticket := range line {
		requests := []func() error{c.cancels(ticket)}
		for _, barista := range crew {
			requests = append(requests, func() error { _, err := barista.Complete(c.ctx, ticket.OrderID); return err })
		}
		winner, err := race(coffee.WrongState, requests...)
		if err != nil {
			t.Fatalf("order %s: %v", ticket.OrderID, err)
		}
		ends[i] = coffee.Ready
		if winner == 0 {
			ends[i] = coffee.Cancelled
		}
	}
	c.must(c.allOver(line, ends))
}

func (c *counter) cancels(ticket api.Ticket) func() error {
	return func() error { _, err := c.customer.Cancel(c.ctx, ticket); return err }
}

// crew returns size baristas.
func (c *counter) crew(size int) []*client.Client {
	crew := make([]*client.Client, size)
	for i := range crew {
		crew[i] = c.hire(memberName(i), coffee.GroupBarista)
	}
	return crew
}

func memberName(i int) string { return fmt.Sprintf("barista-%d", i+1) }

// over waits until the customer sees the order in its final state, and checks that its
// execution ended accordingly. close checks the bus and the table.
func (c *counter) over(ticket api.Ticket, end coffee.State) error {
	final := "EmitOrderCompleted"
	if end == coffee.Cancelled {
		final = "OrderCancelled"
	}
	if _, err := c.sees(ticket, end); err != nil {
		return err
	}
	return order{c.shop, ticket.OrderID}.ends("SUCCEEDED", final)
}

func (c *counter) allOver(line []api.Ticket, ends []coffee.State) error {
	return atOnce(numbers(len(line)), 5, func(i int) error { return c.over(line[i], ends[i]) })
}

func TestAnOrderIsEitherCancelledOrClaimed(t *testing.T) {
	c := staffedShop(t, listing)
	line := c.line(races)
	ends := make([]coffee.State, races)
	for i, ticket := range line {
		winner, err := race(coffee.WrongState, c.cancels(ticket), func() error {
			_, err := c.barista.Claim(c.ctx, ticket.OrderID)
			return err
		})
		if err != nil {
			t.Fatalf("order %s: %v", ticket.OrderID, err)
		}
		ends[i] = coffee.Cancelled
		if winner != 0 {
			ends[i] = coffee.Ready
			_, err := c.barista.Complete(c.ctx, ticket.OrderID)
			c.must(err)
		}
	}
	c.must(c.allOver(line, ends))
}

func TestAnOrderIsClaimedByOneOfTwoBaristas(t *testing.T) {
	c := staffedShop(t, listing)
	crew := c.crew(2)
	for _, ticket := range c.line(races) {
		refusals := make([]error, len(crew))
		claim := func(i int) func() error {
			return func() error { _, refusals[i] = crew[i].Claim(c.ctx, ticket.OrderID); return refusals[i] }
		}
		winner, err := race(coffee.ClaimedByOther, claim(0), claim(1))
		if err != nil {
			t.Fatalf("order %s: %v", ticket.OrderID, err)
		}
		if refusal := refusals[1-winner]; !strings.Contains(refusal.Error(), memberName(winner)) {
			t.Errorf("%s claimed the order, and the other barista got %q", memberName(winner), refusal)
		}
	}
}

// A cancel can arrive at any step of the workflow, also between two waits.
func TestAnOrderCancelledRightAfterAStepEnds(t *testing.T) {
	const hurries = 10 // of each kind
	c := staffedShop(t, listing)
	code := c.newCode(3 * hurries)
	place := func(ticket api.Ticket) error { _, err := c.customer.Place(c.ctx, ticket, flatWhite); return err }
	for name, hurry := range map[string]func() (api.Ticket, error){
		"as soon as it was scanned": func() (api.Ticket, error) {
			ticket, err := c.scan(code, "")
			return ticket, errors.Join(err, c.cancels(ticket)())
		},
		"as soon as it was placed": func() (api.Ticket, error) {
			ticket, err := c.admit(code)
			return ticket, errors.Join(err, place(ticket), c.cancels(ticket)())
		},
		"while it is placed": func() (api.Ticket, error) {
			ticket, err := c.admit(code)
			placed := make(chan error)
			go func() { placed <- place(ticket) }()
			err = errors.Join(err, c.cancels(ticket)())
			if late := <-placed; late != nil && codeOf(late) != coffee.WrongState {
				err = errors.Join(err, late)
			}
			return ticket, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := atOnce(numbers(hurries), 5, func(int) error {
				ticket, err := hurry()
				if err != nil {
					return err
				}
				return c.over(ticket, coffee.Cancelled)
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
