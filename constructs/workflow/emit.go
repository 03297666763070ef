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

// fields gives the expression for each field of an event's payload that is not
// common to all events.
type fields map[string]string

// transient lists the errors of PutEvents that may pass. On a wait for a
// callback nothing else may be tried again: it would ask for the same drink
// twice.
var transient = []string{
	"EventBridge.FailedEntry", "EventBridge.InternalException", "EventBridge.InternalFailure",
	"EventBridge.ServiceUnavailable", "EventBridge.ThrottlingException", "EventBridge.SdkClientException",
}

// emit puts an event on the bus and goes on.
func (w *Workflow) emit(id string, event coffee.Event, f fields, failed sfn.IChainable) sfn.TaskStateBase {
	return guard(w.putEvent(id, event, f), failed)
}

// putEvent puts an event on the bus. It neither retries nor catches anything.
func (w *Workflow) putEvent(id string, event coffee.Event, f fields) sfn.TaskStateBase {
	return tasks.EventBridgePutEvents_Jsonata(w, &id, &tasks.EventBridgePutEventsJsonataProps{
		Entries: w.entry(event, f),
		Outputs: map[string]any{},
	})
}

// wait puts an event with a task token on the bus, and goes on when the token
// is answered. Its output becomes the variables to assign.
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
		AddRetry(patience(transient...)).
		AddCatch(timedOut, onFailure("States.Timeout")).
		AddCatch(cancelled, onFailure("States.ALL"))
}

func (w *Workflow) entry(event coffee.Event, f fields) *[]*tasks.EventBridgePutEventsEntry {
	return &[]*tasks.EventBridgePutEventsEntry{{
		EventBus:   w.props.Bus.EventBus,
		Source:     &w.props.Bus.Source,
		DetailType: new(event.DetailType()),
		Detail:     sfn.TaskInput_FromObject(detail(event, f)),
	}}
}

// detail gives every field of event's payload its expression, and stops the
// synthesis where the payload and the expressions do not have the same fields.
func detail(event coffee.Event, f fields) *map[string]any {
	detail := map[string]any{"version": coffee.Version, "orderId": orderID, "time": now}
	for name, expression := range f {
		detail[name] = expression
	}
	known := coffee.Fields(event)
	for _, field := range known {
		if detail[field.Name] == nil {
			panic(fmt.Sprintf("workflow: no expression for %s of %s", field.Name, event.DetailType()))
		}
	}
	if len(known) != len(detail) {
		panic(fmt.Sprintf("workflow: expressions for more fields than %s has: %v", event.DetailType(), f))
	}
	return &detail
}
