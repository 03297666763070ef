package coffee

// Groups of the staff. They are the user pool's groups, and so what an access
// token says of whoever signed in.
const (
	GroupBarista = "barista" // works through the queue
	GroupDisplay = "display" // shows the QR code
	GroupManager = "manager" // decides on menu and limits
)

// StaffGroups lists them.
func StaffGroups() []string { return []string{GroupBarista, GroupDisplay, GroupManager} }
