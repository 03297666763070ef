package monitoring_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssnssubscriptions"

	"github.com/serverless-coffee/coffeeshop/constructs/monitoring"
	"github.com/serverless-coffee/coffeeshop/constructs/store"
)

// Alarms and a dashboard for tables used without a shop. The alarms go to a telephone.
func Example() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), new("Campus"), nil)
	tables := store.New(stack, "Store", store.Props{})

	watched := monitoring.New(stack, "Monitoring", monitoring.Props{Store: tables})
	watched.Alarms.AddSubscription(awssnssubscriptions.NewSmsSubscription(new("+15550100"), nil))
}
