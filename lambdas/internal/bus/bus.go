// Package bus publishes the shop's events.
package bus

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// Bus publishes events on one event bus, under one source.
type Bus struct {
	client       *eventbridge.Client
	name, source string
}

// New returns a Bus that publishes on the event bus of that name, as source.
func New(client *eventbridge.Client, name, source string) *Bus { return &Bus{client, name, source} }

// FromEnvironment returns a Bus that publishes on the event bus, and as the source, that
// the function's environment variables name.
func FromEnvironment(cfg aws.Config) *Bus {
	return New(eventbridge.NewFromConfig(cfg), os.Getenv(envvar.BusName), os.Getenv(envvar.EventSource))
}

// Put publishes one event. An entry that EventBridge rejects is an error.
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
		return fmt.Errorf("%s: event bus %s rejected the entry: %s", event.DetailType(), b.name, *out.Entries[0].ErrorCode)
	}
	return nil
}
