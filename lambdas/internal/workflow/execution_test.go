package workflow_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// The Fail state joins the event's error and cause. Split again, they are the same as in the
// event, whichever of the two arrives first.
func TestTheEndOfAFailedExecutionHasTheEventsErrorAndCause(t *testing.T) {
	for _, row := range []struct{ joined, err, cause string }{
		{"States.Runtime: no such field", "States.Runtime", "no such field"},
		{"Error.Type: why: because", "Error.Type", "why: because"},
		{": ", "", ""},
		{"Error.Type", "Error.Type", ""},
	} {
		e := workflow.Execution{OrderID: "a", Status: types.ExecutionStatusFailed, Error: "OrderFailed", Cause: row.joined}
		event, published := e.End()
		if got := event.(coffee.OrderFailed); got.Error != row.err || got.Cause != row.cause || !published {
			t.Errorf("End() with the cause %q = %+v, %v, want %q and %q, published", row.joined, got, published, row.err, row.cause)
		}
	}
}
