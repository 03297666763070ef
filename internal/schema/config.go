package schema

// Default names of tables.
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

// Attributes of the config table. Those of the shop item are named as in the
// JSON of ShopSettings, those of the menu item as in that of Menu.
const (
	ConfigPKAttribute = "pk"
	ConfigSKAttribute = "sk"

	OpenAttribute                 = "open"
	QueueLimitAttribute           = "queueLimit"
	DrinksPerCodeAttribute        = "drinksPerCode"
	CodePeriodSecondsAttribute    = "codePeriodSeconds"
	CollectWithinSecondsAttribute = "collectWithinSeconds"
	TimeZoneAttribute             = "timeZone"
	// FullUntilAttribute is the time until which the queue counts as full, in epoch
	// milliseconds. It is not a setting: it is set when the workflow rejects an order
	// because the queue is full.
	FullUntilAttribute = "fullUntil"

	// SwitchedAtAttribute is when the shop was last opened or closed, by hand or by its
	// opening hours, in epoch milliseconds.
	SwitchedAtAttribute = "switchedAt"
	// UnpublishedAttribute is true from when the opening hours switch the shop until their
	// event is published.
	UnpublishedAttribute = "unpublished"

	// HoursAttribute has the opening hours, as the JSON of coffee.Hours. An item without it
	// has none.
	HoursAttribute = "hours"

	DrinksAttribute = "drinks"
)
