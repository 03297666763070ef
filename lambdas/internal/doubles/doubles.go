// Package doubles has test doubles of the workflow, the bus and the WebSocket API. That of
// the store is in package storetest.
package doubles

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// ErrBroken is an error for the doubles to return. It names what no answer may reveal.
var ErrBroken = errors.New("dial tcp 10.0.0.1: secret-internal-host refused")

// Workflow records its calls. Those of the zero value succeed.
type Workflow struct {
	// Started lists the order IDs passed to Start. Answers lists the callbacks as
	// "token output", the output as JSON, or "token failure: cause".
	Started, Answers []string

	StartErr error    // returned by Start
	Err      error    // returned by Succeed and Fail
	Spent    []string // tokens for which they return workflow.ErrSpent
	ReadErr  error    // returned by Running and Execution

	// Executions lists the executions that Running and Execution report. Start adds none.
	Executions []workflow.Execution
	// Described lists the order IDs passed to Execution.
	Described []string
}

// Start records the order, and returns StartErr.
func (w *Workflow) Start(_ context.Context, orderID string) error {
	w.Started = append(w.Started, orderID)
	return w.StartErr
}

// Succeed records the output.
func (w *Workflow) Succeed(_ context.Context, token string, output any) error {
	text, err := json.Marshal(output)
	if err != nil {
		return err
	}
	return w.answer(token, string(text))
}

// Fail records the failure and its cause.
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

// Running lists the orders whose executions are running, or returns ReadErr.
func (w *Workflow) Running(_ context.Context, most int) ([]string, error) {
	var orders []string
	for _, e := range w.Executions {
		if e.Running() {
			orders = append(orders, e.OrderID)
		}
	}
	return orders[:min(most, len(orders))], w.ReadErr
}

// Execution returns the execution of an order, or ReadErr.
func (w *Workflow) Execution(_ context.Context, orderID string) (workflow.Execution, bool, error) {
	w.Described = append(w.Described, orderID)
	for _, e := range w.Executions {
		if e.OrderID == orderID {
			return e, true, w.ReadErr
		}
	}
	return workflow.Execution{}, false, w.ReadErr
}

// Bus records the events published on it.
type Bus struct {
	Published []coffee.Event
	Err       error
}

// Put records the event, or returns Err if it is set.
func (b *Bus) Put(_ context.Context, event coffee.Event) error {
	if b.Err == nil {
		b.Published = append(b.Published, event)
	}
	return b.Err
}
