package coffee

import (
	"fmt"
	"time"
)

// Default limits of a shop, taken from AWS's Serverlesspresso workshop.
const (
	DefaultQueueLimit      = 20
	DefaultCustomerTimeout = 15 * time.Minute
	DefaultBaristaTimeout  = 15 * time.Minute

	DefaultDrinksPerCode     = 10
	DefaultCodePeriodSeconds = 300

	// DefaultCollectWithinSeconds is ours: in the workshop, drinks wait forever.
	DefaultCollectWithinSeconds = 600
)

// ShopSettings is the item {pk: "config", sk: "shop"} of the config table. The
// workflow reads it once per order, so a change applies from the next order. A
// shop whose item or open attribute is missing is closed.
type ShopSettings struct {
	Open bool `json:"open"`
	// QueueLimit is the maximum number of orders in progress at once; 0 means the
	// limit that the workflow was deployed with.
	QueueLimit int `json:"queueLimit,omitempty"`
	// DrinksPerCode is how many drinks one QR code is good for. A change also
	// applies to the current code.
	DrinksPerCode int `json:"drinksPerCode,omitempty"`
	// CodePeriodSeconds is how long a QR code is valid before the next one replaces
	// it. A change applies from the next code.
	CodePeriodSeconds int `json:"codePeriodSeconds,omitempty"`
	// CollectWithinSeconds is how long a drink is READY before its customer is
	// reminded. After twice that time it becomes UNCLAIMED.
	CollectWithinSeconds int `json:"collectWithinSeconds,omitempty"`
	// TimeZone is the IANA name of the shop's time zone, in which its days begin at
	// midnight. Missing means DefaultTimeZone.
	TimeZone string `json:"timeZone,omitempty"`
}

// Limits are the settings that a manager replaces together.
type Limits struct {
	QueueLimit           int `json:"queueLimit"`
	DrinksPerCode        int `json:"drinksPerCode"`
	CodePeriodSeconds    int `json:"codePeriodSeconds"`
	CollectWithinSeconds int `json:"collectWithinSeconds"`
	// TimeZone is the IANA name of the shop's time zone. Empty leaves it as it is.
	TimeZone string `json:"timeZone,omitempty"`
}

// Limits returns the settings that a manager replaces together.
func (s ShopSettings) Limits() Limits {
	return Limits{s.QueueLimit, s.DrinksPerCode, s.CodePeriodSeconds, s.CollectWithinSeconds, s.TimeZone}
}

// CollectWithin returns how long a drink is READY before its customer is reminded.
func (s ShopSettings) CollectWithin() time.Duration {
	return time.Duration(s.CollectWithinSeconds) * time.Second
}

// CodePeriod returns how long a QR code is valid before the next one replaces it.
func (s ShopSettings) CodePeriod() time.Duration {
	return time.Duration(s.CodePeriodSeconds) * time.Second
}

// FullFor is how long the shop refuses scans after the workflow rejected an order
// because the queue was full. The next scan after that tries the workflow again.
const FullFor = 5 * time.Second

// Upper bounds of the limits. MaxQueueLimit is as many executions as the workflow
// can count.
const (
	MaxQueueLimit           = 400
	MaxDrinksPerCode        = 1000
	MaxCodePeriodSeconds    = 24 * 60 * 60
	MaxCollectWithinSeconds = 24 * 60 * 60
)

// Validate returns an Error with the code InvalidSettings if a limit is out of its
// bounds or the time zone is unknown, else nil.
func (l Limits) Validate() error {
	for _, limit := range []struct {
		what            string
		value, min, max int
	}{
		{"The queue limit", l.QueueLimit, 0, MaxQueueLimit}, // 0 means the workflow's own limit
		{"The number of drinks per code", l.DrinksPerCode, 1, MaxDrinksPerCode},
		{"The period of a code in seconds", l.CodePeriodSeconds, 1, MaxCodePeriodSeconds},
		{"The time to collect a drink in seconds", l.CollectWithinSeconds, 0, MaxCollectWithinSeconds},
	} {
		if limit.value < limit.min || limit.value > limit.max {
			return NewError(InvalidSettings, fmt.Sprintf("%s must be from %d to %d.", limit.what, limit.min, limit.max))
		}
	}
	if l.TimeZone == "" {
		return nil
	}
	_, err := LoadTimeZone(l.TimeZone)
	return err
}
