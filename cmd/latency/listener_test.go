package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

var start = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

func update(t *testing.T, after time.Duration, kind api.LiveType, c api.Channel, data any) client.Update {
	content, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	return client.Update{Type: kind, Channel: c, Data: content, Received: start.Add(after)}
}

func TestAMessageIsTimedAgainstTheChangeThatItShows(t *testing.T) {
	ready := change{"order-1", 7, 5, true, start}
	for name, row := range map[string]struct {
		channel api.Channel
		kind    api.LiveType
		data    any
		heard   bool
	}{
		"the order":                    {api.OrderChannel, api.Change, api.Order{OrderID: "order-1", Version: 5}, true},
		"a later version":              {api.OrderChannel, api.Change, api.Order{OrderID: "order-1", Version: 6}, true},
		"an earlier version":           {api.OrderChannel, api.Change, api.Order{OrderID: "order-1", Version: 4}, false},
		"a snapshot":                   {api.OrderChannel, api.Snapshot, api.Order{OrderID: "order-1", Version: 5}, false},
		"the order in the queue":       {api.BaristaChannel, api.Change, api.QueuedOrder{OrderID: "order-1", Version: 5}, true},
		"another order in the queue":   {api.BaristaChannel, api.Change, api.QueuedOrder{OrderID: "order-2", Version: 5}, false},
		"its number is ready":          {api.BoardChannel, api.Change, api.LiveBoard{Board: api.Board{Preparing: []int{6}, Ready: []int{8, 7}}}, true},
		"its number is being prepared": {api.BoardChannel, api.Change, api.LiveBoard{Board: api.Board{Preparing: []int{6, 7}, Ready: []int{8}}}, false},
		"its number is ready, display": {api.DisplayChannel, api.Change, api.LiveDisplay{Board: api.Board{Ready: []int{7}}}, true},
	} {
		l := newListener([]subscription{{channel: row.channel}})
		l.expect(ready)
		l.hear(update(t, 90*time.Millisecond, row.kind, row.channel, row.data))
		r := resultsOf([]*listener{l})[row.channel]
		if heard := len(r.took) == 1 && r.took[0] == 90*time.Millisecond; heard != row.heard || heard == (r.missing == 1) {
			t.Errorf("%s: the result is %+v, want it heard: %v", name, r, row.heard)
		}
	}
}

func TestPhonesWaitForTheirOwnOrderOnly(t *testing.T) {
	l := newListener([]subscription{{channel: api.BoardChannel}, {api.OrderChannel, "order-1", "secret"}})
	l.expect(change{orderID: "order-1"})
	l.expect(change{orderID: "order-2"})
	if got := l.missing(); got[api.OrderChannel] != 1 || got[api.BoardChannel] != 2 {
		t.Errorf("it waits for %v, want one message about its order and two boards", got)
	}
}

func TestOfTenClientsOneIsATabletAndOneADisplay(t *testing.T) {
	s := &shop{orders: []order{{}, {}, {}}}
	counts := map[api.Channel]int{}
	for i := range 100 {
		for _, subscription := range s.subscriptions(i) {
			counts[subscription.channel]++
		}
	}
	if counts[api.OrderChannel] != 80 || counts[api.BoardChannel] != 80 || counts[api.BaristaChannel] != 10 || counts[api.DisplayChannel] != 10 {
		t.Errorf("100 clients follow %v, want 80 orders and boards, 10 queues and 10 displays", counts)
	}
}

func TestReport(t *testing.T) {
	results := map[api.Channel]result{
		api.OrderChannel: {clients: 2, took: []time.Duration{time.Millisecond, 30 * time.Millisecond}, missing: 1},
		api.BoardChannel: {clients: 9},
	}
	var out strings.Builder
	err := report(&out, results)
	const want = `CHANNEL   CLIENTS   MESSAGES   MISSING   P50    P95     P99     MAX
board     9         0          0         0 ms   0 ms    0 ms    0 ms
order     2         2          1         1 ms   30 ms   30 ms   30 ms
`
	if err != nil || out.String() != want {
		t.Errorf("report printed (%v)\n%s\nwant\n%s", err, &out, want)
	}
	if err := report(&out, map[api.Channel]result{api.OrderChannel: {missing: 3}}); err == nil {
		t.Error("report without any message = nil, want an error")
	}
}

func TestMistakesGetOneLine(t *testing.T) {
	for args, want := range map[string]string{
		"-clients 9": "-clients is 9", "-changes 0": "-changes is 0", "-rate NaN": "-rate is NaN", "-env moon": "choose one of", "now": "unexpected",
	} {
		if _, err := parse(strings.Fields(args), &strings.Builder{}); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("parse(%s) = %v, want one line with %q", args, err, want)
		}
	}
}
