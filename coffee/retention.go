package coffee

import "time"

// OrderRetention is how long an order stays in the orders table after its last
// change.
const OrderRetention = 90 * 24 * time.Hour
