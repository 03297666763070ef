package model

import (
	"flag"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

const traces = 10_000

func TestMain(m *testing.M) {
	_ = flag.Set("rapid.checks", strconv.Itoa(traces)) // unless the command line has another number
	flag.Parse()
	os.Exit(m.Run())
}

func TestNothingIsLostWhateverHappens(t *testing.T) {
	w, played := New(), 0
	rapid.Check(t, func(t *rapid.T) {
		trace := Traces.Draw(t, "trace")
		if err := w.Play(trace); err != nil {
			t.Fatalf("%v\n%v", err, trace)
		}
		played++
	})
	if missing := w.Unreached(); played >= traces && len(missing) > 0 {
		t.Errorf("in %d traces, these never happened: %q", played, missing)
	}
	if testing.Verbose() {
		for _, what := range reachable() {
			t.Logf("%7d %v", w.counts[what], what)
		}
	}
}

func TestRecordedTracesReachEveryRequest(t *testing.T) {
	w := New()
	for i := range 50 {
		for _, traces := range []*rapid.Generator[Trace]{OrderTraces, ShopTraces} {
			if _, err := w.Record(traces.Example(i)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, kind := range append(aboutTheShop, aboutOrders...) {
		if w.counts[kind] == 0 {
			t.Errorf("no trace has a successful %s", kind)
		}
	}
}
