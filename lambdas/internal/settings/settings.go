// Package settings keeps the shop's settings and its menu, in the config table.
package settings

import (
	"cmp"
	"context"
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/conflict"
)

// Store is the config table in DynamoDB.
type Store struct {
	client *dynamodb.Client
	table  string
}

// NewStore returns a Store of the config table of that name.
func NewStore(client *dynamodb.Client, table string) *Store { return &Store{client, table} }

// Shop reads the settings as the shop obeys them: limits that somebody wrote into
// the table are whole numbers, no higher than they may be. A limit that was never
// set, or to less than 1, is its default, but for that of the queue, which is the
// workflow's and 0 here.
func (s *Store) Shop(ctx context.Context) (coffee.ShopSettings, error) {
	item, err := s.get(ctx, schema.ShopSK)
	if err != nil {
		return coffee.ShopSettings{}, err
	}
	return coffee.ShopSettings{
		Open:              flag(item[schema.OpenAttribute]),
		QueueLimit:        limit(item[schema.QueueLimitAttribute], coffee.MaxQueueLimit),
		DrinksPerCode:     cmp.Or(limit(item[schema.DrinksPerCodeAttribute], coffee.MaxDrinksPerCode), coffee.DefaultDrinksPerCode),
		CodePeriodSeconds: cmp.Or(limit(item[schema.CodePeriodSecondsAttribute], coffee.MaxCodePeriodSeconds), coffee.DefaultCodePeriodSeconds),
	}, nil
}

// PutOpen opens or closes the shop, and leaves the limits alone. To open one
// without a drink on its menu is an error with the code EmptyMenu.
func (s *Store) PutOpen(ctx context.Context, open bool) error {
	update := dynamodb.UpdateItemInput{
		Key:                       key(schema.ShopSK),
		UpdateExpression:          new("SET #open = :open REMOVE #full"),
		ExpressionAttributeNames:  map[string]string{"#open": schema.OpenAttribute, "#full": schema.FullUntilAttribute},
		ExpressionAttributeValues: attributes{":open": yesOrNo(open)},
	}
	if open {
		return s.open(ctx, update)
	}
	return s.update(ctx, &update)
}

// PutLimits sets all limits, and leaves the shop open or closed. Limits that
// cannot be are an error with the code InvalidSettings.
func (s *Store) PutLimits(ctx context.Context, limits coffee.Limits) error {
	if err := limits.Validate(); err != nil {
		return err
	}
	return s.update(ctx, &dynamodb.UpdateItemInput{
		Key:              key(schema.ShopSK),
		UpdateExpression: new("SET #queue = :queue, #drinks = :drinks, #period = :period REMOVE #full"),
		ExpressionAttributeNames: map[string]string{
			"#queue": schema.QueueLimitAttribute, "#drinks": schema.DrinksPerCodeAttribute,
			"#period": schema.CodePeriodSecondsAttribute, "#full": schema.FullUntilAttribute,
		},
		ExpressionAttributeValues: attributes{
			":queue": number(limits.QueueLimit), ":drinks": number(limits.DrinksPerCode),
			":period": number(limits.CodePeriodSeconds),
		},
	})
}

// Menu reads the menu, which is empty where there is none.
func (s *Store) Menu(ctx context.Context) (coffee.Menu, error) {
	item, err := s.get(ctx, schema.MenuSK)
	if err != nil {
		return coffee.Menu{}, err
	}
	return MenuOf(item), nil
}

func (s *Store) get(ctx context.Context, sk string) (attributes, error) {
	out, err := s.client.GetItem(ctx, &dynamodb.GetItemInput{TableName: &s.table, Key: key(sk), ConsistentRead: new(true)})
	if err != nil {
		return nil, fmt.Errorf("config %s: %w", sk, err)
	}
	return out.Item, nil
}

func (s *Store) update(ctx context.Context, update *dynamodb.UpdateItemInput) error {
	_, err := s.updated(ctx, update)
	return err
}

// updated returns the item that the update returns.
func (s *Store) updated(ctx context.Context, update *dynamodb.UpdateItemInput) (item attributes, err error) {
	update.TableName = &s.table
	err = conflict.Persist(ctx, func() error {
		out, err := s.client.UpdateItem(ctx, update)
		if err == nil {
			item = out.Attributes
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	return item, nil
}

type attributes = map[string]types.AttributeValue

func key(sk string) attributes {
	return attributes{schema.ConfigPKAttribute: text(schema.ConfigPK), schema.ConfigSKAttribute: text(sk)}
}

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func yesOrNo(b bool) types.AttributeValue { return &types.AttributeValueMemberBOOL{Value: b} }

func number(n int) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.Itoa(n)}
}

// What cannot be read, since somebody wrote it by hand, is zero.

func flag(value types.AttributeValue) bool {
	b, ok := value.(*types.AttributeValueMemberBOOL)
	return ok && b.Value
}

func integer(value types.AttributeValue) int {
	n, ok := value.(*types.AttributeValueMemberN)
	if !ok {
		return 0
	}
	i, _ := strconv.Atoi(n.Value)
	return max(i, 0)
}

// limit reads a number as the workflow's expression does: rounded down, and no
// higher than most.
func limit(value types.AttributeValue, most int) int {
	n, ok := value.(*types.AttributeValueMemberN)
	if !ok {
		return 0
	}
	number, err := strconv.ParseFloat(n.Value, 64)
	if err != nil || number < 1 {
		return 0
	}
	return int(min(number, float64(most)))
}

func word(value types.AttributeValue) string {
	s, ok := value.(*types.AttributeValueMemberS)
	if !ok {
		return ""
	}
	return s.Value
}
