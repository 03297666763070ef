// Package requestlog logs the requests that a function sends to AWS: one JSON line
// for each attempt, with the capacity that DynamoDB consumed.
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

// Variable is the environment variable that switches the request log on, with the
// value On. Without it, requests and logs are unchanged.
const (
	Variable = "LOG_REQUESTS"
	On       = "true"
)

// Message is the message of the lines, to find them by.
const Message = "request"

// Line is one attempt of a request to AWS. It has nothing from the request's or the
// answer's body: no key, item, token or error text.
type Line struct {
	Level   string `json:"level"`
	Message string `json:"message"`
	// RequestID identifies the Lambda invocation, as in the function's other lines,
	// which have the order's ID as well.
	RequestID string `json:"requestId,omitempty"`
	// Service and Operation are the SDK's names, such as DynamoDB and GetItem.
	Service   string `json:"service"`
	Operation string `json:"operation"`
	// Attempt counts from 1; higher numbers are the SDK's retries.
	Attempt int `json:"attempt"`
	// Error is the code of the service's error, or NoAnswer.
	Error string `json:"error,omitempty"`
	// ReadUnits and WriteUnits are the capacity that DynamoDB reports. It reports
	// none with an error.
	ReadUnits  float64 `json:"readUnits,omitempty"`
	WriteUnits float64 `json:"writeUnits,omitempty"`
}

// NoAnswer is the Error of an attempt without an answer from the service.
const NoAnswer = "NoAnswer"

// Enable makes the clients of a config log their requests to w, and ask DynamoDB for
// the consumed capacity.
func Enable(cfg *aws.Config, w io.Writer) {
	cfg.APIOptions = append(cfg.APIOptions, func(stack *middleware.Stack) error {
		// Last, after the SDK's own changes to the input.
		err := stack.Initialize.Add(middleware.InitializeMiddlewareFunc("RequestLogPrepare", prepare), middleware.After)
		if err != nil {
			return err
		}
		// First in the step that runs once per attempt, so that it sees the complete
		// output or error.
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
			_, _ = w.Write(append(line, '\n')) // one write; a lost line must not fail the order
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
		if problem := smithy.APIError(nil); errors.As(err, &problem) {
			l.Error = problem.ErrorCode()
		}
		return l
	}
	if units := consumedUnits(output); isWrite(l.Operation) {
		l.WriteUnits = units
	} else {
		l.ReadUnits = units
	}
	return l
}

// isWrite reports whether an operation consumes write units. Its output does not say:
// CapacityUnits is the total of either kind.
func isWrite(operation string) bool {
	for _, word := range []string{"Put", "Update", "Delete", "Write"} {
		if strings.Contains(operation, word) {
			return true
		}
	}
	return false
}

// consumedUnits adds up the capacity in an operation's output, including indexes.
func consumedUnits(output any) float64 {
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
