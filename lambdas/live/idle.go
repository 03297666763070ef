package live

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/sockets"
)

// idleCheck is the message that asks whether a connection has subscribed.
type idleCheck struct {
	Connection string `json:"connectionId"`
}

// idleQueue is the queue of idle checks.
type idleQueue struct {
	sqs *sqs.Client
	url string
}

// idleFromEnvironment returns the queue that the function's environment variables name.
func idleFromEnvironment(cfg aws.Config) *idleQueue {
	return &idleQueue{sqs.NewFromConfig(cfg), os.Getenv(envvar.IdleQueueURL)}
}

// CheckLater sends the check of a connection, to be delivered after api.SubscribeWithin.
func (q *idleQueue) CheckLater(ctx context.Context, connection string) error {
	body, err := json.Marshal(idleCheck{connection})
	if err != nil {
		return err
	}
	_, err = q.sqs.SendMessage(ctx, &sqs.SendMessageInput{
		QueueUrl: &q.url, MessageBody: new(string(body)), DelaySeconds: int32(api.SubscribeWithin.Seconds()),
	})
	if err != nil {
		return fmt.Errorf("idle check of connection %s: %w", connection, err)
	}
	return nil
}

// closeIdle closes the connections that have not subscribed. It returns the checks that
// failed, for SQS to deliver them again.
func (h *handler) closeIdle(ctx context.Context, records []json.RawMessage) events.SQSEventResponse {
	// An empty list, since the emulator fails on null and delivers the batch again.
	failed := events.SQSEventResponse{BatchItemFailures: []events.SQSBatchItemFailure{}}
	for _, raw := range records {
		var message events.SQSMessage
		err := json.Unmarshal(raw, &message)
		if err == nil {
			err = h.check(ctx, message.Body)
		}
		if err != nil {
			h.log.ErrorContext(ctx, "could not check a connection", "messageId", message.MessageId, "error", err)
			failed.BatchItemFailures = append(failed.BatchItemFailures, events.SQSBatchItemFailure{ItemIdentifier: message.MessageId})
		}
	}
	return failed
}

func (h *handler) check(ctx context.Context, body string) error {
	var check idleCheck
	if err := json.Unmarshal([]byte(body), &check); err != nil {
		return err
	}
	h.log.InfoContext(ctx, "checking a connection", "connectionId", check.Connection)
	idle, err := h.store.DisconnectIdle(ctx, check.Connection)
	if err != nil || !idle {
		return err
	}
	h.log.InfoContext(ctx, "closing a connection that did not subscribe, or is gone", "connectionId", check.Connection)
	return h.close(ctx, check.Connection)
}

// close closes a connection, if it is still open.
func (h *handler) close(ctx context.Context, connection string) error {
	if err := h.sockets.Close(ctx, connection); !errors.Is(err, sockets.ErrGone) {
		return err
	}
	return nil
}
