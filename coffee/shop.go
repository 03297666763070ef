package coffee

import "time"

// The limits of a shop that was told no others. They are those of AWS's
// Serverlesspresso workshop.
const (
	DefaultQueueLimit      = 20
	DefaultCustomerTimeout = 15 * time.Minute
	DefaultBaristaTimeout  = 15 * time.Minute
)

// Names of tables that are deployed without other names.
const (
	DefaultConfigTable  = "serverless-coffee-config"
	DefaultCounterTable = "counting-table"
)

// ConfigPK is the partition key of every item in the config table. Its sort
// keys are ShopSK and MenuSK.
const (
	ConfigPK = "config"
	ShopSK   = "shop"
	MenuSK   = "menu"
)

// ShopSettings is the item {pk: "config", sk: "shop"} of the config table. The
// workflow reads it afresh for every order, so a change takes effect on the
// next one. A shop without the item, or with one that lacks open, is closed.
type ShopSettings struct {
	Open bool `json:"open"`
	// QueueLimit is how many orders may be underway at once; 0 leaves it to
	// the workflow's own limit.
	QueueLimit int `json:"queueLimit,omitempty"`
}

// Keys and attributes of the counter table, whose partition key is id.
const (
	// OrderCounterID is the item that numbers the orders, in CounterAttribute.
	OrderCounterID   = "orderId"
	CounterAttribute = "id_value"
	// SeatsID is the item that holds the reserved seats: the string set
	// SeatsAttribute of the orders that are underway.
	SeatsID        = "seats"
	SeatsAttribute = "seats"
)
