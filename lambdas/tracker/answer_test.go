package tracker

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// moment is later than all events in testdata except the repeated tokens.
var moment = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// actions are the steps that customers and baristas take, by name.
var actions = map[string]func(ctx context.Context, s *shop) error{
	"place": func(ctx context.Context, s *shop) error {
		_, err := s.store.Place(ctx, theOrder, coffee.Choice{Drink: "tea"}, moment)
		return err
	},
	"cancel": func(ctx context.Context, s *shop) error {
		from := []coffee.State{coffee.Started, coffee.Placed, coffee.Queued}
		_, err := s.store.Cancel(ctx, theOrder, store.ByCustomer, "", from, moment)
		return err
	},
	"by hand": func(ctx context.Context, s *shop) error {
		_, err := s.store.TakeByHand(ctx, theOrder, "mia", coffee.Choice{Drink: "tea"}, moment)
		return err
	},
	"recall": func(ctx context.Context, s *shop) error {
		_, err := s.store.Recall(ctx, theOrder, "mia", moment)
		return err
	},
	"turn down": func(ctx context.Context, s *shop) error {
		_, err := s.store.Cancel(ctx, theOrder, "mia", "no milk", []coffee.State{coffee.Queued}, moment)
		return err
	},
	"complete": func(ctx context.Context, s *shop) error {
		_, err := s.store.Complete(ctx, theOrder, "mia", moment)
		return err
	},
}

// A task token may arrive after the customer or the barista has decided.
func TestLateTokensAreAnswered(t *testing.T) {
	for _, row := range []struct {
		name  string
		steps []string
		want  []string
	}{
		{"cancelled between two waits", []string{"order-started", "place", "cancel", "awaiting-completion"},
			[]string{baristaToken + " Customer.Cancelled: "}},
		{"cancelled, and delivered twice", []string{"order-started", "place", "cancel", "awaiting-completion", "awaiting-completion"},
			[]string{baristaToken + " Customer.Cancelled: ", baristaToken + " Customer.Cancelled: "}},
		{"cancelled before the wait is tried again", []string{"order-started", "cancel", "order-started-again"},
			[]string{customerToken + "-2 Customer.Cancelled: "}},
		{"turned down, then a late event", []string{"order-started", "awaiting-completion", "turn down", "order-started-again"}, nil},
		{"placed before the wait is tried again", []string{"order-started", "place", "order-started-again"},
			[]string{customerToken + `-2 {"drink":"tea"}`}},
		{"placed, then delivered again", []string{"order-started", "place", "order-started"},
			[]string{customerToken + ` {"drink":"tea"}`}},
		{"completed, then delivered again", []string{"order-started", "awaiting-completion", "complete", "awaiting-completion"},
			[]string{baristaToken + " {}"}},
		{"turned down, then delivered again", []string{"order-started", "awaiting-completion", "turn down", "awaiting-completion"},
			[]string{baristaToken + " Barista.Cancelled: no milk"}},
		{"taken by hand", []string{"by hand", "order-started"}, []string{customerToken + ` {"drink":"tea"}`}},
		{"taken by hand, and delivered twice", []string{"by hand", "order-started", "order-started"},
			[]string{customerToken + ` {"drink":"tea"}`, customerToken + ` {"drink":"tea"}`}},
		{"recalled", []string{"order-started", "awaiting-completion", "complete", "recall", "order-completed", "awaiting-completion"}, nil},
		{"confirmed", []string{"order-started", "awaiting-completion", "complete", "order-completed", "awaiting-completion"}, nil},
		{"waiting", []string{"order-started", "order-started", "awaiting-completion", "awaiting-completion"}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, spent := range [][]string{nil, {customerToken, customerToken + "-2", baristaToken}} {
				s := newShop()
				s.workflow.Spent = spent
				s.take(t, row.steps...)
				if !slices.Equal(s.workflow.Answers, row.want) {
					t.Errorf("answered the workflow %q, want %q", s.workflow.Answers, row.want)
				}
			}
		})
	}
}

func TestALateTokenIsAnsweredAgainAfterAnError(t *testing.T) {
	s := newShop()
	s.take(t, "order-started", "place", "cancel")
	s.workflow.Err = errors.New("out of order")
	if err := s.Handle(t.Context(), doubles.LoadEvent(t, "awaiting-completion")); !errors.Is(err, s.workflow.Err) {
		t.Errorf("handle = %v, want %v", err, s.workflow.Err)
	}
	s.workflow.Err = nil
	s.deliver(t, "awaiting-completion")
	if len(s.workflow.Answers) != 2 {
		t.Errorf("answered the workflow %q, want two answers", s.workflow.Answers)
	}
}

// take runs each step: an action of that name, or else the event of testdata.
func (s *shop) take(t *testing.T, steps ...string) {
	t.Helper()
	for _, step := range steps {
		if do, ok := actions[step]; !ok {
			s.deliver(t, step)
		} else if err := do(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", step, err)
		}
	}
}
