package e2e

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// The random run has phases, between which the shop's settings change. The shop is open
// in most of them.
const (
	phases         = 6
	ordersPerPhase = 30
	together       = 15 // orders of a phase that start at once
)

var doors = []door{doorOpen, doorClosed, doorOpen, doorFull, doorOpen, doorOpen}

func TestRandomOrdersEndAsTheModelPredicts(t *testing.T) {
	seed := seedOf(t)
	random := rand.New(rand.NewPCG(seed, 0))
	junk := slices.Sorted(maps.Values(outputs))
	s := open(t, hasty, openDoors)

	var underway sync.WaitGroup
	var mu sync.Mutex
	var problems []error
	late := 0
	for phase := range phases {
		door := doors[phase%len(doors)]
		s.must(s.set(door))
		visits := make([]visit, ordersPerPhase)
		for i := range visits {
			visits[i] = visit{s.newOrder(), drawPlan(random, door), junk[random.IntN(len(junk))]}
		}
		// The settings can change once each order is past the admission check.
		err := atOnce(visits, together, func(v visit) error {
			if err := v.order.start(); err != nil {
				return err
			}
			_, err := v.order.hearAny()
			underway.Go(func() {
				wasLate, err := v.run()
				mu.Lock()
				defer mu.Unlock()
				problems = append(problems, err)
				if wasLate {
					late++
				}
			})
			return err
		})
		s.must(err)
	}
	underway.Wait()

	if err := someOf(problems); err != nil {
		t.Errorf("with the seed %d:\n%v", seed, err)
	}
	if limit := phases * ordersPerPhase / 10; late > limit {
		t.Errorf("%d answers came after the time-out, want at most %d: this machine is too slow for this test", late, limit)
	}
}

// seedOf returns the seed of the random run: COFFEESHOP_SEED if it is set, otherwise a
// new one.
func seedOf(t *testing.T) uint64 {
	seed := uint64(time.Now().UnixNano())
	if given := os.Getenv("COFFEESHOP_SEED"); given != "" {
		var err error
		if seed, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatalf("COFFEESHOP_SEED: %v", err)
		}
	}
	fmt.Printf("the random run's seed: COFFEESHOP_SEED=%d\n", seed)
	return seed
}

// set puts the shop into the state of a door.
func (s *shop) set(door door) error {
	switch door {
	case doorClosed:
		return s.Configure(s.ctx, coffee.ShopSettings{Open: false})
	case doorFull: // one order fills it until it times out
		first := s.newOrder()
		err := errors.Join(s.set(doorOpen), first.start(), first.emits("OrderStarted"))
		return errors.Join(err, s.Configure(s.ctx, coffee.ShopSettings{Open: true, QueueLimit: 1}))
	default:
		return s.Configure(s.ctx, coffee.ShopSettings{Open: true, QueueLimit: 400})
	}
}

// visit is an order with its plan.
type visit struct {
	order order
	plan  plan
	junk  string
}

// run plays the plan, and compares the events with those of the model. It reports
// whether an answer came too late.
func (v visit) run() (late bool, err error) {
	played, err := v.plan.play(v.order, v.junk)
	if err != nil {
		return false, fmt.Errorf("%+v: %w", v.plan, err)
	}
	if _, err := v.order.awaitEnd(); err != nil {
		return false, err
	}
	if err := v.order.emits(played.events()...); err != nil {
		return false, fmt.Errorf("%+v: %w", v.plan, err)
	}
	return played != v.plan, nil
}
