package store

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// GiveBackSeat frees the place in the queue that an order reserved. An order
// without one is left as it is, and so is a shop whose workflow reserves none.
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
