package api

import (
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// OrderInput names an order.
type OrderInput struct {
	ID string `path:"id" minLength:"1" maxLength:"80" pattern:"^[^\\s<>{}\\[\\]?*\"#%\\\\^|~\\x60$&,;:/\\x00-\\x1f\\x7f-\\x9f]{1,80}$" doc:"The order's id, which is the name of its execution."`
}

// Once makes a request that creates an order repeatable.
type Once struct {
	IdempotencyKey string `header:"Idempotency-Key" minLength:"16" maxLength:"128" pattern:"^[A-Za-z0-9._~:+/=-]+$" doc:"Random. A request repeated with the same key yields the same order. Quotes around it do not count."`
}

// RedeemInput is a scanned code.
type RedeemInput struct {
	Once
	Body struct {
		Code string `json:"code" format:"qr-code" maxLength:"1024" doc:"The content of the QR code. White space around it, such as a scanner's line break, does not count."`
	}
}

// RedeemOutput is the order that a code was redeemed for.
type RedeemOutput struct {
	Body struct {
		OrderID string    `json:"orderId"`
		Secret  string    `json:"secret" doc:"Opens this order and no other. It cannot be had again."`
		PlaceBy time.Time `json:"placeBy" doc:"When the drink must be placed at the latest."`
	}
}

// Choice is what a customer orders.
type Choice struct {
	Drink     string            `json:"drink" pattern:"^[a-z0-9-]{1,64}$" doc:"The id of a drink on the menu." example:"flat-white"`
	Modifiers map[string]string `json:"modifiers,omitempty" maxProperties:"16" doc:"For some of the drink's modifiers, one of their options." example:"{\"milk\":\"oat\"}"`
}

// Chosen is a choice as an order has it. Something else than this API may have
// made it.
type Chosen struct {
	Drink     string            `json:"drink" doc:"The id of a drink." example:"flat-white"`
	Modifiers map[string]string `json:"modifiers,omitempty" doc:"For some of the drink's modifiers, one of their options." example:"{\"milk\":\"oat\"}"`
}

// PlaceInput is a choice for an order.
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
	// Ahead and EstimatedWait are there while the order waits.
	Ahead         *int   `json:"ahead,omitempty" doc:"How many drinks are made before this one."`
	EstimatedWait *int   `json:"estimatedWaitSeconds,omitempty" doc:"How long it may take, judging by the recent orders."`
	Reason        string `json:"reason,omitempty" doc:"The name of the event that ended the order early."`
	Explanation   string `json:"explanation,omitempty" doc:"What was said when the order was cancelled."`
}

// OrderOutput is an order.
type OrderOutput struct{ Body Order }

// ShopOutput is the shop as customers see it.
type ShopOutput struct {
	Body struct {
		Open          bool `json:"open"`
		Menu          Menu `json:"menu"`
		QueueLength   int  `json:"queueLength"`
		EstimatedWait int  `json:"estimatedWaitSeconds" doc:"How long an order placed now may take."`
	}
}

// Menu is what the shop offers.
type Menu struct {
	Drinks []Drink `json:"drinks" nullable:"false" maxItems:"100"`
}

// Drink is one drink on the menu.
type Drink struct {
	ID        string     `json:"id" pattern:"^[a-z0-9-]{1,64}$" example:"flat-white"`
	Name      string     `json:"name" minLength:"1" maxLength:"100" example:"Flat White"`
	Available bool       `json:"available"`
	Modifiers []Modifier `json:"modifiers,omitempty" nullable:"false" maxItems:"16"`
}

// Modifier is one thing to choose about a drink.
type Modifier struct {
	Name    string   `json:"name" minLength:"1" maxLength:"64" example:"milk"`
	Options []string `json:"options" nullable:"false" minItems:"1" maxItems:"32" minLength:"1" maxLength:"64" example:"whole,oat"`
}

// QueuedOrder is an order as baristas see it.
type QueuedOrder struct {
	OrderID string       `json:"orderId"`
	State   coffee.State `json:"state" enum:"PLACED,QUEUED,MAKING,READY,COLLECTED,UNCLAIMED,REJECTED,CANCELLED,TIMED_OUT,FAILED"`
	Number  int          `json:"number" doc:"The number that is called out, 0 until it has one."`
	Choice  *Chosen      `json:"choice,omitempty" doc:"Not there where something else than this API placed the order."`
	Age     int          `json:"ageSeconds" doc:"How long ago it was queued."`
	Barista string       `json:"barista,omitempty" doc:"Who makes it, or made it."`
	// The rest is there where it applies.
	ReadyAt     *time.Time `json:"readyAt,omitempty" doc:"When the drink was ready."`
	EndedAt     *time.Time `json:"endedAt,omitempty" doc:"When the order was finished, in whatever way."`
	RecallUntil *time.Time `json:"recallUntil,omitempty" doc:"Until when the barista who completed it may take it back."`
	TakenBy     string     `json:"takenBy,omitempty" doc:"The barista who took it at the counter."`
	Reason      string     `json:"reason,omitempty" doc:"The name of the event that ended the order early."`
	Explanation string     `json:"explanation,omitempty" doc:"What was said when the order was cancelled."`
}

// QueuedOutput is an order.
type QueuedOutput struct{ Body QueuedOrder }

// ByHandInput is an order taken at the counter.
type ByHandInput struct {
	Once
	Body Choice
}

// QueueOutput is the queue.
type QueueOutput struct {
	Body struct {
		Orders   []QueuedOrder `json:"orders" nullable:"false" doc:"Those that wait, are being made or are ready, by number."`
		Finished []QueuedOrder `json:"finished" nullable:"false" doc:"Up to 10 that were finished in the last 30 minutes, newest first, with those taken by hand that were turned away."`
	}
}

// CancelInput gives an order up.
type CancelInput struct {
	OrderInput
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"200" doc:"For the customer." example:"The machine broke."`
	}
}

// CodeOutput is the current QR code.
type CodeOutput struct {
	Body struct {
		Code      string    `json:"code" doc:"The content of the QR code."`
		Remaining int       `json:"remaining" doc:"How many drinks it is still good for."`
		ExpiresAt time.Time `json:"expiresAt" doc:"When the next one comes."`
	}
}

// Open says whether the shop is open.
type Open struct {
	Open bool `json:"open"`
}

// OpenInput opens or closes the shop.
type OpenInput struct{ Body Open }

// OpenOutput says whether it is open now.
type OpenOutput struct{ Body Open }

// MenuInput is a new menu.
type MenuInput struct{ Body Menu }

// MenuOutput is the menu as it is now.
type MenuOutput struct{ Body Menu }

// AvailableInput says whether a drink can be had.
type AvailableInput struct {
	Drink string `path:"drink" pattern:"^[a-z0-9-]{1,64}$" doc:"The drink's id." example:"flat-white"`
	Body  struct {
		Available bool `json:"available"`
	}
}

// Limits are the numbers among the settings. Their bounds are those of
// coffee.Limits.
type Limits struct {
	QueueLimit           int `json:"queueLimit" minimum:"0" maximum:"400" doc:"How many orders may be underway at once; 0 leaves it to the workflow." example:"20"`
	DrinksPerCode        int `json:"drinksPerCode" minimum:"1" maximum:"1000" doc:"How many drinks a QR code is good for. A change holds for the current one, too: what was taken stays taken." example:"10"`
	CodePeriodSeconds    int `json:"codePeriodSeconds" minimum:"1" maximum:"86400" doc:"How long a QR code is shown before the next one. A change holds from the next one on: the current one stays until its end." example:"300"`
	CollectWithinSeconds int `json:"collectWithinSeconds,omitempty" minimum:"0" maximum:"86400" doc:"How long a drink may be ready before its customer is reminded; after twice that it is given up. 0 stands for 600." example:"600"`
}

// LimitsInput is new limits.
type LimitsInput struct{ Body Limits }

// LimitsOutput is the limits as they are now.
type LimitsOutput struct{ Body Limits }

// DocumentOutput is the OpenAPI document.
type DocumentOutput struct {
	Body map[string]any
}
