package e2e

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

func TestAnOrderFailsWhenItCannotBeNumbered(t *testing.T) {
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		s.breakCounter()
		o := s.startOrder()
		s.must(o.place("{}"))
		s.must(path{
			events: []string{"OrderStarted", "OrderFailed"},
			status: "FAILED", final: "OrderFailed",
			record: map[string]string{"state": "FAILED", "reason": "OrderFailed"},
		}.check(o))
	})
}

func TestAnOrderSurvivesATransientFailure(t *testing.T) {
	s := open(t, listing, openDoors)
	repair := s.breakCounter()
	o := s.startOrder()
	s.must(o.place("{}"))
	s.must(o.awaitFailedAttempt())
	repair()
	s.must(o.complete("{}"))
	s.must(o.ends("SUCCEEDED", "EmitOrderCompleted"))
	s.must(o.emits("OrderStarted", "AwaitingCompletion", "OrderCompleted"))
}

// breakCounter replaces the order counter's number with a string, so that it cannot be
// incremented. repair, which also runs at the end of the test, restores the number.
func (s *shop) breakCounter() (repair func()) {
	key := schema.OrderCounterID
	item, err := s.counter(s.ctx, key)
	s.must(err)
	put := func(value ddb.AttributeValue) {
		_, err := s.Tables.PutItem(context.WithoutCancel(s.ctx), &dynamodb.PutItemInput{
			TableName: new(s.Outputs["CounterTable"]),
			Item:      map[string]ddb.AttributeValue{"id": text(key), schema.CounterAttribute: value},
		})
		s.must(err)
	}
	intact := item[schema.CounterAttribute]
	if intact == nil {
		intact = number("0")
	}
	put(text("many"))
	repair = func() { put(intact) }
	s.t.Cleanup(repair)
	return repair
}

// awaitFailedAttempt waits until a task of the order has failed once.
func (o order) awaitFailedAttempt() error {
	return eventually(o.ctx, func(ctx context.Context) error {
		history, err := o.Executions.GetExecutionHistory(ctx, &sfn.GetExecutionHistoryInput{ExecutionArn: new(o.ExecutionARN(o.id))})
		if err != nil {
			return err
		}
		failed := func(event sfntypes.HistoryEvent) bool { return event.Type == sfntypes.HistoryEventTypeTaskFailed }
		if !slices.ContainsFunc(history.Events, failed) {
			return errors.New("no task of the order failed")
		}
		return nil
	})
}
