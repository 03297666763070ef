package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestMistakesGetOneLineThatSaysWhatToDo(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"an unknown command":     {[]string{"brew"}, "see `make help`"},
		"an unknown environment": {[]string{"synth", "--env", "moon"}, "choose one of dev, local, "},
		"an empty environment":   {[]string{"synth", "--env", ""}, "unknown environment"},
		"destroying prod":        {[]string{"destroy", "--env", "prod"}, "npx cdk destroy -c env=prod"},
		"a port that is a word":  {[]string{"up", "--port", "many"}, `PORT=many is not a port`},
		"a port above 65535":     {[]string{"up", "--port", "99999"}, "from 1024 to 65535"},
		"port zero":              {[]string{"up", "--port", "0"}, "from 1024 to 65535"},
		"a negative port":        {[]string{"up", "--port", "-1"}, "from 1024 to 65535"},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(t.Context(), test.args)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("run(%q) = %v, want one line with %q", test.args, err, test.want)
			}
		})
	}
}

func TestTheDemoFailsIfOnePathFails(t *testing.T) {
	good := result{scenario: scenario{name: "completed", outcome: coffee.OrderCompleted{}}, outcome: "OrderCompleted"}
	bad := result{scenario: scenario{name: "cancelled"}, err: errors.New("the order ended with OrderFailed")}
	if err := report([]result{good, good}); err != nil {
		t.Errorf("report(good, good) = %v, want nil", err)
	}
	if err := report([]result{good, bad}); err == nil || !strings.Contains(err.Error(), "1 of 2") {
		t.Errorf("report(good, bad) = %v, want 1 of 2", err)
	}
}

func TestTheDemoReachesEveryOutcomeButFailure(t *testing.T) {
	played := map[string]bool{coffee.OrderFailed{}.DetailType(): true} // needs a fault
	for _, s := range scenarios {
		played[s.outcome.DetailType()] = true
	}
	for _, event := range coffee.WorkflowEvents() {
		if ends := !coffee.ChangeOf(event).To.Open(); ends && !played[event.DetailType()] {
			t.Errorf("no scenario ends with %s", event.DetailType())
		}
	}
}
