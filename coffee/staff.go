package coffee

// Groups of the staff: the groups of the user pool, which an access token lists in
// its claim cognito:groups.
const (
	GroupBarista = "barista" // works through the queue
	GroupDisplay = "display" // shows the QR code
	GroupManager = "manager" // changes menu and limits
)

// StaffGroups returns all groups of the staff.
func StaffGroups() []string { return []string{GroupBarista, GroupDisplay, GroupManager} }

// Scope of machine clients: programs that take orders by hand, such as a till. An
// access token has it in its claim scope, as OrdersScope.
const (
	OrdersServer = "orders" // the identifier of the user pool's resource server
	WriteScope   = "write"
	OrdersScope  = OrdersServer + "/" + WriteScope
)
