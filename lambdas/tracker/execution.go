package tracker

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// executionStatusChange is the detail type of the events that Step Functions publishes
// about executions (Step Functions developer guide, EventBridge events).
const executionStatusChange = "Step Functions Execution Status Change"

// executionEnd is the detail of such an event for an execution that ended.
type executionEnd struct {
	Name     string `json:"name"`
	Status   string `json:"status"`
	StopDate int64  `json:"stopDate"` // epoch milliseconds
	Error    string `json:"error"`
	Cause    string `json:"cause"`
}

func decodeEnd(detail []byte) (executionEnd, error) {
	var end executionEnd
	if err := json.Unmarshal(detail, &end); err != nil {
		return end, errors.New("the detail is not that of an execution's status change")
	}
	if end.Name == "" || end.StopDate == 0 {
		return end, errors.New("the detail lacks the execution's name or stopDate")
	}
	return end, nil
}

// event returns the event for how the execution ended, and whether the workflow has
// published it itself: then it ended in a Fail state whose error is the event's name.
func (e executionEnd) event() (event coffee.Event, published bool) {
	order := coffee.OrderDetail{
		Detail:  coffee.Detail{Version: coffee.Version, Time: time.UnixMilli(e.StopDate).UTC()},
		OrderID: e.Name,
	}
	failure := coffee.OrderFailed{
		OrderDetail: order,
		Error:       cmp.Or(e.Error, "Execution."+e.Status),
		Cause:       cmp.Or(e.Cause, fmt.Sprintf("the order's execution is %s", e.Status)),
	}
	if e.Status != "FAILED" { // stopped from outside, with an error name that anyone may choose
		return failure, false
	}
	switch e.Error {
	case coffee.CustomerTimedOut{}.DetailType():
		return coffee.CustomerTimedOut{OrderDetail: order}, true
	case coffee.BaristaTimedOut{}.DetailType():
		return coffee.BaristaTimedOut{OrderDetail: order}, true
	case coffee.OrderFailed{}.DetailType():
		// The Fail state's cause is the event's error and cause joined, as in
		// "States.Runtime: no such field". Splitting them gives the order the same
		// error and cause, whichever of the two events arrives last.
		failure.Error, failure.Cause, _ = strings.Cut(e.Cause, ": ")
		return failure, true
	default:
		return failure, false
	}
}
