package coffee

import "time"

// OrderRetention is how long the orders table keeps an order after its last change.
const OrderRetention = 90 * 24 * time.Hour
