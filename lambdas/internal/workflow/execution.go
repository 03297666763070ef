package workflow

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// StatusChange is the detail type of the events that Step Functions publishes about
// executions (Step Functions developer guide, EventBridge events).
const StatusChange = "Step Functions Execution Status Change"

// Execution describes the execution of an order's workflow.
type Execution struct {
	OrderID string
	Status  types.ExecutionStatus
	// StoppedAt is when it ended, zero while it runs.
	StoppedAt time.Time
	// Output is what it returned if it succeeded.
	Output string
	// Error and Cause say why it failed or was stopped.
	Error, Cause string
}

// DecodeStatusChange decodes the detail of a StatusChange event for an execution that has
// ended.
func DecodeStatusChange(detail []byte) (Execution, error) {
	var end struct {
		Name     string                `json:"name"`
		Status   types.ExecutionStatus `json:"status"`
		StopDate int64                 `json:"stopDate"` // epoch milliseconds
		Output   string                `json:"output"`
		Error    string                `json:"error"`
		Cause    string                `json:"cause"`
	}
	if err := json.Unmarshal(detail, &end); err != nil {
		return Execution{}, errors.New("the detail is not that of an execution's status change")
	}
	if end.Name == "" || end.StopDate == 0 {
		return Execution{}, errors.New("the detail lacks the execution's name or stopDate")
	}
	return Execution{
		OrderID: end.Name, Status: end.Status, StoppedAt: time.UnixMilli(end.StopDate).UTC(),
		Output: end.Output, Error: end.Error, Cause: end.Cause,
	}, nil
}

// Running reports whether the execution has not ended.
func (e Execution) Running() bool { return e.Status == types.ExecutionStatusRunning }

// End returns the event with which an ended execution ends its order, and whether the
// workflow has published it itself. A successful execution returns that event; one that
// ended in a Fail state has the event's name as its error.
func (e Execution) End() (event coffee.Event, published bool) {
	order := coffee.OrderDetail{
		Detail:  coffee.Detail{Version: coffee.Version, Time: e.StoppedAt},
		OrderID: e.OrderID,
	}
	failure := coffee.OrderFailed{
		OrderDetail: order,
		Error:       cmp.Or(e.Error, "Execution."+string(e.Status)),
		Cause:       cmp.Or(e.Cause, fmt.Sprintf("the order's execution is %s", e.Status)),
	}
	switch e.Status {
	case types.ExecutionStatusSucceeded:
		if event, err := coffee.DecodeOutput(e.Output); err == nil && coffee.ChangeOf(event).OrderID == e.OrderID {
			return event, true
		}
		failure.Cause = "the order's execution succeeded without saying how"
		return failure, false
	case types.ExecutionStatusFailed:
		return e.failure(order, failure)
	default: // stopped from outside, with an error name that anyone may choose
		return failure, false
	}
}

// failure returns the event for an execution that failed, given what they have in common
// and the event for an error that is not the workflow's own.
func (e Execution) failure(order coffee.OrderDetail, unknown coffee.OrderFailed) (event coffee.Event, published bool) {
	switch e.Error {
	case coffee.CustomerTimedOut{}.DetailType():
		return coffee.CustomerTimedOut{OrderDetail: order}, true
	case coffee.BaristaTimedOut{}.DetailType():
		return coffee.BaristaTimedOut{OrderDetail: order}, true
	case coffee.OrderFailed{}.DetailType():
		// The Fail state's cause is the event's error and cause joined, as in
		// "States.Runtime: no such field". Splitting them gives the order the same
		// error and cause, whichever of the two events arrives last.
		failed := unknown
		failed.Error, failed.Cause, _ = strings.Cut(e.Cause, ": ")
		return failed, true
	default:
		return unknown, false
	}
}
