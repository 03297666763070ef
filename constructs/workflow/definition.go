package workflow

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	sfn "github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	tasks "github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctionstasks"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// definition returns the whole workflow, as drawn in the README. Every state that
// can fail leads to failed, and every path emits exactly one terminal event.
func (w *Workflow) definition() sfn.IChainable {
	failed := w.endFailed()
	cancelled := w.endCancelled(failed)
	closed := w.emit("EmitShopClosed", coffee.ShopClosed{}, nil, failed)
	full := w.emit("EmitQueueFull", coffee.QueueFull{}, fields{"queueLimit": queueLimit}, failed)
	customerTimedOut := w.endTimedOut("CustomerTimedOut", coffee.CustomerTimedOut{}, nil, failed,
		fmt.Sprintf("the customer did not place the drink within %v", w.props.CustomerTimeout))
	baristaTimedOut := w.endTimedOut("BaristaTimedOut", coffee.BaristaTimedOut{}, fields{"orderNumber": orderNumber}, failed,
		fmt.Sprintf("the barista did not make the drink within %v", w.props.BaristaTimeout))

	place := w.wait("EmitOrderStarted", coffee.OrderStarted{}, nil, w.props.CustomerTimeout,
		variables{"order": order}, customerTimedOut, cancelled)
	number := w.generateOrderNumber(failed)
	complete := w.wait("EmitAwaitingCompletion", coffee.AwaitingCompletion{},
		fields{"orderNumber": orderNumber, "order": placedOrder}, w.props.BaristaTimeout,
		nil, baristaTimedOut, cancelled)

	admitted := sfn.Chain_Start(place).Next(number).Next(complete).Next(w.endCompleted(failed))
	open := w.props.Capacity.admit(w, admitted, w.endRejected("QueueFull", full), failed)
	return sfn.Chain_Start(w.checkShopStatus(failed)).Next(
		sfn.Choice_Jsonata(w, new("IsShopOpen"), nil).
			When(sfn.Condition_Jsonata(new(isOpen)), open, nil).
			Otherwise(w.endRejected("ShopClosed", closed)))
}

func (w *Workflow) checkShopStatus(failed sfn.IChainable) sfn.TaskStateBase {
	key := func(value string) tasks.DynamoAttributeValue { return tasks.DynamoAttributeValue_FromString(&value) }
	check := tasks.DynamoGetItem_Jsonata(w, new("CheckShopStatus"), &tasks.DynamoGetItemJsonataProps{
		Comment:        new("Is the shop open, and how many orders may be underway?"),
		Table:          w.props.Config,
		Key:            &map[string]tasks.DynamoAttributeValue{"pk": key(schema.ConfigPK), "sk": key(schema.ShopSK)},
		ConsistentRead: new(true),
		Assign:         variables{"open": shopOpen, "queueLimit": fmt.Sprintf(liveQueueLimit, coffee.MaxQueueLimit, w.props.QueueLimit)}.assign(),
		Outputs:        map[string]any{},
	})
	return guard(check, failed)
}

func (w *Workflow) generateOrderNumber(failed sfn.IChainable) sfn.TaskStateBase {
	number := func(value float64) tasks.DynamoAttributeValue { return tasks.DynamoAttributeValue_FromNumber(&value) }
	generate := tasks.DynamoUpdateItem_Jsonata(w, new("GenerateOrderNumber"), &tasks.DynamoUpdateItemJsonataProps{
		Table: w.props.Counter,
		Key: &map[string]tasks.DynamoAttributeValue{
			"id": tasks.DynamoAttributeValue_FromString(new(schema.OrderCounterID)),
		},
		UpdateExpression:          new("SET #value = if_not_exists(#value, :none) + :one"),
		ExpressionAttributeNames:  &map[string]*string{"#value": new(schema.CounterAttribute)},
		ExpressionAttributeValues: &map[string]tasks.DynamoAttributeValue{":none": number(0), ":one": number(1)},
		ReturnValues:              tasks.DynamoReturnValues_ALL_NEW,
		Assign:                    variables{"orderNumber": newOrderNumber}.assign(),
		Outputs:                   map[string]any{},
	})
	return guard(generate, failed)
}

// endCompleted ends an order whose drink is made.
func (w *Workflow) endCompleted(failed sfn.IChainable) sfn.IChainable {
	completed := w.emit("EmitOrderCompleted", coffee.OrderCompleted{}, fields{"orderNumber": orderNumber}, failed)
	return w.props.Capacity.giveBack(w, "Completed", completed)
}

// endRejected ends an order that was not admitted. The execution succeeds, since a
// rejection is not an error.
func (w *Workflow) endRejected(name string, emit sfn.TaskStateBase) sfn.IChainable {
	return emit.Next(sfn.Succeed_Jsonata(w, &name, nil))
}

// endTimedOut ends an order whose customer or barista took too long.
func (w *Workflow) endTimedOut(name string, event coffee.Event, f fields, failed sfn.IChainable, cause string) sfn.IChainable {
	emit := w.emit("Emit"+name, event, f, failed)
	emit.Next(sfn.Fail_Jsonata(w, &name, &sfn.FailJsonataProps{Error: &name, Cause: &cause}))
	return w.props.Capacity.giveBack(w, name, emit)
}

// endCancelled ends an order whose task token was answered with SendTaskFailure.
// Errors of Step Functions or EventBridge themselves go to failed.
func (w *Workflow) endCancelled(failed sfn.IChainable) sfn.IChainable {
	emit := w.emit("EmitOrderCancelled", coffee.OrderCancelled{}, fields{"error": failureName, "cause": failureCause}, failed)
	emit.Next(sfn.Succeed_Jsonata(w, new("OrderCancelled"), nil))
	return sfn.Choice_Jsonata(w, new("IsCancelled"), nil).
		When(sfn.Condition_Jsonata(new(isCallback)), w.props.Capacity.giveBack(w, "Cancelled", emit), nil).
		Otherwise(failed)
}

// endFailed ends an order after an unexpected error. If OrderFailed cannot be
// emitted either, the execution fails with the error FailedUnheard, which tells
// consumers of execution status events that the bus has no OrderFailed.
func (w *Workflow) endFailed() sfn.IChainable {
	end := func(name, cause string) sfn.Fail {
		return sfn.Fail_Jsonata(w, &name, &sfn.FailJsonataProps{Error: &name, Cause: &cause})
	}
	emit := w.putEvent("EmitOrderFailed", coffee.OrderFailed{}, fields{"error": failureName, "cause": failureCause}).
		AddRetry(backoff("States.TaskFailed")).
		AddCatch(end("FailedUnheard", unheardText), &sfn.CatchProps{
			Errors: &[]*string{new("States.ALL")},
			// Separate variables, so that the cause of the first failure is kept.
			Assign: variables{"emitError": caughtError, "emitCause": caughtCause}.assign(),
		})
	emit.Next(end("OrderFailed", failureText))
	return w.props.Capacity.giveBack(w, "Failed", emit)
}

// guard adds retries to task, and a catcher of all errors that leads to failed.
func guard(task sfn.TaskStateBase, failed sfn.IChainable) sfn.TaskStateBase {
	return task.
		AddRetry(backoff("States.TaskFailed")).
		AddCatch(failed, catch("States.ALL"))
}

// backoff retries errors up to 5 times with full jitter (1 s doubling to 15 s, at
// most 30 s in all), so that throttled orders do not retry at the same moment.
func backoff(errors ...string) *sfn.RetryProps {
	return &sfn.RetryProps{
		Errors:         props.Pointers(errors),
		Interval:       awscdk.Duration_Seconds(new(1.0)),
		BackoffRate:    new(2.0),
		MaxAttempts:    new(5.0),
		MaxDelay:       awscdk.Duration_Seconds(new(15.0)),
		JitterStrategy: sfn.JitterType_FULL,
	}
}

// catch catches errors and assigns their name and cause to variables.
func catch(errors ...string) *sfn.CatchProps {
	return &sfn.CatchProps{
		Errors: props.Pointers(errors),
		Assign: variables{"error": caughtError, "cause": caughtCause}.assign(),
	}
}
