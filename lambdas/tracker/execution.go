package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
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

// announced reports whether the workflow itself ended the execution, by a Fail
// state that bears the name of the event it emitted before.
func (e executionEnd) announced() bool {
	switch e.Error {
	case coffee.CustomerTimedOut{}.DetailType(), coffee.BaristaTimedOut{}.DetailType(), coffee.OrderFailed{}.DetailType():
		return true
	}
	return false
}

// failure is the event that the workflow would have emitted, had it been able to.
func (e executionEnd) failure() coffee.OrderFailed {
	return coffee.OrderFailed{
		OrderDetail: coffee.OrderDetail{
			Detail:  coffee.Detail{Version: coffee.Version, Time: time.UnixMilli(e.StopDate).UTC()},
			OrderID: e.Name,
		},
		Error: cmp.Or(e.Error, "Execution."+e.Status),
		Cause: cmp.Or(e.Cause, fmt.Sprintf("the order's execution is %s", e.Status)),
	}
}

// change is what the end of its execution does to an order.
func (e executionEnd) change() coffee.Change {
	failure := e.failure()
	switch e.Error {
	case coffee.CustomerTimedOut{}.DetailType():
		return coffee.ChangeOf(coffee.CustomerTimedOut{OrderDetail: failure.OrderDetail})
	case coffee.BaristaTimedOut{}.DetailType():
		return coffee.ChangeOf(coffee.BaristaTimedOut{OrderDetail: failure.OrderDetail})
	}
	return coffee.ChangeOf(failure)
}
