package view

import (
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
)

var start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// minute returns the time some minutes after start.
func minute(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }

// queuedOrder is an order that was queued three minutes after start.
func queuedOrder() store.Order {
	return store.Order{
		ID: "order-1", State: coffee.Queued, Since: minute(3), Number: 7,
		RequestedAt: minute(0), StartedAt: minute(1), PlacedAt: minute(2), QueuedAt: minute(3),
	}
}

// step is one change of the order in a store, at a time.
type step func(s *storetest.Memory, t *testing.T, at time.Time) (store.Order, error)

var (
	claim step = func(s *storetest.Memory, t *testing.T, at time.Time) (store.Order, error) {
		return s.Claim(t.Context(), "order-1", "ada", at)
	}
	release step = func(s *storetest.Memory, t *testing.T, at time.Time) (store.Order, error) {
		return s.Release(t.Context(), "order-1", "ada", at)
	}
	complete step = func(s *storetest.Memory, t *testing.T, at time.Time) (store.Order, error) {
		return s.Complete(t.Context(), "order-1", "ada", at)
	}
	recall step = func(s *storetest.Memory, t *testing.T, at time.Time) (store.Order, error) {
		return s.Recall(t.Context(), "order-1", "ada", at)
	}
	collect step = func(s *storetest.Memory, t *testing.T, at time.Time) (store.Order, error) {
		return s.Collect(t.Context(), "order-1", at)
	}
	cancel step = func(s *storetest.Memory, t *testing.T, at time.Time) (store.Order, error) {
		return s.Cancel(t.Context(), "order-1", "ada", "no milk", []coffee.State{coffee.Queued, coffee.Making}, at)
	}
	unclaim step = func(s *storetest.Memory, t *testing.T, at time.Time) (store.Order, error) {
		return s.Unclaim(t.Context(), "order-1", at.Add(-time.Minute), at)
	}
)

// Each step is taken a minute after the one before, the first at minute 4.
func TestStagesAreTheStatesThatTheOrderIsInOrWentThrough(t *testing.T) {
	for name, c := range map[string]struct {
		steps []step
		want  []api.Stage // after QUEUED
	}{
		"queued":                     {},
		"claimed":                    {[]step{claim}, []api.Stage{{State: coffee.Making, At: minute(4)}}},
		"released":                   {[]step{claim, release}, nil},
		"claimed again":              {[]step{claim, release, claim}, []api.Stage{{State: coffee.Making, At: minute(6)}}},
		"completed":                  {[]step{claim, complete}, []api.Stage{{State: coffee.Making, At: minute(4)}, {State: coffee.Ready, At: minute(5)}}},
		"completed without a claim":  {[]step{complete}, []api.Stage{{State: coffee.Ready, At: minute(4)}}},
		"recalled":                   {[]step{claim, complete, recall}, []api.Stage{{State: coffee.Making, At: minute(6)}}},
		"recalled and released":      {[]step{claim, complete, recall, release}, nil},
		"recalled and cancelled":     {[]step{claim, complete, recall, cancel}, []api.Stage{{State: coffee.Making, At: minute(6)}, {State: coffee.Cancelled, At: minute(7)}}},
		"recalled and completed":     {[]step{claim, complete, recall, complete}, []api.Stage{{State: coffee.Making, At: minute(6)}, {State: coffee.Ready, At: minute(7)}}},
		"collected":                  {[]step{claim, complete, collect}, []api.Stage{{State: coffee.Making, At: minute(4)}, {State: coffee.Ready, At: minute(5)}, {State: coffee.Collected, At: minute(6)}}},
		"unclaimed":                  {[]step{claim, complete, unclaim}, []api.Stage{{State: coffee.Making, At: minute(4)}, {State: coffee.Ready, At: minute(5)}, {State: coffee.Unclaimed, At: minute(6)}}},
		"cancelled in the queue":     {[]step{cancel}, []api.Stage{{State: coffee.Cancelled, At: minute(4)}}},
		"cancelled while being made": {[]step{claim, cancel}, []api.Stage{{State: coffee.Making, At: minute(4)}, {State: coffee.Cancelled, At: minute(5)}}},
	} {
		t.Run(name, func(t *testing.T) {
			orders := new(storetest.Memory)
			orders.Put(queuedOrder())
			order, _, err := orders.Order(t.Context(), "order-1")
			for i, take := range c.steps {
				if err != nil {
					break
				}
				before := order.Version
				if order, err = take(orders, t, minute(4+i)); order.Version <= before {
					t.Errorf("version after step %d = %d, want more than %d", i+1, order.Version, before)
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			want := append([]api.Stage{
				{State: coffee.Requested, At: minute(0)}, {State: coffee.Started, At: minute(1)},
				{State: coffee.Placed, At: minute(2)}, {State: coffee.Queued, At: minute(3)},
			}, c.want...)
			shown := Order(order, 15*time.Minute)
			if !slices.Equal(shown.Stages, want) || shown.Version != order.Version {
				t.Errorf("stages = %v in version %d, want %v in version %d", shown.Stages, shown.Version, want, order.Version)
			}
		})
	}
}

func TestStagesOfAnOrderTakenByHand(t *testing.T) {
	orders := new(storetest.Memory)
	order, err := orders.TakeByHand(t.Context(), "order-1", "ada", coffee.Choice{Drink: "tea"}, start)
	if err != nil {
		t.Fatal(err)
	}
	want := []api.Stage{{State: coffee.Requested, At: start}, {State: coffee.Placed, At: start}}
	if got := Order(order, 15*time.Minute).Stages; !slices.Equal(got, want) {
		t.Errorf("stages = %v, want %v", got, want)
	}
}
