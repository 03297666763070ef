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
		Summary:     "The orders that baristas have to do with",
		Description: "Those that wait, are being made or are ready, and those that were finished last.",
	})
	QueueAdd = define[ByHandInput, QueuedOutput](Operation{
		ID: "queue-add", Method: http.MethodPost, Path: "/api/queue", Function: Barista, Staff: baristas, Status: http.StatusCreated,
		Summary: "Take an order by hand, at the counter",
		Description: "Needs no QR code and takes none of its drinks. " +
			"It is answered at once, PLACED; the queue shows it with its number when the workflow has admitted it, or as REJECTED with the reason. " +
			"Send an Idempotency-Key so that the request can be repeated without creating a second order.",
		Errors: []coffee.ErrorCode{coffee.UnknownDrink, coffee.SoldOut, coffee.WrongModifier,
			coffee.ShopIsClosed, coffee.QueueIsFull, coffee.NothingToHave, coffee.KeyReused, coffee.WrongState},
	})
	QueueClaim    = defineMove("claim", "Begin to make a drink", "Other baristas cannot claim it unless it is released.", coffee.ClaimedByOther)
	QueueRelease  = defineMove("release", "Leave a claimed drink to the others", "The order goes back to its place in the queue.", coffee.ClaimedByOther)
	QueueComplete = defineMove("complete", "Say that a drink is ready", "A drink that nobody claimed can be completed as well.", coffee.ClaimedByOther)
	QueueRecall   = defineMove("recall", "Take a completed drink back", "For two minutes, by the barista who completed it. The order is made again, and then completed again.", coffee.ClaimedByOther)
	QueueCollect  = defineMove("collect", "Hand a drink over", "The order must be ready.")
	QueueCancel   = define[CancelInput, QueuedOutput](Operation{
		ID: "queue-cancel", Method: http.MethodPost, Path: "/api/queue/{id}/cancel", Function: Barista, Staff: baristas,
		Summary:     "Cancel an order, with a reason",
		Description: "The customer is shown the reason. Any barista may cancel an order that waits or is being made.",
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

// QueuedOrder is an order as baristas see it.
type QueuedOrder struct {
	OrderID string       `json:"orderId"`
	State   coffee.State `json:"state" enum:"PLACED,QUEUED,MAKING,READY,COLLECTED,UNCLAIMED,REJECTED,CANCELLED,TIMED_OUT,FAILED"`
	Number  int          `json:"number" doc:"The number that is called out, 0 until it has one."`
	Choice  *Chosen      `json:"choice,omitempty" doc:"Not there where something else than this API placed the order."`
	Age     int          `json:"ageSeconds" doc:"How long ago it was queued."`
	Barista string       `json:"barista,omitempty" doc:"Who makes it, or made it."`
	TakenBy string       `json:"takenBy,omitempty" doc:"The barista who took it at the counter."`

	ReadyAt     *time.Time `json:"readyAt,omitempty" doc:"Since when it is ready."`
	RecallUntil *time.Time `json:"recallUntil,omitempty" doc:"Until when the barista who completed it may recall it."`
	EndedAt     *time.Time `json:"endedAt,omitempty" doc:"When it was finished, in whatever way."`
	Reason      string     `json:"reason,omitempty" doc:"The name of the event that ended the order early."`
	Explanation string     `json:"explanation,omitempty" doc:"What was said when the order was cancelled."`
}

// QueuedOutput is an order.
type QueuedOutput struct{ Body QueuedOrder }

// Queue is what baristas have to do with.
type Queue struct {
	Orders   []QueuedOrder `json:"orders" nullable:"false" doc:"Those that wait, are being made or are ready, by number."`
	Finished []QueuedOrder `json:"finished" nullable:"false" doc:"Up to 10 that were finished in the last 30 minutes, newest first, with those taken by hand that were turned away."`
}

// QueueOutput is the queue.
type QueueOutput struct{ Body Queue }

// ByHandInput is an order taken at the counter.
type ByHandInput struct {
	Once
	Body Choice
}

// Cancellation says why an order is cancelled.
type Cancellation struct {
	Reason string `json:"reason" minLength:"1" maxLength:"200" doc:"For the customer." example:"The machine broke."`
}

// CancelInput cancels an order.
type CancelInput struct {
	OrderInput
	Body Cancellation
}
