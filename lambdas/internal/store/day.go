package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// longestLife is how long after its request an order is looked for among those that have
// ended. A drink waits for its customer for up to two days (coffee.MaxCollectWithinSeconds,
// twice); the third day is for the order itself and for recalls.
const longestLife = 3 * 24 * time.Hour

// clockSkew is how much earlier than the request the clock of another service may date what
// happened after it.
const clockSkew = time.Minute

// ArrivedAt returns when the order was requested. For an order without a request, whose
// workflow was started directly, that is when it is first known of.
func (o Order) ArrivedAt() time.Time {
	return cmp.Or(o.RequestedAt, o.StartedAt, o.PlacedAt, o.QueuedAt, o.MakingAt, o.ReadyAt, o.EndedAt, o.Since)
}

// Arrived returns the orders, in any state, that arrived at from or later and before to,
// oldest first. Those that ended more than three days after to are missing. Like InState,
// it has no tokens and is eventually consistent.
//
// It reads the index for the states that an order passes through first and for the final
// ones afterwards, so that an order that ends meanwhile is not missed.
func (s *Store) Arrived(ctx context.Context, from, to time.Time) ([]Order, error) {
	var open, ended []coffee.State
	for _, state := range coffee.States() {
		if state.Terminal() {
			ended = append(ended, state)
		} else {
			open = append(open, state)
		}
	}
	byID := map[string]Order{}
	for _, states := range [][]coffee.State{open, ended} {
		found, err := s.arrivedIn(ctx, states, from, to)
		if err != nil {
			return nil, err
		}
		for _, order := range found {
			if order.Version >= byID[order.ID].Version {
				byID[order.ID] = order
			}
		}
	}
	orders := make([]Order, 0, len(byID))
	for _, order := range byID {
		if at := order.ArrivedAt(); !at.Before(from) && at.Before(to) {
			orders = append(orders, order)
		}
	}
	slices.SortFunc(orders, func(a, b Order) int { return cmp.Or(a.ArrivedAt().Compare(b.ArrivedAt()), cmp.Compare(a.ID, b.ID)) })
	return orders, nil
}

// arrivedIn returns the orders in some states that were requested from from until before
// to, and all orders of that time that have no request.
func (s *Store) arrivedIn(ctx context.Context, states []coffee.State, from, to time.Time) ([]Order, error) {
	lists := make([][]Order, len(states))
	var all errgroup.Group
	for i, state := range states {
		all.Go(func() (err error) {
			query := s.byState(state)
			query.KeyConditionExpression = new("#state = :state AND #since BETWEEN :first AND :last")
			query.FilterExpression = new("#requested BETWEEN :from AND :to OR attribute_not_exists(#requested)")
			query.ExpressionAttributeNames["#since"] = schema.SinceAttribute
			query.ExpressionAttributeNames["#requested"] = schema.RequestedAttribute
			query.ExpressionAttributeValues[":first"] = millis(from.Add(-clockSkew))
			query.ExpressionAttributeValues[":last"] = millis(to.Add(longestLife))
			query.ExpressionAttributeValues[":from"] = millis(from)
			query.ExpressionAttributeValues[":to"] = millis(to)
			lists[i], err = s.list(ctx, state, query, -1)
			return err
		})
	}
	err := all.Wait()
	return slices.Concat(lists...), err
}
