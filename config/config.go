// Package config defines the environments that the shop is deployed to, such as dev, prod
// and local, and how they differ.
package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Environment configures one deployment of the shop.
type Environment struct {
	// Name is the NAME of `-c env=NAME`.
	Name string

	// ConfigTable and CounterTable are the tables' physical names. If empty,
	// CloudFormation chooses them.
	ConfigTable, CounterTable string

	// CustomerTimeout and BaristaTimeout bound an order's waits for the customer
	// and for the barista, in whole seconds up to a year.
	CustomerTimeout, BaristaTimeout time.Duration

	// QueueLimit is the most orders in the queue, unless the config table has a
	// limit of its own.
	QueueLimit int

	// ReserveSeats enforces the queue limit with reserved seats, which is exact.
	// Otherwise the workflow lists executions, and on AWS admits every order that
	// starts within the listing's lag.
	ReserveSeats bool

	// Retain keeps tables and logs when the stack is deleted, and protects the
	// tables and the stack from deletion.
	Retain bool

	// PointInTimeRecovery keeps 35 days of continuous backups of the tables.
	PointInTimeRecovery bool

	// LogRetention is how long logs are kept, in whole days.
	LogRetention time.Duration

	// Archive is how long events are archived for replay, in whole days. 0 means
	// no archive.
	Archive time.Duration

	// Machines are the names of programs that take orders through the API, such as a
	// till, each of which gets client credentials.
	Machines []string

	// AlarmEmail is the address that gets a message when an alarm goes on or off. If
	// empty, no message is sent unless somebody subscribes to the topic.
	AlarmEmail string

	// Emulated deploys the shop into an emulator on this machine: functions are
	// built for this machine, and the CDK uses the CLI's credentials instead of
	// the roles of `cdk bootstrap`.
	Emulated bool

	// Endpoint is the URL of that emulator as browsers reach it, without a trailing
	// slash. It is empty on AWS.
	Endpoint string
}

// DefaultEndpoint is the Endpoint of emulated environments unless At changes it.
const DefaultEndpoint = "http://localhost:4566"

// At returns the environment in the emulator at an endpoint, such as
// http://127.0.0.1:4577. Its Endpoint has localhost instead of 127.0.0.1, since host
// names of the pages end in it. On AWS, or for an empty endpoint, the environment stays
// as it is.
func (e Environment) At(endpoint string) Environment {
	if e.Emulated && endpoint != "" {
		e.Endpoint = strings.Replace(strings.TrimSuffix(endpoint, "/"), "//127.0.0.1", "//localhost", 1)
	}
	return e
}

// StackName returns the name of the environment's stack.
func (e Environment) StackName() string { return "CoffeeShop-" + e.Name }

// Default is the environment used when none is named.
const Default = "dev"

const day = 24 * time.Hour

// base is what the environments have in common: the limits of the workshop.
var base = Environment{
	ConfigTable:     schema.DefaultConfigTable,
	CounterTable:    schema.DefaultCounterTable,
	CustomerTimeout: coffee.DefaultCustomerTimeout,
	BaristaTimeout:  coffee.DefaultBaristaTimeout,
	QueueLimit:      coffee.DefaultQueueLimit,
	LogRetention:    7 * day,
}

// environments maps names to what differs from base. Names that begin with local are
// for the emulator: local-demo is for `make demo`, local-faults and local-faults-seats
// (timeouts of 75 s) are for `make chaos`, local-hasty (timeouts of 4 s) and local-seats
// are for tests. dev has the workshop's table names and lists executions,
// as the workshop does; prod reserves seats. dev and prod share no physical name, so
// one account and region can hold both. So can one emulator all local ones.
var environments = map[string]func(*Environment){
	"local": emulated,
	"local-demo": func(e *Environment) {
		emulated(e)
		e.ConfigTable, e.CounterTable = e.ConfigTable+"-demo", e.CounterTable+"-demo"
		e.CustomerTimeout, e.BaristaTimeout = 8*time.Second, 8*time.Second
	},
	"local-faults": func(e *Environment) {
		emulated(e)
		e.ConfigTable, e.CounterTable = e.ConfigTable+"-faults", e.CounterTable+"-faults"
		e.CustomerTimeout, e.BaristaTimeout = 75*time.Second, 75*time.Second
	},
	"local-faults-seats": func(e *Environment) {
		emulated(e)
		e.ConfigTable, e.CounterTable = e.ConfigTable+"-faults-seats", e.CounterTable+"-faults-seats"
		e.CustomerTimeout, e.BaristaTimeout = 75*time.Second, 75*time.Second
		e.ReserveSeats = true
	},
	"local-hasty": func(e *Environment) {
		emulated(e)
		e.ConfigTable, e.CounterTable = e.ConfigTable+"-hasty", e.CounterTable+"-hasty"
		e.CustomerTimeout, e.BaristaTimeout = 4*time.Second, 4*time.Second
	},
	"local-seats": func(e *Environment) {
		emulated(e)
		e.ConfigTable, e.CounterTable = e.ConfigTable+"-seats", e.CounterTable+"-seats"
		e.ReserveSeats = true
	},
	"dev": func(*Environment) {},
	"prod": func(e *Environment) {
		e.ConfigTable, e.CounterTable = "", ""
		e.ReserveSeats = true
		e.Retain, e.PointInTimeRecovery = true, true
		e.LogRetention, e.Archive = 365*day, 90*day
	},
}

// emulated adapts an environment to an emulator. It has a machine client for
// examples/till.
func emulated(e *Environment) { e.Emulated, e.Machines = true, []string{"till"} }

// Names lists the environments' names, sorted.
func Names() []string { return slices.Sorted(maps.Keys(environments)) }

// For returns the environment with a name. The error lists the valid names.
func For(name string) (Environment, error) {
	adapt, ok := environments[name]
	if !ok {
		return Environment{}, fmt.Errorf("unknown environment %q: choose one of %s", name, strings.Join(Names(), ", "))
	}
	e := base
	e.Name = name
	adapt(&e)
	return e.At(DefaultEndpoint), nil
}
