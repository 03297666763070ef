// Package config says what differs between the environments that the shop is
// deployed to.
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

// Environment is one place to deploy the shop to.
type Environment struct {
	// Name is what `-c env=NAME` calls it.
	Name string

	// ConfigTable and CounterTable are the tables' physical names, empty where
	// CloudFormation chooses them.
	ConfigTable, CounterTable string

	// CustomerTimeout and BaristaTimeout bound the two waits of an order, in
	// whole seconds up to a year.
	CustomerTimeout, BaristaTimeout time.Duration

	// QueueLimit is how many orders may be underway at once, unless the config
	// table says otherwise.
	QueueLimit int

	// ReserveSeats keeps the queue limit by reserved seats, which is exact,
	// rather than by listing executions, which on AWS admits whoever starts
	// within the listing's lag.
	ReserveSeats bool

	// Retain keeps tables and logs when the stack is deleted, and protects the
	// tables and the stack from deletion.
	Retain bool

	// PointInTimeRecovery keeps 35 days of continuous backups of the tables.
	PointInTimeRecovery bool

	// LogRetention is how long logs are kept, in whole days.
	LogRetention time.Duration

	// Archive is how long events are archived for a replay, in whole days; 0
	// for not at all.
	Archive time.Duration

	// Emulated is true where the shop is deployed into an emulator on this
	// machine, which runs functions natively and without the roles that
	// `cdk bootstrap` makes in an account.
	Emulated bool
}

// StackName is the name of the environment's stack.
func (e Environment) StackName() string { return "CoffeeShop-" + e.Name }

// Default is the environment of a deployment that names none.
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

// environments are all there are. Those whose name begins with local are for
// the emulator: local-demo is what the demo is played in, local-hasty and
// local-seats are what tests need beside local. No two of those on AWS, nor of
// those in the emulator, share a physical name, so that one account and region
// can hold them all. dev has the names of the workshop and lists executions as
// the workshop does; prod reserves seats, so both strategies are deployed
// somewhere.
var environments = map[string]func(*Environment){
	"local": func(e *Environment) { e.Emulated = true },
	"local-demo": func(e *Environment) {
		e.Emulated = true
		e.ConfigTable, e.CounterTable = e.ConfigTable+"-demo", e.CounterTable+"-demo"
		e.CustomerTimeout, e.BaristaTimeout = 8*time.Second, 8*time.Second
	},
	"local-hasty": func(e *Environment) {
		e.Emulated = true
		e.ConfigTable, e.CounterTable = e.ConfigTable+"-hasty", e.CounterTable+"-hasty"
		e.CustomerTimeout, e.BaristaTimeout = 4*time.Second, 4*time.Second
	},
	"local-seats": func(e *Environment) {
		e.Emulated = true
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

// Names lists the environments.
func Names() []string { return slices.Sorted(maps.Keys(environments)) }

// For returns the environment of that name. The error lists those there are.
func For(name string) (Environment, error) {
	adapt, ok := environments[name]
	if !ok {
		return Environment{}, fmt.Errorf("unknown environment %q: choose one of %s", name, strings.Join(Names(), ", "))
	}
	e := base
	e.Name = name
	adapt(&e)
	return e, nil
}
