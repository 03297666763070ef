package schema

// Keys and attributes of the counter table, whose partition key is id.
const (
	// OrderCounterID is the item that numbers the orders, in CounterAttribute.
	OrderCounterID   = "orderId"
	CounterAttribute = "id_value"
	// SeatsID is the item that holds the reserved seats: the string set
	// SeatsAttribute of the orders that are underway.
	SeatsID        = "seats"
	SeatsAttribute = "seats"
	// CodeIDPrefix begins the id of the item of each QR code, before its period.
	CodeIDPrefix = "code#"
	// CurrentCodeID is the item that has the text of the code that is shown.
	CurrentCodeID = CodeIDPrefix + "current"
	// Attributes of a QR code's item.
	CodeTextAttribute       = "code"
	CodeDrinksAttribute     = "drinks"     // how many it is good for
	CodeTakenAttribute      = "taken"      // how many of them are taken
	CodeValidUntilAttribute = "validUntil" // epoch milliseconds
	CodeExpiresAttribute    = "expiresAt"  // when the table forgets the code, epoch seconds
)

// CounterIDAttribute is the partition key of the counter table.
const CounterIDAttribute = "id"
