package e2e

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// stack is a deployed environment, with all that its bus told in this run.
type stack struct {
	*deployed.Shop
	at  *local // where it is deployed
	env config.Environment
	tap *deployed.Tap
	// badges are the tokens of the staff who have signed in, by name.
	badges map[string]deployed.Tokens
	// disorder is the test that did not leave the stack as it found it.
	disorder string
}

// The stacks of this run. The first test that needs one deploys it.
var (
	listing = deploy(running, "local")       // keeps its limit by listing executions
	seating = deploy(running, "local-seats") // keeps its limit by reserved seats
	hasty   = deploy(running, "local-hasty") // as local, but its time-outs are 4 s

	// The same where transactions conflict and lists lag.
	crowdedListing = deploy(crowded, "local")
	crowdedSeating = deploy(crowded, "local-seats")
)

var (
	stacksMu sync.Mutex
	stacks   []*stack // those that are deployed
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
		ctx, began := context.Background(), time.Now()
		outputs, err := at.cli(name).Deploy(ctx, env, nil)
		if err != nil {
			return nil, err
		}
		cfg := at.Config()
		s := &stack{Shop: deployed.Open(cfg, outputs), at: at, env: env, badges: map[string]deployed.Tokens{}}
		if s.tap, err = s.Tap(ctx, "e2e-"+name, coffee.Source); err != nil {
			return nil, err
		}
		progress("deployed "+name, began)
		stacksMu.Lock()
		defer stacksMu.Unlock()
		stacks = append(stacks, s)
		return s, nil
	})
}

// closingTime looks back at all orders of the run: each execution told of its
// end once, and no log has a task token.
func closingTime(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	tokens := map[string]bool{}
	var problems []error
	for _, s := range stacks {
		problems = append(problems, eventually(ctx, s.toldEachEndOnce)) // news may be late
		heard, _ := s.tap.Events()
		for _, h := range heard {
			if token := h.TaskToken(); token != "" {
				tokens[token] = true
			}
		}
	}
	for _, at := range started() {
		lines, err := searchLogs(ctx, at, tokens)
		problems = append(problems, err)
		fmt.Printf("%d task tokens looked for in %d lines of logs\n", len(tokens), lines)
	}
	return errors.Join(problems...)
}

func (s *stack) toldEachEndOnce(ctx context.Context) error {
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

// ending is the one event that tells of an order's end.
func (s *stack) ending(id string) (coffee.Event, error) {
	heard, _ := s.tap.Of(id)
	var endings []coffee.Event
	for _, h := range heard {
		event, err := coffee.DecodeEvent(h.DetailType, h.Detail)
		if errors.Is(err, coffee.ErrUnknownEvent) {
			continue // what a barista did changes no end
		}
		if err != nil {
			return nil, fmt.Errorf("order %s: %w", id, err)
		}
		if !coffee.ChangeOf(event).To.Open() {
			endings = append(endings, event)
		}
	}
	if len(endings) != 1 {
		return nil, fmt.Errorf("order %s: its end was told %d times, want once: %v", id, len(endings), names(heard))
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
