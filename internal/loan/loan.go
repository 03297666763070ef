// Package loan lends a deployed shop to a test run, and gives it back with the settings,
// the menu, the QR codes and the staff that it had.
package loan

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Loan is a lent shop. Notes in the shop's config table say what to put back. Each is
// written before the change, so that any machine can put everything back after a kill.
type Loan struct {
	shop   *deployed.Shop
	people *deployed.Staff
}

// Of returns the loan of a shop with this staff. It makes no request.
func Of(shop *deployed.Shop, people *deployed.Staff) *Loan { return &Loan{shop, people} }

// ErrLent is the error for a shop that is lent to another run, or to one that was killed.
var ErrLent = errors.New("another test run has this shop")

// Begin notes the shop's settings, menu and QR codes. The error is ErrLent if the shop is
// lent already. Call End afterwards, also after any other error.
func (l *Loan) Begin(ctx context.Context) error {
	_, err := l.shop.Tables.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: l.config(), ConditionExpression: new("attribute_not_exists(pk)"),
		Item: noteKey(began, ""),
	})
	if exists := new(ddb.ConditionalCheckFailedException); errors.As(err, &exists) {
		return ErrLent
	}
	if err != nil {
		return fmt.Errorf("cannot write to the config table: %w", err)
	}
	for _, sk := range []string{schema.ShopSK, schema.MenuSK} {
		found, err := l.shop.Tables.GetItem(ctx, &dynamodb.GetItemInput{TableName: l.config(), Key: configKey(sk), ConsistentRead: new(true)})
		if err != nil {
			return err
		}
		if err := l.save(ctx, configItem, sk, found.Item); err != nil {
			return err
		}
	}
	codes, err := l.shop.Codes(ctx)
	for _, code := range codes {
		err = errors.Join(err, l.save(ctx, qrCode, idOf(code), code))
	}
	return err
}

// Hire adds a user to the staff until the end of the loan. Their password need not be
// changed.
func (l *Loan) Hire(ctx context.Context, name, group, password string) error {
	if err := l.save(ctx, user, name, nil); err != nil {
		return err
	}
	return l.people.Hire(ctx, name, group, password)
}

// Tap listens to the shop's bus until the end of the loan.
func (l *Loan) Tap(ctx context.Context, name, source string) (*deployed.Tap, error) {
	if err := l.save(ctx, tap, name, nil); err != nil {
		return nil, err
	}
	return l.shop.Tap(ctx, name, source)
}

// End puts back what the notes list, and deletes them. It does nothing if the shop is not
// lent.
func (l *Loan) End(ctx context.Context) error {
	notes, err := l.notes(ctx)
	if err != nil || len(notes) == 0 {
		return err
	}
	if err := l.shop.ForgetCodes(ctx); err != nil {
		return fmt.Errorf("the QR codes: %w", err)
	}
	for _, n := range notes {
		if err := l.putBack(ctx, n); err != nil {
			return fmt.Errorf("%s %s: %w", n.kind, n.name, err)
		}
	}
	for _, n := range notes { // the one that says that the shop is lent comes last
		_, err := l.shop.Tables.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: l.config(), Key: noteKey(n.kind, n.name)})
		if err != nil {
			return err
		}
	}
	return nil
}

// putBack undoes the change that a note is about.
func (l *Loan) putBack(ctx context.Context, n noted) error {
	switch n.kind {
	case configItem:
		if n.item == nil {
			_, err := l.shop.Tables.DeleteItem(ctx, &dynamodb.DeleteItemInput{TableName: l.config(), Key: configKey(n.name)})
			return err
		}
		_, err := l.shop.Tables.PutItem(ctx, &dynamodb.PutItemInput{TableName: l.config(), Item: n.item})
		return err
	case qrCode:
		_, err := l.shop.Tables.PutItem(ctx, &dynamodb.PutItemInput{TableName: new(l.shop.Outputs["CounterTable"]), Item: n.item})
		return err
	case user:
		return l.people.Remove(ctx, n.name)
	case tap:
		return l.shop.RemoveTap(ctx, n.name)
	default:
		return nil
	}
}
