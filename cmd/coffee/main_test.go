package main

import (
	"errors"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestMistakesGetOneMessageWithTheWayOut(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"an unknown command":                   {[]string{"brew"}, "see `make help`"},
		"an unknown environment":               {[]string{"synth", "--env", "moon"}, "choose one of dev, local, "},
		"production, to be destroyed":          {[]string{"destroy", "--env", "prod"}, "npx cdk destroy -c env=prod"},
		"a port that is not one":               {[]string{"up", "--port", "many"}, `"many", which is not a port`},
		"a port beyond all":                    {[]string{"up", "--port", "99999"}, "from 1024 to 65535"},
		"a port of zero":                       {[]string{"up", "--port", "0"}, "from 1024 to 65535"},
		"a negative port":                      {[]string{"up", "--port", "-1"}, "from 1024 to 65535"},
		"an environment of the default's kind": {[]string{"synth", "--env", ""}, "unknown environment"},
	} {
		t.Run(name, func(t *testing.T) {
			err := run(t.Context(), test.args)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("run(%q) = %v, want one line with %q", test.args, err, test.want)
			}
		})
	}
}

func TestTheDemoFailsWithAnyPath(t *testing.T) {
	good := result{way: way{name: "completed", outcome: coffee.OrderCompleted{}}, outcome: "OrderCompleted"}
	bad := result{way: way{name: "cancelled"}, err: errors.New("the order ended with OrderFailed")}
	if err := report([]result{good, good}); err != nil {
		t.Errorf("report(two good ones) = %v, want none", err)
	}
	if err := report([]result{good, bad}); err == nil || !strings.Contains(err.Error(), "1 of 2") {
		t.Errorf("report(a good and a bad one) = %v, want 1 of 2", err)
	}
}

func TestTheDemoPlaysAWayToEveryEndButFailure(t *testing.T) {
	played := map[string]bool{coffee.OrderFailed{}.DetailType(): true} // needs something to break
	for _, w := range ways {
		played[w.outcome.DetailType()] = true
	}
	for _, event := range coffee.WorkflowEvents() {
		if ends := !coffee.ChangeOf(event).To.Open(); ends && !played[event.DetailType()] {
			t.Errorf("no way ends with %s", event.DetailType())
		}
	}
}
