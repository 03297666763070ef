package main

import (
	"testing"
	"time"
)

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
