package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	eb "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"
	"github.com/aws/aws-sdk-go-v2/service/sqs"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
)

// The emulator does not deliver events to CloudWatch Logs, so the test copies the rules
// that write the log, with a queue as their target.
func TestTheEventLogHasALineForEachEventAndNoTaskToken(t *testing.T) {
	s := open(t, listing, openDoors)
	log := s.copyLog()
	o := s.startOrder()
	s.must(o.place(`{"drink":"latte"}`))
	s.must(o.complete("{}"))
	s.must(o.emits("OrderStarted", "AwaitingCompletion", "OrderCompleted"))

	counts := map[string]int{}
	for range 3 {
		line, err := log.next()
		s.must(err)
		if strings.Contains(line.raw, coffee.TaskTokenField) {
			t.Errorf("a line has a task token: %s", line.raw)
		}
		if line.detail.OrderID != o.id || line.detail.Time.IsZero() {
			t.Errorf("a line is about order %q at %v, want order %q and a time: %s", line.detail.OrderID, line.detail.Time, o.id, line.raw)
		}
		counts[line.detailType]++
	}
	for _, want := range []string{"OrderStarted", "AwaitingCompletion", "OrderCompleted"} {
		if counts[want] != 1 {
			t.Errorf("the log has %d lines for %s, want 1", counts[want], want)
		}
	}
}

const logQueue = "e2e-log"

// logCopy is a queue that receives what the event log would.
type logCopy struct {
	shop  *shop
	queue string
	lines []string
}

func (s *shop) copyLog() *logCopy {
	queue, err := s.Queues.CreateQueue(s.ctx, &sqs.CreateQueueInput{QueueName: new(logQueue)})
	s.must(err)
	s.t.Cleanup(func() {
		_, err := s.Queues.DeleteQueue(context.WithoutCancel(s.ctx), &sqs.DeleteQueueInput{QueueUrl: queue.QueueUrl})
		s.must(err)
	})
	rules, err := s.Bus.ListRules(s.ctx, &eventbridge.ListRulesInput{EventBusName: new(s.Outputs["EventBusName"])})
	s.must(err)
	copied := 0
	for _, rule := range rules.Rules {
		targets, err := s.Bus.ListTargetsByRule(s.ctx, &eventbridge.ListTargetsByRuleInput{Rule: rule.Name, EventBusName: rule.EventBusName})
		s.must(err)
		for _, target := range targets.Targets {
			if strings.Contains(*target.Arn, s.Outputs["EventLogGroup"]) {
				s.copyRule(rule, target)
				copied++
			}
		}
	}
	if copied == 0 {
		s.t.Fatal("no rule of the bus writes to the log of events")
	}
	return &logCopy{shop: s, queue: *queue.QueueUrl}
}

// copyRule adds a rule like the given one with the queue as its target.
func (s *shop) copyRule(rule eb.Rule, target eb.Target) {
	name := "e2e-log-" + *rule.Name
	_, err := s.Bus.PutRule(s.ctx, &eventbridge.PutRuleInput{Name: &name, EventBusName: rule.EventBusName, EventPattern: rule.EventPattern})
	s.must(err)
	arn := strings.Join([]string{"arn:aws:sqs", emulator.Region, emulator.Account, logQueue}, ":")
	_, err = s.Bus.PutTargets(s.ctx, &eventbridge.PutTargetsInput{Rule: &name, EventBusName: rule.EventBusName, Targets: []eb.Target{
		{Id: new("copy"), Arn: &arn, InputTransformer: target.InputTransformer},
	}})
	s.must(err)
	s.t.Cleanup(func() {
		ctx := context.WithoutCancel(s.ctx)
		_, err := s.Bus.RemoveTargets(ctx, &eventbridge.RemoveTargetsInput{Rule: &name, EventBusName: rule.EventBusName, Ids: []string{"copy"}})
		s.must(err)
		_, err = s.Bus.DeleteRule(ctx, &eventbridge.DeleteRuleInput{Name: &name, EventBusName: rule.EventBusName})
		s.must(err)
	})
}

// logLine is one line of the log.
type logLine struct {
	raw        string
	detailType string
	detail     coffee.OrderDetail
}

// next waits for a line. A rule passes on either the whole event, which becomes the
// line, or a timestamp and a message.
func (l *logCopy) next() (logLine, error) {
	for len(l.lines) == 0 {
		out, err := l.shop.Queues.ReceiveMessage(l.shop.ctx, &sqs.ReceiveMessageInput{QueueUrl: &l.queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 1})
		if err != nil {
			return logLine{}, err
		}
		for _, message := range out.Messages {
			l.lines = append(l.lines, *message.Body)
		}
	}
	raw := l.lines[0]
	l.lines = l.lines[1:]
	return parseLogLine(raw)
}

func parseLogLine(raw string) (logLine, error) {
	var event struct {
		DetailType string             `json:"detail-type"`
		Detail     coffee.OrderDetail `json:"detail"`
	}
	if err := json.Unmarshal([]byte(raw), &event); err == nil && event.DetailType != "" {
		return logLine{raw, event.DetailType, event.Detail}, nil
	}
	var entry struct {
		Timestamp time.Time `json:"timestamp"`
		Message   string    `json:"message"`
	}
	decoder := json.NewDecoder(strings.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&entry); err != nil || entry.Timestamp.IsZero() {
		return logLine{}, fmt.Errorf("a line is neither an event nor a timestamp and a message: %v: %s", err, raw)
	}
	var message struct {
		DetailType string `json:"detail-type"`
		coffee.OrderDetail
	}
	if err := json.Unmarshal([]byte(entry.Message), &message); err != nil {
		return logLine{}, fmt.Errorf("a message is not JSON: %w: %s", err, entry.Message)
	}
	return logLine{raw, message.DetailType, message.OrderDetail}, nil
}
