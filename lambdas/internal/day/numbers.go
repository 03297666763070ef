package day

import (
	"cmp"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

const quarterHour = 15 * time.Minute

// busiest is the maximum number of busiest quarter hours.
const busiest = 3

// Count returns the numbers of a day, without its dates. orders are all that arrived on
// that day. Drinks have the names that they have on the menu.
func Count(of coffee.Day, orders []store.Order, menu coffee.Menu) api.Day {
	numbers := api.Day{From: of.From, To: of.To, Orders: len(orders), Quarters: quarters(of, orders)}
	byOutcome := map[api.Outcome]int{}
	drinks := drinkCounts{}
	for _, o := range orders {
		byOutcome[outcomeOf(o)]++
		if o.TakenBy != "" {
			numbers.ByHand++
		}
		if made(o) {
			numbers.Made++
			drinks.add(o)
		}
	}
	for _, outcome := range outcomes {
		numbers.Outcomes = append(numbers.Outcomes, api.OutcomeCount{Outcome: outcome, Orders: byOutcome[outcome]})
	}
	numbers.Drinks = drinks.sorted(menu)
	numbers.Waits = waits(orders)
	numbers.Busiest = mostOrders(numbers.Quarters)
	return numbers
}

// quarters counts the orders by quarter hour of real time, so that a day on which the
// clocks change has four more or four fewer.
func quarters(of coffee.Day, orders []store.Order) []api.QuarterHour {
	var all []api.QuarterHour
	for from := of.From; from.Before(of.To); from = from.Add(quarterHour) {
		all = append(all, api.QuarterHour{From: from})
	}
	for _, o := range orders {
		all[o.ArrivedAt().Sub(of.From)/quarterHour].Orders++
	}
	return all
}

// mostOrders returns the quarter hours with the most orders, the earlier first of two with
// as many.
func mostOrders(quarters []api.QuarterHour) []api.QuarterHour {
	some := slices.DeleteFunc(slices.Clone(quarters), func(q api.QuarterHour) bool { return q.Orders == 0 })
	slices.SortStableFunc(some, func(a, b api.QuarterHour) int { return cmp.Compare(b.Orders, a.Orders) })
	return some[:min(busiest, len(some))]
}
