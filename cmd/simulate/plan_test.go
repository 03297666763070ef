package main

import (
	"math"
	"reflect"
	"testing"
	"time"
)

func TestTheSameSeedGivesTheSameCustomers(t *testing.T) {
	long := quick
	long.orders = 200
	all := plans(long, teaOnly)
	if again := plans(long, teaOnly); !reflect.DeepEqual(all, again) {
		t.Error("the same seed gave other customers")
	}
	short := long
	short.orders = 50
	if first := plans(short, teaOnly); !reflect.DeepEqual(all[:50], first) {
		t.Error("a shorter morning has other customers")
	}
	other := long
	other.seed = 2
	if reflect.DeepEqual(all, plans(other, teaOnly)) {
		t.Error("another seed gave the same customers")
	}
}

func TestCustomersDoWhatTheFlagsSay(t *testing.T) {
	o := quick
	o.orders, o.rate, o.cancel, o.abandon = 10_000, 5, 0.3, 0.1
	var cancels, abandons, both float64
	last := time.Duration(0)
	for _, p := range plans(o, teaOnly) {
		if err := teaOnly.Check(p.choice); err != nil {
			t.Fatalf("a customer wants %v: %v", p.choice, err)
		}
		if p.arrives < last || p.thinks > o.making || p.cancelAfter > o.making {
			t.Fatalf("%+v, want arrivals in order, and times to think and to cancel within -making", p)
		}
		last = p.arrives
		if p.cancels {
			cancels++
		}
		if p.abandons {
			abandons++
		}
		if p.cancels && p.abandons {
			both++
		}
	}
	// The seed is fixed, so that ten thousand draws always come within 5% of the share.
	for _, share := range []struct {
		what      string
		got, want float64
	}{
		{"cancel", cancels / 1e4, 0.3}, {"abandon", abandons / 1e4, 0.1}, {"do both", both, 0}, {"come a second", 1e4 / last.Seconds(), 5},
	} {
		if math.Abs(share.got-share.want) > 0.05*share.want {
			t.Errorf("%v %s, want %v", share.got, share.what, share.want)
		}
	}
}
