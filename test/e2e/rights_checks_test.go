package e2e

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/test/rights"
)

// rightsCheck is a short end-to-end check of what some roles do.
type rightsCheck struct {
	name  string
	roles []string
	run   func(*counter)
}

// rightsChecks lists checks that need every right of every role between them.
func rightsChecks() []rightsCheck {
	return []rightsCheck{
		{"a customer looks at the shop and the board", []string{customerFunction}, (*counter).checkLooking},
		{"a customer orders, and cancels", []string{customerFunction}, (*counter).checkOrdering},
		{"a barista takes an order by hand, and serves it", []string{baristaFunction, trackerFunction}, (*counter).checkServing},
		{"a barista cancels an order", []string{baristaFunction, trackerFunction}, (*counter).checkTurningDown},
		{"a barista cancels an order after a recall", []string{baristaFunction}, (*counter).checkRecalled},
		{"a manager closes and opens the shop", []string{managerFunction}, (*counter).checkOpening},
		{"a manager changes the opening hours, and the shop follows them", []string{managerFunction, hoursFunction}, (*counter).checkHours},
		{"a manager changes the menu", []string{managerFunction}, (*counter).checkMenu},
		{"a manager changes the limits, and the QR code follows", []string{managerFunction}, (*counter).checkLimits},
		{"a manager reads the day's numbers", []string{managerFunction}, (*counter).checkDay},
		{"an order that was cancelled before it started ends", []string{trackerFunction}, (*counter).checkCancelledBefore},
		{"an order whose execution is stopped fails, and holds nothing", []string{janitorFunction}, (*counter).checkStopped},
		{"an order that finds the queue full is noted", []string{trackerFunction}, (*counter).checkFull},
		{"a customer follows an order", []string{liveFunction}, (*counter).checkFollowing},
		{"baristas, displays and anyone follow their channels", []string{liveFunction}, (*counter).checkChannels},
		{"a display shows a code whose limits the manager's function did not get to change", []string{liveFunction}, (*counter).checkStaleCode},
		{"a client that is refused is disconnected", []string{liveFunction}, (*counter).checkRefused},
		{"a client that leaves is forgotten", []string{liveFunction}, (*counter).checkLeaving},
		{"an order that nobody collects is closed", []string{janitorFunction}, (*counter).checkUnclaimed},
		{"an order that never started is cancelled", []string{janitorFunction}, (*counter).checkUnstarted},
		{"a drink that was not given back is", []string{janitorFunction}, (*counter).checkKeptDrink},
		{"a lost choice reaches the workflow", []string{janitorFunction}, (*counter).checkLostChoice},
		{"a lost cancellation reaches the workflow", []string{janitorFunction}, (*counter).checkLostCancellation},
		{"a seat without an execution is given back", []string{janitorFunction}, (*counter).checkLostSeat},
		{"the workflow's role allows its calls", []string{"Workflow"}, (*counter).checkWorkflowRole},
	}
}

// itemsCheck is the check for the conditions of a role.
func itemsCheck(role string) rightsCheck {
	return rightsCheck{"the role reaches only its items", []string{role}, func(c *counter) { c.checkItems(role) }}
}

// checksOf lists the checks that may need a right, the most telling first.
func checksOf(right rights.Right) []rightsCheck {
	if right.Action == rights.Condition {
		return []rightsCheck{itemsCheck(right.Role)}
	}
	return slices.DeleteFunc(rightsChecks(), func(check rightsCheck) bool { return !slices.Contains(check.roles, right.Role) })
}

func (c *counter) checkLooking() {
	shop, err := c.customer.Shop(c.ctx)
	c.must(err)
	if !shop.Open || len(shop.Menu.Drinks) != len(menu.Drinks) {
		c.t.Fatalf("the shop shows %+v, want it open with %d drinks", shop, len(menu.Drinks))
	}
	_, err = c.customer.Board(c.ctx)
	c.must(err)
}

func (c *counter) checkOrdering() {
	ticket, err := c.enqueue(c.newCode(10))
	c.must(err)
	_, err = c.sees(ticket, coffee.Queued)
	c.must(err)
	_, err = c.customer.Cancel(c.ctx, ticket)
	c.must(err)
	c.must(c.over(ticket, coffee.Cancelled))
}

func (c *counter) checkServing() {
	taken, err := c.take("")
	c.must(err)
	_, err = c.awaitQueued(taken.OrderID)
	c.must(err)
	for _, step := range []func(context.Context, string) (api.QueuedOrder, error){
		c.barista.Claim, c.barista.Release, c.barista.Complete, c.barista.Collect,
	} {
		_, err := step(c.ctx, taken.OrderID)
		c.must(err)
	}
	c.must(order{c.shop, taken.OrderID}.announces(coffee.OrderClaimed{}, coffee.OrderReleased{}, coffee.OrderCollected{}))
}

// announces waits until the bus has heard events of the order, in any sequence.
func (o order) announces(events ...coffee.Event) error {
	heard, err := o.await(o.ctx, func(heard []deployed.Heard) bool {
		return !slices.ContainsFunc(events, func(e coffee.Event) bool { return !slices.Contains(names(heard), e.DetailType()) })
	})
	if err != nil {
		err = fmt.Errorf("order %s: heard %v: %w", o.id, names(heard), err)
	}
	return err
}

func (c *counter) checkTurningDown() {
	ticket, err := c.enqueue(c.newCode(10))
	c.must(err)
	_, err = c.barista.TurnDown(c.ctx, ticket.OrderID, "no milk")
	c.must(err)
	c.must(c.over(ticket, coffee.Cancelled))
	c.must(c.awaitRemaining(10))
}

// The workflow of a recalled order is over, so the tracker does not return its drink.
func (c *counter) checkRecalled() {
	ticket, err := c.enqueue(c.newCode(10))
	c.must(err)
	_, err = c.barista.Complete(c.ctx, ticket.OrderID)
	c.must(err)
	c.must(eventually(c.ctx, func(context.Context) error { // until the tracker has handled OrderCompleted
		return order{c.shop, ticket.OrderID}.checkRecord(map[string]string{schema.BaristaTokenAttribute: ""})
	}))
	_, err = c.barista.Recall(c.ctx, ticket.OrderID)
	c.must(err)
	_, err = c.barista.TurnDown(c.ctx, ticket.OrderID, "no milk")
	c.must(err)
	c.must(c.awaitRemaining(10))
}

func (c *counter) checkOpening() {
	before, _ := c.tap.Of("")
	c.must(c.manager.SetOpen(c.ctx, false))
	c.must(c.manager.SetOpen(c.ctx, true))
	_, err := c.tap.AwaitOf(c.ctx, "", func(heard []deployed.Heard) bool {
		return slices.Contains(names(heard[len(before):]), (coffee.ShopStatusChanged{}).DetailType())
	})
	c.must(err)
}

func (c *counter) checkMenu() {
	c.must(c.manager.SetMenu(c.ctx, menu))
	c.must(c.manager.SetAvailable(c.ctx, espresso.Drink, false))
	c.must(c.manager.SetAvailable(c.ctx, espresso.Drink, true))
}

func (c *counter) checkLimits() {
	c.newCode(10)
	c.changeLimits(func(l *coffee.Limits) { l.DrinksPerCode = 7 })
	c.must(c.awaitRemaining(7))
}

func (c *counter) checkDay() {
	_, err := c.manager.Day(c.ctx, coffee.Today)
	c.must(err)
}

func (c *counter) checkFollowing() {
	ticket, err := c.admit(c.newCode(10))
	c.must(err)
	v := c.followOrder(ticket)
	_, err = c.customer.Place(c.ctx, ticket, flatWhite)
	c.must(err)
	c.must(v.hears("the order in the queue", func(u client.Update) bool {
		seen, err := client.Data[api.Order](u)
		return u.Type == api.Change && err == nil && seen.State == coffee.Queued
	}))
}

func (c *counter) checkChannels() {
	c.forgetCodes()
	c.follow(api.DisplayChannel, "", c.badges[coffee.GroupDisplay].Access)
	c.follow(api.BaristaChannel, "", c.badges[coffee.GroupBarista].Access)
	board := c.follow(api.BoardChannel, "", "")
	c.must(c.manager.SetOpen(c.ctx, false))
	c.must(board.hears("that the shop is closed", func(u client.Update) bool {
		seen, err := client.Data[api.LiveBoard](u)
		return u.Type == api.Change && err == nil && !seen.Open
	}))
	c.must(c.manager.SetOpen(c.ctx, true))
}

func (c *counter) checkStaleCode() {
	code := c.newCode(10)
	c.must(c.change(codeItem(code), "SET drinks = :few", item{":few": number("3")}))
	display := c.follow(api.DisplayChannel, "", c.badges[coffee.GroupDisplay].Access)
	shows(display, "a code for ten drinks", anything, func(d api.LiveDisplay) bool { return d.Code != nil && d.Code.Remaining == 10 })
}

func (c *counter) checkRefused() {
	v := c.connect()
	c.must(v.live.Subscribe(c.ctx, api.BaristaChannel, "", ""))
	c.must(v.isRefused(api.Unauthenticated))
}

func (c *counter) checkLeaving() {
	scan := &dynamodb.ScanInput{TableName: new(c.connectionsTable()), ConsistentRead: new(true)}
	before, err := c.Tables.Scan(c.ctx, scan)
	c.must(err)
	v := c.follow(api.BoardChannel, "", "")
	c.must(v.live.Close())
	c.must(eventually(c.ctx, func(ctx context.Context) error {
		after, err := c.Tables.Scan(ctx, scan)
		if err == nil && after.Count > before.Count {
			err = fmt.Errorf("%d rows of connections are left behind", after.Count-before.Count)
		}
		return err
	}))
}
