// Package bus publishes the shop's events.
package bus

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Bus is an event bus.
type Bus struct {
	client       *eventbridge.Client
	name, source string
}

// New returns the Bus of that name, to publish on as source.
func New(client *eventbridge.Client, name, source string) *Bus { return &Bus{client, name, source} }

// Put publishes one event.
func (b *Bus) Put(ctx context.Context, event coffee.Event) error {
	detail, err := json.Marshal(event)
	if err != nil {
		return fmt.Errorf("%s: %w", event.DetailType(), err)
	}
	out, err := b.client.PutEvents(ctx, &eventbridge.PutEventsInput{Entries: []types.PutEventsRequestEntry{{
		EventBusName: &b.name,
		Source:       &b.source,
		DetailType:   new(event.DetailType()),
		Detail:       new(string(detail)),
	}}})
	if err != nil {
		return fmt.Errorf("%s: %w", event.DetailType(), err)
	}
	if out.FailedEntryCount > 0 {
		return fmt.Errorf("%s: the bus refused it: %s", event.DetailType(), *out.Entries[0].ErrorCode)
	}
	return nil
}
