package main

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// report is how a simulation went. -json prints it. Durations are in milliseconds
// unless they say seconds.
type report struct {
	Environment string  `json:"environment"`
	URL         string  `json:"url"`
	Seed        uint64  `json:"seed"`
	Interrupted bool    `json:"interrupted"`
	Seconds     float64 `json:"seconds"`

	// Customers is how many came in. Each was refused, by the code of the last
	// error, or has one of the orders. Codes are the API's, http_ and a status
	// where API Gateway answered without one, no_answer, or left_early.
	Customers int                      `json:"customers"`
	Refused   map[coffee.ErrorCode]int `json:"refused"`
	Orders    int                      `json:"orders"`
	// Outcomes counts the orders: collected, cancelled, cancelledByShop,
	// customerTimedOut, baristaTimedOut, queueFull, shopClosed, failed, stuck,
	// unfinished. Those that there were none of are 0.
	Outcomes map[outcome]int `json:"outcomes"`
	// Lost are the orders that are stuck, or told of in two ways that cannot both
	// be true.
	Lost []loss `json:"lost"`

	// Waits has untilStarted (from the scan until a drink may be placed),
	// untilQueued (from placing it until it is in the queue) and untilReady (from
	// there until it is made), as customers saw it: they look up to once a second.
	Waits map[string]percentiles `json:"waits"`
	// Requests are all that were sent, each time they were, by route.
	Requests []requests `json:"requests"`
}

// loss is an order that was lost.
type loss struct {
	OrderID string       `json:"orderId"`
	Number  int          `json:"number,omitempty"`
	State   coffee.State `json:"state"` // as its customer saw it last
	// Because says what is wrong, in words.
	Because []string `json:"because"`
}

// requests are those of one route.
type requests struct {
	Route string `json:"route"`
	percentiles
	// Errors counts the answers that were errors, by code. Not all of them are
	// mistakes: of baristas who claim the same drink, all but one get one.
	Errors map[coffee.ErrorCode]int `json:"errors"`
}

var stageNames = [stages]string{untilStarted: "untilStarted", untilQueued: "untilQueued", untilReady: "untilReady"}

// reportOn sums up a morning that is over.
func (m *morning) reportOn(url string, took time.Duration) report {
	m.tally.mu.Lock()
	defer m.tally.mu.Unlock()
	r := report{
		Environment: m.env.Name, URL: url, Seed: m.seed, Interrupted: m.interrupted, Seconds: math.Round(took.Seconds()*10) / 10,
		Customers: m.tally.customers, Refused: m.tally.refusals,
		Outcomes: map[outcome]int{}, Lost: []loss{}, Waits: map[string]percentiles{}, Requests: []requests{},
	}
	for _, o := range outcomes {
		r.Outcomes[o.outcome] = 0
	}
	for _, v := range m.ledger.judge(r.Interrupted) {
		r.Orders++
		r.Outcomes[v.outcome]++
		if len(v.wrong) > 0 {
			r.Lost = append(r.Lost, loss{v.ticket.OrderID, v.number, v.last.State, v.wrong})
		}
	}
	for stage, durations := range m.tally.durations {
		r.Waits[stageNames[stage]] = percentilesOf(durations)
	}
	for _, route := range slices.Sorted(maps.Keys(m.tally.requests)) {
		calls := m.tally.requests[route]
		r.Requests = append(r.Requests, requests{route, percentilesOf(calls.took), calls.errors})
	}
	return r
}
