package store

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// GiveBackSeat releases the seat that an order reserved in the queue. It does nothing if
// the order has none, or if the workflow does not reserve seats.
func (s *Store) GiveBackSeat(ctx context.Context, orderID string) error {
	if s.tables.Seats == "" {
		return nil
	}
	w := writeTo(item{schema.CounterIDAttribute: text(schema.SeatsID)})
	w.quiet = true
	w.deletes = fmt.Sprintf("%s %s", w.name(schema.SeatsAttribute), w.value("seat", &types.AttributeValueMemberSS{Value: []string{orderID}}))
	if _, _, err := s.client.update(ctx, s.tables.Seats, w); err != nil {
		return fmt.Errorf("seat of order %s: %w", orderID, err)
	}
	return nil
}

// Seats lists the IDs of the orders that have reserved a seat in the queue, in no
// particular order. There are none if the workflow does not reserve seats.
func (s *Store) Seats(ctx context.Context) ([]string, error) {
	if s.tables.Seats == "" {
		return nil, nil
	}
	found, err := s.client.get(ctx, s.tables.Seats, item{schema.CounterIDAttribute: text(schema.SeatsID)})
	if err != nil {
		return nil, fmt.Errorf("seats: %w", err)
	}
	return readTexts(found[schema.SeatsAttribute]), nil
}
