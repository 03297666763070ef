package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// TakeByHand creates an order that a barista takes at the counter, without a QR code or a
// secret. It is PLACED, with its choice, before its workflow starts. If the ID exists
// already, TakeByHand returns that order unchanged.
func (s *Store) TakeByHand(ctx context.Context, id, barista string, choice coffee.Choice, at time.Time) (Order, error) {
	chosen, err := json.Marshal(choice)
	if err != nil {
		return Order{}, fmt.Errorf("order %s: %w", id, err)
	}
	w := writeOrder(id)
	w.enter(coffee.Placed, at)
	w.set(schema.RequestedAttribute, millis(at))
	w.set(schema.DrinkAttribute, text(string(chosen)))
	w.set(schema.TakenByAttribute, text(barista))
	w.condition = w.missing(schema.OrderIDAttribute)
	order, _, err := s.updateOrder(ctx, w)
	return order, err
}
