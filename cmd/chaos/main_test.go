package main

import (
	"flag"
	"io"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/chaos"
)

func TestByDefaultEveryFaultIsTriedInBothShops(t *testing.T) {
	o, err := parse(nil, io.Discard)
	if err != nil || len(o.faults) != len(chaos.Faults()) || len(o.envs) != 2 || o.morning.Orders != 1000 {
		t.Errorf("parse() = %+v, %v, want all faults, two shops, 1000 orders", o, err)
	}
}

func TestOneFaultCanBeTried(t *testing.T) {
	o, err := parse([]string{"-fault", "killed,away", "-capacity", "seats"}, io.Discard)
	if err != nil || len(o.faults) != 2 || o.faults[1].Name != "away" || len(o.envs) != 1 || o.envs[0] != "local-faults-seats" {
		t.Errorf("parse() = %+v, %v, want two faults in one shop", o, err)
	}
}

func TestMistakesAreNamed(t *testing.T) {
	for args, want := range map[string]string{
		"-fault nonsense":  "choose one of none, refused",
		"-orders 0":        "-orders is 0",
		"-rate NaN":        "-rate is NaN",
		"-abandon 1":       "-abandon is 1",
		"-capacity plenty": "want list or seats",
		"100":              `unexpected argument "100"`,
	} {
		if _, err := parse(strings.Fields(args), io.Discard); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("parse(%s) = %v, want an error with %q", args, err, want)
		}
	}
}

func TestHelpListsTheFaults(t *testing.T) {
	var out strings.Builder
	_, err := parse([]string{"-help"}, &out)
	if err != flag.ErrHelp {
		t.Errorf("parse(-help) = %v, want flag.ErrHelp", err)
	}
	for _, f := range chaos.Faults() {
		if !strings.Contains(out.String(), f.Text) {
			t.Errorf("the help lacks the fault %s:\n%s", f.Name, &out)
		}
	}
}
