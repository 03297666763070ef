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

	ConnectionsTable = "CONNECTIONS_TABLE"
	IdleQueueURL     = "IDLE_QUEUE_URL"
	// LiveEndpoint is the URL to post messages to, empty on an emulator. There it is
	// a path of AWS_ENDPOINT_URL with LiveAPIID and LiveStage.
	LiveEndpoint = "LIVE_ENDPOINT"
	LiveAPIID    = "LIVE_API_ID"
	LiveStage    = "LIVE_STAGE"
	// SiteOrigin is the origin of the web pages.
	SiteOrigin = "SITE_ORIGIN"

	UserPoolID = "USER_POOL_ID"
	// MachineClients has the names and client IDs of the machine clients, such as
	// "till=4ab robot=7cd". It is not set if there are none.
	MachineClients = "MACHINE_CLIENTS"

	// MetricNamespace is the CloudWatch namespace of the functions' metrics.
	MetricNamespace = "METRIC_NAMESPACE"
)

// Environment variables of the function that serves the pages, which passes them on to
// the pages, and of other functions that verify the staff's tokens.
const (
	LiveURL         = "LIVE_URL"          // of the WebSocket API; empty if there is none
	SignInURL       = "SIGN_IN_URL"       // of the sign-in pages
	TokenIssuer     = "TOKEN_ISSUER"      // the iss claim of the staff's tokens
	StaffClientID   = "STAFF_CLIENT_ID"   // the app client of the baristas' and the manager's pages
	DisplayClientID = "DISPLAY_CLIENT_ID" // the app client of the display
)
