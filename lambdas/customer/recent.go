package main

import (
	"sync"
	"time"
)

// recent is a value that is read again when it is too old. It spares the tables the
// same question from everybody who watches an order.
type recent[T any] struct {
	mu    sync.Mutex
	value T
	until time.Time
}

// get returns the value, which read returns if the last one is older than keep.
func (r *recent[T]) get(now time.Time, keep time.Duration, read func() (T, error)) (T, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if now.Before(r.until) {
		return r.value, nil
	}
	value, err := read()
	if err == nil {
		r.value, r.until = value, now.Add(keep)
	}
	return value, err
}
