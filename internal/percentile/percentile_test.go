package percentile

import (
	"testing"
	"time"
)

func TestAt(t *testing.T) {
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i + 1)
	}
	for _, c := range []struct {
		durations []time.Duration
		share     float64
		want      time.Duration
	}{
		{nil, 0.5, 0}, {hundred[:1], 0.01, 1}, {hundred[:2], 0.5, 1}, {hundred[:2], 0.51, 2},
		{hundred, 0, 1}, {hundred, 0.5, 50}, {hundred, 0.95, 95}, {hundred, 1, 100},
	} {
		if got := At(c.durations, c.share); got != c.want {
			t.Errorf("At(%d durations, %v) = %d, want %d", len(c.durations), c.share, got, c.want)
		}
	}
}
