package stack_test

import (
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/deadletter"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// A queue has messages for people, and so an alarm, or for a function, and so a
// dead-letter queue. The first are those that make replay reads.
func TestEachQueueHasAnAlarmOrADeadLetterQueue(t *testing.T) {
	eachDeployment(t, func(t *testing.T, d deployment) {
		alarmed := map[string]bool{}
		for _, alarm := range d.All("AWS::CloudWatch::Alarm") {
			if alarm.Properties["MetricName"] == "ApproximateNumberOfMessagesVisible" {
				alarmed[queueOf(synth.Text(synth.At(alarm.Properties, "Dimensions", 0, "Value")))] = true
			}
		}
		for _, queue := range d.All("AWS::SQS::Queue") {
			next := queueOf(synth.Text(synth.At(queue.Properties, "RedrivePolicy", "deadLetterTargetArn")))
			if !alarmed[queue.ID] && !alarmed[next] {
				t.Errorf("%s has neither an alarm nor a dead-letter queue with one", queue.ID)
			}
		}
		if len(alarmed) != len(deadletter.Queues()) {
			t.Errorf("%d queues have an alarm, but make replay reads %d: %v", len(alarmed), len(deadletter.Queues()), alarmed)
		}
		for _, output := range []string{"DeadLettersUrl", "LiveDeadLettersUrl"} {
			if queue := queueOf(synth.Text(d.Outputs[output]["Value"])); !alarmed[queue] {
				t.Errorf("the queue of the output %s, %s, has no alarm", output, queue)
			}
		}
	})
}

// Each rule, asynchronous invocation and stream that may fail has a dead-letter queue.
func TestEachAsynchronousHopHasADeadLetterQueue(t *testing.T) {
	eachDeployment(t, func(t *testing.T, d deployment) {
		for _, rule := range d.All("AWS::Events::Rule") {
			for i := range rule.Properties["Targets"].([]any) {
				if synth.At(rule.Properties, "Targets", i, "DeadLetterConfig", "Arn") == nil {
					t.Errorf("%s has a target without a dead-letter queue", rule.ID)
				}
			}
		}
		for _, schedule := range d.All("AWS::Scheduler::Schedule") {
			if synth.At(schedule.Properties, "Target", "DeadLetterConfig", "Arn") == nil {
				t.Errorf("%s has a target without a dead-letter queue", schedule.ID)
			}
		}
		for _, invocation := range d.All("AWS::Lambda::EventInvokeConfig") {
			if synth.At(invocation.Properties, "DestinationConfig", "OnFailure", "Destination") == nil {
				t.Errorf("%s has no destination for failures", invocation.ID)
			}
		}
		for _, source := range d.All("AWS::Lambda::EventSourceMapping") {
			text := synth.Text(source.Properties["EventSourceArn"])
			if !strings.Contains(text, "IdleChecks") && synth.At(source.Properties, "DestinationConfig", "OnFailure", "Destination") == nil {
				t.Errorf("%s, of %s, has no destination for failures", source.ID, text)
			}
		}
	})
}

// queueOf returns the ID of the queue in a reference such as ${ID.Arn}.
func queueOf(reference string) string {
	id, _, _ := strings.Cut(strings.Trim(reference, "${}"), ".")
	return id
}
