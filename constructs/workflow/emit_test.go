package workflow_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestEveryEventIsEmittedByOneStateWithTheFieldsOfItsType(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) {
		for _, event := range coffee.WorkflowEvents() {
			states := slices.DeleteFunc(m.tasks(), func(s *state) bool { return s.emits() != event.DetailType() })
			if len(states) != 1 {
				t.Errorf("%s: emitted by %d states, want 1", event.DetailType(), len(states))
				continue
			}
			if got, want := states[0].name, "Emit"+event.DetailType(); got != want {
				t.Errorf("%s: emitted by %s, want %s", event.DetailType(), got, want)
			}
			var fields []string
			for _, field := range coffee.Fields(event) {
				fields = append(fields, field.Name)
			}
			slices.Sort(fields)
			detail := synth.At(states[0].Arguments, "Entries", 0, "Detail")
			synth.Equal(t, "fields of "+event.DetailType(), synth.Names(detail), fields)
			if got := synth.At(detail, "version"); got != float64(coffee.Version) {
				t.Errorf("%s: got version %v, want %d", event.DetailType(), got, coffee.Version)
			}
			if got, want := states[0].waits(), coffee.CarriesTaskToken(event); got != want {
				t.Errorf("%s: waits for a callback: %v, want %v", event.DetailType(), got, want)
			}
		}
	})
}

func TestEventsHaveTheBusAndSourceOfTheProps(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) {
		for _, task := range m.tasks() {
			if task.emits() == "" {
				continue
			}
			entries := task.Arguments["Entries"].([]any)
			if len(entries) != 1 {
				t.Errorf("%s puts %d events, want 1", task.name, len(entries))
			}
			if got := synth.At(entries, 0, "Source"); got != "test" {
				t.Errorf("%s emits with the source %v, want test", task.name, got)
			}
			if got := synth.At(entries, 0, "EventBusName"); got != busARN(t) {
				t.Errorf("%s emits to %v, want %s", task.name, got, busARN(t))
			}
		}
	})
}

// The output tells the janitor how an order ended whose event was lost.
func TestTheOutputOfATerminalStateIsItsEvent(t *testing.T) {
	eachMachine(t, func(t *testing.T, m machine) {
		for _, task := range m.tasks() {
			if task.emits() == "" || task.waits() {
				continue
			}
			output := synth.At(task.all, "Output")
			synth.Equal(t, "output of "+task.name, output, map[string]any{
				"detailType": task.emits(), "detail": synth.At(task.Arguments, "Entries", 0, "Detail"),
			})
			text, err := json.Marshal(output)
			if err != nil {
				t.Fatal(err)
			}
			decoder := json.NewDecoder(bytes.NewReader(text))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(new(coffee.Output)); err != nil {
				t.Errorf("%s: the output %s is no coffee.Output: %v", task.name, text, err)
			}
		}
		for _, s := range m.States { // they pass the output on
			if s.Type == "Succeed" && s.all["Output"] != nil {
				t.Errorf("%s has the output %v, want that of the state before it", s.name, s.all["Output"])
			}
		}
	})
}
