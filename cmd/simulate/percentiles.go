package main

import (
	"math"
	"slices"
	"time"
)

// percentiles sum up durations, in milliseconds. They are 0 where there are none.
type percentiles struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50Ms"`
	P95   float64 `json:"p95Ms"`
	P99   float64 `json:"p99Ms"`
	Max   float64 `json:"maxMs"`
}

// percentilesOf are by nearest rank: each is a duration that occurred.
func percentilesOf(durations []time.Duration) percentiles {
	if len(durations) == 0 {
		return percentiles{}
	}
	sorted := slices.Sorted(slices.Values(durations))
	at := func(share float64) float64 {
		rank := max(1, int(math.Ceil(share*float64(len(sorted)))))
		return math.Round(sorted[rank-1].Seconds()*1e6) / 1e3
	}
	return percentiles{Count: len(sorted), P50: at(0.50), P95: at(0.95), P99: at(0.99), Max: at(1)}
}
