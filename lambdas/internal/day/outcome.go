// Package day counts the orders of a day, for the manager's page and for spreadsheets.
package day

import (
	"slices"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// outcomes lists the outcomes in the order in which they are shown.
var outcomes = []api.Outcome{
	api.OutcomeCollected, api.OutcomeUnclaimed, api.OutcomeReady, api.OutcomeOpen,
	api.OutcomeCancelledByCustomer, api.OutcomeCancelledByStaff, api.OutcomeCancelledByShop,
	api.OutcomeCustomerTimedOut, api.OutcomeBaristaTimedOut,
	api.OutcomeRejectedClosed, api.OutcomeRejectedFull, api.OutcomeFailed,
}

// outcomeOf returns how an order ended.
func outcomeOf(o store.Order) api.Outcome {
	switch o.State {
	case coffee.Collected:
		return api.OutcomeCollected
	case coffee.Unclaimed:
		return api.OutcomeUnclaimed
	case coffee.Ready:
		return api.OutcomeReady
	case coffee.Rejected:
		if o.Reason == (coffee.ShopClosed{}).DetailType() {
			return api.OutcomeRejectedClosed
		}
		return api.OutcomeRejectedFull
	case coffee.Cancelled:
		return cancelled(o.By)
	case coffee.TimedOut:
		if o.Reason == (coffee.CustomerTimedOut{}).DetailType() {
			return api.OutcomeCustomerTimedOut
		}
		return api.OutcomeBaristaTimedOut
	case coffee.Failed:
		return api.OutcomeFailed
	default:
		return api.OutcomeOpen
	}
}

func cancelled(by string) api.Outcome {
	switch by {
	case store.ByCustomer:
		return api.OutcomeCancelledByCustomer
	case store.ByShop, "": // the workflow was failed from outside
		return api.OutcomeCancelledByShop
	default:
		return api.OutcomeCancelledByStaff
	}
}

// made reports whether an order's drink was made, as far as is known now.
func made(o store.Order) bool {
	return slices.Contains([]coffee.State{coffee.Ready, coffee.Collected, coffee.Unclaimed}, o.State)
}
