package cost

// Item is something that AWS bills per unit.
type Item struct {
	// What names the units.
	What string
	// Price is the on-demand list price of a million in us-east-1, in US dollars,
	// before free tiers and volume discounts. It was on AWS's pricing pages (or a
	// copy of them) in the given month.
	Price float64
	Month string
	// Count returns how many units an order takes.
	Count func(Counts) float64
}

// Items lists what an order is billed for.
var Items = []Item{
	{"state transitions", 25, "March 2026", func(c Counts) float64 { return float64(c.Transitions) }},
	{"Lambda invocations", 0.20, "May 2026", func(c Counts) float64 { return float64(c.Invocations + c.Live.Invocations + c.Live.Pages) }},
	{"events of up to 64 KB", 1, "June 2026", func(c Counts) float64 { return float64(c.Events) }},
	{"HTTP API requests", 1, "May 2025", func(c Counts) float64 { return float64(c.Calls + c.Live.Pages) }},
	{"DynamoDB write units", 0.625, "July 2025", func(c Counts) float64 { return c.WriteUnits + c.Live.WriteUnits }},
	{"DynamoDB read units", 0.125, "July 2025", func(c Counts) float64 { return c.ReadUnits + c.Live.ReadUnits }},
	{"WebSocket messages of up to 32 KB", 1, "May 2025", func(c Counts) float64 { return float64(c.Live.Messages) }},
	{"WebSocket connection minutes", 0.25, "May 2025", func(c Counts) float64 { return c.Live.Minutes }},
	{"SQS requests", 0.40, "March 2026", func(c Counts) float64 { return float64(c.Live.QueueRequests) }},
}

// WatchedBudget is the most that 1,000 watched orders may cost, in US dollars.
const WatchedBudget = 0.40

// PerGBSecond is the price of a GB-second of Lambda on arm64, in US dollars (May
// 2026).
const PerGBSecond = 0.0000133334

// Workshop is what an order takes in AWS's workshop. Its DynamoDB units and API
// requests are not known: each DynamoDB request is priced as a write of one unit,
// API requests are not priced.
var Workshop = Counts{Transitions: 28, Invocations: 17, Events: 7, Requests: 10, WriteUnits: 10}

// Priced is the number of orders that prices are for.
const Priced = 1000

// PriceOf returns the price of an item for 1,000 orders, in US dollars.
func (i Item) PriceOf(c Counts) float64 { return Priced * i.Count(c) * i.Price / 1e6 }

// Total returns the price of all items for 1,000 orders, in US dollars.
func Total(c Counts) float64 {
	sum := 0.0
	for _, i := range Items {
		sum += i.PriceOf(c)
	}
	return sum
}
