package api

import (
	"net/http"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

var baristas = []string{coffee.GroupBarista}

// Routes of the baristas' pages.
var (
	QueueView = define[struct{}, QueueOutput](Operation{
		ID: "queue-view", Method: http.MethodGet, Path: "/api/queue", Function: Barista, Staff: baristas,
		Summary:     "List the orders in the queue",
		Description: "Orders that are waiting, being made or ready, and those that ended most recently.",
	})
	QueueAdd = define[ByHandInput, QueuedOutput](Operation{
		ID: "queue-add", Method: http.MethodPost, Path: "/api/queue", Function: Barista, Staff: baristas, Machines: true, Status: http.StatusCreated,
		Summary: "Take an order by hand, at the counter",
		Description: "Needs no QR code and uses up none of its drinks. " +
			"Answers at once with an order that is PLACED; the queue lists it with its number once the workflow has admitted it, or as REJECTED with the reason. " +
			"Send an Idempotency-Key so that the request can be repeated without creating a second order; machine clients must.",
		Errors: []coffee.ErrorCode{coffee.UnknownDrink, coffee.SoldOut, coffee.WrongModifier,
			coffee.ShopIsClosed, coffee.QueueIsFull, coffee.NothingToHave, coffee.KeyReused, coffee.WrongState},
	})
	QueueOrderView = define[OrderInput, QueuedOutput](Operation{
		ID: "queue-order-view", Method: http.MethodGet, Path: "/api/queue/{id}", Function: Barista, Staff: baristas, Machines: true,
		Summary:     "View an order as baristas see it",
		Description: "An order that is placed, whatever became of it.",
		Errors:      []coffee.ErrorCode{coffee.UnknownOrder},
	})
	QueueClaim    = defineMove("claim", "Claim an order to make its drink", "Other baristas cannot claim it until it is released.", coffee.ClaimedByOther)
	QueueRelease  = defineMove("release", "Release a claimed order", "The order goes back to its place in the queue.", coffee.ClaimedByOther)
	QueueComplete = defineMove("complete", "Mark a drink as ready", "A drink that nobody claimed can be completed, too.", coffee.ClaimedByOther)
	QueueRecall   = defineMove("recall", "Recall a completed order", "Possible for two minutes, by the barista who completed it. The order is MAKING again and can be completed again.", coffee.ClaimedByOther)
	QueueCollect  = defineMove("collect", "Hand a drink over", "The order must be ready.")
	QueueCancel   = define[CancelInput, QueuedOutput](Operation{
		ID: "queue-cancel", Method: http.MethodPost, Path: "/api/queue/{id}/cancel", Function: Barista, Staff: baristas, Machines: true,
		Summary:     "Cancel an order, with a reason",
		Description: "The customer sees the reason. Any barista may cancel an order that is waiting or being made, a machine client its own order until a barista claims it.",
		Errors:      []coffee.ErrorCode{coffee.UnknownOrder, coffee.WrongState},
	})
)

// defineMove adds a route that changes an order's state.
func defineMove(verb, summary, description string, more ...coffee.ErrorCode) Route[OrderInput, QueuedOutput] {
	return define[OrderInput, QueuedOutput](Operation{
		ID: "queue-" + verb, Method: http.MethodPost, Path: "/api/queue/{id}/" + verb, Function: Barista, Staff: baristas,
		Summary: summary, Description: description + " Repeating the request is harmless.",
		Errors: append(more, coffee.UnknownOrder, coffee.WrongState),
	})
}

// QueuedOrder is an order as shown to baristas.
type QueuedOrder struct {
	OrderID string       `json:"orderId"`
	State   coffee.State `json:"state" enum:"PLACED,QUEUED,MAKING,READY,COLLECTED,UNCLAIMED,REJECTED,CANCELLED,TIMED_OUT,FAILED"`
	Number  int          `json:"number" doc:"The number to call out, 0 until the order has one."`
	Choice  *Chosen      `json:"choice,omitempty" doc:"Missing if the order was not placed through this API."`
	Age     int          `json:"ageSeconds" doc:"How long ago the order was queued."`
	Version int64        `json:"version" doc:"Increases with each change of the order."`
	Barista string       `json:"barista,omitempty" doc:"The barista who is making the drink, or made it."`
	TakenBy string       `json:"takenBy,omitempty" doc:"The barista or the machine client that took the order."`

	QueuedAt    *time.Time `json:"queuedAt,omitempty" doc:"When the order was queued."`
	ReadyAt     *time.Time `json:"readyAt,omitempty" doc:"When the drink became ready."`
	RecallUntil *time.Time `json:"recallUntil,omitempty" doc:"Until when the barista who completed the order may recall it."`
	EndedAt     *time.Time `json:"endedAt,omitempty" doc:"When the order ended, for whatever reason."`
	Reason      string     `json:"reason,omitempty" doc:"The name of the event that ended the order early."`
	Explanation string     `json:"explanation,omitempty" doc:"The reason that was given when the order was cancelled."`
}

// QueuedOutput is an order.
type QueuedOutput struct{ Body QueuedOrder }

// Queue is the baristas' queue.
type Queue struct {
	Orders   []QueuedOrder `json:"orders" nullable:"false" doc:"Orders that are waiting, being made or ready, by number."`
	Finished []QueuedOrder `json:"finished" nullable:"false" doc:"Up to 10 orders that ended in the last 30 minutes, newest first, including orders taken by hand that were rejected."`
}

// QueueOutput is the queue.
type QueueOutput struct{ Body Queue }

// ByHandInput is an order taken at the counter.
type ByHandInput struct {
	Once
	Body Choice
}

// Cancellation is the reason for cancelling an order.
type Cancellation struct {
	Reason string `json:"reason" minLength:"1" maxLength:"200" doc:"Shown to the customer." example:"The machine broke."`
}

// CancelInput cancels an order.
type CancelInput struct {
	OrderInput
	Body Cancellation
}
