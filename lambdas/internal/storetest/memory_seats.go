package storetest

import (
	"context"
	"slices"
)

// Seat reserves a place in the queue for an order, as the workflow does.
func (m *Memory) Seat(orderID string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.seats == nil {
		m.seats = map[string]bool{}
	}
	m.seats[orderID] = true
}

// Seats lists the IDs of the orders that have a place in the queue, sorted.
func (m *Memory) Seats(context.Context) ([]string, error) {
	unlock, err := m.lock("Seats")
	if err != nil {
		return nil, err
	}
	defer unlock()
	return m.sortedSeats(), nil
}

// Seated is Seats without the error, to check it in a test.
func (m *Memory) Seated() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sortedSeats()
}

func (m *Memory) sortedSeats() []string {
	var all []string
	for id := range m.seats {
		all = append(all, id)
	}
	slices.Sort(all)
	return all
}

// GiveBackSeat frees the order's place in the queue.
func (m *Memory) GiveBackSeat(_ context.Context, orderID string) error {
	unlock, err := m.lock("GiveBackSeat")
	if err != nil {
		return err
	}
	defer unlock()
	delete(m.seats, orderID)
	return nil
}
