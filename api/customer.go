package api

import (
	"net/http"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Routes of the customers' pages.
var (
	ShopView = define[struct{}, ShopOutput](Operation{
		ID: "shop-view", Method: http.MethodGet, Path: "/api/shop", Function: Customer,
		Summary:     "View the shop: open or closed, menu and queue",
		Description: "What a customer sees before ordering.",
	})
	BoardView = define[struct{}, BoardOutput](Operation{
		ID: "board-view", Method: http.MethodGet, Path: "/api/board", Function: Customer,
		Summary:     "List the numbers of the orders that are being prepared or ready",
		Description: "What the overhead display shows, up to a second old.",
	})
	OrderRedeem = define[RedeemInput, RedeemOutput](Operation{
		ID: "order-redeem", Method: http.MethodPost, Path: "/api/orders", Function: Customer, Status: http.StatusCreated,
		Summary: "Redeem a QR code for an order",
		Description: "Uses up one of the code's drinks and takes a place in the queue. Returns the order's id and its secret. Place the drink before placeBy. " +
			"Send an Idempotency-Key so that the request can be repeated without using up a second drink.",
		Errors: []coffee.ErrorCode{coffee.CodeMalformed, coffee.CodeUnknown, coffee.CodeExpired, coffee.CodeUsedUp,
			coffee.ShopIsClosed, coffee.QueueIsFull, coffee.NothingToHave, coffee.WrongState},
	})
	OrderView = define[OrderInput, OrderOutput](Operation{
		ID: "order-view", Method: http.MethodGet, Path: "/api/orders/{id}", Function: Customer, Secret: true,
		Summary:     "View an order",
		Description: "For the holder of the order's secret. While the order is waiting, the response has the number of drinks ahead and the estimated wait.",
		Errors:      []coffee.ErrorCode{coffee.UnknownOrder},
	})
	OrderPlace = define[PlaceInput, OrderOutput](Operation{
		ID: "order-place", Method: http.MethodPut, Path: "/api/orders/{id}", Function: Customer, Secret: true,
		Summary:     "Choose the drink",
		Description: "For the holder of the order's secret. Repeating the same choice is harmless; a different one is refused.",
		Errors:      []coffee.ErrorCode{coffee.UnknownOrder, coffee.UnknownDrink, coffee.SoldOut, coffee.WrongModifier, coffee.WrongState},
	})
	OrderCancel = define[OrderInput, OrderOutput](Operation{
		ID: "order-cancel", Method: http.MethodDelete, Path: "/api/orders/{id}", Function: Customer, Secret: true,
		Summary:     "Cancel an order",
		Description: "For the holder of the order's secret, until a barista claims the order. A cancelled order can still be viewed.",
		Errors:      []coffee.ErrorCode{coffee.UnknownOrder, coffee.WrongState},
	})
	OpenAPIView = define[struct{}, DocumentOutput](Operation{
		ID: "openapi-view", Method: http.MethodGet, Path: "/api/openapi.json", Function: Customer,
		Summary:     "Get this document",
		Description: "The OpenAPI document of all routes, identical to docs/openapi.json of this build.",
	})
)

// OrderInput names an order.
type OrderInput struct {
	ID string `path:"id" minLength:"1" maxLength:"80" pattern:"^[^\\s<>{}\\[\\]?*\"#%\\\\^|~\\x60$&,;:/\\x00-\\x1f\\x7f-\\x9f]{1,80}$" doc:"The order's id, which is the name of its execution."`
}

// Once makes a request that creates an order repeatable.
type Once struct {
	IdempotencyKey string `header:"Idempotency-Key" minLength:"16" maxLength:"128" pattern:"^[A-Za-z0-9._~:+/=-]+$" doc:"A random string. Repeating a request with the same key returns the same order. Surrounding quotes are ignored."`
}

// Scan is the content of a QR code.
type Scan struct {
	Code string `json:"code" format:"qr-code" maxLength:"1024" doc:"The content of the QR code. Surrounding white space, such as a scanner's line break, is ignored."`
}

// RedeemInput redeems a QR code for an order.
type RedeemInput struct {
	Once
	Body Scan
}

// Ticket is the order that a QR code was redeemed for.
type Ticket struct {
	OrderID string    `json:"orderId"`
	Secret  string    `json:"secret" doc:"Gives access to this order only. It cannot be retrieved again."`
	PlaceBy time.Time `json:"placeBy" doc:"The deadline for placing the drink."`
}

// RedeemOutput is a ticket.
type RedeemOutput struct{ Body Ticket }

// Choice is a drink and, for any number of its modifiers, one option each.
type Choice struct {
	Drink     string            `json:"drink" pattern:"^[a-z0-9-]{1,64}$" doc:"The id of a drink on the menu." example:"flat-white"`
	Modifiers map[string]string `json:"modifiers,omitempty" maxProperties:"16" doc:"One option each for any number of the drink's modifiers." example:"{\"milk\":\"oat\"}"`
}

// Chosen is the choice stored with an order. It may exceed the limits of Choice,
// since any program with the task token can place an order.
type Chosen struct {
	Drink     string            `json:"drink" doc:"The id of a drink." example:"flat-white"`
	Modifiers map[string]string `json:"modifiers,omitempty" doc:"One option each for any number of the drink's modifiers." example:"{\"milk\":\"oat\"}"`
}

// PlaceInput is the choice for an order.
type PlaceInput struct {
	OrderInput
	Body Choice
}

// Order is an order as shown to its customer.
type Order struct {
	OrderID string       `json:"orderId"`
	State   coffee.State `json:"state" enum:"REQUESTED,STARTED,PLACED,QUEUED,MAKING,READY,COLLECTED,UNCLAIMED,REJECTED,CANCELLED,TIMED_OUT,FAILED"`
	Number  int          `json:"number,omitempty" doc:"The number to call out."`
	Choice  *Chosen      `json:"choice,omitempty"`
	PlaceBy *time.Time   `json:"placeBy,omitempty" doc:"The deadline for placing the drink; missing once it is placed."`
	// Ahead and EstimatedWait (in seconds) are set while the order is waiting.
	Ahead         *int       `json:"ahead,omitempty" doc:"How many drinks will be made before this one."`
	EstimatedWait *int       `json:"estimatedWaitSeconds,omitempty" doc:"The estimated wait, based on recent orders."`
	RemindedAt    *time.Time `json:"remindedAt,omitempty" doc:"When the customer was reminded to collect the drink."`
	Reason        string     `json:"reason,omitempty" doc:"The name of the event that ended the order early."`
	Explanation   string     `json:"explanation,omitempty" doc:"The reason that was given when the order was cancelled."`
	CancelledBy   Canceller  `json:"cancelledBy,omitempty" enum:"customer,staff,shop" doc:"Who cancelled the order; shop means that it was cancelled automatically."`
	Stages        []Stage    `json:"stages" nullable:"false" doc:"The states that the order has entered, with times, earliest first. A state that it left again, such as MAKING of a released order, is not listed."`
	Version       int64      `json:"version" doc:"Increases with each change of the order."`
}

// Canceller is who cancelled an order, as its customer is told.
type Canceller string

// The cancellers.
const (
	ByCustomer Canceller = "customer"
	ByStaff    Canceller = "staff"
	ByShop     Canceller = "shop"
)

// Stage is a state that an order entered, and when.
type Stage struct {
	State coffee.State `json:"state" enum:"REQUESTED,STARTED,PLACED,QUEUED,MAKING,READY,COLLECTED,UNCLAIMED,REJECTED,CANCELLED,TIMED_OUT,FAILED"`
	At    time.Time    `json:"at"`
}

// OrderOutput is an order.
type OrderOutput struct{ Body Order }

// Shop is the shop as shown to customers.
type Shop struct {
	Open          bool `json:"open"`
	Menu          Menu `json:"menu"`
	QueueLength   int  `json:"queueLength" doc:"How many places in the queue are taken, by admitted orders that are not ready yet."`
	EstimatedWait int  `json:"estimatedWaitSeconds" doc:"The estimated wait of an order placed now."`
	NextSwitch
}

// NextSwitch is when the opening hours will open a closed shop, or close an open one. It is
// empty if they never will.
type NextSwitch struct {
	OpensAt  *time.Time `json:"opensAt,omitempty" doc:"When the opening hours will open the shop, with the shop's offset from UTC. Missing while it is open, or if they never will."`
	ClosesAt *time.Time `json:"closesAt,omitempty" doc:"When the opening hours will close the shop, with the shop's offset from UTC. Missing while it is closed, or if they never will."`
}

// ShopOutput is the shop.
type ShopOutput struct{ Body Shop }

// Board holds the order numbers on the overhead display.
type Board struct {
	Preparing []int `json:"preparing" nullable:"false" doc:"Numbers of orders that are waiting or being made, lowest first."`
	Ready     []int `json:"ready" nullable:"false" doc:"Numbers of orders that can be collected, newest first."`

	Open          bool `json:"open" doc:"Whether the shop is open."`
	EstimatedWait int  `json:"estimatedWaitSeconds" doc:"The estimated wait of an order placed now."`
	NextSwitch
	Version int64 `json:"version" doc:"The time at which the board was read, in milliseconds since the Unix epoch. Of two boards, the one with the higher version is newer."`
}

// BoardOutput is the board.
type BoardOutput struct{ Body Board }

// DocumentOutput is the OpenAPI document.
type DocumentOutput struct{ Body map[string]any }
