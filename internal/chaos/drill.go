package chaos

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// Drill plays mornings in one shop, each with a fault.
type Drill struct {
	Env      config.Environment
	Site     deployed.Site
	Injector *Injector
	// Program is the path of the compiled cmd/simulate, Variables its environment.
	Program   string
	Variables []string
	// Out receives what happens.
	Out io.Writer

	shop    *deployed.Shop
	tap     *deployed.Tap
	janitor string

	// acknowledged has the orders of all mornings that a customer got a ticket for, with the
	// last state that the customer saw.
	acknowledged map[string]coffee.State
	known        map[Finding]bool // what was wrong after earlier mornings
}

// Open fills the menu, and listens to the shop's bus until Close.
func (d *Drill) Open(ctx context.Context) (err error) {
	d.shop = deployed.Open(d.Site.AWS, d.Site.Outputs)
	d.acknowledged, d.known = map[string]coffee.State{}, map[Finding]bool{}
	if d.janitor, err = d.findJanitor(ctx); err != nil {
		return err
	}
	if err := d.fillMenu(ctx); err != nil {
		return err
	}
	d.tap, err = d.shop.Tap(ctx, "chaos-"+d.Env.Name, coffee.Source)
	return err
}

var menu = coffee.Menu{Drinks: []coffee.Drink{
	{ID: "espresso", Name: "Espresso", Available: true},
	{ID: "latte", Name: "Latte", Available: true, Modifiers: []coffee.Modifier{{Name: "milk", Options: []string{"oat", "whole"}}}},
}}

func (d *Drill) fillMenu(ctx context.Context) (err error) {
	staff, name, password := deployed.OpenStaff(d.Site.AWS, d.Site.Outputs), "chaos-manager", deployed.NewPassword()
	if err := staff.Hire(ctx, name, coffee.GroupManager, password); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, staff.Remove(ctx, name)) }()
	tokens, err := staff.SignIn(ctx, name, password)
	if err != nil {
		return err
	}
	return client.New(d.Site.URL, nil).As(tokens.Access).SetMenu(ctx, menu)
}

// Close stops listening.
func (d *Drill) Close(ctx context.Context) error { return d.tap.Close(ctx) }

// Result is the result of one morning.
type Result struct {
	Env      string
	Fault    Fault
	Orders   int
	Outcomes map[string]int
	// Injected counts the faults.
	Injected map[Kind]int
	// Repairs counts what the janitor repaired during the morning and in the run after it.
	Repairs int
	// Findings lists what was wrong after that run.
	Findings []Finding
}

// Play plays a morning with a fault, waits until nothing more happens without it, runs the
// janitor once and audits the shop.
func (d *Drill) Play(ctx context.Context, fault Fault, morning Morning) (Result, error) {
	if fault.Away > 0 {
		morning.Inside *= 3 // else few orders are underway when nothing moves on
	}
	began := time.Now()
	d.Injector.Begin(fault)
	report, err := morning.simulate(ctx, d.Program, d.Env.Name, d.Site, d.Variables, d.Out)
	r := Result{Env: d.Env.Name, Fault: fault, Orders: len(report.States), Outcomes: report.Outcomes, Injected: d.Injector.End()}
	if err != nil {
		return r, err
	}
	fmt.Fprintln(d.Out, "The faults are off. When all executions have ended, the janitor runs once.")
	if err := d.settle(ctx); err != nil {
		return r, err
	}
	maps.Copy(d.acknowledged, report.States)
	if err := d.runJanitor(ctx); err != nil {
		return r, err
	}
	if r.Repairs, err = d.countRepairs(ctx, began); err != nil {
		return r, err
	}
	if r.Findings, err = d.audit(ctx); err != nil {
		return r, err
	}
	for _, finding := range r.Findings {
		d.known[finding] = true
	}
	r.Findings = append(r.Findings, report.contradictions()...)
	return r, nil
}

const (
	// settleWithin is how long executions and deliveries get to end, besides both
	// timeouts of the workflow.
	settleWithin = 2 * time.Minute
	// idle is how long no invocation begins once nothing is in progress: longer than any
	// delay between two deliveries of an event.
	idle = 8 * time.Second
)

// settle waits until no execution runs and no invocation begins.
func (d *Drill) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, d.Env.CustomerTimeout+d.Env.BaristaTimeout+settleWithin)
	defer cancel()
	for {
		books, err := d.shop.Books(ctx)
		if err != nil {
			return err
		}
		running := 0
		for _, status := range books.Executions {
			if status == sfntypes.ExecutionStatusRunning {
				running++
			}
		}
		if running == 0 && d.Injector.Idle() > idle {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d executions run, and the last invocation began %v ago: %w", running, d.Injector.Idle(), ctx.Err())
		case <-time.After(time.Second):
		}
	}
}

// audit returns what is wrong in the shop, except for what was wrong before the morning.
func (d *Drill) audit(ctx context.Context) ([]Finding, error) {
	books, err := d.shop.Books(ctx)
	if err != nil {
		return nil, err
	}
	a := auditor{Books: books, acknowledged: d.acknowledged, endings: map[string]int{}}
	heard, _ := d.tap.Events()
	for _, h := range heard {
		if event, err := coffee.DecodeEvent(h.DetailType, h.Detail); err == nil && !coffee.ChangeOf(event).To.Open() {
			a.endings[h.OrderID()]++
		}
	}
	return slices.DeleteFunc(a.audit(), func(f Finding) bool { return d.known[f] }), nil
}
