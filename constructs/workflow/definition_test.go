package workflow_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
)

func TestTheWholeMachineUsesJSONata(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) {
		if m.QueryLanguage != "JSONata" {
			t.Errorf("got the query language %q, want JSONata", m.QueryLanguage)
		}
		for name, s := range m.States {
			if language := s.all["QueryLanguage"]; language != nil {
				t.Errorf("%s has the query language %v, want the machine's default", name, language)
			}
		}
	})
}

func TestAHappyOrderTakesEightTransitions(t *testing.T) {
	for capacity, want := range map[workflow.Capacity]string{
		workflow.ListExecutions: "CheckShopStatus IsShopOpen ListRunningOrders HasCapacity EmitOrderStarted" +
			" GenerateOrderNumber EmitAwaitingCompletion EmitOrderCompleted",
		workflow.ReservedSeats: "CheckShopStatus IsShopOpen TakeSeat EmitOrderStarted" +
			" GenerateOrderNumber EmitAwaitingCompletion GiveBackSeatOfCompleted EmitOrderCompleted",
	} {
		t.Run(capacity.String(), func(t *testing.T) {
			m := machineOf(t, templates()[capacity])
			var happy path
			for s := m.States[m.StartAt]; s != nil; s = happy[len(happy)-1].to {
				happy = append(happy, m.steps(s)[0]) // the first choice, or Next
			}
			if got := happy.String(); got != want {
				t.Errorf("got the happy path %s, want %s", got, want)
			}
			if len(happy) != 8 {
				t.Errorf("got %d transitions, want 8", len(happy))
			}
		})
	}
}

// An event that could not be emitted does not count: the path then emits OrderFailed.
// If that fails as well, there is no terminal event, only the execution's status.
func TestEveryPathEmitsExactlyOneTerminalEvent(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) {
		for _, way := range m.paths(t) {
			var emitted []string
			for _, step := range way {
				if event := step.from.emits(); event != "" && !step.from.waits() && !step.caught {
					emitted = append(emitted, event)
				}
			}
			last := way[len(way)-1].from
			if strings.HasSuffix(way.String(), " EmitOrderFailed! FailedUnheard") {
				if len(emitted) != 0 {
					t.Errorf("%v: got the events %v, want none", way, emitted)
				}
				continue
			}
			if len(emitted) != 1 {
				t.Errorf("%v: got the terminal events %v, want one", way, emitted)
			} else if !last.End && last.name != emitted[0] {
				t.Errorf("%v: got the last state %s, want it named after the event %s", way, last.name, emitted[0])
			}
		}
	})
}

func TestOnlyErrorsAndTimeoutsFailAnExecution(t *testing.T) {
	want := map[string]string{
		"EmitOrderCompleted": "Task",
		"ShopClosed":         "Succeed", "QueueFull": "Succeed", "OrderCancelled": "Succeed",
		"CustomerTimedOut": "Fail", "BaristaTimedOut": "Fail", "OrderFailed": "Fail", "FailedUnheard": "Fail",
	}
	eachMachine(t, func(t *testing.T, m machine) {
		for name, s := range m.States {
			if s.ends() && s.Type != want[name] {
				t.Errorf("an execution ends in %s, a %s, want %q", name, s.Type, want[name])
			}
			if s.Type == "Fail" && s.Error != name {
				t.Errorf("%s fails with the error %q, want its name", name, s.Error)
			}
		}
		for name := range want {
			if m.States[name] == nil {
				t.Errorf("the machine has no state %s", name)
			}
		}
	})
}

func TestEveryTaskRetriesWithJitterAndCatchesAllErrors(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) {
		for _, task := range m.tasks() {
			retries := 0.0
			for _, retry := range task.Retry {
				if retry.MaxAttempts > 0 && retry.JitterStrategy != "FULL" {
					t.Errorf("%s retries %v with jitter %q, want FULL", task.name, retry.ErrorEquals, retry.JitterStrategy)
				}
				retries += retry.MaxAttempts
			}
			if retries == 0 {
				t.Errorf("%s never retries, want at least one retry", task.name)
			}
			if n := len(task.Catch); n == 0 || !slices.Equal(task.Catch[n-1].ErrorEquals, []string{"States.ALL"}) {
				t.Errorf("%s catches %v, want States.ALL last", task.name, task.Catch)
			}
		}
	})
}

func TestOnlyTheTwoWaitsTimeOutAfterTheTimeoutsOfTheProps(t *testing.T) {
	want := map[string]float64{
		"EmitOrderStarted": customerTimeout.Seconds(), "EmitAwaitingCompletion": baristaTimeout.Seconds(),
	}
	caught := map[string]string{
		"EmitOrderStarted": "CustomerTimedOut", "EmitAwaitingCompletion": "BaristaTimedOut",
	}
	eachMachine(t, func(t *testing.T, m machine) {
		for name, s := range m.States {
			if got := s.TimeoutSeconds; got != want[name] {
				t.Errorf("%s times out after %v s, want %v", name, got, want[name])
			}
			if got := s.waits(); got != (want[name] > 0) {
				t.Errorf("%s waits for a callback: %v, want %v", name, got, want[name] > 0)
			}
		}
		for wait, event := range caught {
			first := m.States[wait].Catch[0]
			if !slices.Equal(first.ErrorEquals, []string{"States.Timeout"}) {
				t.Errorf("%s first catches %v, want States.Timeout", wait, first.ErrorEquals)
			}
			if got := m.nextEvent(first.Next); got != event {
				t.Errorf("the timeout of %s emits %s, want %s", wait, got, event)
			}
		}
	})
}

// Retrying a wait after its event was put would ask for the same drink twice.
func TestAWaitIsRetriedOnlyIfItsEventWasNotPut(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) {
		for _, task := range m.tasks() {
			if !task.waits() {
				continue
			}
			for _, retry := range task.Retry {
				for _, name := range retry.ErrorEquals {
					if !strings.HasPrefix(name, "EventBridge.") {
						t.Errorf("%s retries %s, want only errors of PutEvents", task.name, name)
					}
				}
			}
		}
	})
}

// Throttling is not the customer's fault, so the order is rejected and the drink goes
// back to the QR code.
func TestATransientErrorWhileAdmittingRejectsTheOrderAsQueueFull(t *testing.T) {
	admitting := map[workflow.Capacity]string{workflow.ListExecutions: "ListRunningOrders", workflow.ReservedSeats: "TakeSeat"}
	for capacity, name := range admitting {
		t.Run(capacity.String(), func(t *testing.T) {
			m := machineOf(t, templates()[capacity])
			catchers := m.States[name].Catch
			choice := m.States[catchers[len(catchers)-1].Next]
			if choice.name != "IsTransient" || len(choice.Choices) != 1 {
				t.Fatalf("%s catches all errors with %s, want the choice IsTransient", name, choice.name)
			}
			if got := m.nextEvent(choice.Choices[0].Next); got != "QueueFull" {
				t.Errorf("a transient error of %s leads to %s, want QueueFull", name, got)
			}
			if got := m.nextEvent(choice.Default); got != "OrderFailed" {
				t.Errorf("any other error of %s leads to %s, want OrderFailed", name, got)
			}
		})
	}
}

// The first error is the one to investigate; the second is why OrderFailed is missing.
func TestFailedUnheardKeepsTheCauseOfTheFirstError(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) {
		catcher := m.States["EmitOrderFailed"].Catch[0]
		if catcher.Assign["error"] != nil || catcher.Assign["cause"] != nil {
			t.Errorf("the catcher of EmitOrderFailed overwrites the first error: %v", catcher.Assign)
		}
		unheard := m.States[catcher.Next]
		want := []string{"error", "cause", "emitError", "emitCause"}
		if got := (step{from: unheard}).variables(); unheard.name != "FailedUnheard" || !slices.Equal(got, want) {
			t.Errorf("%s reports the variables %v, want FailedUnheard with %v", unheard.name, got, want)
		}
	})
}

// Consumers of a terminal event may rely on the seat being free.
func TestATakenSeatIsGivenBackBeforeTheTerminalEvent(t *testing.T) {
	m := machineOf(t, templates()[workflow.ReservedSeats])
	for _, way := range m.paths(t) {
		taken := false
		for _, step := range way {
			switch {
			case step.from.name == "TakeSeat":
				// A write that failed may have taken the seat: its response was lost.
				taken = !step.caught || step.to.name != "EmitQueueFull"
			case strings.HasPrefix(step.from.name, "GiveBackSeat"):
				taken = false
			case step.from.emits() != "" && !step.from.waits() && taken:
				t.Errorf("%v: the seat is still taken at %s, want it given back", way, step.from.name)
			}
		}
	}
}
