package coffee

import (
	"encoding/json"
	"errors"
)

// Output is the output of an execution that succeeded: the event that ended its order.
type Output struct {
	// DetailType is the event's name.
	DetailType string `json:"detailType"`
	// Detail is the event's payload.
	Detail json.RawMessage `json:"detail"`
}

// OutputOf returns the output of an execution that ended its order with event.
func OutputOf(event Event) (Output, error) {
	detail, err := json.Marshal(event)
	return Output{DetailType: event.DetailType(), Detail: detail}, err
}

// DecodeOutput decodes the output of an execution that succeeded. Its errors are those of
// DecodeEvent, and an error for an output in another format.
func DecodeOutput(text string) (Event, error) {
	var output Output
	if err := json.Unmarshal([]byte(text), &output); err != nil {
		return nil, errors.New("the output of the execution is not an event in JSON")
	}
	return DecodeEvent(output.DetailType, output.Detail)
}
