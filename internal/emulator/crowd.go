package emulator

import (
	"strconv"
	"time"
)

// TransactionsTake makes each DynamoDB transaction hold its items for duration, in
// whole milliseconds, and refuse other writes to them meanwhile, as on AWS. Without
// this option, transactions take no time.
func TransactionsTake(duration time.Duration) Option {
	return inMillis("COFFEESHOP_TRANSACTION_MS", duration)
}

// ListingsLag hides executions that started less than lag ago, in whole milliseconds,
// from ListExecutions, which is eventually consistent on AWS.
func ListingsLag(lag time.Duration) Option {
	return inMillis("COFFEESHOP_LISTING_LAG_MS", lag)
}

func inMillis(variable string, duration time.Duration) Option {
	return Setting(variable + "=" + strconv.FormatInt(duration.Milliseconds(), 10))
}
