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
		Summary:     "Whether the shop is open, its menu and its queue",
		Description: "What a customer sees before ordering.",
	})
	BoardView = define[struct{}, BoardOutput](Operation{
		ID: "board-view", Method: http.MethodGet, Path: "/api/board", Function: Customer,
		Summary:     "The numbers of the orders that are being prepared, and of those that are ready",
		Description: "What the overhead display shows. It may be a second old.",
	})
	OrderRedeem = define[RedeemInput, RedeemOutput](Operation{
		ID: "order-redeem", Method: http.MethodPost, Path: "/api/orders", Function: Customer, Status: http.StatusCreated,
		Summary: "Take one of a QR code's drinks, and a place in the queue",
		Description: "Answers the order's id and the secret that opens it. Place the drink before placeBy. " +
			"Send an Idempotency-Key so that the request can be repeated without taking a second drink.",
		Errors: []coffee.ErrorCode{coffee.CodeMalformed, coffee.CodeUnknown, coffee.CodeExpired, coffee.CodeUsedUp,
			coffee.ShopIsClosed, coffee.QueueIsFull, coffee.NothingToHave, coffee.WrongState},
	})
	OrderView = define[OrderInput, OrderOutput](Operation{
		ID: "order-view", Method: http.MethodGet, Path: "/api/orders/{id}", Function: Customer, Secret: true,
		Summary:     "How an order is doing",
		Description: "For the holder of the order's secret. While the order waits, it says how many are ahead and how long it may take.",
		Errors:      []coffee.ErrorCode{coffee.UnknownOrder},
	})
	OrderPlace = define[PlaceInput, OrderOutput](Operation{
		ID: "order-place", Method: http.MethodPut, Path: "/api/orders/{id}", Function: Customer, Secret: true,
		Summary:     "Choose the drink",
		Description: "For the holder of the order's secret. Repeating the same choice is harmless; another one is refused.",
		Errors:      []coffee.ErrorCode{coffee.UnknownOrder, coffee.UnknownDrink, coffee.SoldOut, coffee.WrongModifier, coffee.WrongState},
	})
	OrderCancel = define[OrderInput, OrderOutput](Operation{
		ID: "order-cancel", Method: http.MethodDelete, Path: "/api/orders/{id}", Function: Customer, Secret: true,
		Summary:     "Cancel an order, which is possible until a barista claims it",
		Description: "For the holder of the order's secret. The order can still be viewed.",
		Errors:      []coffee.ErrorCode{coffee.UnknownOrder, coffee.WrongState},
	})
	OpenAPIView = define[struct{}, DocumentOutput](Operation{
		ID: "openapi-view", Method: http.MethodGet, Path: "/api/openapi.json", Function: Customer,
		Summary:     "This document",
		Description: "The OpenAPI document of all routes, the same as docs/openapi.json of this build.",
	})
)

// OrderInput names an order.
type OrderInput struct {
	ID string `path:"id" minLength:"1" maxLength:"80" pattern:"^[^\\s<>{}\\[\\]?*\"#%\\\\^|~\\x60$&,;:/\\x00-\\x1f\\x7f-\\x9f]{1,80}$" doc:"The order's id, which is the name of its execution."`
}

// Once makes a request that creates an order repeatable.
type Once struct {
	IdempotencyKey string `header:"Idempotency-Key" minLength:"16" maxLength:"128" pattern:"^[A-Za-z0-9._~:+/=-]+$" doc:"Random. A request repeated with the same key yields the same order. Quotes around it do not count."`
}

// Scan is the content of a QR code.
type Scan struct {
	Code string `json:"code" format:"qr-code" maxLength:"1024" doc:"The content of the QR code. White space around it, such as a scanner's line break, does not count."`
}

// RedeemInput redeems a QR code for an order.
type RedeemInput struct {
	Once
	Body Scan
}

// Ticket is the order that a QR code was redeemed for.
type Ticket struct {
	OrderID string    `json:"orderId"`
	Secret  string    `json:"secret" doc:"Opens this order and no other. It cannot be had again."`
	PlaceBy time.Time `json:"placeBy" doc:"When the drink must be placed at the latest."`
}

// RedeemOutput is a ticket.
type RedeemOutput struct{ Body Ticket }

// Choice is a drink, and an option for some of its modifiers.
type Choice struct {
	Drink     string            `json:"drink" pattern:"^[a-z0-9-]{1,64}$" doc:"The id of a drink on the menu." example:"flat-white"`
	Modifiers map[string]string `json:"modifiers,omitempty" maxProperties:"16" doc:"For some of the drink's modifiers, one of their options." example:"{\"milk\":\"oat\"}"`
}

// Chosen is the choice that an order has. It need not keep to the limits of
// Choice: any program with the task token can place an order.
type Chosen struct {
	Drink     string            `json:"drink" doc:"The id of a drink." example:"flat-white"`
	Modifiers map[string]string `json:"modifiers,omitempty" doc:"For some of the drink's modifiers, one of their options." example:"{\"milk\":\"oat\"}"`
}

// PlaceInput is the choice for an order.
type PlaceInput struct {
	OrderInput
	Body Choice
}

// Order is an order as its customer sees it.
type Order struct {
	OrderID string       `json:"orderId"`
	State   coffee.State `json:"state" enum:"REQUESTED,STARTED,PLACED,QUEUED,MAKING,READY,COLLECTED,UNCLAIMED,REJECTED,CANCELLED,TIMED_OUT,FAILED"`
	Number  int          `json:"number,omitempty" doc:"The number that is called out."`
	Choice  *Chosen      `json:"choice,omitempty"`
	PlaceBy *time.Time   `json:"placeBy,omitempty" doc:"When the drink must be placed at the latest, until it is."`
	// Ahead and EstimatedWait (in seconds) are there while the order waits.
	Ahead         *int       `json:"ahead,omitempty" doc:"How many drinks are made before this one."`
	EstimatedWait *int       `json:"estimatedWaitSeconds,omitempty" doc:"How long it may take, judging by the recent orders."`
	RemindedAt    *time.Time `json:"remindedAt,omitempty" doc:"When the customer was reminded to collect the drink."`
	Reason        string     `json:"reason,omitempty" doc:"The name of the event that ended the order early."`
	Explanation   string     `json:"explanation,omitempty" doc:"What was said when the order was cancelled."`
}

// OrderOutput is an order.
type OrderOutput struct{ Body Order }

// Shop is the shop as customers see it.
type Shop struct {
	Open          bool `json:"open"`
	Menu          Menu `json:"menu"`
	QueueLength   int  `json:"queueLength" doc:"How many places in the queue are taken: by orders that were admitted and are not ready yet."`
	EstimatedWait int  `json:"estimatedWaitSeconds" doc:"How long an order placed now may take."`
}

// ShopOutput is the shop.
type ShopOutput struct{ Body Shop }

// Board is the numbers that everybody may see.
type Board struct {
	Preparing []int `json:"preparing" nullable:"false" doc:"The numbers that wait or are being made, lowest first."`
	Ready     []int `json:"ready" nullable:"false" doc:"The numbers that can be collected, the newest first."`
}

// BoardOutput is the board.
type BoardOutput struct{ Body Board }

// DocumentOutput is the OpenAPI document.
type DocumentOutput struct{ Body map[string]any }
