// Package envvar names the environment variables that pass the names of resources
// from the constructs to the functions.
package envvar

// Environment variables of the functions. A construct's Grant method sets the variable
// along with the permission.
const (
	BusName      = "EVENT_BUS_NAME"
	EventSource  = "EVENT_SOURCE"
	OrdersTable  = "ORDERS_TABLE"
	CounterTable = "COUNTER_TABLE"
	SeatsTable   = "SEATS_TABLE" // only where the workflow reserves seats
	ConfigTable  = "CONFIG_TABLE"
	StateMachine = "STATE_MACHINE_ARN"

	// CustomerTimeout is how long a customer may take to place the order, in
	// seconds.
	CustomerTimeout = "CUSTOMER_TIMEOUT_SECONDS"
)
