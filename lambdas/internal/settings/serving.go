package settings

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/conflict"
)

// A scan must not take a drink off its code while nothing can be chosen, and must
// not read the menu to know. So the shop's item says that something can be had,
// which each change of the menu brings up to date: it is set only along with a
// look at the menu, in one transaction, and removed as soon as a change left
// nothing. A scan that does not find it reads the menu itself.

// open opens the shop if there is a drink on the menu.
func (s *Store) open(ctx context.Context, update dynamodb.UpdateItemInput) error {
	err := s.transact(ctx,
		types.TransactWriteItem{Update: &types.Update{
			TableName: &s.table, Key: update.Key, UpdateExpression: update.UpdateExpression,
			ExpressionAttributeNames: update.ExpressionAttributeNames, ExpressionAttributeValues: update.ExpressionAttributeValues,
		}},
		types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
			TableName: &s.table, Key: key(schema.MenuSK),
			ConditionExpression:       new("size(#drinks) > :none"),
			ExpressionAttributeNames:  map[string]string{"#drinks": schema.DrinksAttribute},
			ExpressionAttributeValues: attributes{":none": number(0)},
		}})
	if errors.Is(err, errCondition) {
		return coffee.NewError(coffee.EmptyMenu, "There is no drink on the menu. Put one there before you open the shop.")
	}
	if err != nil {
		return err
	}
	menu, err := s.Menu(ctx)
	if err != nil {
		return err
	}
	return s.noteServing(ctx, menu)
}

// PutMenu replaces the whole menu. One that cannot be is an error with the code
// InvalidMenu, one without drinks for an open shop one with the code EmptyMenu.
func (s *Store) PutMenu(ctx context.Context, m coffee.Menu) error {
	if err := m.Validate(); err != nil {
		return err
	}
	item := key(schema.MenuSK)
	item[schema.DrinksAttribute] = drinks(m)
	put := []types.TransactWriteItem{{Put: &types.Put{TableName: &s.table, Item: item}}}
	if len(m.Drinks) == 0 {
		put = append(put, types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
			TableName: &s.table, Key: key(schema.ShopSK),
			ConditionExpression:       new("attribute_not_exists(#open) OR #open <> :yes"),
			ExpressionAttributeNames:  map[string]string{"#open": schema.OpenAttribute},
			ExpressionAttributeValues: attributes{":yes": yesOrNo(true)},
		}})
	}
	err := s.transact(ctx, put...)
	if errors.Is(err, errCondition) {
		return coffee.NewError(coffee.EmptyMenu, "The shop is open. Close it before you take the last drink off the menu.")
	}
	if err != nil {
		return err
	}
	return s.noteServing(ctx, m)
}

// replacements is how often a menu may be replaced while SetAvailable looks
// for a drink in it.
const replacements = 5

// SetAvailable says whether a drink on the menu is available or sold out, and
// leaves the rest of the menu alone. A drink that is not on the menu is an
// error with the code UnknownDrink.
func (s *Store) SetAvailable(ctx context.Context, drink string, available bool) error {
	for range replacements {
		m, err := s.Menu(ctx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(m.Drinks, func(d coffee.Drink) bool { return d.ID == drink })
		if i < 0 {
			return coffee.NewError(coffee.UnknownDrink, "There is no such drink on the menu.")
		}
		changed, err := s.setAvailable(ctx, i, drink, available)
		if err == nil {
			return s.noteServing(ctx, changed)
		}
		if moved := new(types.ConditionalCheckFailedException); !errors.As(err, &moved) {
			return err
		}
	}
	return coffee.NewError(coffee.Busy, "The menu is being changed. Please try again.")
}

// setAvailable returns the menu as it is then. It fails on its condition where
// the drink is not the i-th any more.
func (s *Store) setAvailable(ctx context.Context, i int, drink string, available bool) (coffee.Menu, error) {
	at := fmt.Sprintf("#drinks[%d]", i)
	item, err := s.updated(ctx, &dynamodb.UpdateItemInput{
		Key:                       key(schema.MenuSK),
		UpdateExpression:          new("SET " + at + ".#available = :available"),
		ConditionExpression:       new(at + ".#id = :drink"),
		ExpressionAttributeNames:  map[string]string{"#drinks": schema.DrinksAttribute, "#available": availableField, "#id": idField},
		ExpressionAttributeValues: attributes{":available": yesOrNo(available), ":drink": text(drink)},
		ReturnValues:              types.ReturnValueAllNew,
	})
	return MenuOf(item), err
}

// noteServing notes whether something of a menu can be had. If the menu is
// another meanwhile, whoever changed it notes what is right.
func (s *Store) noteServing(ctx context.Context, m coffee.Menu) error {
	i := m.FirstAvailable()
	if i < 0 {
		return s.update(ctx, &dynamodb.UpdateItemInput{
			Key: key(schema.ShopSK), UpdateExpression: new("REMOVE #serving"),
			ExpressionAttributeNames: map[string]string{"#serving": schema.ServingAttribute},
		})
	}
	at := fmt.Sprintf("#drinks[%d]", i)
	err := s.transact(ctx,
		types.TransactWriteItem{Update: &types.Update{
			TableName: &s.table, Key: key(schema.ShopSK), UpdateExpression: new("SET #serving = :yes"),
			ExpressionAttributeNames:  map[string]string{"#serving": schema.ServingAttribute},
			ExpressionAttributeValues: attributes{":yes": yesOrNo(true)},
		}},
		types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
			TableName: &s.table, Key: key(schema.MenuSK), ConditionExpression: new(at + ".#available = :yes"),
			ExpressionAttributeNames:  map[string]string{"#drinks": schema.DrinksAttribute, "#available": availableField},
			ExpressionAttributeValues: attributes{":yes": yesOrNo(true)},
		}})
	if errors.Is(err, errCondition) {
		return nil
	}
	return err
}

// errCondition says that a condition of a transaction does not hold.
var errCondition = errors.New("a condition does not hold")

func (s *Store) transact(ctx context.Context, items ...types.TransactWriteItem) error {
	err := conflict.Persist(ctx, func() error {
		_, err := s.client.TransactWriteItems(ctx, &dynamodb.TransactWriteItemsInput{TransactItems: items})
		return err
	})
	if cancelled := new(types.TransactionCanceledException); errors.As(err, &cancelled) &&
		conflict.Failed(cancelled.CancellationReasons, conflict.AnyItem, conflict.Condition) {
		return errCondition
	}
	if err != nil {
		return fmt.Errorf("config: %w", err)
	}
	return nil
}
