package model

import (
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// want is the answer that the model expects: an error's code, or the order's state.
type want struct {
	code  coffee.ErrorCode
	state coffee.State
}

// stay is the answer to a request that changes nothing.
func stay(o store.Order) want { return want{state: o.State} }

var wrongState, claimed = want{code: coffee.WrongState}, want{code: coffee.ClaimedByOther}

// moveOf returns the answer to a barista's request about an order. own is whether the
// order is this barista's.
func (w *World) moveOf(kind Kind, o store.Order, by string) want {
	own := o.Barista == by
	if o.State == coffee.Making && !own && kind != Refuse && kind != Collect {
		return claimed
	}
	switch kind {
	case Claim:
		return move(o, coffee.Making, o.State == coffee.Queued, o.State == coffee.Making)
	case Release:
		return move(o, coffee.Queued, o.State == coffee.Making, o.State == coffee.Queued && o.ReleasedBy == by)
	case Complete:
		return move(o, coffee.Ready, o.State == coffee.Queued || o.State == coffee.Making, o.State == coffee.Ready && own)
	case Collect:
		return move(o, coffee.Collected, o.State == coffee.Ready, o.State == coffee.Collected)
	case Refuse:
		return move(o, coffee.Cancelled, o.State == coffee.Queued || o.State == coffee.Making, o.State == coffee.Cancelled && o.By == by)
	default: // Recall
		if o.State == coffee.Ready && !own {
			return claimed
		}
		return move(o, coffee.Making, o.State == coffee.Ready && w.now.Sub(o.ReadyAt) < 2*time.Minute, o.State == coffee.Making && !o.RecalledAt.IsZero())
	}
}

// move returns the answer to a request that moves an order to a state if it may, and
// changes nothing if it was made before.
func move(o store.Order, to coffee.State, may, made bool) want {
	switch {
	case may:
		return want{state: to}
	case made:
		return stay(o)
	default:
		return wrongState
	}
}

// placeOf returns the answer to a customer's choice.
func (w *World) placeOf(o store.Order, choice coffee.Choice) want {
	switch o.State {
	case coffee.Started:
		return want{w.board.soldOut(choice), coffee.Placed}
	case coffee.Placed, coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected:
		return move(o, o.State, o.Chose(choice), false)
	default:
		return wrongState
	}
}

// cancelOf returns the answer to a customer who cancels.
func cancelOf(o store.Order) want {
	may := o.State == coffee.Requested || o.State == coffee.Started || o.State == coffee.Placed || o.State == coffee.Queued
	return move(o, coffee.Cancelled, may, o.State == coffee.Cancelled && o.By == store.ByCustomer)
}

// scanOf returns the answer to a scan, without a state.
func (w *World) scanOf(t *ticket) want {
	if o, exists := w.seen[t.id]; exists {
		return want{code: endOf(o)}
	}
	return want{code: w.board.scan(t.code, w.now, w.taken(), w.kept(t.code))}
}

// byHandOf returns the answer to a barista who takes an order by hand.
func (w *World) byHandOf(t *ticket, choice coffee.Choice) want {
	o, exists := w.seen[t.id]
	switch {
	case !exists:
		code := w.board.refusal(w.now, w.taken())
		if code == "" {
			code = w.board.soldOut(choice)
		}
		return want{code, coffee.Placed}
	case !o.Chose(choice):
		return want{code: coffee.KeyReused}
	default:
		return want{endOf(o), o.State}
	}
}

// endOf returns the code of the error for a repeated request whose order ended early, or
// "".
func endOf(o store.Order) coffee.ErrorCode {
	switch {
	case o.Reason == "ShopClosed":
		return coffee.ShopIsClosed
	case o.Reason == "QueueFull":
		return coffee.QueueIsFull
	case endedEarly(o):
		return coffee.WrongState
	default:
		return ""
	}
}

// endedEarly reports whether an order ended without a drink.
func endedEarly(o store.Order) bool {
	return slices.Contains([]coffee.State{coffee.Rejected, coffee.Cancelled, coffee.TimedOut, coffee.Failed}, o.State)
}

// losesDrink reports whether an order's drink goes back to its code: it ended early, and
// not because its customer cancelled.
func losesDrink(o store.Order) bool { return endedEarly(o) && o.By != store.ByCustomer }

func owesDrink(o store.Order) bool { return losesDrink(o) && o.Code != "" && !o.DrinkReturned }
