package schema

// OrdersByState is the index of the orders table that lists the orders in a state,
// oldest in that state first.
const OrdersByState = "by-state"

// Attributes of the orders table.
const (
	OrderIDAttribute = "id"        // partition key
	StateAttribute   = "state"     // partition key of the index
	SinceAttribute   = "since"     // sort key of the index: when the order entered its state, epoch milliseconds
	ExpiresAttribute = "expiresAt" // when DynamoDB deletes the order, epoch seconds

	RequestedAttribute     = "requestedAt" // epoch milliseconds, as are the following
	StartedAttribute       = "startedAt"
	QueuedAttribute        = "queuedAt"
	ReadyAttribute         = "readyAt"
	EndedAttribute         = "endedAt"
	PlacedAttribute        = "placedAt"
	MakingAttribute        = "makingAt"
	CollectedAttribute     = "collectedAt"
	RecalledAttribute      = "recalledAt"      // when its barista last took it back from READY
	RemindedAttribute      = "remindedAt"      // when its customer was reminded to collect it
	DrinkReturnedAttribute = "drinkReturnedAt" // when its drink was given back to its QR code

	VersionAttribute = "version" // increases with each write, from 1

	NumberAttribute = "orderNumber"
	DrinkAttribute  = "order" // what the customer ordered, as JSON
	ReasonAttribute = "reason"
	ErrorAttribute  = "error"
	CauseAttribute  = "cause"

	SecretHashAttribute  = "secretHash"  // SHA-256 of the customer's secret
	SaltAttribute        = "salt"        // 256 random bits that the secret is derived from
	CodeAttribute        = "code"        // the QR code that it took its drink from
	BaristaAttribute     = "barista"     // who claimed or made it
	ReleasedByAttribute  = "releasedBy"  // who claimed it before and released it
	TakenByAttribute     = "takenBy"     // who took it at the counter
	ByAttribute          = "by"          // who cancelled it
	UnconfirmedAttribute = "unconfirmed" // present until the workflow confirms that the order has ended

	CustomerTokenAttribute = "customerToken" // task tokens
	BaristaTokenAttribute  = "baristaToken"
	TokenAtAttribute       = "tokenAt" // time of the event that carried the token
)

// OrderListAttributes lists the attributes of the index besides its keys, at most 20
// (DynamoDB quotas): what the queue and the display show of an order. Task tokens are
// not among them.
func OrderListAttributes() []string {
	return []string{
		VersionAttribute, NumberAttribute, DrinkAttribute, BaristaAttribute, TakenByAttribute, ReasonAttribute, CauseAttribute, ByAttribute,
		RequestedAttribute, StartedAttribute, PlacedAttribute, QueuedAttribute, MakingAttribute, ReadyAttribute,
		CollectedAttribute, EndedAttribute, RecalledAttribute, RemindedAttribute,
	}
}
