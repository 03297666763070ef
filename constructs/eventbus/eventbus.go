// Package eventbus defines the event bus of a shop, on which its workflow and functions tell
// each other what happened, with a log of all events and a dead-letter queue.
package eventbus

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/deadletters"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// Props configures a Bus. The zero value is ready to use.
type Props struct {
	// Existing is a bus to use instead of a new one.
	//
	// Default: a new bus.
	Existing awsevents.IEventBus

	// Name is the physical name of the new bus.
	//
	// Default: CloudFormation chooses one.
	Name string

	// Source is the source of the shop's events. Shops on the same bus must have
	// different sources, or they handle each other's orders.
	//
	// Default: serverless-coffee.
	Source string

	// LogRetention is how long the log of all events is kept, in whole days.
	//
	// Default: 30 days.
	LogRetention time.Duration

	// Archive is how long events are archived for replay, in whole days. Events
	// with a task token are not archived.
	//
	// Default: 0, no archive.
	Archive time.Duration

	// Retain keeps the log when the stack is deleted.
	//
	// Default: false.
	Retain bool

	// Emulated lets commands read the dead-letter queue in an emulator of AWS: the
	// queue accepts requests without TLS.
	//
	// Default: false.
	Emulated bool
}

// Bus is an event bus with a log of all events, a dead-letter queue and its alarm.
type Bus struct {
	constructs.Construct

	// EventBus is the bus itself.
	EventBus awsevents.IEventBus
	// Source is the source of the shop's events.
	Source string
	// Log has a line for every event, without task tokens.
	Log awslogs.LogGroup
	// DeadLetters gets the events that could not be delivered, or that a
	// subscriber failed to handle.
	DeadLetters awssqs.Queue
	// DeadLettersAlarm is on while DeadLetters has messages.
	DeadLettersAlarm awscloudwatch.Alarm
}

// New defines a Bus.
func New(scope constructs.Construct, id string, p Props) *Bus {
	props.Require(p.Existing == nil || p.Name == "", scope, id, "Name", p.Name, "none for an existing bus")
	props.Require(p.Archive >= 0 && p.Archive%props.Day == 0, scope, id, "Archive", p.Archive, "whole days, or 0 for none")
	b := &Bus{EventBus: p.Existing, Source: p.Source}
	constructs.NewConstruct_Override(b, scope, &id)
	if b.Source == "" {
		b.Source = coffee.Source
	}
	if p.Existing != nil {
		claim(p.Existing, b.Source, scope, id)
	} else {
		b.EventBus = awsevents.NewEventBus(b, new("Resource"), &awsevents.EventBusProps{EventBusName: props.OrNil(p.Name)})
	}
	b.DeadLetters, b.DeadLettersAlarm = deadletters.New(b, "An event of the coffee shop could not be delivered or handled.", p.Emulated)
	b.defineLog(p.LogRetention, p.Retain)
	if p.Archive > 0 {
		b.EventBus.Archive(new("Archive"), &awsevents.BaseArchiveProps{
			Description:  new("The events of " + b.Source + " that carry no task token"),
			EventPattern: b.withoutTokens(),
			Retention:    awscdk.Duration_Days(new(float64(p.Archive / props.Day))),
		})
	}
	return b
}

// claim refuses a source that another shop in the app has on an existing bus.
func claim(bus awsevents.IEventBus, source string, scope constructs.Construct, id string) {
	const mark = "coffeeshop:source"
	for _, entry := range *bus.Node().Metadata() {
		taken := *entry.Type == mark && entry.Data == source
		props.Require(!taken, scope, id, "Source", source, "another one: it is taken by a shop on this bus")
	}
	bus.Node().AddMetadata(new(mark), source, nil)
}

// GrantPut lets fn put events on the bus, and sets its variables with the bus's name
// and the source.
func (b *Bus) GrantPut(fn awslambda.Function) awsiam.Grant {
	fn.AddEnvironment(new(envvar.BusName), b.EventBus.EventBusName(), nil)
	fn.AddEnvironment(new(envvar.EventSource), &b.Source, nil)
	return b.EventBus.GrantPutEventsTo(fn, nil)
}
