package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
)

// states are those in which an order is when the emulator stops.
var states = []coffee.State{coffee.Started, coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected}

// demonstrate stops the emulator in three ways.
func (s *shop) demonstrate(ctx context.Context) error {
	if err := s.placeAll(ctx); err != nil {
		return err
	}
	if err := s.stopInOrder(ctx); err != nil {
		return err
	}
	if err := s.kill(ctx); err != nil {
		return err
	}
	return s.forget(ctx)
}

func (s *shop) placeAll(ctx context.Context) error {
	done := progress.Step("Taking %d orders, one to each state", len(states))
	for _, state := range states {
		if err := s.place(ctx, state); err != nil {
			return done(err)
		}
	}
	if err := done(s.awaitQuiet(ctx)); err != nil {
		return err
	}
	return s.look(ctx)
}

// awaitQuiet waits until the workflow has confirmed the drinks that are made.
func (s *shop) awaitQuiet(ctx context.Context) error {
	for _, o := range s.orders[3:] {
		if _, err := s.AwaitEnd(ctx, o.ticket.OrderID); err != nil {
			return err
		}
	}
	return nil
}

// stopInOrder stops the emulator by SIGTERM with its state kept.
func (s *shop) stopInOrder(ctx context.Context) error {
	done := progress.Step("Stopping the emulator in order, with its state kept, and starting it again")
	if err := done(s.at.Restart(ctx, false, keep)); err != nil {
		return err
	}
	if err := errors.Join(s.signIn(ctx), s.look(ctx)); err != nil {
		return err
	}
	done = progress.Step("Running the janitor, which first waits a minute for an execution's own event")
	open, err := s.runJanitor(ctx)
	if done(err) != nil {
		return err
	}
	if err := s.look(ctx); err != nil {
		return err
	}
	s.print("ORDER", "BEFORE", "AFTER THE RESTART", "AFTER THE JANITOR")
	if open > 0 {
		return fmt.Errorf("%d orders are open although their workflow has ended, and the janitor did not finish them", open)
	}
	done = progress.Step("Taking another order")
	if err := done(s.place(ctx, coffee.Collected)); err != nil {
		return err
	}
	s.orders = nil
	fmt.Println(`
The tables survive, and so do menu, settings, users, and the orders that had ended. The
emulator cannot continue executions: it fails them and publishes no event about that. So the
janitor, which runs every minute, ends the orders that waited. The shop takes new
orders. On AWS, executions do not end when machines do.`)
	return nil
}

// kill stops the emulator by kill -9, after it took another order.
func (s *shop) kill(ctx context.Context) error {
	done := progress.Step("Taking an order, killing the emulator with kill -9, and starting it again")
	err := s.place(ctx, coffee.Queued)
	if err == nil {
		err = s.look(ctx)
	}
	if err == nil {
		err = s.at.Restart(ctx, true, keep)
	}
	if done(err) != nil {
		return err
	}
	if err := s.look(ctx); err != nil {
		return err
	}
	s.print("ORDER", "BEFORE", "AFTER THE RESTART")
	s.orders = nil
	fmt.Println(`
The emulator saves its state only when it stops in order: whatever came later is gone, as if
it had never been. On AWS, an answered request is stored in several data centres.`)
	return nil
}

// forget stops and starts the emulator as make down and make up do.
func (s *shop) forget(ctx context.Context) error {
	done := progress.Step("Stopping the emulator as make down does, and starting it as make up does")
	if err := done(s.at.Restart(ctx, false)); err != nil {
		return err
	}
	found, err := s.isDeployed(ctx)
	if err != nil {
		return err
	}
	if found {
		return fmt.Errorf("%s is still deployed, but make down should lose everything", s.env.StackName())
	}
	fmt.Println(`
Nothing is left, not even the stack: make up starts with an empty shop each time (docs/operations.md says why).`)
	return nil
}

// look notes what the table and the workflow have of each order.
func (s *shop) look(ctx context.Context) error {
	for _, o := range s.orders {
		record, err := s.Order(ctx, o.ticket.OrderID)
		if missing := new(types.ResourceNotFoundException); errors.As(err, &missing) {
			err = nil
		}
		if err != nil {
			return err
		}
		state, workflow := "gone", "gone"
		if record.State() != "" {
			state = string(record.State())
		}
		execution, err := s.Executions.DescribeExecution(ctx, &sfn.DescribeExecutionInput{ExecutionArn: new(s.ExecutionARN(o.ticket.OrderID))})
		if err == nil {
			workflow = strings.TrimSpace(string(execution.Status) + " " + strings.TrimPrefix(aws.ToString(execution.Error), "States."))
		}
		o.seen = append(o.seen, state+", workflow "+workflow)
	}
	return nil
}

// print prints what was seen of each order, and the states that it was in first.
func (s *shop) print(headings ...string) {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "\n"+strings.Join(headings, "\t"))
	for i, o := range s.orders {
		fmt.Fprintf(table, "%d\t%s\n", i+1, strings.Join(o.seen, "\t"))
	}
	_ = table.Flush()
}

// finishWithin is more than the janitor waits for the event of an ended execution, which the
// emulator does not publish after a restart.
const finishWithin = 90 * time.Second

// runJanitor invokes the janitor, which otherwise runs every minute, until no order is
// open, or for finishWithin. It returns the number of orders that are open.
func (s *shop) runJanitor(ctx context.Context) (open int, err error) {
	function, err := s.functionOf(ctx, "ShopJanitor")
	if err != nil {
		return 0, err
	}
	for deadline := time.Now().Add(finishWithin); ; {
		out, err := lambda.NewFromConfig(s.at.Config()).Invoke(ctx, &lambda.InvokeInput{
			FunctionName: &function, Payload: []byte(`{"detail-type": "Scheduled Event", "source": "aws.events", "detail": {}}`),
		})
		if err == nil && out.FunctionError != nil {
			err = fmt.Errorf("the janitor failed: %s", out.Payload)
		}
		if err != nil {
			return 0, err
		}
		if open, err = s.open(ctx); err != nil || open == 0 || time.Now().After(deadline) {
			return open, err
		}
		select {
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(2 * time.Second):
		}
	}
}

// open counts the orders that are not over and not ready.
func (s *shop) open(ctx context.Context) (open int, err error) {
	for _, o := range s.orders {
		record, err := s.Order(ctx, o.ticket.OrderID)
		if err != nil {
			return 0, err
		}
		if record.State().Open() {
			open++
		}
	}
	return open, nil
}

// functionOf returns the name of the function whose logical ID begins with prefix.
func (s *shop) functionOf(ctx context.Context, prefix string) (string, error) {
	pages := cloudformation.NewListStackResourcesPaginator(cloudformation.NewFromConfig(s.at.Config()),
		&cloudformation.ListStackResourcesInput{StackName: new(s.env.StackName())})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", err
		}
		for _, r := range page.StackResourceSummaries {
			if *r.ResourceType == "AWS::Lambda::Function" && strings.HasPrefix(*r.LogicalResourceId, prefix) {
				return *r.PhysicalResourceId, nil
			}
		}
	}
	return "", fmt.Errorf("%s has no function %s", s.env.StackName(), prefix)
}
