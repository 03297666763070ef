package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// executionStatusChange is what Step Functions calls the news of an execution
// (Step Functions developer guide, EventBridge events).
const executionStatusChange = "Step Functions Execution Status Change"

// executionEnd is what that news says of an execution that ended.
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
		return end, errors.New("its detail is not that of an execution")
	}
	if end.Name == "" || end.StopDate == 0 {
		return end, errors.New("its detail lacks the execution's name or stopDate")
	}
	return end, nil
}

// event returns the event that tells how the execution ended. It is announced
// where the workflow put it on the bus itself, and then went into a Fail state
// that bears the event's name.
func (e executionEnd) event() (event coffee.Event, announced bool) {
	order := coffee.OrderDetail{
		Detail:  coffee.Detail{Version: coffee.Version, Time: time.UnixMilli(e.StopDate).UTC()},
		OrderID: e.Name,
	}
	failure := coffee.OrderFailed{
		OrderDetail: order,
		Error:       cmp.Or(e.Error, "Execution."+e.Status),
		Cause:       cmp.Or(e.Cause, fmt.Sprintf("the order's execution is %s", e.Status)),
	}
	if e.Status != "FAILED" { // from outside, whatever name was given with it
		return failure, false
	}
	switch e.Error {
	case coffee.CustomerTimedOut{}.DetailType():
		return coffee.CustomerTimedOut{OrderDetail: order}, true
	case coffee.BaristaTimedOut{}.DetailType():
		return coffee.BaristaTimedOut{OrderDetail: order}, true
	case coffee.OrderFailed{}.DetailType():
		// That Fail state's cause is the event's error and cause, as in
		// "States.Runtime: no such field". The order shall end up with the same
		// two, whichever of the event and this news comes last.
		failure.Error, failure.Cause, _ = strings.Cut(e.Cause, ": ")
		return failure, true
	default:
		return failure, false
	}
}
