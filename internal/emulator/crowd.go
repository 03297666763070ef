package emulator

import (
	"strconv"
	"time"
)

// TransactionsTake makes transactions of DynamoDB take that long, in whole
// milliseconds, and conflict as on AWS: meanwhile, other writes to their items are
// refused. In an emulator without it, a transaction takes no time.
func TransactionsTake(duration time.Duration) Option {
	return inMillis("COFFEESHOP_TRANSACTION_MS", duration)
}

// ListingsLag keeps executions that started less than that long ago, in whole
// milliseconds, out of ListExecutions, which on AWS is eventually consistent.
func ListingsLag(lag time.Duration) Option {
	return inMillis("COFFEESHOP_LISTING_LAG_MS", lag)
}

func inMillis(variable string, duration time.Duration) Option {
	return Setting(variable + "=" + strconv.FormatInt(duration.Milliseconds(), 10))
}
