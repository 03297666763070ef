package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/deadletter"
)

// queues is a shop with these letters. It fails to send those with the ID of broken.
type queues struct {
	letters         []deadletter.Letter
	broken          string
	sent, discarded []string
}

func (q *queues) List(_ context.Context, queue string) ([]deadletter.Letter, error) {
	return slices.DeleteFunc(slices.Clone(q.letters), func(l deadletter.Letter) bool { return l.Queue != queue }), nil
}

func (q *queues) Send(ctx context.Context, queue string, wanted map[string]bool, report func(deadletter.Letter, error)) error {
	letters, _ := q.List(ctx, queue)
	for _, l := range letters {
		if wanted[l.ID] && l.Retryable {
			q.sent = append(q.sent, l.ID)
			var err error
			if l.ID == q.broken {
				err = errors.New("still broken")
			}
			report(l, err)
		}
	}
	return nil
}

func (q *queues) Discard(_ context.Context, queue string, wanted map[string]bool, report func(deadletter.Letter)) error {
	q.discarded = append(q.discarded, slices.Sorted(maps.Keys(wanted))...)
	return nil
}

func letters() []deadletter.Letter {
	sent := time.Now().Add(-90 * time.Minute)
	return []deadletter.Letter{
		{ID: "a1", Queue: "bus", Sent: sent, Function: "CoffeeShop-local-Tracker", What: "OrderStarted", OrderID: "o1", Error: "throttled", Retryable: true},
		{ID: "a2", Queue: "bus", Sent: sent, Function: "events", What: "OrderStarted", OrderID: "o2", Error: "no permission"},
		{ID: "b1", Queue: "live", Sent: sent, Function: "CoffeeShop-local-Live", What: "changes of orders: 2", Error: "RetryAttemptsExhausted", Retryable: true},
	}
}

func TestReplay(t *testing.T) {
	for _, row := range []struct {
		args            string
		broken, answer  string
		sent, discarded []string
		says            []string
		err             string
	}{
		{args: "", says: []string{"bus", "1h30m", "OrderStarted", "o1", " Tracker ", "throttled", "no permission (cannot be sent again)",
			"3 letters, of which 1 cannot be sent again. Nothing was changed.", "make replay ENV=local ARGS=-send"}},
		{args: "-order o3", says: []string{"There are no dead letters that match the flags."}},
		{args: "-send -yes", sent: []string{"a1", "b1"}, says: []string{"handled  OrderStarted of order o1 (a1)", "2 handled and deleted, 0 failed again, 1 cannot be sent again, 0 gone"}},
		{args: "-send -yes -queue live", sent: []string{"b1"}},
		{args: "-send -yes -order o1", sent: []string{"a1"}},
		{args: "-send -yes -type OrderStarted", sent: []string{"a1"}},
		{args: "-send -yes -id b", sent: []string{"b1"}},
		{args: "-send -yes -id a2", err: "none of these letters can be sent again"},
		{args: "-send -yes", broken: "a1", sent: []string{"a1", "b1"}, says: []string{"failed   OrderStarted of order o1 (a1): still broken"}, err: "1 of 3 letters failed again"},
		{args: "-send", err: "run it in a terminal, or with -yes"},
		{args: "-send", answer: "n\n", says: []string{"Send 2 letters again? [y/N]"}, err: "nothing was changed"},
		{args: "-send", answer: "\n", err: "nothing was changed"},
		{args: "-send", answer: "Y\n", sent: []string{"a1", "b1"}},
		{args: "-discard -yes -order o2", discarded: []string{"a2"}},
		{args: "-discard", answer: "n\n", says: []string{"Delete 3 letters without sending?"}, err: "nothing was changed"},
	} {
		t.Run(row.args+" "+row.answer+row.broken, func(t *testing.T) {
			o, err := parse(strings.Fields(row.args), io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			shop := &queues{letters: letters(), broken: row.broken}
			r := replay{options: o, shop: shop, out: &out}
			if row.answer != "" {
				r.in = strings.NewReader(row.answer)
			}
			if err := r.run(t.Context()); (err == nil) != (row.err == "") || err != nil && !strings.Contains(err.Error(), row.err) {
				t.Errorf("replay %s = %v, want %q", row.args, err, row.err)
			}
			if !slices.Equal(shop.sent, row.sent) || !slices.Equal(shop.discarded, row.discarded) {
				t.Errorf("sent %v and discarded %v, want %v and %v", shop.sent, shop.discarded, row.sent, row.discarded)
			}
			for _, want := range row.says {
				if !strings.Contains(out.String(), want) {
					t.Errorf("replay %s printed\n%s\nwant %q in it", row.args, &out, want)
				}
			}
		})
	}
}

func TestInvalidFlagsAreRefused(t *testing.T) {
	for args, want := range map[string]string{
		"-env nowhere":   "unknown environment",
		"-queue orders":  "want one of bus, live",
		"-send -discard": "choose one",
		"send":           "want only flags",
	} {
		if _, err := parse(strings.Fields(args), io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parse(%s) = %v, want %q", args, err, want)
		}
	}
}

func TestTheDefaultEnvironmentIsLocal(t *testing.T) {
	local, err := config.For("local")
	if err != nil {
		t.Fatal(err)
	}
	if o, err := parse(nil, io.Discard); err != nil || o.env.Name != local.Name || o.send || o.discard {
		t.Errorf("parse() = %+v, %v, want to list the local shop's letters", o, err)
	}
}

func TestAgesHaveTwoUnits(t *testing.T) {
	for d, want := range map[time.Duration]string{
		5 * time.Second: "5s", 65 * time.Second: "1m05s", 26*time.Hour + 3*time.Minute: "26h03m", 75 * time.Hour: "3d03h",
	} {
		if got := age(d); got != want {
			t.Errorf("age(%v) = %s, want %s", d, got, want)
		}
	}
	if got := fmt.Sprint(plural(1), ", ", plural(2)); got != "1 letter, 2 letters" {
		t.Errorf("got %s", got)
	}
}
