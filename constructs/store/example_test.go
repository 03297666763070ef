package store_test

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/store"
)

// Tables that outlive the stack, with the settings in a table that is there already. A
// grant also tells the function the table's name.
func Example() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), new("Shop"), nil)
	tables := store.New(stack, "Store", store.Props{
		Config: awsdynamodb.Table_FromTableName(stack, new("Settings"), new("shop-settings")),
		Retain: true,
	})
	board := gofunction.New(stack, "Board", gofunction.Props{ImportPath: "example.com/shop/lambdas/board"})

	tables.GrantReadSettings(board.Function)
}
