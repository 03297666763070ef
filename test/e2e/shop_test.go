package e2e

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

const (
	testTimeout = 3 * time.Minute  // for a test as a whole
	waitTimeout = 30 * time.Second // for one thing that a test waits for
	pollEvery   = 50 * time.Millisecond
)

// anyFailed is true once a test in a shop has failed.
var anyFailed atomic.Bool

// shop is a stack that one test uses. At the end of the test, close cancels its open
// orders and checks all of them.
type shop struct {
	*stack
	t   testing.TB
	ctx context.Context

	mu     sync.Mutex
	orders []order
}

// open returns a shop with these settings for a test. It waits until no other test uses
// the stack.
func open(t testing.TB, get func() (*stack, error), settings coffee.ShopSettings) *shop {
	t.Helper()
	stack, err := get()
	if err != nil {
		anyFailed.Store(true)
		t.Fatal(err)
	}
	stack.inUse.Lock()
	t.Cleanup(stack.inUse.Unlock)
	if stack.leftBy != "" {
		t.Fatalf("%s failed to restore the shop", stack.leftBy)
	}
	if interrupted.Err() != nil {
		t.Skip("interrupted")
	}
	ctx, cancel := context.WithTimeout(t.Context(), testTimeout)
	ignore := context.AfterFunc(interrupted, cancel)
	s := &shop{stack: stack, t: t, ctx: ctx}
	t.Cleanup(func() {
		ignore()
		cancel()
		s.close()
		if t.Failed() {
			anyFailed.Store(true)
		}
	})
	s.must(s.Configure(ctx, settings))
	return s
}

// eachStrategy runs a test in a shop of each capacity strategy, in parallel.
func eachStrategy(t *testing.T, settings coffee.ShopSettings, test func(t *testing.T, s *shop)) {
	for name, get := range strategies() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t, get, settings))
		})
	}
}

// strategies returns a shop of each capacity strategy, or the given one alone.
func strategies() map[string]func() (*stack, error) {
	both := map[string]func() (*stack, error){"ListExecutions": listing, "ReservedSeats": seating}
	if given != nil {
		maps.DeleteFunc(both, func(name string, _ func() (*stack, error)) bool {
			return (name == "ReservedSeats") != given.env.ReserveSeats
		})
	}
	return both
}

// must fails the test at once if err is not nil.
func (s *shop) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// close restores the stack, and fails the test if an order did not end consistently or
// a seat stays taken.
func (s *shop) close() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(s.ctx), 2*waitTimeout)
	defer cancel()
	err := s.cancelRunning(ctx)
	if err == nil {
		err = atOnce(s.orders, 8, func(o order) error { return o.checkEnd(ctx) })
	}
	if err == nil {
		err = s.awaitFreeSeats(ctx)
	}
	if err = errors.Join(err, s.ConfigureRaw(ctx, nil)); err != nil {
		s.leftBy = s.t.Name()
		s.t.Errorf("when the shop closed: %v", err)
	}
}

// cancelRunning cancels all open orders.
func (s *shop) cancelRunning(ctx context.Context) error {
	return eventually(ctx, func(ctx context.Context) error {
		running, err := s.executions(ctx, "RUNNING")
		if err != nil || len(running) == 0 {
			return err
		}
		for _, id := range running {
			heard, _ := s.tap.Of(id)
			for _, h := range heard {
				if token := h.TaskToken(); token != "" {
					_ = s.Fail(ctx, token, "Shop.Closing", "the test is over") // it may have been answered
				}
			}
		}
		return fmt.Errorf("%d orders are still open, such as %s", len(running), running[0])
	})
}

// awaitFreeSeats waits until all seats are given back.
func (s *stack) awaitFreeSeats(ctx context.Context) error {
	return eventually(ctx, func(ctx context.Context) error {
		seats, err := s.seats(ctx)
		if err != nil || len(seats) == 0 {
			return err
		}
		return fmt.Errorf("%d seats are still taken, such as that of %s", len(seats), seats[0])
	})
}

// eventually calls try until it returns nil. After waitTimeout it returns its last
// error.
func eventually(ctx context.Context, try func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, waitTimeout)
	defer cancel()
	var problem error
	for {
		err := try(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() == nil || problem == nil { // not merely the end of ctx
			problem = err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", problem, ctx.Err())
		case <-time.After(pollEvery):
		}
	}
}

// atOnce calls do for every item, width at a time, and starts the first ones at the
// same moment.
func atOnce[T any](items []T, width int, do func(T) error) error {
	var (
		group   sync.WaitGroup
		release = make(chan struct{})
		slots   = make(chan struct{}, width)
		errs    = make([]error, len(items))
	)
	for i, item := range items {
		group.Go(func() {
			<-release
			slots <- struct{}{}
			defer func() { <-slots }()
			errs[i] = do(item)
		})
	}
	close(release)
	group.Wait()
	return someOf(errs)
}

// someOf joins the first five errors, and counts the others.
func someOf(errs []error) error {
	errs = slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	if more := len(errs) - 5; more > 0 {
		errs = append(errs[:5], fmt.Errorf("and %d others", more))
	}
	return errors.Join(errs...)
}

// shortName returns the name of the test without its subtests, for order IDs.
func (s *shop) shortName() string {
	name, _, _ := strings.Cut(strings.TrimPrefix(s.t.Name(), "Test"), "/")
	return name
}
