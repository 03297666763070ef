package coffee

import (
	"fmt"
	"time"
)

// The limits of a shop that was told no others. They are those of AWS's
// Serverlesspresso workshop.
const (
	DefaultQueueLimit      = 20
	DefaultCustomerTimeout = 15 * time.Minute
	DefaultBaristaTimeout  = 15 * time.Minute

	DefaultDrinksPerCode     = 10
	DefaultCodePeriodSeconds = 300

	// DefaultCollectWithinSeconds is this shop's own: the workshop's drinks wait for
	// ever.
	DefaultCollectWithinSeconds = 600
)

// ShopSettings is the item {pk: "config", sk: "shop"} of the config table. The
// workflow reads it afresh for every order, so a change takes effect on the
// next one. A shop without the item, or with one that lacks open, is closed.
type ShopSettings struct {
	Open bool `json:"open"`
	// QueueLimit is how many orders may be underway at once; 0 leaves it to
	// the workflow's own limit.
	QueueLimit int `json:"queueLimit,omitempty"`
	// DrinksPerCode is how many drinks one QR code is good for. A change holds for
	// the one that is shown, too.
	DrinksPerCode int `json:"drinksPerCode,omitempty"`
	// CodePeriodSeconds is how long a QR code is shown before the next one. A change
	// holds from the next one on.
	CodePeriodSeconds int `json:"codePeriodSeconds,omitempty"`
	// CollectWithinSeconds is how long a drink may be READY before its customer is
	// reminded. After twice that it is UNCLAIMED.
	CollectWithinSeconds int `json:"collectWithinSeconds,omitempty"`
}

// Limits are the numbers among the settings, which a manager changes together.
type Limits struct {
	QueueLimit           int `json:"queueLimit"`
	DrinksPerCode        int `json:"drinksPerCode"`
	CodePeriodSeconds    int `json:"codePeriodSeconds"`
	CollectWithinSeconds int `json:"collectWithinSeconds"`
}

// Limits returns the numbers among the settings.
func (s ShopSettings) Limits() Limits {
	return Limits{s.QueueLimit, s.DrinksPerCode, s.CodePeriodSeconds, s.CollectWithinSeconds}
}

// CollectWithin is how long a drink may be READY before its customer is reminded.
func (s ShopSettings) CollectWithin() time.Duration {
	return time.Duration(s.CollectWithinSeconds) * time.Second
}

// CodePeriod is how long a QR code is shown before the next one.
func (s ShopSettings) CodePeriod() time.Duration {
	return time.Duration(s.CodePeriodSeconds) * time.Second
}

// FullFor is how long after the workflow turned an order away no code is
// redeemed. Nobody knows sooner that there is a place again: then one order
// tries.
const FullFor = 5 * time.Second

// How high the limits may be. A day of one code is no rollover any more, and
// the workflow counts no more than this many orders.
const (
	MaxQueueLimit           = 400
	MaxDrinksPerCode        = 1000
	MaxCodePeriodSeconds    = 24 * 60 * 60
	MaxCollectWithinSeconds = 24 * 60 * 60
)

// Validate says what is wrong with limits: an Error with the code
// InvalidSettings, or nil.
func (l Limits) Validate() error {
	for _, limit := range []struct {
		what            string
		value, min, max int
	}{
		{"The queue limit", l.QueueLimit, 0, MaxQueueLimit}, // 0 leaves it to the workflow
		{"The number of drinks per code", l.DrinksPerCode, 1, MaxDrinksPerCode},
		{"The period of a code in seconds", l.CodePeriodSeconds, 1, MaxCodePeriodSeconds},
		{"The time to collect a drink in seconds", l.CollectWithinSeconds, 0, MaxCollectWithinSeconds},
	} {
		if limit.value < limit.min || limit.value > limit.max {
			return NewError(InvalidSettings, fmt.Sprintf("%s must be from %d to %d.", limit.what, limit.min, limit.max))
		}
	}
	return nil
}
