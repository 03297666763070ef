package e2e

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// stack is a deployed environment, with all events of its bus in this run.
type stack struct {
	*deployed.Shop
	site deployed.Site
	at   *local // the emulator that the tests deployed it into, nil for the given shop
	env  config.Environment
	tap  *deployed.Tap
	// inUse is held by the test that uses the stack.
	inUse sync.Mutex
	// since is when the newest execution of an earlier run began, by the clock of AWS.
	since time.Time
	// hireStaff adds a user to the staff, with a password that need not be changed.
	hireStaff func(ctx context.Context, name, group, password string) error
	// badges holds the tokens of signed-in staff, by name.
	badges map[string]session
	// leftBy is the name of the test that failed to restore the stack, "" for none.
	leftBy string
}

// The stacks of this run. The first test that needs one deploys it.
var (
	listing = deploy(running, "local")       // limits the queue by ListExecutions
	seating = deploy(running, "local-seats") // limits the queue by ReservedSeats
	hasty   = deploy(running, "local-hasty") // like local, with time-outs of 4 s

	// The same in the emulator where transactions conflict and lists lag.
	crowdedListing = deploy(crowded, "local")
	crowdedSeating = deploy(crowded, "local-seats")
)

var (
	stacksMu sync.Mutex
	stacks   []*stack // all that are deployed
)

// deploy returns a function that deploys an environment at its first call. While the tests
// run in a given shop, it returns that one instead of a shop without time-outs of seconds.
func deploy(at *local, name string) func() (*stack, error) {
	own := sync.OnceValues(func() (*stack, error) {
		if err := at.start(); err != nil {
			return nil, err
		}
		env, err := config.For(name)
		if err != nil {
			return nil, err
		}
		folder, err := assembly(context.Background(), at.cli(), env)
		if err != nil {
			return nil, err
		}
		return deployAssembly(at, env, folder)
	})
	return func() (*stack, error) {
		switch {
		case given == nil:
			return own()
		case at == running && name != "local-hasty":
			return given, nil
		default:
			return nil, fmt.Errorf("there is no emulator with %s: mark this test in leftOut", name)
		}
	}
}

// deployAhead deploys what most tests need, while the first of them mostly wait. An error is
// that of the test that needs the stack.
func deployAhead() {
	for _, get := range []func() (*stack, error){listing, seating, hasty, faulty} {
		_, _ = get()
	}
}

// deployAssembly deploys a synthesized environment, given its folder.
func deployAssembly(at *local, env config.Environment, folder string) (*stack, error) {
	ctx, began := context.Background(), time.Now()
	cli := at.cli()
	cli.App, cli.OutputDir = folder, filepath.Join(at.Dir, "outputs")
	outputs, err := cli.Deploy(ctx, env, nil)
	if err != nil {
		return nil, err
	}
	site := deployed.Site{AWS: at.Config(), Outputs: outputs, URL: at.API(outputs["ApiUrl"]), LiveURL: at.Live(outputs["LiveUrl"])}
	s := newStack(site, env)
	s.at, s.hireStaff = at, s.people().Hire
	if s.tap, err = s.Tap(ctx, "e2e-"+env.Name, coffee.Source); err != nil {
		return nil, err
	}
	progress("deployed "+env.Name, began)
	s.keep()
	return s, nil
}

func newStack(site deployed.Site, env config.Environment) *stack {
	return &stack{Shop: deployed.Open(site.AWS, site.Outputs), site: site, env: env, badges: map[string]session{}}
}

// keep adds the stack to those that are checked at the end of the run.
func (s *stack) keep() {
	stacksMu.Lock()
	defer stacksMu.Unlock()
	stacks = append(stacks, s)
}

// checkRun checks all orders of the run: each execution has exactly one event that ends
// its order, and no log has a task token or another secret.
func checkRun(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var problems []error
	for _, s := range stacks {
		problems = append(problems, eventually(ctx, s.checkEnds)) // events may arrive late
	}
	all := secretsOfRun()
	for _, at := range startedEmulators() {
		cfg := at.Config()
		groups, err := allLogs(ctx, cfg)
		problems = append(problems, err, searchLogs(ctx, cfg, groups, time.Time{}, all))
	}
	return errors.Join(problems...)
}

func (s *stack) checkEnds(ctx context.Context) error {
	executions, err := s.executions(ctx, "")
	if err != nil {
		return err
	}
	var problems []error
	for _, id := range executions {
		if _, err := s.ending(id); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", s.env.Name, err))
		}
	}
	return someOf(problems)
}

// ending returns the one event that ends an order.
func (s *stack) ending(id string) (coffee.Event, error) {
	heard, _ := s.tap.Of(id)
	var endings []coffee.Event
	for _, h := range heard {
		event, err := coffee.DecodeEvent(h.DetailType, h.Detail)
		if errors.Is(err, coffee.ErrUnknownEvent) {
			continue // events of baristas end no order
		}
		if err != nil {
			return nil, fmt.Errorf("order %s: %w", id, err)
		}
		if !coffee.ChangeOf(event).To.Open() {
			endings = append(endings, event)
		}
	}
	if len(endings) != 1 {
		return nil, fmt.Errorf("order %s: %d events end it, want 1: %v", id, len(endings), names(heard))
	}
	return endings[0], nil
}

func names(heard []deployed.Heard) []string {
	names := make([]string, len(heard))
	for i, h := range heard {
		names[i] = h.DetailType
	}
	return names
}
