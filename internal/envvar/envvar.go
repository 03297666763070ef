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

	ConnectionsTable = "CONNECTIONS_TABLE"
	IdleQueue        = "IDLE_QUEUE_URL"

	// LiveEndpoint is the callback URL of the WebSocket API's stage. On an emulator,
	// functions build it from LiveAPI and LiveStage instead.
	LiveEndpoint = "LIVE_ENDPOINT"
	LiveAPI      = "LIVE_API_ID"
	LiveStage    = "LIVE_STAGE"
	// SiteOrigin is the origin of the pages, such as https://example.com.
	SiteOrigin = "SITE_ORIGIN"

	// TokenIssuer is the issuer of the staff's tokens, and UserPool their user pool.
	TokenIssuer   = "TOKEN_ISSUER"
	UserPool      = "USER_POOL_ID"
	StaffClient   = "STAFF_CLIENT_ID"
	DisplayClient = "DISPLAY_CLIENT_ID"

	// CustomerTimeout is how long a customer may take to place the order, in
	// seconds.
	CustomerTimeout = "CUSTOMER_TIMEOUT_SECONDS"
)
