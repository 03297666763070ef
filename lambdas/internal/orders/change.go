package orders

import (
	"fmt"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// How the workflow's events change an order. Baristas and customers change it
// as well (see step.go), some of it before the workflow knows: an order that
// they ended is unconfirmed, and keeps its tokens, until the workflow says that
// it is over.

// move takes the order to c.To if it is not there or further yet. The same
// state reported with a later time replaces the earlier report: the workflow
// tried again, and only its last task token is good. What the workflow says of
// an end replaces what is unconfirmed.
func move(c coffee.Change) *update {
	u := newUpdate(c.OrderID)
	u.know(c)
	u.enter(c.To, c.At)
	u.setOrRemove(coffee.CustomerTokenAttribute, c.CustomerToken)
	u.setOrRemove(coffee.BaristaTokenAttribute, c.BaristaToken)
	if c.To.Terminal() {
		u.set(coffee.ReasonAttribute, str(c.Reason))
		u.set(coffee.ErrorAttribute, str(c.Error))
		u.set(coffee.CauseAttribute, str(c.Cause))
	}
	newer := fmt.Sprintf("#%[1]s < :%[1]s", coffee.SinceAttribute)
	if !carriesToken(c) {
		u.remove(coffee.UnconfirmedAttribute)
		newer = anyOf(newer, u.exists(coffee.UnconfirmedAttribute))
	}
	ways := []string{
		u.missing(coffee.StateAttribute),
		all(fmt.Sprintf("#%[1]s = :%[1]s", coffee.StateAttribute), newer),
	}
	if behind := c.To.Behind(); len(behind) > 0 {
		ways = append(ways, u.in(behind...))
	}
	u.condition = anyOf(ways...)
	return u
}

// noteToken adds what the change knows to an order that is further but has yet
// to answer the workflow, which tried again or was overtaken: the later token is
// the good one.
func noteToken(c coffee.Change) *update {
	u := newUpdate(c.OrderID)
	later := u.know(c)
	waiting := u.exists(coffee.UnconfirmedAttribute)
	if c.CustomerToken != "" {
		u.set(coffee.CustomerTokenAttribute, str(c.CustomerToken))
		waiting = anyOf(u.in(coffee.Placed), all(waiting, u.missing(coffee.QueuedAttribute)))
	} else {
		u.set(coffee.BaristaTokenAttribute, str(c.BaristaToken))
		u.remove(coffee.CustomerTokenAttribute)
		waiting = anyOf(u.in(coffee.Making), waiting)
	}
	u.condition = all(later, waiting)
	return u
}

// note adds what the change knows, unless a later report of it did so already.
func note(c coffee.Change) *update {
	u := newUpdate(c.OrderID)
	u.condition = u.know(c)
	if c.To == coffee.Ready {
		u.confirm()
		u.condition = anyOf(u.condition, u.exists(coffee.UnconfirmedAttribute))
	}
	return u
}

// settle notes that the workflow of an order that somebody else ended is over.
func settle(c coffee.Change) *update {
	u := newUpdate(c.OrderID)
	u.confirm()
	u.condition = u.exists(coffee.UnconfirmedAttribute)
	u.values = nil // DynamoDB refuses an empty map
	return u
}

// know sets what the change knows besides the state. It returns the condition
// that no later report of it did so already.
func (u *update) know(c coffee.Change) string {
	entered := enteredAttribute(c.To)
	u.set(entered, millis(c.At))
	if c.Number != 0 {
		u.set(coffee.NumberAttribute, number(int64(c.Number)))
	}
	if c.Order != nil {
		u.set(coffee.DrinkAttribute, str(string(c.Order)))
	}
	return anyOf(u.missing(entered), fmt.Sprintf("#%[1]s < :%[1]s", entered))
}

// confirm notes that the workflow is over.
func (u *update) confirm() {
	u.remove(coffee.UnconfirmedAttribute, coffee.CustomerTokenAttribute, coffee.BaristaTokenAttribute)
}

func carriesToken(c coffee.Change) bool { return c.CustomerToken != "" || c.BaristaToken != "" }
