// Package envvar names the environment variables through which the infrastructure
// tells the functions where its resources are.
package envvar

// Environment variables through which the infrastructure names its resources
// to the functions. The grant that gives a right also sets the variable.
const (
	BusName      = "EVENT_BUS_NAME"
	EventSource  = "EVENT_SOURCE"
	OrdersTable  = "ORDERS_TABLE"
	CounterTable = "COUNTER_TABLE"
	SeatsTable   = "SEATS_TABLE" // only where the workflow reserves seats
	ConfigTable  = "CONFIG_TABLE"
	StateMachine = "STATE_MACHINE_ARN"

	// CustomerTimeout is how long a customer may take to place the drink, in
	// seconds.
	CustomerTimeout = "CUSTOMER_TIMEOUT_SECONDS"
)
