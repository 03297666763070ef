package config_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/config"
)

const day = 24 * time.Hour

func environment(t *testing.T, name string) config.Environment {
	t.Helper()
	env, err := config.For(name)
	if err != nil {
		t.Fatalf("For(%q): %v", name, err)
	}
	return env
}

// each runs check for every environment, as a subtest.
func each(t *testing.T, check func(*testing.T, config.Environment)) {
	t.Helper()
	for _, name := range config.Names() {
		t.Run(name, func(t *testing.T) { check(t, environment(t, name)) })
	}
}

func TestProdRetainsItsData(t *testing.T) {
	prod := environment(t, "prod")
	if !prod.Retain {
		t.Error("prod does not retain its tables, logs and stack")
	}
	if !prod.PointInTimeRecovery {
		t.Error("prod has no point-in-time recovery")
	}
	if prod.LogRetention < 365*day {
		t.Errorf("prod keeps logs for %v, want a year at least", prod.LogRetention)
	}
	if prod.Archive < 30*day {
		t.Errorf("prod archives events for %v, want a month at least", prod.Archive)
	}
	if prod.Emulated {
		t.Error("prod is emulated")
	}
}

func TestAllButProdAreDisposable(t *testing.T) {
	each(t, func(t *testing.T, env config.Environment) {
		if env.Name == "prod" {
			return
		}
		if env.Retain || env.PointInTimeRecovery || env.Archive != 0 {
			t.Errorf("For(%q) = %+v, want nothing retained, backed up or archived", env.Name, env)
		}
		if prod := environment(t, "prod"); env.LogRetention >= prod.LogRetention {
			t.Errorf("%s keeps logs for %v, want less than prod's %v", env.Name, env.LogRetention, prod.LogRetention)
		}
	})
}

func TestDevHasTheTableNamesOfTheWorkshop(t *testing.T) {
	if dev := environment(t, "dev"); dev.ConfigTable != "serverless-coffee-config" || dev.CounterTable != "counting-table" {
		t.Errorf("dev has the tables %q, %q, want serverless-coffee-config, counting-table", dev.ConfigTable, dev.CounterTable)
	}
}

func TestEnvironmentsOnAWSHaveTheWorkshopsLimits(t *testing.T) {
	for _, name := range []string{"dev", "prod"} {
		env := environment(t, name)
		if env.CustomerTimeout != 900*time.Second || env.BaristaTimeout != 900*time.Second || env.QueueLimit != 20 {
			t.Errorf("For(%q) has timeouts %v, %v and queue limit %d, want 15m, 15m, 20",
				name, env.CustomerTimeout, env.BaristaTimeout, env.QueueLimit)
		}
		if env.Emulated {
			t.Errorf("For(%q) is emulated", name)
		}
	}
}

func TestLocalIsDevInAnEmulator(t *testing.T) {
	want := environment(t, "dev")
	want.Name, want.Emulated, want.Endpoint = "local", true, "http://localhost:4566"
	want.Machines = []string{"till"}
	if got := environment(t, "local"); !reflect.DeepEqual(got, want) {
		t.Errorf("For(local) = %+v, want %+v", got, want)
	}
}

func TestLocalHastyTimesOutWithinSeconds(t *testing.T) {
	hasty := environment(t, "local-hasty")
	for _, timeout := range []time.Duration{hasty.CustomerTimeout, hasty.BaristaTimeout} {
		if timeout < time.Second || timeout > 10*time.Second {
			t.Errorf("local-hasty times out after %v, want a few seconds", timeout)
		}
	}
}

func TestProdReservesSeatsAndLocalSeatsTriesIt(t *testing.T) {
	each(t, func(t *testing.T, env config.Environment) {
		if got, want := env.ReserveSeats, env.Name == "prod" || env.Name == "local-seats"; got != want {
			t.Errorf("For(%q).ReserveSeats = %v, want %v", env.Name, got, want)
		}
	})
}

func TestExactlyTheLocalEnvironmentsAreEmulated(t *testing.T) {
	each(t, func(t *testing.T, env config.Environment) {
		if got, want := env.Emulated, strings.HasPrefix(env.Name, "local"); got != want {
			t.Errorf("For(%q).Emulated = %v, want %v", env.Name, got, want)
		}
	})
}

// Browsers resolve names below localhost only.
func TestEmulatedEnvironmentsHaveTheEndpointThatBrowsersReach(t *testing.T) {
	for given, want := range map[string]string{
		"":                         "http://localhost:4566",
		"http://127.0.0.1:4577":    "http://localhost:4577",
		"http://localhost:4566/":   "http://localhost:4566",
		"https://aws.example:4566": "https://aws.example:4566",
	} {
		if got := environment(t, "local").At(given).Endpoint; got != want {
			t.Errorf("local at %q has the endpoint %q, want %q", given, got, want)
		}
		if got := environment(t, "prod").At(given).Endpoint; got != "" {
			t.Errorf("prod at %q has the endpoint %q, want none", given, got)
		}
	}
}

// Step Functions takes whole seconds up to a year, CloudWatch Logs and EventBridge
// take whole days.
func TestDurationsAreInTheUnitsOfTheirServices(t *testing.T) {
	each(t, func(t *testing.T, env config.Environment) {
		for _, timeout := range []time.Duration{env.CustomerTimeout, env.BaristaTimeout} {
			if timeout < time.Second || timeout > 365*day || timeout%time.Second != 0 {
				t.Errorf("%s times out after %v, want whole seconds up to a year", env.Name, timeout)
			}
		}
		if env.LogRetention < day || env.LogRetention%day != 0 || env.Archive%day != 0 {
			t.Errorf("%s keeps logs for %v and events for %v, want whole days", env.Name, env.LogRetention, env.Archive)
		}
		if env.QueueLimit < 1 {
			t.Errorf("For(%q).QueueLimit = %d, want 1 or more", env.Name, env.QueueLimit)
		}
	})
}

func TestEveryEnvironmentHasItsOwnStack(t *testing.T) {
	owner := map[string]string{}
	each(t, func(t *testing.T, env config.Environment) {
		stack := env.StackName()
		if other, taken := owner[stack]; taken || stack == "" {
			t.Errorf("%s has the stack %q, which %s has too", env.Name, stack, other)
		}
		owner[stack] = env.Name
	})
}

func TestTheDefaultEnvironmentIsDev(t *testing.T) {
	if got := environment(t, config.Default); !reflect.DeepEqual(got, environment(t, "dev")) {
		t.Errorf("For(Default) = %+v, want dev", got)
	}
}

func TestTheErrorForAnUnknownNameListsTheValidOnes(t *testing.T) {
	for _, name := range []string{"", "production", "DEV"} {
		env, err := config.For(name)
		if err == nil || !reflect.DeepEqual(env, config.Environment{}) {
			t.Fatalf("For(%q) = %+v, %v, want an error and no environment", name, env, err)
		}
		for _, known := range append(config.Names(), "local", "dev", "prod") {
			if !strings.Contains(err.Error(), known) {
				t.Errorf("For(%q) = %q, want it to list %s", name, err, known)
			}
		}
	}
}
