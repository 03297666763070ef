package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Redemption is a scan of a QR code, to become an order.
type Redemption struct {
	Code, OrderID string
	// SecretHash is the SHA-256 of the secret that opens the order, and Salt is what
	// that secret was made with.
	SecretHash, Salt []byte
	At               time.Time
}

// Order is the order that it becomes.
func (r Redemption) Order() Order {
	return newOrder(r.OrderID, coffee.Requested, r.At, func(o *Order) {
		o.Code, o.SecretHash, o.Salt = r.Code, r.SecretHash, r.Salt
	})
}

func newOrder(id string, state coffee.State, at time.Time, fill func(*Order)) Order {
	at = at.UTC().Truncate(time.Millisecond)
	o := Order{ID: id, State: state, Since: at, RequestedAt: at, Expires: at.Add(coffee.OrderRetention).Truncate(time.Second)}
	fill(&o)
	return o
}

// Redeem takes a drink of a code and creates the order, which is REQUESTED, if the
// shop is open, not known to be full, and has a drink to choose. An order of that
// ID that exists already is returned as it is, and no drink is taken. The error may
// be a *coffee.Error with the code CodeMalformed, CodeUnknown, CodeExpired,
// CodeUsedUp, ShopIsClosed, QueueIsFull, NothingToHave or Busy.
//
// All that may refuse is read first, so that a code that cannot be redeemed writes
// nothing, and a crowd holds no item but the code's. The shop may close between the
// reading and the transaction: then the workflow turns the order away.
func (s *Store) Redeem(ctx context.Context, r Redemption) (Order, error) {
	period, err := ParseQRCode(r.Code)
	if err != nil {
		return Order{}, err
	}
	var order Order
	err = persist(ctx, func() error {
		order, err = s.tryToRedeem(ctx, r, period)
		return err
	})
	if known := new(coffee.Error); err == nil || errors.As(err, &known) {
		return order, err
	}
	return Order{}, fmt.Errorf("order %s: %w", r.OrderID, err)
}

func (s *Store) tryToRedeem(ctx context.Context, r Redemption, period Period) (Order, error) {
	if there, err := s.admits(ctx, r, period); err != nil || there.ID != "" {
		return there, err
	}
	order := r.Order()
	create := writeTo(item{
		schema.OrderIDAttribute:    text(order.ID),
		schema.StateAttribute:      text(string(order.State)),
		schema.SinceAttribute:      millis(order.Since),
		schema.RequestedAttribute:  millis(order.RequestedAt),
		schema.ExpiresAttribute:    number(order.Expires.Unix()),
		schema.CodeAttribute:       text(order.Code),
		schema.SecretHashAttribute: binary(order.SecretHash),
		schema.SaltAttribute:       binary(order.Salt),
	})
	create.condition = create.missing(schema.OrderIDAttribute)
	const theOrder, theCode = 0, 1
	switch failed, there, err := s.client.transactOnce(ctx, create.asPut(s.tables.Orders), takeDrink(period, r).asUpdate(s.tables.Counter)); {
	case err != nil:
		return Order{}, err
	case failed == theOrder:
		return orderOf(there), nil
	case failed == theCode:
		return Order{}, refuseCode(r.Code, there, r.At)
	default:
		return order, nil
	}
}

// admits returns nothing if the order can be made, the order if it exists already,
// and otherwise why it cannot be made.
func (s *Store) admits(ctx context.Context, r Redemption, period Period) (Order, error) {
	found, err := s.client.batch(ctx, keys{
		s.tables.Orders:  {orderKey(r.OrderID)},
		s.tables.Counter: {codeKey(period)},
		s.tables.Config:  {configKey(schema.ShopSK), configKey(schema.MenuSK)},
	})
	if err != nil {
		return Order{}, err
	}
	if there := orderOf(first(found[s.tables.Orders])); there.ID != "" {
		return there, nil
	}
	if _, err := s.admission(ctx, found[s.tables.Config], r.At); err != nil {
		return Order{}, err
	}
	return Order{}, refuseCode(r.Code, first(found[s.tables.Counter]), r.At)
}

// takeDrink takes one drink of a code that can be redeemed.
func takeDrink(period Period, r Redemption) *write {
	w := writeTo(codeKey(period))
	w.add(schema.CodeTakenAttribute, 1)
	w.condition = all(
		w.compares(schema.CodeTextAttribute, "=", text(r.Code)),
		fmt.Sprintf("%s < %s", w.name(schema.CodeTakenAttribute), w.name(schema.CodeDrinksAttribute)),
		w.compares(schema.CodeValidUntilAttribute, ">", millis(r.At)))
	return w
}

// GiveBack returns the drink of an order to its code, once however often it is
// called, and however old the order is that it is called with. An order that took
// none is left as it is; a code that the table has forgotten gets nothing.
func (s *Store) GiveBack(ctx context.Context, order Order, at time.Time) error {
	if order.Code == "" || order.DrinkReturned {
		return nil
	}
	period, err := ParseQRCode(order.Code)
	if err != nil {
		return fmt.Errorf("drink of order %s: %w", order.ID, err)
	}
	note := writeOrder(order.ID)
	note.set(schema.DrinkReturnedAttribute, millis(at))
	note.condition = all(note.exists(schema.CodeAttribute), note.missing(schema.DrinkReturnedAttribute))
	back := writeTo(codeKey(period))
	back.add(schema.CodeTakenAttribute, -1)
	back.condition = all(back.compares(schema.CodeTextAttribute, "=", text(order.Code)), back.compares(schema.CodeTakenAttribute, ">", number(0)))

	const theCode = 1
	failed, _, err := s.client.transact(ctx, note.asUpdate(s.tables.Orders), back.asUpdate(s.tables.Counter))
	if err == nil && failed == theCode {
		_, _, err = s.client.update(ctx, s.tables.Orders, note.write)
	}
	if err != nil {
		return fmt.Errorf("drink of order %s: %w", order.ID, err)
	}
	return nil // if the order's condition does not hold, the code has the drink already
}
