package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

func TestEveryChannelFollowsAnOrderFromTheScanToTheCounter(t *testing.T) {
	c := staffedShop(t, listing)
	code := c.newCode(10)
	board := c.follow(api.BoardChannel, "", "")
	display := c.follow(api.DisplayChannel, "", c.badges[coffee.GroupDisplay].Access)
	barista := c.follow(api.BaristaChannel, "", c.badges[coffee.GroupBarista].Access)

	ticket, err := c.scan(code, "")
	c.must(err)
	customer := c.followOrder(ticket)
	customer.showsState(coffee.Started)
	shows(display, "a code with 9 drinks", anything, func(d api.LiveDisplay) bool {
		return d.Code != nil && d.Code.Code == code && d.Code.Remaining == 9
	})
	_, err = c.customer.Place(c.ctx, ticket, flatWhite)
	c.must(err)
	number := customer.showsState(coffee.Queued).Number
	queued := barista.showsQueued(ticket.OrderID, coffee.Queued)
	if number == 0 || queued.Number != number || queued.Choice == nil || queued.Choice.Drink != flatWhite.Drink {
		t.Errorf("the barista sees %+v, want a flat white with the customer's number %d", queued, number)
	}
	preparing := func(b api.LiveBoard) bool {
		return slices.Contains(b.Preparing, number) && !slices.Contains(b.Ready, number)
	}
	ready := func(b api.LiveBoard) bool {
		return slices.Contains(b.Ready, number) && !slices.Contains(b.Preparing, number)
	}
	gone := func(b api.LiveBoard) bool {
		return !slices.Contains(b.Ready, number) && !slices.Contains(b.Preparing, number)
	}
	for _, step := range []struct {
		name  string
		take  func(context.Context, string) (api.QueuedOrder, error)
		want  coffee.State
		board func(api.LiveBoard) bool
	}{
		{"claim", c.barista.Claim, coffee.Making, preparing},
		{"release", c.barista.Release, coffee.Queued, preparing},
		{"claim again", c.barista.Claim, coffee.Making, preparing},
		{"complete", c.barista.Complete, coffee.Ready, ready},
		{"recall", c.barista.Recall, coffee.Making, preparing},
		{"complete again", c.barista.Complete, coffee.Ready, ready},
		{"collect", c.barista.Collect, coffee.Collected, gone},
	} {
		_, err := step.take(c.ctx, ticket.OrderID)
		c.must(err)
		customer.showsState(step.want)
		barista.showsQueued(ticket.OrderID, step.want)
		for _, v := range []*viewer{board, display} {
			v.showsBoard(fmt.Sprintf("number %d after %s", number, step.name), step.board)
		}
	}
	c.must(customer.toldInOrder())
}

// toldInOrder returns an error unless the changes of an order came with rising versions,
// and the last of them lists every state that the order entered.
func (v *viewer) toldInOrder() error {
	heard, _ := v.updates()
	changes := slices.DeleteFunc(heard, func(u client.Update) bool { return u.Type != api.Change })
	for i := 1; i < len(changes); i++ {
		if changes[i].Version <= changes[i-1].Version {
			return fmt.Errorf("version %d came after version %d, want rising versions: %s", changes[i].Version, changes[i-1].Version, texts(changes))
		}
	}
	last, err := newest(v, anything[api.Order])
	if err != nil {
		return err
	}
	var entered []coffee.State
	for _, stage := range last.Stages {
		entered = append(entered, stage.State)
	}
	want := []coffee.State{coffee.Requested, coffee.Started, coffee.Placed, coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected}
	if !slices.Equal(entered, want) {
		return fmt.Errorf("the customer sees the stages %v, want %v", entered, want)
	}
	return nil
}

func TestNewsOfTheShopReachesBoardAndDisplay(t *testing.T) {
	c := staffedShop(t, listing)
	board := c.follow(api.BoardChannel, "", "")
	display := c.follow(api.DisplayChannel, "", c.badges[coffee.GroupDisplay].Access)
	for _, open := range []bool{false, true} {
		c.must(c.barista.SetOpen(c.ctx, open))
		board.showsBoard(fmt.Sprintf("open: %v", open), func(b api.LiveBoard) bool { return b.Open == open })
		shows(display, fmt.Sprintf("open: %v, with a code only then", open), anything, func(d api.LiveDisplay) bool {
			return d.Open == open && (d.Code != nil) == open
		})
	}
	for _, available := range []bool{false, true} {
		c.must(c.barista.SetAvailable(c.ctx, flatWhite.Drink, available))
		board.showsMenu(fmt.Sprintf("available: %v", available), func(m api.Menu) bool { return m.Drinks[0].Available == available })
	}
	c.must(c.manager.SetMenu(c.ctx, coffee.Menu{Drinks: menu.Drinks[1:]}))
	board.showsMenu("one drink", func(m api.Menu) bool { return len(m.Drinks) == 1 && m.Drinks[0].ID == espresso.Drink })
}

// showsMenu waits until the newest menu on the board is right.
func (v *viewer) showsMenu(what string, right func(api.Menu) bool) {
	v.c.t.Helper()
	shows(v, "a menu with "+what, func(b api.LiveBoard) bool { return b.Menu != nil }, func(b api.LiveBoard) bool { return right(*b.Menu) })
}
