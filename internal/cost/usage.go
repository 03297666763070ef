package cost

import (
	"context"
	"fmt"
	"maps"
	"time"
)

// Usage is what the invocations of one function took, whatever they were for.
type Usage struct {
	Invocations int
	// Requests lists the requests to AWS that the function sent.
	Requests []Request
}

// Usage returns what each function took from a time on, by the function's name. It
// waits until the logs have not changed for Quiet.
func (c *Counter) Usage(ctx context.Context, since time.Time) (map[string]Usage, error) {
	sizes := map[string]int{}
	for changed := time.Now(); ; {
		logged, err := c.functions.invocations(ctx, since)
		if err != nil {
			return nil, err
		}
		used := logged.usage()
		now := map[string]int{}
		for name, u := range used {
			now[name] = u.Invocations + len(u.Requests)
		}
		if !maps.Equal(now, sizes) {
			sizes, changed = now, time.Now()
		}
		if time.Since(changed) >= c.Quiet {
			return used, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("the logs are still growing: %w", ctx.Err())
		case <-time.After(c.Quiet / 10):
		}
	}
}

// usage adds up the invocations of each function.
func (all invocations) usage() map[string]Usage {
	used := map[string]Usage{}
	for _, i := range all {
		u := used[i.function]
		u.Invocations += i.times
		u.Requests = append(u.Requests, i.requests...)
		used[i.function] = u
	}
	return used
}
