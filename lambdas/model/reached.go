package model

import (
	"fmt"
	"slices"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// count counts, over all traces, something that happened: a Kind of action that had an
// effect, a Harm, an error code that the model expected, or a state in which an order
// ended.
func (w *World) count(what any) { w.counts[what]++ }

// Unreached lists what has not happened in any trace yet, of all that Traces should reach.
func (w *World) Unreached() []string {
	var missing []string
	for _, what := range reachable() {
		if w.counts[what] == 0 {
			missing = append(missing, fmt.Sprint(what))
		}
	}
	return missing
}

// reachable lists everything that count counts.
func reachable() (all []any) {
	for _, kind := range slices.Compact(slices.Sorted(slices.Values(drawable))) {
		all = append(all, kind)
	}
	for _, harm := range harms {
		all = append(all, harm)
	}
	for _, state := range coffee.States() {
		if state.Terminal() {
			all = append(all, state)
		}
	}
	for _, repair := range []Kind{"NotStarted", "LostEnd", "Abnormal", "Callback", "Seat", "Drink", "Recalled"} {
		all = append(all, "repair "+repair)
	}
	for _, code := range []coffee.ErrorCode{
		coffee.CodeExpired, coffee.CodeUsedUp, coffee.ShopIsClosed, coffee.QueueIsFull, coffee.NothingToHave, coffee.SoldOut,
		coffee.UnknownOrder, coffee.WrongState, coffee.ClaimedByOther, coffee.KeyReused,
	} {
		all = append(all, code)
	}
	return all
}
