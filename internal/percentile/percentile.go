// Package percentile summarizes durations.
package percentile

import (
	"math"
	"time"
)

// At returns the percentile of sorted durations by nearest rank, so that it is one of
// them: share 0.5 is the median, 1 the longest. It is 0 without durations.
func At(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	rank := max(1, int(math.Ceil(share*float64(len(sorted)))))
	return sorted[rank-1]
}
