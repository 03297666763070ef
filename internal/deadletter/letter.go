// Package deadletter reads a shop's dead-letter queues, and hands each letter again to
// the function that failed to handle it.
package deadletter

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

// Letter is a message of a dead-letter queue. It describes the message without its task
// token.
type Letter struct {
	// ID is the message ID.
	ID string
	// Queue is the name of the queue: BusQueue or LiveQueue.
	Queue string
	// Sent is when the message was put in the queue; for a message that SQS moved
	// there, when it was put in its first queue.
	Sent time.Time
	// Function is the name of the function that failed, empty if the letter does not
	// name one.
	Function string
	// What is the detail type of an event, or describes another message.
	What string
	// OrderID is the order of an event, empty for others.
	OrderID string
	// Error is why the message was not handled, in one line.
	Error string
	// Retryable is true if Send can send the letter again.
	Retryable bool

	receipt string
	retry   func(*Shop) sender // nil unless Retryable
}

// document is what a letter may contain: an event that EventBridge could not deliver,
// the record of a failed asynchronous invocation, or that of a failed batch of a stream.
// (Sources: EventBridge user guide, dead-letter queues; Lambda developer guide,
// asynchronous invocation records and DynamoDB on-failure destinations.)
type document struct {
	event

	RequestContext struct {
		FunctionARN string `json:"functionArn"`
		Condition   string `json:"condition"`
	} `json:"requestContext"`
	RequestPayload  json.RawMessage `json:"requestPayload"`
	ResponsePayload struct {
		Message string `json:"errorMessage"`
	} `json:"responsePayload"`
	Batch *batch `json:"DDBStreamBatchInfo"`
}

// event has the fields of an EventBridge event that describe it.
type event struct {
	DetailType string `json:"detail-type"`
	Detail     struct {
		OrderID   string `json:"orderId"`
		Execution string `json:"name"` // of an execution's status change
		TaskToken string `json:"taskToken"`
	} `json:"detail"`
}

// decode returns the letter in a message of a queue.
func decode(queue string, message types.Message) Letter {
	milliseconds, _ := strconv.ParseInt(message.Attributes[string(types.MessageSystemAttributeNameSentTimestamp)], 10, 64)
	l := Letter{
		ID: *message.MessageId, Queue: queue, Sent: time.UnixMilli(milliseconds),
		What: "unknown message", receipt: *message.ReceiptHandle,
	}
	body := json.RawMessage(*message.Body)
	var d document
	_ = json.Unmarshal(body, &d) // other messages stay unknown
	source := message.Attributes[string(types.MessageSystemAttributeNameDeadLetterQueueSourceArn)]
	switch {
	case source != "":
		l.What, l.Error = "message of the queue "+lastPart(source), "the queue's consumer failed"
		l.retry = func(s *Shop) sender { return requeue{s, source, string(body)} }
	case d.Batch != nil:
		l.What = fmt.Sprintf("changes of orders: %d", d.Batch.Size)
		l.failed(d.RequestContext.FunctionARN, d.RequestContext.Condition)
		l.retry = func(s *Shop) sender { return reread{s, d.RequestContext.FunctionARN, *d.Batch} }
	case d.RequestPayload != nil:
		var e event
		_ = json.Unmarshal(d.RequestPayload, &e)
		l.describe(e)
		l.failed(d.RequestContext.FunctionARN, cmp.Or(d.ResponsePayload.Message, d.RequestContext.Condition), e.Detail.TaskToken)
		l.retry = func(s *Shop) sender { return invocation{s, d.RequestContext.FunctionARN, d.RequestPayload} }
	case d.DetailType != "":
		l.describe(d.event)
		l.undelivered(body, message.MessageAttributes, d.Detail.TaskToken)
	}
	l.Retryable = l.retry != nil
	return l
}

// describe sets what the letter says about its event.
func (l *Letter) describe(e event) {
	l.What = cmp.Or(line(e.DetailType), "event of an unknown type")
	l.OrderID = line(cmp.Or(e.Detail.OrderID, e.Detail.Execution))
}

// failed sets the function that failed, and its error without the token.
func (l *Letter) failed(function, err string, tokens ...string) {
	l.Function, l.Error = line(lastPart(unqualified(function))), line(withhold(err, tokens...))
}

// undelivered describes an event that EventBridge did not deliver to a target. Only
// functions can get it again: a log has no use for an event that is out of order.
func (l *Letter) undelivered(body json.RawMessage, attributes map[string]types.MessageAttributeValue, token string) {
	text := func(name string) string {
		if value := attributes[name].StringValue; value != nil {
			return *value
		}
		return ""
	}
	target := text("TARGET_ARN")
	l.failed(target, cmp.Or(text("ERROR_MESSAGE"), text("ERROR_CODE"), text("EXHAUSTED_RETRY_CONDITION")), token)
	if strings.Contains(target, ":lambda:") {
		l.retry = func(s *Shop) sender { return invocation{s, target, body} }
	}
}

// unqualified returns a function's ARN without its version or alias.
func unqualified(arn string) string {
	if parts := strings.Split(arn, ":"); len(parts) > 7 && parts[5] == "function" {
		return strings.Join(parts[:7], ":")
	}
	return arn
}

// lastPart returns the name at the end of an ARN or URL.
func lastPart(arn string) string { return arn[strings.LastIndexAny(arn, ":/")+1:] }
