package api

import (
	"net/http"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Routes of the day's numbers.
var (
	DayView = define[DayInput, DayOutput](Operation{
		ID: "day-view", Method: http.MethodGet, Path: "/api/days/{date}", Function: Manager, Staff: managers,
		Summary:     "View the numbers of a day",
		Description: "Counts the orders that were requested on a day in the shop's time zone, whenever they ended: by outcome, by drink, by quarter hour, and how long people waited. Orders are kept for 90 days.",
		Errors:      []coffee.ErrorCode{coffee.DayOutOfRange},
	})
	DayOrders = define[DayInput, DayOrdersOutput](Operation{
		ID: "day-orders", Method: http.MethodGet, Path: "/api/days/{date}/orders.csv", Function: Manager, Staff: managers, Produces: CSV,
		Summary:     "Download the orders of a day",
		Description: "One row for each order that was requested on the day, without names of customers and staff, for a spreadsheet: RFC 4180 with a header row, in UTF-8 with a byte order mark.",
		Errors:      []coffee.ErrorCode{coffee.DayOutOfRange},
	})
)

// CSV is the media type of comma-separated values (RFC 4180).
const CSV = "text/csv"

// DayInput names a day.
type DayInput struct {
	Date string `path:"date" pattern:"^(today|\\d{4}-\\d{2}-\\d{2})$" doc:"A date in the shop's time zone, or today." example:"today"`
}

// DayOutput is the numbers of a day.
type DayOutput struct{ Body Day }

// DayOrdersOutput is the orders of a day as CSV.
type DayOrdersOutput struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// Day is the numbers of a day. Orders count on the day on which they were requested.
type Day struct {
	Date     string    `json:"date" doc:"The date in the shop's time zone." example:"2026-11-26"`
	TimeZone string    `json:"timeZone" doc:"The shop's time zone, an IANA name." example:"Europe/Berlin"`
	From     time.Time `json:"from" doc:"When the day begins."`
	To       time.Time `json:"to" doc:"When the next day begins, 23, 24 or 25 hours later."`
	First    string    `json:"first" doc:"The earliest date of which all orders are kept." example:"2026-08-29"`
	Today    string    `json:"today" doc:"The current date in the shop's time zone." example:"2026-11-26"`

	Orders   int            `json:"orders" doc:"How many orders were requested."`
	ByHand   int            `json:"byHand" doc:"How many of them a barista took at the counter."`
	Made     int            `json:"made" doc:"How many drinks were made: collected, ready or unclaimed."`
	Outcomes []OutcomeCount `json:"outcomes" nullable:"false" doc:"The orders by outcome, with every outcome once."`
	Drinks   []DrinkCount   `json:"drinks" nullable:"false" doc:"The drinks that were made, most often first."`
	Waits    Waits          `json:"waits"`
	Quarters []QuarterHour  `json:"quarters" nullable:"false" doc:"The orders by the quarter hour in which they were requested, from the start of the day to its end."`
	Busiest  []QuarterHour  `json:"busiest" nullable:"false" doc:"Up to three quarter hours with the most orders, most first."`
}

// Outcome is how an order ended, or that it is open.
type Outcome string

// The outcomes of orders.
const (
	OutcomeOpen                Outcome = "open"
	OutcomeReady               Outcome = "ready"
	OutcomeCollected           Outcome = "collected"
	OutcomeUnclaimed           Outcome = "unclaimed"
	OutcomeCancelledByCustomer Outcome = "cancelledByCustomer"
	OutcomeCancelledByStaff    Outcome = "cancelledByStaff"
	OutcomeCancelledByShop     Outcome = "cancelledByShop"
	OutcomeCustomerTimedOut    Outcome = "customerTimedOut"
	OutcomeBaristaTimedOut     Outcome = "baristaTimedOut"
	OutcomeRejectedClosed      Outcome = "rejectedClosed"
	OutcomeRejectedFull        Outcome = "rejectedFull"
	OutcomeFailed              Outcome = "failed"
)

// OutcomeCount counts the orders with an outcome.
type OutcomeCount struct {
	Outcome Outcome `json:"outcome" enum:"open,ready,collected,unclaimed,cancelledByCustomer,cancelledByStaff,cancelledByShop,customerTimedOut,baristaTimedOut,rejectedClosed,rejectedFull,failed"`
	Orders  int     `json:"orders"`
}

// DrinkCount counts how often a drink was made.
type DrinkCount struct {
	Drink     string          `json:"drink" doc:"The drink's id, empty for orders without a readable choice."`
	Name      string          `json:"name" doc:"Its name on today's menu, or the id if it is no longer there."`
	Made      int             `json:"made"`
	Modifiers []ModifierCount `json:"modifiers" nullable:"false" doc:"The options that were chosen, by name, most often first."`
}

// ModifierCount counts how often an option was chosen with a drink that was made.
type ModifierCount struct {
	Name   string `json:"name" example:"milk"`
	Option string `json:"option" example:"oat"`
	Made   int    `json:"made"`
}

// Waits are how long people waited, for the orders whose drinks were made.
type Waits struct {
	ScanToPlaced     Wait `json:"scanToPlaced" doc:"From scanning the code to placing the drink. Without orders taken at the counter."`
	PlacedToReady    Wait `json:"placedToReady" doc:"From placing the drink until it was ready."`
	ReadyToCollected Wait `json:"readyToCollected" doc:"From ready to collected."`
}

// Wait is how long people waited for something.
type Wait struct {
	Orders int `json:"orders" doc:"How many orders the percentiles are of. If it is 0, they are 0."`
	P50    int `json:"p50" doc:"The median in seconds: half waited no longer."`
	P95    int `json:"p95" doc:"The 95th percentile in seconds."`
}

// QuarterHour counts the orders of 15 minutes.
type QuarterHour struct {
	From   time.Time `json:"from" doc:"When it begins, with the shop's offset from UTC."`
	Orders int       `json:"orders"`
}
