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

// Capacity is the strategy that enforces the limit on orders in progress.
type Capacity int

const (
	// ListExecutions admits an order if fewer earlier executions are running than
	// the limit allows. It keeps no state. On AWS the listing is eventually
	// consistent ("may not reflect very recent updates", API reference): orders
	// that start within its lag do not see each other and are all admitted. Only
	// the QR code bounds them, by default at 10 drinks per code. The call is
	// throttled to a few per second and account (Step Functions quotas), so orders
	// in a rush wait and retry; when the retries run out, the order is rejected as
	// if the queue were full.
	ListExecutions Capacity = iota

	// ReservedSeats admits an order if it can reserve a seat in the counter table,
	// and releases the seat when the order ends. It is exact under any load and
	// costs two writes per order instead of a listing. Releasing may fail, and a
	// stopped execution cannot do it, so a consumer of the terminal events must
	// release the seat as well; the shop's tracker does.
	ReservedSeats
)

// listedExecutions is the page size of ListExecutions. It equals the highest queue
// limit, so a second page means that the queue is full. A larger page could exceed
// the 256 KB limit of a state's data, an error that cannot be caught.
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

// admit returns the states between an open shop and admitted, full or failed.
func (c Capacity) admit(w *Workflow, admitted, full, failed sfn.IChainable) sfn.IChainable {
	busy := w.rejectIfBusy(full, failed)
	if c == ReservedSeats {
		return w.takeSeat(full, busy).Next(admitted)
	}
	return w.listRunningOrders(busy).Next(
		sfn.Choice_Jsonata(w, new("HasCapacity"), nil).
			When(sfn.Condition_Jsonata(new(hasCapacity)), admitted, nil).
			Otherwise(full))
}

// rejectIfBusy handles an error while admitting an order: after a transient error
// of a service it goes on to full, after any other to failed.
func (w *Workflow) rejectIfBusy(full, failed sfn.IChainable) sfn.IChainable {
	// A write that took the seat may have failed all the same: its response was lost.
	full = w.props.Capacity.giveBack(w, "QueueFull", full)
	return sfn.Choice_Jsonata(w, new("IsTransient"), nil).
		When(sfn.Condition_Jsonata(new(isTransient)), full, nil).
		Otherwise(failed)
}

// giveBack releases the order's seat, if seats are reserved, and goes on to next.
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

// takeSeat returns the state that reserves a seat. It is idempotent: an order that
// already has a seat keeps it.
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

// giveBackSeat returns the state that releases the seat. It is idempotent and does
// nothing for an order without a seat. If it fails, the order continues to next.
func (w *Workflow) giveBackSeat(id string, next sfn.IChainable) sfn.IChainable {
	back := tasks.DynamoUpdateItem_Jsonata(w, &id, w.seats(tasks.DynamoUpdateItemJsonataProps{
		UpdateExpression: new("DELETE #seats :seat"),
		ExpressionAttributeValues: &map[string]tasks.DynamoAttributeValue{
			":seat": tasks.DynamoAttributeValue_FromStringSet(&[]*string{new(seat)}),
		},
	}))
	return back.
		AddRetry(backoff("States.TaskFailed")).
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
