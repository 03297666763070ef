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
	at  *local // where it is deployed
	env config.Environment
	tap *deployed.Tap
	// badges holds the tokens of signed-in staff, by name.
	badges map[string]deployed.Tokens
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

func deploy(at *local, name string) func() (*stack, error) {
	return sync.OnceValues(func() (*stack, error) {
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
	cfg := at.Config()
	s := &stack{Shop: deployed.Open(cfg, outputs), at: at, env: env, badges: map[string]deployed.Tokens{}}
	if s.tap, err = s.Tap(ctx, "e2e-"+env.Name, coffee.Source); err != nil {
		return nil, err
	}
	progress("deployed "+env.Name, began)
	stacksMu.Lock()
	defer stacksMu.Unlock()
	stacks = append(stacks, s)
	return s, nil
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
		lines, err := searchLogs(ctx, at, all)
		problems = append(problems, err)
		fmt.Printf("%d lines of logs searched for %s\n", lines, all.count())
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
