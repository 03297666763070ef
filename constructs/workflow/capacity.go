package workflow

import (
	"fmt"

	sfn "github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	tasks "github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctionstasks"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Capacity is how the workflow keeps the limit on the orders underway.
type Capacity int

const (
	// ListExecutions admits an order when fewer executions than the limit are
	// running ahead of it. It needs no state of its own. On AWS the listing is
	// eventually consistent ("may not reflect very recent updates", API
	// reference): orders that start within its lag do not see each other and
	// are all admitted, however many there are. What bounds them is the QR
	// code, which admits 10 drinks. The API is throttled to a few calls a
	// second per account (Step Functions quotas), so in a rush orders wait for
	// their turn to list, and those whose retries run out are turned away as if
	// the queue were full.
	ListExecutions Capacity = iota

	// ReservedSeats admits an order that finds a free seat in the counter
	// table, and gives the seat back when the order ends: exact under any load,
	// for two writes per order in place of a listing. Giving back may fail, and
	// an execution that is stopped from outside cannot do it; so whoever
	// listens to the terminal events, such as the shop's tracker, gives the
	// seat back as well.
	ReservedSeats
)

// listedExecutions is the size of the page that ListExecutions asks for: all
// that may be underway at the highest limit, so that one more makes a second
// page, which means a full queue. A larger page may pass the 256 KB that a state
// may hold, an error that no catcher catches.
const listedExecutions = coffee.MaxQueueLimit

func (c Capacity) String() string {
	switch c {
	case ListExecutions:
		return "ListExecutions"
	case ReservedSeats:
		return "ReservedSeats"
	default:
		return fmt.Sprintf("Capacity(%d)", int(c))
	}
}

func (c Capacity) check(scope constructs.Construct, id string, limit int) {
	props.Require(c == ListExecutions || c == ReservedSeats, scope, id, "Capacity", c, "ListExecutions or ReservedSeats")
	props.Require(c == ReservedSeats || limit <= listedExecutions, scope, id, "QueueLimit", limit,
		fmt.Sprintf("at most %d with the capacity strategy ListExecutions", listedExecutions))
}

// admit is the way from an open shop to admitted or to full.
func (c Capacity) admit(w *Workflow, admitted, full, failed sfn.IChainable) sfn.IChainable {
	busy := w.busy(full, failed)
	if c == ReservedSeats {
		return w.takeSeat(full, busy).Next(admitted)
	}
	return w.listRunningOrders(busy).Next(
		sfn.Choice_Jsonata(w, new("HasCapacity"), nil).
			When(sfn.Condition_Jsonata(new(hasCapacity)), admitted, nil).
			Otherwise(full))
}

// busy turns an order away, as from a full queue, when it could not be admitted
// because a service was throttled or failed in passing. Any other error is a
// failure of the order.
func (w *Workflow) busy(full, failed sfn.IChainable) sfn.IChainable {
	// A write whose answer was lost may have taken the seat.
	full = w.props.Capacity.giveBack(w, "QueueFull", full)
	return sfn.Choice_Jsonata(w, new("IsTransient"), nil).
		When(sfn.Condition_Jsonata(new(isTransient)), full, nil).
		Otherwise(failed)
}

// giveBack ends an order's claim on the capacity and goes on to next.
func (c Capacity) giveBack(w *Workflow, name string, next sfn.IChainable) sfn.IChainable {
	if c == ReservedSeats {
		return w.giveBackSeat("GiveBackSeatOf"+name, next)
	}
	return next
}

func (w *Workflow) listRunningOrders(busy sfn.IChainable) sfn.TaskStateBase {
	list := tasks.CallAwsService_Jsonata(w, new("ListRunningOrders"), &tasks.CallAwsServiceJsonataProps{
		Comment:      new("How many orders are ahead of this one?"),
		Service:      new("sfn"),
		Action:       new("listExecutions"),
		IamAction:    new("states:ListExecutions"),
		IamResources: &[]*string{w.arn()},
		Parameters: &map[string]any{
			"StateMachineArn": w.arn(), "StatusFilter": "RUNNING", "MaxResults": listedExecutions,
		},
		Assign:  variables{"ordersAhead": ordersAhead}.assign(),
		Outputs: map[string]any{},
	})
	return guard(list, busy)
}

// takeSeat is safe to repeat: who already sits keeps the seat.
func (w *Workflow) takeSeat(full, busy sfn.IChainable) sfn.TaskStateBase {
	take := tasks.DynamoUpdateItem_Jsonata(w, new("TakeSeat"), w.seats(tasks.DynamoUpdateItemJsonataProps{
		UpdateExpression:    new("ADD #seats :seat"),
		ConditionExpression: new("attribute_not_exists(#seats) OR size(#seats) < :limit OR contains(#seats, :order)"),
		ExpressionAttributeValues: &map[string]tasks.DynamoAttributeValue{
			":seat":  tasks.DynamoAttributeValue_FromStringSet(&[]*string{new(seat)}),
			":order": tasks.DynamoAttributeValue_FromString(new(seat)),
			":limit": tasks.DynamoAttributeValue_NumberFromString(new(seatLimit)),
		},
	}))
	taken := "DynamoDB.ConditionalCheckFailedException"
	take.AddRetry(&sfn.RetryProps{Errors: &[]*string{&taken}, MaxAttempts: new(0.0)})
	take.AddCatch(full, &sfn.CatchProps{Errors: &[]*string{&taken}})
	return guard(take, busy)
}

// giveBackSeat is safe to repeat, and to do without a seat. An order's outcome
// does not hang on it: if it fails, the order goes on all the same.
func (w *Workflow) giveBackSeat(id string, next sfn.IChainable) sfn.IChainable {
	back := tasks.DynamoUpdateItem_Jsonata(w, &id, w.seats(tasks.DynamoUpdateItemJsonataProps{
		UpdateExpression: new("DELETE #seats :seat"),
		ExpressionAttributeValues: &map[string]tasks.DynamoAttributeValue{
			":seat": tasks.DynamoAttributeValue_FromStringSet(&[]*string{new(seat)}),
		},
	}))
	return back.
		AddRetry(patience("States.TaskFailed")).
		AddCatch(next, &sfn.CatchProps{Errors: &[]*string{new("States.ALL")}}).
		Next(next)
}

func (w *Workflow) seats(update tasks.DynamoUpdateItemJsonataProps) *tasks.DynamoUpdateItemJsonataProps {
	update.Table = w.props.Counter
	update.Key = &map[string]tasks.DynamoAttributeValue{
		"id": tasks.DynamoAttributeValue_FromString(new(schema.SeatsID)),
	}
	update.ExpressionAttributeNames = &map[string]*string{"#seats": new(schema.SeatsAttribute)}
	update.Outputs = map[string]any{}
	return &update
}
