package orders

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/conflict"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings"
)

// Redemption is a scan of a QR code, which shall become an order.
type Redemption struct {
	Code, OrderID string
	// SecretHash is the SHA-256 of the secret that opens the order.
	SecretHash []byte
	// Salt is what that secret was made with.
	Salt []byte
	At   time.Time
}

// record is the order that it becomes.
func (r Redemption) record() Record {
	at := r.At.UTC().Truncate(time.Millisecond)
	return Record{
		ID: r.OrderID, State: coffee.Requested, Since: at, RequestedAt: at,
		Expires: at.Add(coffee.OrderRetention).Truncate(time.Second),
		Code:    r.Code, SecretHash: r.SecretHash, Salt: r.Salt,
	}
}

func (r Redemption) item() item {
	order := r.record()
	return item{
		schema.OrderIDAttribute:    str(order.ID),
		schema.StateAttribute:      str(string(order.State)),
		schema.SinceAttribute:      millis(order.Since),
		schema.RequestedAttribute:  millis(order.RequestedAt),
		schema.ExpiresAttribute:    number(order.Expires.Unix()),
		schema.CodeAttribute:       str(order.Code),
		schema.SecretHashAttribute: &types.AttributeValueMemberB{Value: order.SecretHash},
		schema.SaltAttribute:       &types.AttributeValueMemberB{Value: order.Salt},
	}
}

// The items of the transaction that redeems a code.
const (
	theOrder = iota
	theShop
	theCode
)

// Redeem takes a drink of a code and creates the order, which is REQUESTED, if
// the shop is open and not known to be full. An order of that id that exists already is returned as it
// is, and no drink is taken. The error may be a *coffee.Error with the code
// CodeMalformed, CodeUnknown, CodeExpired, CodeUsedUp, ShopIsClosed, QueueIsFull,
// NothingToHave or Busy.
func (s *Store) Redeem(ctx context.Context, r Redemption) (Record, error) {
	order, err := s.redeem(ctx, r, false)
	if !errors.Is(err, errMenuUnseen) {
		return order, err
	}
	menu, err := settings.NewStore(s.client, s.config).Menu(ctx)
	if err != nil {
		return Record{}, err
	}
	if err := menu.CheckServing(); err != nil {
		return Record{}, err
	}
	return s.redeem(ctx, r, true)
}

// errMenuUnseen says that the shop's item does not say whether anything can be had.
var errMenuUnseen = errors.New("it takes a look at the menu")

func (s *Store) redeem(ctx context.Context, r Redemption, menuSeen bool) (Record, error) {
	drink, err := s.codes.Take(r.Code, r.At)
	if err != nil {
		return Record{}, err
	}
	write := &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{
		theOrder: {Put: s.creation(r)}, theShop: {ConditionCheck: settings.Admits(s.config, r.At, menuSeen)}, theCode: {Update: drink},
	}}
	var answer Record
	err = conflict.Persist(ctx, func() error {
		_, err := s.client.TransactWriteItems(ctx, write)
		answer = r.record()
		if cancelled := new(types.TransactionCanceledException); errors.As(err, &cancelled) {
			answer, err = s.refused(ctx, r, cancelled)
		}
		return err
	})
	if known := new(coffee.Error); err == nil || errors.As(err, &known) {
		return answer, err
	}
	return Record{}, fmt.Errorf("order %s: %w", r.OrderID, err)
}

func (s *Store) creation(r Redemption) *types.Put {
	return &types.Put{
		TableName:                           &s.table,
		Item:                                r.item(),
		ConditionExpression:                 new("attribute_not_exists(#id)"),
		ExpressionAttributeNames:            map[string]string{"#id": schema.OrderIDAttribute},
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}
}

// refused says what a cancelled redemption means, or returns the cancellation
// if it means nothing but that its moment was wrong. The order comes first: the
// request that created it may have taken the last drink.
func (s *Store) refused(ctx context.Context, r Redemption, cancelled *types.TransactionCanceledException) (Record, error) {
	reasons := cancelled.CancellationReasons
	switch {
	case conflict.Failed(reasons, theOrder, conflict.Condition):
		return record(reasons[theOrder].Item), nil
	case conflict.Failed(reasons, theOrder, conflict.Transaction):
		return Record{}, cancelled
	case conflict.Failed(reasons, theShop, conflict.Condition):
		return Record{}, cmp.Or(settings.Refusal(reasons[theShop].Item, r.At), errMenuUnseen)
	case conflict.Failed(reasons, theCode, conflict.Condition):
		return Record{}, codes.Refusal(r.Code, reasons[theCode].Item, r.At)
	case conflict.Failed(reasons, theCode, conflict.Transaction):
		return s.overrun(ctx, r, cancelled)
	default:
		return Record{}, cancelled
	}
}

// overrun is for a code that many redeem at once. It asks, without getting in
// anybody's way, whether it is worth trying again: the last drink may be gone.
func (s *Store) overrun(ctx context.Context, r Redemption, cancelled error) (Record, error) {
	known := new(coffee.Error)
	err := s.codes.Redeemable(ctx, r.Code, r.At)
	if err == nil {
		return Record{}, cancelled
	}
	if !errors.As(err, &known) {
		return Record{}, err
	}
	if order, exists, err := s.Get(ctx, r.OrderID); err != nil || exists {
		return order, err
	}
	return Record{}, known
}
