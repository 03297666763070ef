package meter

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/eventbridge"

	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// rules say which events of a bus invoke functions.
type rules struct {
	client *eventbridge.Client
	// functions is how many functions each pattern is for.
	functions map[string]int
}

func openRules(ctx context.Context, client *eventbridge.Client, bus string) (*rules, error) {
	r := &rules{client: client, functions: map[string]int{}}
	all, err := client.ListRules(ctx, &eventbridge.ListRulesInput{EventBusName: &bus})
	if err != nil {
		return nil, err
	}
	for _, rule := range all.Rules {
		out, err := client.ListTargetsByRule(ctx, &eventbridge.ListTargetsByRuleInput{Rule: rule.Name, EventBusName: &bus})
		if err != nil {
			return nil, err
		}
		for _, target := range out.Targets {
			if strings.Contains(*target.Arn, ":lambda:") {
				r.functions[*rule.EventPattern]++
			}
		}
	}
	return r, nil
}

// deliveries is how many functions the events are delivered to, taken together.
func (r *rules) deliveries(ctx context.Context, events []deployed.Heard) (int, error) {
	sum := 0
	for _, heard := range events {
		event, err := json.Marshal(map[string]any{
			"id": "an-event", "account": "000000000000", "region": "us-east-1", "time": "2026-11-22T09:00:00Z", "resources": []string{},
			"source": heard.Source, "detail-type": heard.DetailType, "detail": heard.Detail,
		})
		if err != nil {
			return 0, err
		}
		for pattern, functions := range r.functions {
			out, err := r.client.TestEventPattern(ctx, &eventbridge.TestEventPatternInput{Event: new(string(event)), EventPattern: &pattern})
			if err != nil {
				return 0, err
			}
			if out.Result {
				sum += functions
			}
		}
	}
	return sum, nil
}
