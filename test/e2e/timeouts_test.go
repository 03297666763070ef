package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

var timeoutPaths = []path{
	{
		name:   "the customer takes too long",
		events: []string{"OrderStarted", "CustomerTimedOut"},
		status: "FAILED", final: "CustomerTimedOut",
		record: map[string]string{"state": "TIMED_OUT", "reason": "CustomerTimedOut"},
	},
	{
		name: "the barista takes too long", play: func(o order) error { return o.place(`{"drink":"latte"}`) },
		events: []string{"OrderStarted", "AwaitingCompletion", "BaristaTimedOut"},
		status: "FAILED", final: "BaristaTimedOut",
		record: map[string]string{"state": "TIMED_OUT", "reason": "BaristaTimedOut"},
	},
}

func TestAnOrderTimesOut(t *testing.T) {
	for name, get := range map[string]func() (*stack, error){"ListExecutions": hasty, "ReservedSeats": seating} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, get, openDoors)
			if name == "ReservedSeats" {
				s.shortenTimeouts()
			}
			err := atOnce(timeoutPaths, len(timeoutPaths), func(p path) error {
				o := s.newOrder()
				if err := o.start(); err != nil {
					return err
				}
				if p.play != nil {
					if err := p.play(o); err != nil {
						return err
					}
				}
				return p.check(o)
			})
			s.must(err)
		})
	}
}

// shortenTimeouts shortens the stack's time-outs to 2 s, for this test.
func (s *shop) shortenTimeouts() {
	arn := new(s.Outputs["StateMachineArn"])
	machine, err := s.Executions.DescribeStateMachine(s.ctx, &sfn.DescribeStateMachineInput{StateMachineArn: arn})
	s.must(err)
	define := func(ctx context.Context, definition string) {
		_, err := s.Executions.UpdateStateMachine(ctx, &sfn.UpdateStateMachineInput{StateMachineArn: arn, Definition: &definition})
		s.must(err)
	}
	s.t.Cleanup(func() { define(context.Background(), *machine.Definition) })
	define(s.ctx, strings.ReplaceAll(*machine.Definition, `"TimeoutSeconds":900`, `"TimeoutSeconds":2`))
}

func TestAnAnswerAfterTheTimeOutIsRefused(t *testing.T) {
	s := open(t, hasty, openDoors)
	o := s.startOrder()
	token, err := o.token(coffee.OrderStarted{})
	s.must(err)
	_, err = o.hear(coffee.CustomerTimedOut{})
	s.must(err)

	if err := s.Succeed(s.ctx, token, "{}"); !tooLate(err) {
		t.Errorf("the answer to an expired token = %v, want TaskTimedOut or TaskDoesNotExist", err)
	}
	if err := s.Fail(s.ctx, token, "Customer.Late", ""); !tooLate(err) {
		t.Errorf("the failure for an expired token = %v, want TaskTimedOut or TaskDoesNotExist", err)
	}
	s.must(o.emits("OrderStarted", "CustomerTimedOut"))
}
