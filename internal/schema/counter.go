package schema

// Keys and attributes of the counter table, whose partition key is id.
const (
	// OrderCounterID is the item with the last order number, in CounterAttribute.
	OrderCounterID   = "orderId"
	CounterAttribute = "id_value"
	// SeatsID is the item with the reserved seats: SeatsAttribute is the string set
	// of the IDs of the orders in the queue.
	SeatsID        = "seats"
	SeatsAttribute = "seats"
	// CodeIDPrefix is the prefix of the id of a QR code's item, before its period.
	CodeIDPrefix = "code#"
	// CurrentCodeID is the item with the text of the QR code on display.
	CurrentCodeID = CodeIDPrefix + "current"
	// Attributes of a QR code's item.
	CodeTextAttribute       = "code"
	CodeDrinksAttribute     = "drinks"     // how many drinks it is good for
	CodeTakenAttribute      = "taken"      // how many of them are taken
	CodeValidUntilAttribute = "validUntil" // epoch milliseconds
	CodeExpiresAttribute    = "expiresAt"  // when DynamoDB deletes the item, epoch seconds
)

// CounterIDAttribute is the partition key of the counter table.
const CounterIDAttribute = "id"
