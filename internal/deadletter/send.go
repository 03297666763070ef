package deadletter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// sender sends a letter again.
type sender interface {
	send(context.Context) error
}

// Send sends the letters of a queue again whose IDs are wanted, and deletes each that was
// handled. It calls report with the result of each.
func (s *Shop) Send(ctx context.Context, queue string, wanted map[string]bool, report func(Letter, error)) error {
	return s.each(ctx, queue, func(l Letter) bool {
		if !wanted[l.ID] || !l.Retryable {
			return false
		}
		err := l.retry(s).send(ctx)
		report(l, err)
		return err == nil
	})
}

// Discard deletes the letters of a queue whose IDs are wanted. It calls report with each.
func (s *Shop) Discard(ctx context.Context, queue string, wanted map[string]bool, report func(Letter)) error {
	return s.each(ctx, queue, func(l Letter) bool {
		if wanted[l.ID] {
			report(l)
		}
		return wanted[l.ID]
	})
}

// invocation invokes the function that failed with what it was invoked with. Other
// consumers of an event do not get it again. It waits for the function's answer, so that
// a letter is deleted only if it was handled.
type invocation struct {
	*Shop
	function string
	payload  json.RawMessage
}

func (i invocation) send(ctx context.Context) error {
	_, err := i.invoke(ctx)
	return err
}

func (i invocation) invoke(ctx context.Context) (answer []byte, err error) {
	function, err := i.own(i.function)
	if err != nil {
		return nil, err
	}
	out, err := i.functions.Invoke(ctx, &lambda.InvokeInput{FunctionName: &function, Payload: i.payload})
	if err != nil {
		return nil, err
	}
	if out.FunctionError != nil {
		var failure struct {
			Message string `json:"errorMessage"`
		}
		_ = json.Unmarshal(out.Payload, &failure)
		var e event
		_ = json.Unmarshal(i.payload, &e)
		return nil, errors.New("the function failed again: " + line(withhold(failure.Message, e.Detail.TaskToken)))
	}
	return out.Payload, nil
}

// reread invokes the function that failed with the changes of a batch.
type reread struct {
	*Shop
	function string
	batch    batch
}

func (r reread) send(ctx context.Context) error {
	payload, err := r.read(ctx, r.batch)
	if err != nil {
		return err
	}
	out, err := invocation{r.Shop, r.function, payload}.invoke(ctx)
	if err != nil {
		return err
	}
	var answer struct {
		Failures []json.RawMessage `json:"batchItemFailures"`
	}
	if err := json.Unmarshal(out, &answer); err != nil || len(answer.Failures) > 0 {
		return errors.New("the function failed again: see its log")
	}
	return nil
}

// requeue returns a message to the queue that SQS moved it from. That queue's consumer,
// retries and dead letters apply.
type requeue struct {
	*Shop
	queue, body string
}

func (r requeue) send(ctx context.Context) error {
	url, err := r.own(r.queue)
	if err != nil {
		return err
	}
	if _, err := r.queues.SendMessage(ctx, &sqs.SendMessageInput{QueueUrl: &url, MessageBody: &r.body}); err != nil {
		return fmt.Errorf("cannot return the message to %s: %w", url, err)
	}
	return nil
}
