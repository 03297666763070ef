package deadletter

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

// Names of a shop's dead-letter queues.
const (
	BusQueue  = "bus"
	LiveQueue = "live"
)

// Queues lists the names of a shop's dead-letter queues.
func Queues() []string { return []string{BusQueue, LiveQueue} }

// outputs has the stack output with the URL of each queue.
var outputs = map[string]string{BusQueue: "DeadLettersUrl", LiveQueue: "LiveDeadLettersUrl"}

// hold is how long messages stay hidden from others that read the queue. They show up
// again earlier when the reader is done.
const hold = 15 * time.Minute

// List returns the letters of a queue, oldest first.
func (s *Shop) List(ctx context.Context, queue string) ([]Letter, error) {
	var letters []Letter
	err := s.each(ctx, queue, func(l Letter) (done bool) {
		letters = append(letters, l)
		return false
	})
	slices.SortStableFunc(letters, func(a, b Letter) int { return a.Sent.Compare(b.Sent) })
	return letters, err
}

// each calls visit with each letter of a queue. It deletes the letters that visit is done
// with. All others are hidden meanwhile, and visible again afterwards.
func (s *Shop) each(ctx context.Context, queue string, visit func(Letter) (done bool)) error {
	url := s.outputs[outputs[queue]]
	var held []string
	defer func() { s.release(context.WithoutCancel(ctx), url, held) }()
	for {
		out, err := s.queues.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
			QueueUrl: &url, MaxNumberOfMessages: 10, VisibilityTimeout: int32(hold.Seconds()),
			WaitTimeSeconds:       1, // looks on all servers, so no message means that there are no more
			MessageAttributeNames: []string{"All"},
			MessageSystemAttributeNames: []types.MessageSystemAttributeName{
				types.MessageSystemAttributeNameSentTimestamp, types.MessageSystemAttributeNameDeadLetterQueueSourceArn,
			},
		})
		if err != nil {
			return fmt.Errorf("cannot read the queue %s: %w", url, err)
		}
		if len(out.Messages) == 0 {
			return nil
		}
		for _, message := range out.Messages {
			letter := decode(queue, message)
			if ctx.Err() != nil || !visit(letter) {
				held = append(held, letter.receipt)
				continue
			}
			_, err := s.queues.DeleteMessage(context.WithoutCancel(ctx), &sqs.DeleteMessageInput{QueueUrl: &url, ReceiptHandle: &letter.receipt})
			if err != nil {
				return fmt.Errorf("message %s is done but cannot be deleted: %w", letter.ID, err)
			}
		}
	}
}

// release makes messages visible again. Those that cannot be are visible after hold.
func (s *Shop) release(ctx context.Context, url string, receipts []string) {
	for batch := range slices.Chunk(receipts, 10) {
		entries := make([]types.ChangeMessageVisibilityBatchRequestEntry, len(batch))
		for i, receipt := range batch {
			entries[i] = types.ChangeMessageVisibilityBatchRequestEntry{Id: new(fmt.Sprint(i)), ReceiptHandle: &receipt}
		}
		_, _ = s.queues.ChangeMessageVisibilityBatch(ctx, &sqs.ChangeMessageVisibilityBatchInput{QueueUrl: &url, Entries: entries})
	}
}
