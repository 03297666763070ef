// Package view shows orders, the board and the QR code as the API's types have them. The
// HTTP routes and the live updates share it.
package view

import (
	"cmp"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Order returns an order as its customer sees it, without the orders ahead and the
// estimated wait. placeWithin is how long customers have to choose a drink.
func Order(order store.Order, placeWithin time.Duration) api.Order {
	shown := api.Order{
		OrderID: order.ID, State: order.State, Number: order.Number, Choice: api.ChoiceOf(order.Order),
		Reason: order.Reason, Stages: stages(order), Version: order.Version,
	}
	switch order.State {
	case coffee.Requested, coffee.Started:
		shown.PlaceBy = new(PlaceBy(order, placeWithin))
	case coffee.Ready:
		if !order.RemindedAt.IsZero() {
			shown.RemindedAt = &order.RemindedAt
		}
	case coffee.Cancelled:
		shown.Explanation, shown.CancelledBy = order.Cause, canceller(order.By)
	}
	return shown
}

// PlaceBy returns when the customer's time to choose a drink is up. The workflow counts
// from when it admits the order, shortly after the request. An order without a request
// time counts from when it entered its state.
func PlaceBy(order store.Order, placeWithin time.Duration) time.Time {
	from := order.RequestedAt
	if from.IsZero() {
		from = order.Since
	}
	return from.Add(placeWithin)
}

func canceller(by string) api.Canceller {
	switch by {
	case store.ByCustomer:
		return api.ByCustomer
	case store.ByShop, "": // the workflow was failed from outside
		return api.ByShop
	default:
		return api.ByStaff
	}
}

// stages lists the states that led to the order's present one. READY of a recalled order
// is not among them.
func stages(order store.Order) []api.Stage {
	all := []api.Stage{
		{State: coffee.Requested, At: order.RequestedAt},
		{State: coffee.Started, At: order.StartedAt},
		{State: coffee.Placed, At: order.PlacedAt},
		{State: coffee.Queued, At: order.QueuedAt},
		{State: coffee.Making, At: order.MakingAt},
		{State: coffee.Ready, At: order.ReadyAt},
		{State: coffee.Collected, At: order.CollectedAt},
		{State: order.State, At: order.EndedAt},
	}
	recalled := order.State == coffee.Making || order.State == coffee.Queued || order.EndedEarly()
	all = slices.DeleteFunc(all, func(s api.Stage) bool {
		return s.At.IsZero() || s.State == coffee.Ready && recalled
	})
	slices.SortStableFunc(all, func(a, b api.Stage) int { return a.At.Compare(b.At) })
	return all
}

// Queued returns an order as baristas see it at a time.
func Queued(order store.Order, now time.Time) api.QueuedOrder {
	shown := api.QueuedOrder{
		OrderID: order.ID, State: order.State, Number: order.Number,
		Choice:  api.ChoiceOf(order.Order),
		Barista: order.Barista,
		TakenBy: order.TakenBy,
		Reason:  order.Reason,
		Version: order.Version,
	}
	if !order.QueuedAt.IsZero() {
		shown.QueuedAt = &order.QueuedAt
		shown.Age = max(0, int(now.Sub(order.QueuedAt).Seconds()))
	}
	switch order.State {
	case coffee.Ready:
		shown.ReadyAt = &order.ReadyAt
		if until := order.ReadyAt.Add(store.RecallWithin); now.Before(until) {
			shown.RecallUntil = &until
		}
	case coffee.Queued, coffee.Making, coffee.Placed:
	default:
		shown.EndedAt = &order.Since
	}
	if order.State == coffee.Cancelled {
		shown.Explanation = order.Cause
	}
	return shown
}

// Limits of the list of finished orders: FinishedFor is how long an order stays in it,
// FinishedMost how many it has.
const (
	FinishedFor  = 30 * time.Minute
	FinishedMost = 10
)

// Queue returns the baristas' queue at a time. Current orders are listed by number, and
// finished ones newest first. Orders that ended before they were queued are listed only if
// a barista took them.
func Queue(current, finished []store.Order, now time.Time) api.Queue {
	current = slices.SortedStableFunc(slices.Values(current), func(a, b store.Order) int { return cmp.Compare(a.Number, b.Number) })
	finished = slices.DeleteFunc(slices.Clone(finished), func(o store.Order) bool { return o.Number == 0 && o.TakenBy == "" })
	slices.SortStableFunc(finished, func(a, b store.Order) int { return b.Since.Compare(a.Since) })
	return api.Queue{
		Orders:   queued(current, now),
		Finished: queued(finished[:min(FinishedMost, len(finished))], now),
	}
}

func queued(orders []store.Order, now time.Time) []api.QueuedOrder {
	shown := make([]api.QueuedOrder, len(orders))
	for i, order := range orders {
		shown[i] = Queued(order, now)
	}
	return shown
}

// Board returns the board as read at a time. Orders in other states than QUEUED, MAKING
// and READY, and orders without a number, are left out. wait is the usual wait.
func Board(orders []store.Order, table coffee.Timetable, wait time.Duration, at time.Time) api.Board {
	board := api.Board{
		Preparing: []int{}, Ready: []int{},
		Open: table.Shop.Open, EstimatedWait: Seconds(wait), NextSwitch: NextSwitch(table, at), Version: at.UnixMilli(),
	}
	ready := []store.Order{}
	for _, order := range orders {
		switch {
		case order.Number == 0:
		case order.State == coffee.Queued, order.State == coffee.Making:
			board.Preparing = append(board.Preparing, order.Number)
		case order.State == coffee.Ready:
			ready = append(ready, order)
		}
	}
	slices.Sort(board.Preparing)
	slices.SortStableFunc(ready, func(a, b store.Order) int { return b.Since.Compare(a.Since) })
	for _, order := range ready {
		board.Ready = append(board.Ready, order.Number)
	}
	return board
}

// NextSwitch returns when the opening hours will open or close the shop, as seen at a time.
func NextSwitch(table coffee.Timetable, at time.Time) api.NextSwitch {
	next, ok := table.Upcoming(at)
	switch {
	case !ok:
		return api.NextSwitch{}
	case next.Open:
		return api.NextSwitch{OpensAt: &next.At}
	default:
		return api.NextSwitch{ClosesAt: &next.At}
	}
}

// QRCode returns a QR code as the display shows it.
func QRCode(code store.QRCode) api.QRCode {
	return api.QRCode{Code: code.Text, Remaining: code.Remaining, ExpiresAt: code.ExpiresAt}
}

// Seconds rounds a duration to whole seconds.
func Seconds(d time.Duration) int { return int(d.Round(time.Second).Seconds()) }
