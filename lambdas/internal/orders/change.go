package orders

import (
	"fmt"
	"slices"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
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
	u.setOrRemove(schema.CustomerTokenAttribute, c.CustomerToken)
	u.setOrRemove(schema.BaristaTokenAttribute, c.BaristaToken)
	if carriesToken(c) {
		u.set(schema.TokenAtAttribute, millis(c.At))
	} else {
		u.remove(schema.TokenAtAttribute)
	}
	if c.To.Terminal() {
		u.set(schema.ReasonAttribute, str(c.Reason))
		u.set(schema.ErrorAttribute, str(c.Error))
		u.set(schema.CauseAttribute, str(c.Cause))
	}
	u.condition = u.missing(schema.StateAttribute)
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
	u.set(schema.TokenAtAttribute, millis(c.At))
	later := anyOf(u.missing(schema.TokenAtAttribute), fmt.Sprintf("#%[1]s < :%[1]s", schema.TokenAtAttribute))
	ended := u.exists(schema.UnconfirmedAttribute)
	if c.CustomerToken != "" {
		ended = all(ended, u.missing(schema.QueuedAttribute))
		u.condition = all(later, u.renew(schema.CustomerTokenAttribute, c.CustomerToken), anyOf(ended, u.in(coffee.Started, coffee.Placed)))
		return u
	}
	u.condition = all(later, u.renew(schema.BaristaTokenAttribute, c.BaristaToken), anyOf(ended, u.in(coffee.Queued, coffee.Making)))
	u.remove(schema.CustomerTokenAttribute)
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
		u.condition = anyOf(u.condition, u.exists(schema.UnconfirmedAttribute))
	}
	return u
}

// confirm notes that the workflow has ended an order as somebody said before,
// and with which error it did.
func confirm(c coffee.Change) *update {
	u := newUpdate(c.OrderID)
	u.confirm()
	u.fill(schema.ErrorAttribute, str(c.Error))
	u.condition = all(u.is(schema.StateAttribute, string(c.To)), u.exists(schema.UnconfirmedAttribute))
	return u
}

// settle notes that the workflow of an order that somebody else ended is over.
func settle(c coffee.Change) *update {
	u := newUpdate(c.OrderID)
	u.confirm()
	u.condition = u.exists(schema.UnconfirmedAttribute)
	u.values = nil // DynamoDB refuses an empty map
	return u
}

// know sets what the change knows besides state and token.
func (u *update) know(c coffee.Change, set func(attribute string, value attributeValue)) {
	if c.Number != 0 {
		set(schema.NumberAttribute, number(int64(c.Number)))
	}
	if c.Order != nil {
		set(schema.DrinkAttribute, str(string(c.Order)))
	}
}

// confirm notes that the workflow is over.
func (u *update) confirm() {
	u.remove(schema.UnconfirmedAttribute, schema.CustomerTokenAttribute, schema.BaristaTokenAttribute, schema.TokenAtAttribute)
}

func carriesToken(c coffee.Change) bool { return c.CustomerToken != "" || c.BaristaToken != "" }
