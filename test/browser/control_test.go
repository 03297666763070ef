package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	eb "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// verbs are what specs need and the HTTP API cannot do. Each takes the ID of an order, a
// code or a name, as its function's comment says.
var verbs = map[string]func(*shop, context.Context, string) error{
	"reset":  (*shop).reset,
	"stop":   (*shop).stop,
	"expire": (*shop).expire,
	"time-out-customer": func(s *shop, ctx context.Context, id string) error {
		return s.publish(ctx, coffee.CustomerTimedOut{OrderDetail: detail(id)})
	},
	"time-out-barista": func(s *shop, ctx context.Context, id string) error {
		return s.publish(ctx, coffee.BaristaTimedOut{OrderDetail: detail(id)})
	},
	"clean":    (*shop).clean,
	"sign-out": (*shop).signOut,
}

// control serves the verbs for the duration of a test, as POST /VERB?of=ID.
func (s *shop) control(t *testing.T) (url string) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		verb, ok := verbs[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			http.Error(w, "unknown verb "+r.URL.Path, http.StatusNotFound)
			return
		}
		if err := verb(s, r.Context(), r.URL.Query().Get("of")); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// stop stops an order's execution, so that the order becomes FAILED.
func (s *shop) stop(ctx context.Context, orderID string) error {
	_, err := s.Executions.StopExecution(ctx, &sfn.StopExecutionInput{ExecutionArn: new(s.ExecutionARN(orderID))})
	return err
}

// expire makes a QR code one that expired a second ago.
func (s *shop) expire(ctx context.Context, code string) error {
	period := code[:strings.LastIndex(code, "-")]
	_, err := s.Tables.UpdateItem(ctx, &dynamodb.UpdateItemInput{
		TableName:                 new(s.Outputs["CounterTable"]),
		Key:                       map[string]ddb.AttributeValue{schema.CounterIDAttribute: text(schema.CodeIDPrefix + period)},
		UpdateExpression:          new("SET #until = :ago"),
		ExpressionAttributeNames:  map[string]string{"#until": schema.CodeValidUntilAttribute},
		ExpressionAttributeValues: map[string]ddb.AttributeValue{":ago": &ddb.AttributeValueMemberN{Value: fmt.Sprint(time.Now().Add(-time.Second).UnixMilli())}},
	})
	return err
}

func text(s string) ddb.AttributeValue { return &ddb.AttributeValueMemberS{Value: s} }

func detail(orderID string) coffee.OrderDetail {
	return coffee.OrderDetail{
		Detail:  coffee.Detail{Version: coffee.Version, Time: time.Now().UTC().Truncate(time.Millisecond)},
		OrderID: orderID,
	}
}

// publish publishes an event of an order as its workflow does.
func (s *shop) publish(ctx context.Context, event coffee.Event) error {
	content, err := json.Marshal(event)
	if err != nil {
		return err
	}
	out, err := s.Bus.PutEvents(ctx, &eventbridge.PutEventsInput{Entries: []eb.PutEventsRequestEntry{{
		EventBusName: new(s.Outputs["EventBusName"]), Source: new(coffee.Source),
		DetailType: new(event.DetailType()), Detail: new(string(content)),
	}}})
	if err == nil && out.FailedEntryCount > 0 {
		err = errors.New("the bus refused the event")
	}
	return err
}

// clean runs the janitor, which reminds customers and gives up on drinks that nobody
// collects. It takes no order.
func (s *shop) clean(ctx context.Context, _ string) error {
	cfg := s.at.Config()
	stack, err := cloudformation.NewFromConfig(cfg).DescribeStackResources(ctx, &cloudformation.DescribeStackResourcesInput{StackName: &s.stack})
	if err != nil {
		return err
	}
	for _, resource := range stack.StackResources {
		if *resource.ResourceType != "AWS::Lambda::Function" || !strings.HasPrefix(*resource.LogicalResourceId, "ShopJanitor") {
			continue
		}
		out, err := lambda.NewFromConfig(cfg).Invoke(ctx, &lambda.InvokeInput{
			FunctionName: resource.PhysicalResourceId, Payload: []byte(`{"detail-type":"Scheduled Event","detail":{}}`),
		})
		if err == nil && out.FunctionError != nil {
			err = fmt.Errorf("the janitor answered %s", out.Payload)
		}
		return err
	}
	return errors.New("the stack has no janitor")
}

// signOut ends all sign-ins of one of the staff, by name: no refresh token of theirs is
// good any more. Access tokens last until they expire.
func (s *shop) signOut(ctx context.Context, name string) error {
	_, err := cognito.NewFromConfig(s.at.Config()).AdminUserGlobalSignOut(ctx, &cognito.AdminUserGlobalSignOutInput{
		UserPoolId: new(s.Outputs["UserPoolId"]), Username: &name,
	})
	return err
}
