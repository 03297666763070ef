package deployed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	eb "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Tap listens to a shop's bus. It creates a rule that copies every event to a queue,
// and the queue. Close deletes both.
type Tap struct {
	shop        *Shop
	name, queue string

	mu      sync.Mutex
	events  []Heard
	byOrder map[string][]Heard
	known   map[string]bool // the IDs of the events
	tested  bool            // whether an event of AwaitListening came
	more    chan struct{}   // closed and replaced when events arrive
	cancel  context.CancelFunc
	done    chan error
}

// Heard is one event from the bus.
type Heard struct {
	// ID is EventBridge's, which may deliver an event more than once.
	ID         string          `json:"id"`
	DetailType string          `json:"detail-type"`
	Source     string          `json:"source"`
	Detail     json.RawMessage `json:"detail"`
}

// OrderID returns the ID of the event's order, empty if it has none.
func (h Heard) OrderID() string {
	var detail coffee.OrderDetail
	_ = json.Unmarshal(h.Detail, &detail)
	return detail.OrderID
}

// TaskToken returns the event's task token, empty if it has none.
func (h Heard) TaskToken() string {
	var detail struct {
		TaskToken string `json:"taskToken"`
	}
	_ = json.Unmarshal(h.Detail, &detail)
	return detail.TaskToken
}

// Tap starts listening to the events of a source. The name is that of the rule and
// of the queue.
func (s *Shop) Tap(ctx context.Context, name, source string) (*Tap, error) {
	name = strings.ReplaceAll(name, "/", "-")
	queue, err := s.Queues.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: &name})
	if err != nil {
		return nil, fmt.Errorf("the tap's queue: %w", err)
	}
	listening, cancel := context.WithCancel(context.WithoutCancel(ctx))
	t := &Tap{
		shop: s, name: name, queue: *queue.QueueUrl,
		byOrder: map[string][]Heard{}, known: map[string]bool{}, more: make(chan struct{}),
		cancel: cancel, done: make(chan error, 1),
	}
	if err := t.connect(ctx, source); err != nil {
		return nil, errors.Join(err, t.remove(ctx))
	}
	go func() { t.done <- t.listen(listening) }()
	return t, nil
}

func (t *Tap) connect(ctx context.Context, source string) error {
	arn, err := t.allow(ctx)
	if err != nil {
		return fmt.Errorf("the tap's queue: %w", err)
	}
	bus := t.shop.Outputs["EventBusName"]
	pattern, err := json.Marshal(map[string]any{"source": []string{source, t.name}})
	if err != nil {
		return err
	}
	_, err = t.shop.Bus.PutRule(ctx, &eventbridge.PutRuleInput{Name: &t.name, EventBusName: &bus, EventPattern: new(string(pattern))})
	if err != nil {
		return fmt.Errorf("the tap's rule: %w", err)
	}
	_, err = t.shop.Bus.PutTargets(ctx, &eventbridge.PutTargetsInput{
		Rule: &t.name, EventBusName: &bus, Targets: []eb.Target{{Id: new("tap"), Arn: &arn}},
	})
	if err != nil {
		return fmt.Errorf("the tap's rule: %w", err)
	}
	return nil
}

// allow lets EventBridge write to the queue, and returns the queue's ARN.
func (t *Tap) allow(ctx context.Context) (string, error) {
	out, err := t.shop.Queues.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: &t.queue, AttributeNames: []types.QueueAttributeName{types.QueueAttributeNameQueueArn},
	})
	if err != nil {
		return "", err
	}
	arn := out.Attributes[string(types.QueueAttributeNameQueueArn)]
	policy, err := json.Marshal(map[string]any{
		"Version": "2012-10-17",
		"Statement": map[string]any{
			"Effect": "Allow", "Principal": map[string]string{"Service": "events.amazonaws.com"},
			"Action": "sqs:SendMessage", "Resource": arn,
		},
	})
	if err != nil {
		return "", err
	}
	_, err = t.shop.Queues.SetQueueAttributes(ctx, &sqs.SetQueueAttributesInput{
		QueueUrl: &t.queue, Attributes: map[string]string{string(types.QueueAttributeNamePolicy): string(policy)},
	})
	return arn, err
}

func (t *Tap) listen(ctx context.Context) error {
	for {
		out, err := t.shop.Queues.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
			QueueUrl: &t.queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 1,
		})
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if err := t.take(ctx, out.Messages); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

func (t *Tap) take(ctx context.Context, messages []types.Message) error {
	if len(messages) == 0 {
		return nil
	}
	var heard []Heard
	var spent []types.DeleteMessageBatchRequestEntry
	for i, message := range messages {
		var h Heard
		if err := json.Unmarshal([]byte(*message.Body), &h); err != nil {
			return err
		}
		heard = append(heard, h)
		spent = append(spent, types.DeleteMessageBatchRequestEntry{Id: new(fmt.Sprint(i)), ReceiptHandle: message.ReceiptHandle})
	}
	t.mu.Lock()
	for _, h := range heard {
		t.add(h)
	}
	close(t.more)
	t.more = make(chan struct{})
	t.mu.Unlock()
	_, err := t.shop.Queues.DeleteMessageBatch(ctx, &sqs.DeleteMessageBatchInput{QueueUrl: &t.queue, Entries: spent})
	return err
}

// add keeps an event, unless it has it already.
func (t *Tap) add(h Heard) {
	switch {
	case t.known[h.ID]:
		return
	case h.Source == t.name:
		t.tested = true
	default:
		t.events = append(t.events, h)
		t.byOrder[h.OrderID()] = append(t.byOrder[h.OrderID()], h)
	}
	t.known[h.ID] = true
}

// AwaitListening waits until events reach the tap, which takes some seconds on AWS. It
// puts events on the bus that no other rule matches: their source is the tap's name.
func (t *Tap) AwaitListening(ctx context.Context) error {
	for {
		_, err := t.shop.Bus.PutEvents(ctx, &eventbridge.PutEventsInput{Entries: []eb.PutEventsRequestEntry{{
			EventBusName: new(t.shop.Outputs["EventBusName"]), Source: &t.name, DetailType: new("TapListens"), Detail: new("{}"),
		}}})
		if err != nil {
			return fmt.Errorf("the tap's own event: %w", err)
		}
		t.mu.Lock()
		tested, more := t.tested, t.more
		t.mu.Unlock()
		if tested {
			return nil
		}
		select {
		case <-more:
		case <-time.After(time.Second):
		case <-ctx.Done():
			return fmt.Errorf("no event reached the tap: %w", ctx.Err())
		}
	}
}

// Events returns all events so far, and a channel that is closed when more arrive.
func (t *Tap) Events() ([]Heard, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.events[:len(t.events):len(t.events)], t.more
}

// Of returns the events of one order so far, and a channel that is closed when more
// events arrive, of any order.
func (t *Tap) Of(orderID string) ([]Heard, <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	events := t.byOrder[orderID]
	return events[:len(events):len(events)], t.more
}

// Await waits until enough returns true for the events so far, and returns them.
func (t *Tap) Await(ctx context.Context, enough func([]Heard) bool) ([]Heard, error) {
	return t.await(ctx, t.Events, enough)
}

// AwaitOf is Await for the events of one order.
func (t *Tap) AwaitOf(ctx context.Context, orderID string, enough func([]Heard) bool) ([]Heard, error) {
	return t.await(ctx, func() ([]Heard, <-chan struct{}) { return t.Of(orderID) }, enough)
}

func (t *Tap) await(ctx context.Context, read func() ([]Heard, <-chan struct{}), enough func([]Heard) bool) ([]Heard, error) {
	for {
		events, more := read()
		if enough(events) {
			return events, nil
		}
		select {
		case <-more:
		case err := <-t.done:
			t.done <- err
			return events, fmt.Errorf("the tap stopped listening: %w", err)
		case <-ctx.Done():
			return events, fmt.Errorf("waiting on the bus after %d events: %w", len(events), ctx.Err())
		}
	}
}

// Close stops listening, and deletes the rule and the queue.
func (t *Tap) Close(ctx context.Context) error {
	t.cancel()
	return errors.Join(<-t.done, t.remove(ctx))
}

// RemoveTap deletes the rule and the queue of a tap that was not closed, if there are any.
func (s *Shop) RemoveTap(ctx context.Context, name string) error {
	queue, err := s.Queues.GetQueueUrl(ctx, &sqs.GetQueueUrlInput{QueueName: &name})
	if missing := new(types.QueueDoesNotExist); errors.As(err, &missing) {
		return nil // it is created first, and deleted last
	}
	if err != nil {
		return err
	}
	return (&Tap{shop: s, name: name, queue: *queue.QueueUrl}).remove(ctx)
}

func (t *Tap) remove(ctx context.Context) error {
	bus := t.shop.Outputs["EventBusName"]
	_, err := t.shop.Bus.RemoveTargets(ctx, &eventbridge.RemoveTargetsInput{Rule: &t.name, EventBusName: &bus, Ids: []string{"tap"}})
	if missing := new(eb.ResourceNotFoundException); errors.As(err, &missing) {
		err = nil
	}
	_, deleted := t.shop.Bus.DeleteRule(ctx, &eventbridge.DeleteRuleInput{Name: &t.name, EventBusName: &bus})
	_, removed := t.shop.Queues.DeleteQueue(ctx, &sqs.DeleteQueueInput{QueueUrl: &t.queue})
	return errors.Join(err, deleted, removed)
}
