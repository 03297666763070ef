package workflow_test

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"

	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/store"
	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
)

// The workflow alone: whatever starts executions and answers the task tokens in the
// events is up to the stack.
func Example() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), new("Shop"), nil)
	tables := store.New(stack, "Store", store.Props{})

	workflow.New(stack, "Workflow", workflow.Props{
		Config:         tables.Config,
		Counter:        tables.Counter,
		Bus:            eventbus.New(stack, "Bus", eventbus.Props{}),
		BaristaTimeout: 5 * time.Minute,
		Capacity:       workflow.ReservedSeats,
	})
}
