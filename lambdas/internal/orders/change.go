package orders

import (
	"fmt"
	"slices"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// How the workflow's events change an order. Baristas and customers change it
// as well (see step.go), some of it before the workflow knows: an order that
// they ended is unconfirmed, and keeps its tokens, until the workflow says that
// it is over.
//
// What an order knows already, no event changes: neither its times nor its
// number, and nothing at all once it has ended. An event that comes twice, late
// or with a time in the future adds what is missing, if anything. Only a task
// token is replaced by a later one: the workflow asked again, and waits with no
// other.

// attempts lists the ways to bring a change to its order, of which the first
// whose condition holds is the right one. The likeliest come first.
func attempts(c coffee.Change) []attempt {
	switch {
	case carriesToken(c):
		return []attempt{{Moved, move(c)}, {Noted, renewToken(c)}, {Noted, note(c)}}
	case c.To.Terminal():
		// Of an order that ended in another way, it says no more than that the
		// workflow is over.
		return []attempt{{Moved, move(c)}, {Noted, confirm(c)}, {Noted, settle(c)}}
	default: // a drink is READY, mostly since a barista said so
		return []attempt{{Noted, note(c)}, {Moved, move(c)}}
	}
}

// attempt is one way to bring a change to its order.
type attempt struct {
	outcome Outcome
	update  *update
}

// move takes the order to c.To from where the workflow can have had it before.
func move(c coffee.Change) *update {
	u := newUpdate(c.OrderID)
	u.enter(c.To, c.At)
	u.set(enteredAttribute(c.To), millis(c.At))
	u.know(c, u.set)
	u.setOrRemove(coffee.CustomerTokenAttribute, c.CustomerToken)
	u.setOrRemove(coffee.BaristaTokenAttribute, c.BaristaToken)
	if carriesToken(c) {
		u.set(coffee.TokenAtAttribute, millis(c.At))
	} else {
		u.remove(coffee.TokenAtAttribute)
	}
	if c.To.Terminal() {
		u.set(coffee.ReasonAttribute, str(c.Reason))
		u.set(coffee.ErrorAttribute, str(c.Error))
		u.set(coffee.CauseAttribute, str(c.Cause))
	}
	u.condition = u.missing(coffee.StateAttribute)
	if behind := c.To.Behind(); len(behind) > 0 {
		u.condition = anyOf(u.condition, u.in(behind...))
	}
	return u
}

// renewToken replaces the token of an order that has yet to answer the workflow,
// which asked again or was overtaken, by a later one.
func renewToken(c coffee.Change) *update {
	u := newUpdate(c.OrderID)
	u.fill(enteredAttribute(c.To), millis(c.At))
	u.know(c, u.fill)
	u.set(coffee.TokenAtAttribute, millis(c.At))
	later := anyOf(u.missing(coffee.TokenAtAttribute), fmt.Sprintf("#%[1]s < :%[1]s", coffee.TokenAtAttribute))
	ended := u.exists(coffee.UnconfirmedAttribute)
	if c.CustomerToken != "" {
		ended = all(ended, u.missing(coffee.QueuedAttribute))
		u.condition = all(later, u.renew(coffee.CustomerTokenAttribute, c.CustomerToken), anyOf(ended, u.in(coffee.Started, coffee.Placed)))
		return u
	}
	u.condition = all(later, u.renew(coffee.BaristaTokenAttribute, c.BaristaToken), anyOf(ended, u.in(coffee.Queued, coffee.Making)))
	u.remove(coffee.CustomerTokenAttribute)
	return u
}

// renew sets a token. It returns the condition that the order has another.
func (u *update) renew(attribute, token string) string {
	u.set(attribute, str(token))
	return anyOf(u.missing(attribute), fmt.Sprintf("#%[1]s <> :%[1]s", attribute))
}

// note adds what the change knows to an order that is further, unless another
// report of it did so already.
func note(c coffee.Change) *update {
	u := newUpdate(c.OrderID)
	u.fill(enteredAttribute(c.To), millis(c.At))
	u.know(c, u.fill)
	further := slices.DeleteFunc(coffee.States(), func(s coffee.State) bool { return slices.Contains(c.To.Behind(), s) })
	u.condition = all(u.in(further...), u.missing(enteredAttribute(c.To)))
	if c.To == coffee.Ready {
		u.confirm()
		u.condition = anyOf(u.condition, u.exists(coffee.UnconfirmedAttribute))
	}
	return u
}

// confirm notes that the workflow has ended an order as somebody said before,
// and with which error it did.
func confirm(c coffee.Change) *update {
	u := newUpdate(c.OrderID)
	u.confirm()
	u.fill(coffee.ErrorAttribute, str(c.Error))
	u.condition = all(u.is(coffee.StateAttribute, string(c.To)), u.exists(coffee.UnconfirmedAttribute))
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

// know sets what the change knows besides state and token.
func (u *update) know(c coffee.Change, set func(attribute string, value attributeValue)) {
	if c.Number != 0 {
		set(coffee.NumberAttribute, number(int64(c.Number)))
	}
	if c.Order != nil {
		set(coffee.DrinkAttribute, str(string(c.Order)))
	}
}

// confirm notes that the workflow is over.
func (u *update) confirm() {
	u.remove(coffee.UnconfirmedAttribute, coffee.CustomerTokenAttribute, coffee.BaristaTokenAttribute, coffee.TokenAtAttribute)
}

func carriesToken(c coffee.Change) bool { return c.CustomerToken != "" || c.BaristaToken != "" }
