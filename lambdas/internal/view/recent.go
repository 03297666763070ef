package view

import (
	"sync"
	"time"
)

// Recent caches one value for a time, so that many customers who watch their orders
// share one read of the tables.
type Recent[T any] struct {
	mu    sync.Mutex
	value T
	until time.Time
}

// Get returns the cached value, or calls read if it is older than ttl. An error is
// returned and not cached.
func (r *Recent[T]) Get(now time.Time, ttl time.Duration, read func() (T, error)) (T, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Before(r.until) {
		return r.value, nil
	}
	value, err := read()
	if err == nil {
		r.value, r.until = value, now.Add(ttl)
	}
	return value, err
}
