package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

var example = report{
	Customers: 4, Orders: 3, Seconds: 12.3, Refused: map[coffee.ErrorCode]int{coffee.CodeUsedUp: 1},
	Outcomes: map[outcome]int{collected: 2, stuck: 1, cancelled: 0},
	Waits: map[string]percentiles{
		"untilStarted": {3, 250, 900, 900, 900}, "untilQueued": {2, 100, 100, 100, 100}, "untilReady": {2, 2000, 3040, 3040, 3040},
	},
	Estimates: estimates{2, 1500, 62000},
	Live:      &liveReport{40, 1, map[coffee.ErrorCode]int{noAnswer: 2}},
	Requests: []requests{
		{"GET /api/shop", percentiles{1, 12.4, 12.4, 12.4, 12.4}, nil},
		{"POST /api/queue/{id}/claim", percentiles{5, 20, 30, 30, 30}, map[coffee.ErrorCode]int{coffee.WrongState: 1, coffee.ClaimedByOther: 2}},
	},
	Lost: []loss{{OrderID: "order-3", Number: 9, State: coffee.Ready, Because: []string{"it never ended"}}},
}

const printed = `
4 customers came in 12 s, and 3 orders were taken.

OUTCOME                      ORDERS
collected                    2
LOST: never ended            1
no order for: code_used_up   1

WAIT                          ORDERS   P50     P95     P99     MAX
from the scan to the menu     3        0.2 s   0.9 s   0.9 s   0.9 s
from the order to the queue   2        0.1 s   0.1 s   0.1 s   0.1 s
from the queue to the cup     2        2.0 s   3.0 s   3.0 s   3.0 s

ESTIMATE                        ORDERS   P50     P90
the estimated wait was off by   2        1.5 s   62.0 s

LIVE UPDATES                COUNT
messages to customers       40
changes without a message   1
lost connections            no_answer 2

REQUEST                      COUNT   P50     P95     P99     MAX     ERRORS
GET /api/shop                1       12 ms   12 ms   12 ms   12 ms   -
POST /api/queue/{id}/claim   5       20 ms   30 ms   30 ms   30 ms   order_claimed 2, order_state 1

LOST: 1 of 3 orders
  order-3 (number 9): it never ended
`

func TestReportAsTables(t *testing.T) {
	var out strings.Builder
	if err := example.print(&out); err != nil || out.String() != printed {
		t.Errorf("printed (%v)\n%s\nwant\n%s", err, &out, printed)
	}
}

func TestReportAsJSON(t *testing.T) {
	var out strings.Builder
	if err := example.printJSON(&out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Outcomes map[string]int
		Lost     []struct{ OrderID, State string }
		Waits    map[string]struct{ P95Ms float64 }
		Requests []struct {
			Route  string
			P50Ms  float64
			Errors map[string]int
		}
	}
	err := json.Unmarshal([]byte(out.String()), &got)
	if err != nil || got.Outcomes["stuck"] != 1 || got.Lost[0].OrderID != "order-3" || got.Waits["untilReady"].P95Ms != 3040 ||
		got.Requests[1].P50Ms != 20 || got.Requests[1].Errors["order_claimed"] != 2 {
		t.Errorf("read %+v (%v) from %s", got, err, &out)
	}
}

func TestPercentilesAreDurationsThatOccurred(t *testing.T) {
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(100-i) * time.Millisecond
	}
	for name, test := range map[string]struct {
		durations []time.Duration
		want      percentiles
	}{
		"none":              {nil, percentiles{}},
		"one":               {[]time.Duration{1500 * time.Microsecond}, percentiles{1, 1.5, 1.5, 1.5, 1.5}},
		"two":               {[]time.Duration{3 * time.Second, time.Second}, percentiles{2, 1000, 3000, 3000, 3000}},
		"1 to 100 ms":       {hundred, percentiles{100, 50, 95, 99, 100}},
		"one of them hours": {append([]time.Duration{time.Hour}, hundred...), percentiles{101, 51, 96, 100, 3.6e6}},
	} {
		if got := percentilesOf(test.durations); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
	if hundred[0] != 100*time.Millisecond {
		t.Error("the durations were sorted in place")
	}
}
