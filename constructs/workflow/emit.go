package workflow

import (
	"fmt"
	"maps"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	sfn "github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	tasks "github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctionstasks"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// fields maps the fields of an event's payload to their expressions, except for
// those that all events have.
type fields map[string]string

// transient lists the transient errors of PutEvents. A wait for a callback must not
// retry any other error: the event may be out, and would ask for the same drink
// twice.
var transient = []string{
	"EventBridge.FailedEntry", "EventBridge.InternalException", "EventBridge.InternalFailure",
	"EventBridge.ServiceUnavailable", "EventBridge.ThrottlingException", "EventBridge.SdkClientException",
}

// emit returns a state that puts an event on the bus, with retries, and goes to
// failed if it cannot.
func (w *Workflow) emit(id string, event coffee.Event, f fields, failed sfn.IChainable) sfn.TaskStateBase {
	return guard(w.putEvent(id, event, f), failed)
}

// putEvent returns a state that puts an event on the bus, without retries and
// catchers. Its output, which becomes that of an execution that succeeds, is the event
// again: a coffee.Output.
func (w *Workflow) putEvent(id string, event coffee.Event, f fields) sfn.TaskStateBase {
	return tasks.EventBridgePutEvents_Jsonata(w, &id, &tasks.EventBridgePutEventsJsonataProps{
		Entries: w.entry(event, f),
		Outputs: map[string]any{"detailType": event.DetailType(), "detail": *detail(event, f)},
	})
}

// wait returns a state that puts an event with a task token on the bus and waits
// for the callback. assign may use the callback's output as $states.result.
func (w *Workflow) wait(
	id string, event coffee.Event, f fields, timeout time.Duration,
	assign variables, timedOut, cancelled sfn.IChainable,
) sfn.TaskStateBase {
	token := fields{coffee.TaskTokenField: taskToken}
	maps.Copy(token, f)
	return tasks.EventBridgePutEvents_Jsonata(w, &id, &tasks.EventBridgePutEventsJsonataProps{
		IntegrationPattern: sfn.IntegrationPattern_WAIT_FOR_TASK_TOKEN,
		TaskTimeout:        sfn.Timeout_Duration(awscdk.Duration_Seconds(new(timeout.Seconds()))),
		Entries:            w.entry(event, token),
		Assign:             assign.assign(),
		Outputs:            map[string]any{},
	}).
		AddRetry(backoff(transient...)).
		AddCatch(timedOut, catch("States.Timeout")).
		AddCatch(cancelled, catch("States.ALL"))
}

func (w *Workflow) entry(event coffee.Event, f fields) *[]*tasks.EventBridgePutEventsEntry {
	return &[]*tasks.EventBridgePutEventsEntry{{
		EventBus:   w.props.Bus.EventBus,
		Source:     &w.props.Bus.Source,
		DetailType: new(event.DetailType()),
		Detail:     sfn.TaskInput_FromObject(detail(event, f)),
	}}
}

// detail returns the payload of event with an expression for each field. It panics
// if f lacks a field of the payload or has one that the payload lacks.
func detail(event coffee.Event, f fields) *map[string]any {
	detail := map[string]any{"version": coffee.Version, "orderId": orderID, "time": now}
	for name, expression := range f {
		detail[name] = expression
	}
	known := coffee.Fields(event)
	for _, field := range known {
		if detail[field.Name] == nil {
			panic(fmt.Sprintf("workflow: %s of %s has no expression", field.Name, event.DetailType()))
		}
	}
	if len(known) != len(detail) {
		panic(fmt.Sprintf("workflow: %s does not have all fields of %v", event.DetailType(), f))
	}
	return &detail
}
