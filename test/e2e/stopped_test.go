package e2e

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sfn"
)

func TestAStoppedExecutionFailsItsOrder(t *testing.T) {
	paths := []path{
		{
			name: "before the drink is placed", settings: openDoors,
			play:   func(o order) error { return o.emits("OrderStarted") },
			events: []string{"OrderStarted", "OrderFailed"},
			status: "ABORTED", final: "EmitOrderStarted",
			record: map[string]string{"state": "FAILED", "reason": "OrderFailed"},
		},
		{
			name: "while it is made", settings: openDoors,
			play:   playThen(func(o order) error { return o.emits("OrderStarted", "AwaitingCompletion") }),
			events: []string{"OrderStarted", "AwaitingCompletion", "OrderFailed"},
			status: "ABORTED", final: "EmitAwaitingCompletion",
			record: map[string]string{"state": "FAILED", "reason": "OrderFailed", "order": "{}"},
		},
	}
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		for _, p := range paths {
			t.Run(p.name, func(t *testing.T) {
				play := p.play
				p.play = func(o order) error {
					if err := play(o); err != nil {
						return err
					}
					_, err := s.Executions.StopExecution(s.ctx, &sfn.StopExecutionInput{ExecutionArn: new(o.ExecutionARN(o.id))})
					return err
				}
				if err := p.run(s); err != nil {
					t.Error(err)
				}
				if err := s.awaitFreeSeats(s.ctx); err != nil {
					t.Error(err)
				}
			})
		}
	})
}
