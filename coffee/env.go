package coffee

// Environment variables through which the infrastructure names its resources
// to the functions. The grant that gives a right also sets the variable.
const (
	EnvBusName      = "EVENT_BUS_NAME"
	EnvEventSource  = "EVENT_SOURCE"
	EnvOrdersTable  = "ORDERS_TABLE"
	EnvCounterTable = "COUNTER_TABLE"
	EnvSeatsTable   = "SEATS_TABLE" // only where the workflow reserves seats
	EnvConfigTable  = "CONFIG_TABLE"
	EnvStateMachine = "STATE_MACHINE_ARN"

	// EnvCustomerTimeout is how long a customer may take to place the drink, in
	// seconds.
	EnvCustomerTimeout = "CUSTOMER_TIMEOUT_SECONDS"
)
