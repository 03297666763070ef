package e2e

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// barista returns a barista of the given shop.
func (s *stack) barista(ctx context.Context) (*client.Client, error) {
	err := s.signIn(ctx, coffee.GroupBarista, coffee.GroupBarista)
	return client.New(s.site.URL, nil).As(s.badges[coffee.GroupBarista].Access), err
}

// refuseReadyDrinks returns an error if a drink waits at the counter: the tests let drinks
// that nobody collects expire within a second.
func (s *stack) refuseReadyDrinks(ctx context.Context) error {
	barista, err := s.barista(ctx)
	if err != nil {
		return err
	}
	queue, err := barista.Queue(ctx)
	if err == nil && len(queue.Orders) > 0 && !*yesReally {
		err = fmt.Errorf("%d orders are in the queue of %s or ready at its counter: collect or cancel them, or run the tests all the same with ARGS=-yes-really",
			len(queue.Orders), s.env.StackName())
	}
	return err
}

// checkGiven checks the orders of the run and the stack's logs as checkRun does, and
// collects the drinks that the tests left at the counter.
func (s *stack) checkGiven(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	problems := []error{eventually(ctx, s.checkEnds)}
	groups, err := s.resources(ctx, "AWS::Logs::LogGroup", "")
	if err == nil {
		err = searchLogs(ctx, s.site.AWS, groups, s.since, secretsOfRun())
	}
	return errors.Join(append(problems, err, s.collectReady(ctx))...)
}

// collectReady collects the READY drinks of the run.
func (s *stack) collectReady(ctx context.Context) error {
	ours, err := s.executions(ctx, "")
	if err != nil {
		return err
	}
	barista, err := s.barista(ctx)
	if err != nil {
		return err
	}
	queue, err := barista.Queue(ctx)
	for _, order := range queue.Orders {
		if order.State == coffee.Ready && slices.Contains(ours, order.OrderID) {
			_, failed := barista.Collect(ctx, order.OrderID)
			err = errors.Join(err, failed)
		}
	}
	return err
}
