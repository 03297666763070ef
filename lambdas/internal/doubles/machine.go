package doubles

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// Machine is the order workflow in memory: it has the methods of workflow.Client, and
// executions that behave as the state machine of constructs/workflow. It emits its events
// through Emit; the caller delivers them, or not. Executions wait for callbacks, and time
// out when the caller calls Elapse. It is safe for concurrent use.
type Machine struct {
	// Now is the present time, which the caller may move.
	Now func() time.Time
	// Shop returns whether the shop is open, and the queue limit.
	Shop func() (open bool, queueLimit int)
	// Seats has the reserved seats. If it is nil, running executions count instead.
	Seats Seats
	// CustomerTimeout and BaristaTimeout bound the two waits.
	CustomerTimeout, BaristaTimeout time.Duration
	// Emit is called with each event, and Ended with each execution that failed, timed
	// out or was aborted. They must not call the Machine.
	Emit  func(coffee.Event)
	Ended func(workflow.Execution)
	// Refuse, if set, reports whether the bus refuses the event that ends an order, after
	// all retries. The execution then emits OrderFailed, and if that is refused, nothing.
	Refuse func(coffee.Event) bool

	mu     sync.Mutex
	runs   []*run // in the order in which they were started
	number int
}

// Seats is a set of reserved seats, as storetest.Memory has one.
type Seats interface {
	Seat(orderID string)
	Seated() []string
	GiveBackSeat(ctx context.Context, orderID string) error
}

// run is an execution, and the wait that it is in.
type run struct {
	workflow.Execution
	token    string // of the wait; empty if there is none
	deadline time.Time
	placed   json.RawMessage // what the customer ordered, nil before that
	number   int
}

// Start starts an execution named after the order. If one exists already, it does nothing.
func (m *Machine) Start(_ context.Context, orderID string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.find(orderID) != nil {
		return nil
	}
	r := &run{Execution: workflow.Execution{OrderID: orderID, Status: types.ExecutionStatusRunning}}
	open, limit := m.Shop()
	full := m.Seats == nil && len(m.running()) >= limit || m.Seats != nil && len(m.Seats.Seated()) >= limit
	m.runs = append(m.runs, r)
	switch {
	case !open:
		m.end(r, coffee.ShopClosed{OrderDetail: m.detail(r)})
	case full:
		m.end(r, coffee.QueueFull{OrderDetail: m.detail(r), QueueLimit: limit})
	default:
		if m.Seats != nil {
			m.Seats.Seat(orderID)
		}
		m.wait(r, "customer", m.CustomerTimeout)
	}
	return nil
}

// Succeed completes the wait of a task token, or returns workflow.ErrSpent.
func (m *Machine) Succeed(_ context.Context, token string, output any) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.waiting(token)
	if r == nil {
		return workflow.ErrSpent
	}
	if r.placed != nil {
		m.end(r, coffee.OrderCompleted{OrderDetail: m.detail(r), OrderNumber: r.number})
		return nil
	}
	placed, err := json.Marshal(output)
	if err != nil {
		return err
	}
	m.number++
	r.placed, r.number = placed, m.number
	m.wait(r, "barista", m.BaristaTimeout)
	return nil
}

// Fail ends the wait of a task token and cancels the order, or returns workflow.ErrSpent.
func (m *Machine) Fail(_ context.Context, token, failure, cause string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.waiting(token)
	if r == nil {
		return workflow.ErrSpent
	}
	m.end(r, coffee.OrderCancelled{OrderDetail: m.detail(r), Error: failure, Cause: cause})
	return nil
}

// Elapse ends the waits whose time is over.
func (m *Machine) Elapse() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.running() {
		switch {
		case m.Now().Before(r.deadline):
		case r.placed == nil:
			m.fail(r, coffee.CustomerTimedOut{OrderDetail: m.detail(r)})
		default:
			m.fail(r, coffee.BaristaTimedOut{OrderDetail: m.detail(r), OrderNumber: r.number})
		}
	}
}

// Retry repeats the event of an execution's wait with a new task token, as the state
// machine does after a transient error of the bus. The old token is spent. It does nothing
// if the execution is not running.
func (m *Machine) Retry(orderID string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.find(orderID); r != nil && r.Running() {
		r.token += "-again"
		m.ask(r)
	}
}

// Break ends an execution by an error that the workflow does not expect. It does nothing
// if the execution is not running.
func (m *Machine) Break(orderID string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.find(orderID); r != nil && r.Running() {
		m.giveBackSeat(r)
		m.failUnexpectedly(r)
	}
}

// Stop aborts the execution of an order, as the StopExecution API does: no event is
// emitted and no seat given back. It does nothing if the execution is not running.
func (m *Machine) Stop(orderID string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.find(orderID); r != nil && r.Running() {
		m.stop(r, types.ExecutionStatusAborted)
		m.Ended(r.Execution)
	}
}

// Running lists the orders whose executions are running, those that started last first.
func (m *Machine) Running(_ context.Context, most int) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var orders []string
	for _, r := range m.running() {
		orders = append(orders, r.OrderID)
	}
	slices.Reverse(orders)
	return orders[:min(most, len(orders))], nil
}

// Execution returns the execution of an order, and reports whether it exists.
func (m *Machine) Execution(_ context.Context, orderID string) (workflow.Execution, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.find(orderID); r != nil {
		return r.Execution, true, nil
	}
	return workflow.Execution{}, false, nil
}

// Waiting returns the task token with which an order's execution waits, or "".
func (m *Machine) Waiting(orderID string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if r := m.find(orderID); r != nil {
		return r.token
	}
	return ""
}

func (m *Machine) find(orderID string) *run {
	if i := slices.IndexFunc(m.runs, func(r *run) bool { return r.OrderID == orderID }); i >= 0 {
		return m.runs[i]
	}
	return nil
}

// waiting returns the execution that waits with the token.
func (m *Machine) waiting(token string) *run {
	if i := slices.IndexFunc(m.runs, func(r *run) bool { return r.token != "" && r.token == token }); i >= 0 {
		return m.runs[i]
	}
	return nil
}

func (m *Machine) running() []*run {
	return slices.DeleteFunc(slices.Clone(m.runs), func(r *run) bool { return !r.Running() })
}

func (m *Machine) detail(r *run) coffee.OrderDetail {
	return coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: m.Now()}, OrderID: r.OrderID}
}

func (m *Machine) wait(r *run, who string, timeout time.Duration) {
	r.token, r.deadline = fmt.Sprintf("FAKE-TASK-TOKEN-%s-%s", who, r.OrderID), m.Now().Add(timeout)
	m.ask(r)
}

// ask emits the event of the wait that an execution is in.
func (m *Machine) ask(r *run) {
	if r.placed == nil {
		m.Emit(coffee.OrderStarted{OrderDetail: m.detail(r), TaskToken: r.token})
	} else {
		m.Emit(coffee.AwaitingCompletion{OrderDetail: m.detail(r), OrderNumber: r.number, Order: r.placed, TaskToken: r.token})
	}
}

// end ends an execution that succeeded: it gives back the seat and emits the event, which
// is also its output. If that fails, so does the execution.
func (m *Machine) end(r *run, event coffee.Event) {
	output, err := coffee.OutputOf(event)
	if err != nil {
		panic(err)
	}
	text, err := json.Marshal(output)
	if err != nil {
		panic(err)
	}
	m.giveBackSeat(r)
	if m.refused(event) {
		m.failUnexpectedly(r)
		return
	}
	r.Output = string(text)
	m.stop(r, types.ExecutionStatusSucceeded)
	m.Emit(event)
}

// fail ends an execution in the Fail state that is named after the event.
func (m *Machine) fail(r *run, event coffee.Event) {
	m.giveBackSeat(r)
	if m.refused(event) {
		m.failUnexpectedly(r)
		return
	}
	m.stop(r, types.ExecutionStatusFailed)
	r.Error, r.Cause = event.DetailType(), "the time is over"
	m.Emit(event)
	m.Ended(r.Execution)
}

// failUnexpectedly ends an execution in the Fail state OrderFailed, or in FailedUnheard if
// the bus refuses that event.
func (m *Machine) failUnexpectedly(r *run) {
	m.stop(r, types.ExecutionStatusFailed)
	event := coffee.OrderFailed{OrderDetail: m.detail(r), Error: "States.Runtime", Cause: "no such field"}
	r.Error, r.Cause = event.DetailType(), event.Error+": "+event.Cause
	if m.refused(event) {
		r.Error, r.Cause = "FailedUnheard", r.Cause+"; EventBridge refused the event"
	} else {
		m.Emit(event)
	}
	m.Ended(r.Execution)
}

func (m *Machine) refused(event coffee.Event) bool { return m.Refuse != nil && m.Refuse(event) }

func (m *Machine) stop(r *run, status types.ExecutionStatus) {
	r.Status, r.StoppedAt, r.token = status, m.Now().UTC(), ""
}

// giveBackSeat ignores an error, as the workflow does.
func (m *Machine) giveBackSeat(r *run) {
	if m.Seats != nil {
		_ = m.Seats.GiveBackSeat(context.Background(), r.OrderID)
	}
}
