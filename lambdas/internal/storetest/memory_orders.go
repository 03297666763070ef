package storetest

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Order reads an order. It returns false if the ID does not exist.
func (m *Memory) Order(_ context.Context, id string) (store.Order, bool, error) {
	unlock, err := m.lock("Order")
	if err != nil {
		return store.Order{}, false, err
	}
	defer unlock()
	o, known := m.orders[id]
	return o, known, nil
}

// Orders reads those of the orders that exist, in the order of the IDs.
func (m *Memory) Orders(_ context.Context, ids []string) ([]store.Order, error) {
	unlock, err := m.lock("Orders")
	if err != nil {
		return nil, err
	}
	defer unlock()
	var orders []store.Order
	for _, id := range ids {
		if o, known := m.orders[id]; known {
			orders = append(orders, o)
		}
	}
	return orders, nil
}

// OrderWithMenu reads an order and the menu.
func (m *Memory) OrderWithMenu(_ context.Context, id string) (store.Order, coffee.Menu, error) {
	unlock, err := m.lock("OrderWithMenu")
	if err != nil {
		return store.Order{}, coffee.Menu{}, err
	}
	defer unlock()
	return m.orders[id], cloneMenu(m.menu), nil
}

// All lists every order, in no particular order, to check them in a test.
func (m *Memory) All() []store.Order {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.AppendSeq(make([]store.Order, 0, len(m.orders)), maps.Values(m.orders))
}

// Redeem takes one drink of a code and creates the order.
func (m *Memory) Redeem(_ context.Context, r store.Redemption) (store.Order, error) {
	if _, err := store.ParseQRCode(r.Code); err != nil {
		return store.Order{}, err
	}
	unlock, err := m.lock("Redeem")
	if err != nil {
		return store.Order{}, err
	}
	defer unlock()
	if o, known := m.orders[r.OrderID]; known {
		return o, nil
	}
	if err := m.refuseOrder(r.At); err != nil {
		return store.Order{}, err
	}
	if err := m.refuseCode(r.Code, r.At); err != nil {
		return store.Order{}, err
	}
	m.codes[r.Code].taken++
	return m.put(r.Order()), nil
}

// GiveBack returns the drink of an order to its code, once.
func (m *Memory) GiveBack(_ context.Context, order store.Order, _ time.Time) error {
	unlock, err := m.lock("GiveBack")
	if err != nil {
		return err
	}
	defer unlock()
	if o := m.orders[order.ID]; o.Code != "" && !o.DrinkReturned {
		if known := m.codes[o.Code]; known != nil {
			known.taken--
		}
		o.DrinkReturned = true
		m.put(o)
	}
	return nil
}

// TakeByHand creates the order that a barista takes at the counter.
func (m *Memory) TakeByHand(_ context.Context, id, barista string, choice coffee.Choice, at time.Time) (store.Order, error) {
	unlock, err := m.lock("TakeByHand")
	if err != nil {
		return store.Order{}, err
	}
	defer unlock()
	if o, known := m.orders[id]; known {
		return o, nil
	}
	chosen, err := json.Marshal(choice)
	o := enter(store.Order{ID: id, Order: string(chosen), TakenBy: barista}, coffee.Placed, at)
	o.RequestedAt = o.PlacedAt
	return m.put(o), err
}

// InState lists the orders in a state, oldest entry first.
func (m *Memory) InState(_ context.Context, state coffee.State) ([]store.Order, error) {
	unlock, err := m.lock("InState")
	if err != nil {
		return nil, err
	}
	defer unlock()
	return m.inState(state), nil
}

// Latest lists up to most orders that entered a state at or after since, newest
// first.
func (m *Memory) Latest(_ context.Context, state coffee.State, since time.Time, most int) ([]store.Order, error) {
	unlock, err := m.lock("Latest")
	if err != nil {
		return nil, err
	}
	defer unlock()
	latest := slices.DeleteFunc(m.inState(state), func(o store.Order) bool { return o.Since.Before(since.Truncate(time.Millisecond)) })
	slices.Reverse(latest)
	return latest[:min(most, len(latest))], nil
}

// Entered lists up to most orders that entered a state at or after from and before to,
// oldest first.
func (m *Memory) Entered(_ context.Context, state coffee.State, from, to time.Time, most int) ([]store.Order, error) {
	unlock, err := m.lock("Entered")
	if err != nil {
		return nil, err
	}
	defer unlock()
	within := slices.DeleteFunc(m.inState(state), func(o store.Order) bool {
		return o.Since.Before(from.Truncate(time.Millisecond)) || !o.Since.Before(to.Truncate(time.Millisecond))
	})
	return within[:min(most, len(within))], nil
}

// Arrived lists the orders that arrived at or after from and before to, oldest first,
// unless they ended more than three days after to.
func (m *Memory) Arrived(_ context.Context, from, to time.Time) ([]store.Order, error) {
	unlock, err := m.lock("Arrived")
	if err != nil {
		return nil, err
	}
	defer unlock()
	var all []store.Order
	for _, state := range coffee.States() {
		for _, o := range m.inState(state) {
			if at := o.ArrivedAt(); !at.Before(from) && at.Before(to) && !o.Since.After(to.Add(3*24*time.Hour)) {
				all = append(all, o)
			}
		}
	}
	slices.SortFunc(all, func(a, b store.Order) int {
		return cmp.Or(a.ArrivedAt().Compare(b.ArrivedAt()), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// PlacesTaken returns how many places in the queue are taken.
func (m *Memory) PlacesTaken(context.Context) (int, error) {
	unlock, err := m.lock("PlacesTaken")
	if err != nil {
		return 0, err
	}
	defer unlock()
	return m.placesTaken(), nil
}

func (m *Memory) placesTaken() int {
	taken := 0
	for _, state := range []coffee.State{coffee.Started, coffee.Placed, coffee.Queued, coffee.Making} {
		taken += len(m.inState(state))
	}
	return taken
}

func (m *Memory) inState(state coffee.State) []store.Order {
	var all []store.Order
	for _, o := range m.orders {
		if o.State == state {
			all = append(all, listItem(o))
		}
	}
	slices.SortFunc(all, func(a, b store.Order) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.ID, b.ID)) })
	return all
}

// listItem returns the attributes of an order that lists include.
func listItem(o store.Order) store.Order {
	return store.Order{
		ID: o.ID, State: o.State, Version: o.Version, Since: o.Since, Number: o.Number, Order: o.Order, Barista: o.Barista,
		TakenBy: o.TakenBy, Reason: o.Reason, Cause: o.Cause, By: o.By,
		RequestedAt: o.RequestedAt, StartedAt: o.StartedAt, PlacedAt: o.PlacedAt, QueuedAt: o.QueuedAt, MakingAt: o.MakingAt,
		ReadyAt: o.ReadyAt, CollectedAt: o.CollectedAt, EndedAt: o.EndedAt, RecalledAt: o.RecalledAt, RemindedAt: o.RemindedAt,
	}
}
