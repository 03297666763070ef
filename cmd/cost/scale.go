package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/cost"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
)

const (
	// busyShop is the rate of a shop that takes 1,000 orders in eight hours, in orders a
	// minute: step 1.
	busyShop = 2.0
	// leastOrders is how many orders a step has at least.
	leastOrders = 6
	// making is how long a drink takes. A longer time changes only how many orders are
	// open at once.
	making = 5 * time.Second
)

// step is a multiple of the busy shop's rate, and what its orders took.
type step struct {
	times  int
	played []cost.Played
	orders []cost.Order
	waits  []cost.Waits
	// messages are those to the screens, which belong to no single order.
	messages int
	failed   []error
}

// scaled holds the steps, in the order in which they were played.
type scaled struct{ steps []*step }

// size returns how many orders a step has.
func size(times int, lasts time.Duration) int {
	return max(leastOrders, int(float64(times)*busyShop*lasts.Minutes()))
}

// measureScale plays each step in a shop in an emulator of its own, and counts what its
// orders took.
func measureScale(ctx context.Context, root string, o options) (r scaled, err error) {
	s, err := openTemporary(ctx, root)
	if err != nil {
		return scaled{}, err
	}
	defer func() { err = errors.Join(err, s.close(err == nil)) }()
	limits := coffee.Limits{QueueLimit: coffee.MaxQueueLimit - 1, DrinksPerCode: coffee.MaxDrinksPerCode, CodePeriodSeconds: coffee.MaxCodePeriodSeconds}
	if err := s.manager.SetLimits(ctx, limits); err != nil {
		return scaled{}, err
	}
	var all []cost.Played
	for _, times := range o.steps {
		orders := size(times, o.scale)
		done := progress.Step("x%d: %d orders, %g a minute", times, orders, float64(times)*busyShop)
		st, err := s.rush(ctx, times, orders)
		if done(err) != nil {
			return scaled{}, err
		}
		r.steps = append(r.steps, st)
		all = append(all, st.played...)
	}
	done := progress.Step("Waiting for the last log lines, and counting %d orders", len(all))
	counted, err := s.counter.Count(ctx, all)
	if done(err) != nil {
		return scaled{}, err
	}
	for _, st := range r.steps {
		st.orders, counted = counted[:len(st.played)], counted[len(st.played):]
	}
	return r, nil
}

// rush plays orders that come in independently, at a multiple of the busy shop's rate on
// average, and waits until all of them have been collected.
func (s *shop) rush(ctx context.Context, times, orders int) (st *step, err error) {
	code, err := s.manager.Code(ctx)
	if err != nil {
		return nil, err
	}
	screens, err := s.players.OpenScreens(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, screens.Close()) }()
	st = &step{times: times}
	rng := rand.New(rand.NewPCG(1, uint64(times))) // the same orders in every run
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := range orders {
		all.Go(func() {
			played, waits, err := s.players.Follow(ctx, code.Code, making)
			mu.Lock()
			defer mu.Unlock()
			st.add(played, waits, err)
			progress.Count(fmt.Sprint(len(st.played)+len(st.failed)), fmt.Sprint(orders))
		})
		if i == orders-1 {
			break
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(rng.ExpFloat64() / (float64(times) * busyShop) * float64(time.Minute))):
		}
	}
	all.Wait()
	st.messages = screens.Messages()
	return st, ctx.Err()
}

func (st *step) add(played cost.Played, waits cost.Waits, err error) {
	if err != nil {
		st.failed = append(st.failed, fmt.Errorf("x%d: %w", st.times, err))
		return
	}
	st.played, st.waits = append(st.played, played), append(st.waits, waits)
}

// parseSteps reads the multiples. All steps together must have no more orders than a QR
// code has drinks.
func (o *options) parseSteps(text string) error {
	sum := 0
	for _, part := range strings.Split(text, ",") {
		times, err := strconv.Atoi(part)
		if err != nil || times < 1 {
			return fmt.Errorf("-steps is %q: want multiples such as 1,3,10", text)
		}
		o.steps, sum = append(o.steps, times), sum+size(times, o.scale)
	}
	if sum > coffee.MaxDrinksPerCode {
		return fmt.Errorf("-scale and -steps make %d orders: want at most %d", sum, coffee.MaxDrinksPerCode)
	}
	return nil
}

// reportScale measures the steps, and prints and stores the report.
func reportScale(ctx context.Context, root string, o options) error {
	r, err := measureScale(ctx, root, o)
	if err != nil {
		return err
	}
	if o.writeDoc {
		err = r.writeDoc(root)
	}
	return errors.Join(err, r.write(os.Stdout, o.markdown), r.verdict())
}
