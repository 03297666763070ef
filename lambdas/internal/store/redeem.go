package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Redemption is the scan of a QR code that becomes an order.
type Redemption struct {
	Code, OrderID string
	// SecretHash is the SHA-256 of the order's secret, and Salt the salt that the secret
	// was derived from.
	SecretHash, Salt []byte
	At               time.Time
}

// Order returns the order that Redeem creates.
func (r Redemption) Order() Order {
	at := r.At.UTC().Truncate(time.Millisecond)
	return Order{
		ID: r.OrderID, State: coffee.Requested, Version: 1, Since: at, RequestedAt: at,
		Expires: at.Add(coffee.OrderRetention).Truncate(time.Second),
		Code:    r.Code, SecretHash: r.SecretHash, Salt: r.Salt,
	}
}

// Redeem takes one drink from a QR code and creates the order, REQUESTED, if the shop is
// open, its queue not noted as full, and a drink available. If the order ID exists
// already, it returns that order unchanged and takes no drink. The error may be a
// *coffee.Error with the code CodeMalformed, CodeUnknown, CodeExpired, CodeUsedUp,
// ShopIsClosed, QueueIsFull, NothingToHave or Busy.
//
// Redeem reads everything that may refuse the order before it writes, so that a code that
// cannot be redeemed causes no write, and the transaction covers only the order and the
// code: scans do not conflict with changes of the settings. If the shop closes between the
// read and the transaction, the workflow rejects the order.
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
	if there, err := s.checkRedemption(ctx, r, period); err != nil || there.ID != "" {
		return there, err
	}
	order := r.Order()
	create := writeTo(item{
		schema.OrderIDAttribute:    text(order.ID),
		schema.StateAttribute:      text(string(order.State)),
		schema.VersionAttribute:    number(order.Version),
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

// checkRedemption returns the order if it exists already, or the error if it cannot be
// created. Otherwise it returns the zero Order and nil.
func (s *Store) checkRedemption(ctx context.Context, r Redemption, period Period) (Order, error) {
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

// takeDrink returns the write that takes one drink from a code. Its condition is that the
// code can be redeemed.
func takeDrink(period Period, r Redemption) *write {
	w := writeTo(codeKey(period))
	w.add(schema.CodeTakenAttribute, 1)
	w.condition = all(
		w.compares(schema.CodeTextAttribute, "=", text(r.Code)),
		fmt.Sprintf("%s < %s", w.name(schema.CodeTakenAttribute), w.name(schema.CodeDrinksAttribute)),
		w.compares(schema.CodeValidUntilAttribute, ">", millis(r.At)))
	return w
}

// GiveBack returns the drink of an order to its QR code. It is idempotent, even if order is
// out of date. It does nothing for an order without a code, and if the code's item has
// expired it only marks the order.
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
	failed, err := s.client.transact(ctx, note.asUpdate(s.tables.Orders), back.asUpdate(s.tables.Counter))
	if err == nil && failed == theCode {
		_, _, err = s.client.update(ctx, s.tables.Orders, note.write)
	}
	if err != nil {
		return fmt.Errorf("drink of order %s: %w", order.ID, err)
	}
	return nil // if the condition on the order did not hold, the drink went back before
}
