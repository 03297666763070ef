// Package requestlog logs the requests that a function sends to AWS: one line of
// JSON for each attempt, with the capacity that DynamoDB says it consumed.
package requestlog

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"

	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
)

// Variable is the environment variable that switches the log on, with the value
// On. Without it, requests and logs are as if this package did not exist.
const (
	Variable = "LOG_REQUESTS"
	On       = "true"
)

// Message is what the lines say, for those who look for them.
const Message = "request"

// Line is one attempt of a request to AWS. It holds nothing of what was sent or
// answered: no key, item, token or error text.
type Line struct {
	Level   string `json:"level"`
	Message string `json:"message"`
	// RequestID is that of the Lambda invocation, which the function's other lines
	// have too. So they say which order the request was for.
	RequestID string `json:"requestId,omitempty"`
	// Service and Operation are the SDK's names, such as DynamoDB and GetItem.
	Service   string `json:"service"`
	Operation string `json:"operation"`
	// Attempt counts from 1; more than that are the SDK's retries.
	Attempt int `json:"attempt"`
	// Error is the code of the error that was answered, or NoAnswer.
	Error string `json:"error,omitempty"`
	// ReadUnits and WriteUnits are what DynamoDB says the attempt consumed. It does
	// not say so with an error.
	ReadUnits  float64 `json:"readUnits,omitempty"`
	WriteUnits float64 `json:"writeUnits,omitempty"`
}

// NoAnswer is the Error of an attempt that got no answer from the service.
const NoAnswer = "NoAnswer"

// Enable makes the clients of a config log their requests to w, and ask DynamoDB
// for the capacity that each consumes.
func Enable(cfg *aws.Config, w io.Writer) {
	cfg.APIOptions = append(cfg.APIOptions, func(stack *middleware.Stack) error {
		// Last, so that what the SDK adds to the caller's input is there already.
		err := stack.Initialize.Add(middleware.InitializeMiddlewareFunc("RequestLogPrepare", prepare), middleware.After)
		if err != nil {
			return err
		}
		// First in the step that runs once for each attempt, so that the output or
		// the error is complete when it returns.
		return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("RequestLog", logTo(w)), middleware.Before)
	})
}

type attemptKey struct{}

func prepare(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	middleware.InitializeOutput, middleware.Metadata, error) {
	in.Parameters = withCapacity(in.Parameters)
	return next.HandleInitialize(middleware.WithStackValue(ctx, attemptKey{}, new(int)), in)
}

// withCapacity returns a copy of an operation's input that asks for the consumed
// capacity, or the input itself if the operation has no such field.
func withCapacity(input any) any {
	const field = "ReturnConsumedCapacity"
	given := reflect.ValueOf(input)
	if given.Kind() != reflect.Pointer || given.IsNil() || !given.Elem().FieldByName(field).IsValid() {
		return input
	}
	asking := reflect.New(given.Elem().Type())
	asking.Elem().Set(given.Elem())
	asking.Elem().FieldByName(field).Set(reflect.ValueOf(types.ReturnConsumedCapacityTotal))
	return asking.Interface()
}

func logTo(w io.Writer) func(context.Context, middleware.DeserializeInput, middleware.DeserializeHandler) (
	middleware.DeserializeOutput, middleware.Metadata, error) {
	return func(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (
		middleware.DeserializeOutput, middleware.Metadata, error) {
		out, metadata, err := next.HandleDeserialize(ctx, in)
		line, encodeErr := json.Marshal(newLine(ctx, out.Result, err))
		if encodeErr == nil {
			_, _ = w.Write(append(line, '\n')) // in one piece; a line lost must not cost the order
		}
		return out, metadata, err
	}
}

func newLine(ctx context.Context, output any, err error) Line {
	l := Line{
		Level: "INFO", Message: Message,
		Service: awsmiddleware.GetServiceID(ctx), Operation: awsmiddleware.GetOperationName(ctx),
	}
	if invocation, ok := lambdacontext.FromContext(ctx); ok {
		l.RequestID = invocation.AwsRequestID
	}
	if attempts, ok := middleware.GetStackValue(ctx, attemptKey{}).(*int); ok {
		*attempts++
		l.Attempt = *attempts
	}
	if err != nil {
		l.Error = NoAnswer
		if answered := smithy.APIError(nil); errors.As(err, &answered) {
			l.Error = answered.ErrorCode()
		}
		return l
	}
	if units := consumed(output); writes(l.Operation) {
		l.WriteUnits = units
	} else {
		l.ReadUnits = units
	}
	return l
}

// writes tells operations that consume write units from those that read. Their
// outputs do not: CapacityUnits is the total of either.
func writes(operation string) bool {
	for _, word := range []string{"Put", "Update", "Delete", "Write"} {
		if strings.Contains(operation, word) {
			return true
		}
	}
	return false
}

// consumed adds up the capacity in an operation's output, with that of indexes.
func consumed(output any) float64 {
	out := reflect.ValueOf(output)
	if out.Kind() != reflect.Pointer || out.IsNil() {
		return 0
	}
	field := out.Elem().FieldByName("ConsumedCapacity")
	if !field.IsValid() {
		return 0
	}
	var tables []types.ConsumedCapacity
	switch capacity := field.Interface().(type) {
	case *types.ConsumedCapacity:
		if capacity != nil {
			tables = append(tables, *capacity)
		}
	case []types.ConsumedCapacity:
		tables = capacity
	}
	sum := 0.0
	for _, table := range tables {
		sum += aws.ToFloat64(table.CapacityUnits)
	}
	return sum
}
