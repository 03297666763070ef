package main

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/percentile"
)

// report is the result of a simulation, which -json prints. Durations are in
// milliseconds unless the name says seconds.
type report struct {
	Environment string  `json:"environment"`
	URL         string  `json:"url"`
	Seed        uint64  `json:"seed"`
	Interrupted bool    `json:"interrupted"`
	Seconds     float64 `json:"seconds"`

	// Customers is how many came in. Each has one of the orders or was refused.
	// Refused counts by the code of the last error: one of the API's, http_ and a
	// status where API Gateway answered without one, no_answer, or left_early.
	Customers int                      `json:"customers"`
	Refused   map[coffee.ErrorCode]int `json:"refused"`
	Orders    int                      `json:"orders"`
	// States has, by order ID, the last state that the customer saw of each order that
	// one got a ticket for.
	States map[string]coffee.State `json:"states"`
	// Outcomes counts the orders by outcome, with 0 for outcomes that did not occur:
	// collected, cancelled, cancelledByShop, customerTimedOut, baristaTimedOut,
	// queueFull, shopClosed, failed, stuck, unfinished.
	Outcomes map[outcome]int `json:"outcomes"`
	// Lost lists the orders that are stuck, and those with answers that cannot all be
	// true.
	Lost []loss `json:"lost"`

	// Waits has untilStarted (from the scan until a drink may be placed),
	// untilQueued (from placing it until it is in the queue) and untilReady (from
	// then until it is made), as customers see it, who follow their orders live, or
	// look every 0.2 to 2 seconds.
	Waits map[string]percentiles `json:"waits"`
	// Estimates is how far the estimated waits of the drinks that were made were off, in
	// either direction: the estimate that customers saw first once they were in the queue.
	Estimates estimates `json:"estimates"`
	// Live is what customers got over WebSockets, null if they polled.
	Live *liveReport `json:"live"`
	// Requests counts all requests by route, including each retry.
	Requests []requests `json:"requests"`
}

// loss is a lost order.
type loss struct {
	OrderID string       `json:"orderId"`
	Number  int          `json:"number,omitempty"`
	State   coffee.State `json:"state"` // the last one that the customer saw
	Outcome outcome      `json:"outcome"`
	// Because lists what is wrong, in words.
	Because []string `json:"because"`
}

// estimates summarizes how far estimated waits were off, in milliseconds.
type estimates struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50Ms"`
	P90   float64 `json:"p90Ms"`
}

// liveReport summarizes what customers got over WebSockets.
type liveReport struct {
	Messages int `json:"messages"`
	// Missed counts changes of orders that no message told: customers found them by
	// subscribing again after a minute's silence, or by asking in the end.
	Missed int `json:"missed"`
	// Reconnections counts the connections that were lost or not made, by error code:
	// the shop's, http_ and a status, or no_answer.
	Reconnections map[coffee.ErrorCode]int `json:"reconnections"`
}

// requests summarizes the requests of one route.
type requests struct {
	Route string `json:"route"`
	percentiles
	// Errors counts the error answers by code. Some are expected: when several
	// baristas claim the same drink, all but one get an error.
	Errors map[coffee.ErrorCode]int `json:"errors"`
}

// percentiles summarizes durations, in milliseconds. All are 0 without durations.
type percentiles struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50Ms"`
	P95   float64 `json:"p95Ms"`
	P99   float64 `json:"p99Ms"`
	Max   float64 `json:"maxMs"`
}

// percentilesOf returns percentiles by nearest rank: each is one of the durations.
func percentilesOf(durations []time.Duration) percentiles {
	sorted := slices.Sorted(slices.Values(durations))
	at := func(share float64) float64 { return milliseconds(percentile.At(sorted, share)) }
	return percentiles{Count: len(sorted), P50: at(0.50), P95: at(0.95), P99: at(0.99), Max: at(1)}
}

// estimatesOf summarizes how far estimates were off.
func estimatesOf(offs []time.Duration) estimates {
	sorted := slices.Sorted(slices.Values(offs))
	return estimates{len(sorted), milliseconds(percentile.At(sorted, 0.50)), milliseconds(percentile.At(sorted, 0.90))}
}

func milliseconds(d time.Duration) float64 { return math.Round(d.Seconds()*1e6) / 1e3 }

var stageNames = [stages]string{untilStarted: "untilStarted", untilQueued: "untilQueued", untilReady: "untilReady"}

// report summarizes the morning. took is how long the customers took.
func (m *morning) report(url string, took time.Duration) report {
	m.tally.mu.Lock()
	defer m.tally.mu.Unlock()
	r := report{
		Environment: m.env.Name, URL: url, Seed: m.seed, Interrupted: m.interrupted, Seconds: math.Round(took.Seconds()*10) / 10,
		Customers: m.tally.came, Refused: m.tally.refusals,
		States: map[string]coffee.State{}, Outcomes: map[outcome]int{}, Lost: []loss{}, Waits: map[string]percentiles{}, Requests: []requests{},
	}
	for _, o := range outcomes {
		r.Outcomes[o.outcome] = 0
	}
	for _, v := range m.ledger.judge(r.Interrupted) {
		r.Orders++
		r.States[v.ticket.OrderID] = v.last.State
		r.Outcomes[v.outcome]++
		if len(v.wrong) > 0 {
			r.Lost = append(r.Lost, loss{v.ticket.OrderID, v.number, v.last.State, v.outcome, v.wrong})
		}
	}
	for stage, durations := range m.tally.waits {
		r.Waits[stageNames[stage]] = percentilesOf(durations)
	}
	r.Estimates = estimatesOf(m.tally.offs)
	if l := m.tally.live; !m.poll {
		r.Live = &liveReport{l.messages, l.missed, l.reconnections}
	}
	for _, route := range slices.Sorted(maps.Keys(m.tally.requests)) {
		calls := m.tally.requests[route]
		r.Requests = append(r.Requests, requests{route, percentilesOf(calls.took), calls.errors})
	}
	return r
}

// verdict returns an error if the simulation failed.
func (r report) verdict() error {
	switch {
	case len(r.Lost) > 0:
		return fmt.Errorf("%d of %d orders were lost", len(r.Lost), r.Orders)
	case r.Interrupted:
		return errors.New("interrupted")
	case r.Orders == 0:
		return errors.New("no customer got an order")
	default:
		return nil
	}
}
