// Package doubles stands in for the workflow and the bus in the tests of handlers.
// Package storetest does for the tables.
package doubles

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// Workflow records what it is told. The zero value takes everything.
type Workflow struct {
	// Started lists the orders whose executions were started, and Answers what was
	// sent to which task token: the token, and JSON or "failure: cause".
	Started, Answers []string

	StartErr, Err error
	Spent         []string // tokens that nothing waits with
}

// Start starts the workflow of an order.
func (w *Workflow) Start(_ context.Context, orderID string) error {
	w.Started = append(w.Started, orderID)
	return w.StartErr
}

// Succeed answers a wait with an output.
func (w *Workflow) Succeed(_ context.Context, token string, output any) error {
	text, err := json.Marshal(output)
	if err != nil {
		return err
	}
	return w.answer(token, string(text))
}

// Fail answers a wait with a failure.
func (w *Workflow) Fail(_ context.Context, token, failure, cause string) error {
	return w.answer(token, failure+": "+cause)
}

func (w *Workflow) answer(token, answer string) error {
	w.Answers = append(w.Answers, token+" "+answer)
	if slices.Contains(w.Spent, token) {
		return workflow.ErrSpent
	}
	return w.Err
}

// Bus records what is published on it.
type Bus struct {
	Published []coffee.Event
	Err       error
}

// Put publishes one event, or fails with Err.
func (b *Bus) Put(_ context.Context, event coffee.Event) error {
	if b.Err == nil {
		b.Published = append(b.Published, event)
	}
	return b.Err
}
