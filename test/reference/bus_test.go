package reference

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/moto"
	"github.com/serverless-coffee/coffeeshop/test/needs"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// Physical names of the resources that the shop's rules refer to. The functions are log
// groups here, since moto delivers events to log groups and not to functions.
const (
	busName     = "shop-bus"
	busLog      = "/shop/log"
	trackerLogs = "/shop/tracker"
	janitorLogs = "/shop/janitor"
	liveLogs    = "/shop/live"
	archiveName = "shop-archive"
	machineARN  = "arn:aws:states:" + emulator.Region + ":" + moto.Account + ":stateMachine:shop"
)

// bus is the shop's bus in moto, with the synthesized rules and archive.
type bus struct {
	url    string
	events *eventbridge.Client
	logs   *cloudwatchlogs.Client
	// log is the name of the log group that receives all events.
	log string
}

func newBus(t *testing.T) *bus {
	t.Helper()
	server, err := moto.Start(t.Context(), needs.Path("."))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	b := &bus{url: server.URL(), events: eventbridge.NewFromConfig(server.Config()), logs: cloudwatchlogs.NewFromConfig(server.Config())}
	created, err := b.events.CreateEventBus(t.Context(), &eventbridge.CreateEventBusInput{Name: new(busName)})
	if err != nil {
		t.Fatal(err)
	}
	template := shops()[workflow.ReservedSeats]
	names := physicalNames(t, template, *created.EventBusArn)
	for _, resource := range template.All("AWS::Events::Rule") {
		if resource.Properties["EventPattern"] == nil {
			continue // a schedule
		}
		b.createRule(t, resource.ID, deployed(t, resource, names))
	}
	events := deployed(t, template.One(t, "AWS::Events::Rule", "ShopBusLogEvents"), names)
	_, b.log, _ = strings.Cut(*events.Targets[0].Arn, ":log-group:")
	b.createArchive(t, deployed(t, template.One(t, "AWS::Events::Archive", ""), names))
	return b
}

// physicalNames replaces references to the shop's resources.
func physicalNames(t *testing.T, template synth.Template, busARN string) *strings.Replacer {
	group := func(name string) string {
		return "arn:aws:logs:" + emulator.Region + ":" + moto.Account + ":log-group:" + name
	}
	id := func(kind, prefix string) string { return template.One(t, kind, prefix).ID }
	bus := id("AWS::Events::EventBus", "")
	return strings.NewReplacer(
		"${AWS::Partition}", "aws", "${AWS::StackId / 2}", "stack", "${AWS::Region}", emulator.Region, "${AWS::AccountId}", moto.Account,
		"${"+bus+"}", busName, "${"+bus+".Arn}", busARN,
		"${"+id("AWS::Logs::LogGroup", "ShopBusLog")+"}", busLog,
		"${"+id("AWS::Lambda::Function", "ShopTracker")+".Arn}", group(trackerLogs),
		"${"+id("AWS::Lambda::Function", "ShopJanitor")+".Arn}", group(janitorLogs),
		"${"+id("AWS::Lambda::Function", "ShopLiveFunction")+".Arn}", group(liveLogs),
		"${"+id("AWS::StepFunctions::StateMachine", "")+"}", machineARN,
		"${"+id("AWS::SQS::Queue", "ShopBusDeadLetters")+".Arn}", "arn:aws:sqs:"+emulator.Region+":"+moto.Account+":dead-letters",
	)
}

// properties holds the properties of a rule or an archive, which have the same names in
// CloudFormation as in the API.
type properties struct {
	EventBusName, SourceArn *string
	EventPattern            json.RawMessage
	State                   types.RuleState
	Targets                 []types.Target
}

func deployed(t *testing.T, resource synth.Resource, names *strings.Replacer) properties {
	t.Helper()
	text := names.Replace(synth.Lines(synth.Resolve(resource.Properties)))
	if _, reference, unknown := strings.Cut(text, "${"); unknown {
		t.Fatalf("%s refers to ${%.40s…, want a physical name for it", resource.ID, reference)
	}
	var p properties
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatalf("%s: %v", resource.ID, err)
	}
	return p
}

func (b *bus) createRule(t *testing.T, name string, p properties) {
	t.Helper()
	_, err := b.events.PutRule(t.Context(), &eventbridge.PutRuleInput{
		Name: &name, EventBusName: p.EventBusName, EventPattern: new(string(p.EventPattern)), State: p.State,
	})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	out, err := b.events.PutTargets(t.Context(), &eventbridge.PutTargetsInput{Rule: &name, EventBusName: p.EventBusName, Targets: p.Targets})
	if err != nil || out.FailedEntryCount > 0 {
		t.Fatalf("the targets of %s: %v, %v", name, out, err)
	}
}

func (b *bus) createArchive(t *testing.T, p properties) {
	t.Helper()
	_, err := b.events.CreateArchive(t.Context(), &eventbridge.CreateArchiveInput{
		ArchiveName: new(archiveName), EventSourceArn: p.SourceArn, EventPattern: new(string(p.EventPattern)),
	})
	if err != nil {
		t.Fatal(err)
	}
}

// delivery lists what an event led to: lines of the log, and events for the tracker, for the
// function of the live updates, and for the janitor.
type delivery struct{ logged, tracked, live, finished []string }

// put puts an event on a bus, and returns what was delivered. moto delivers an event
// before it responds.
func (b *bus) put(t *testing.T, name string, event envelope) delivery {
	t.Helper()
	for _, group := range []string{b.log, trackerLogs, liveLogs, janitorLogs} {
		// An error means that it does not exist yet.
		_, _ = b.logs.DeleteLogGroup(t.Context(), &cloudwatchlogs.DeleteLogGroupInput{LogGroupName: &group})
		if _, err := b.logs.CreateLogGroup(t.Context(), &cloudwatchlogs.CreateLogGroupInput{LogGroupName: &group}); err != nil {
			t.Fatal(err)
		}
	}
	out, err := b.events.PutEvents(t.Context(), &eventbridge.PutEventsInput{Entries: []types.PutEventsRequestEntry{{
		EventBusName: &name, Source: &event.Source, DetailType: &event.DetailType, Detail: new(string(event.Detail)),
	}}})
	if err != nil || out.FailedEntryCount > 0 {
		t.Fatalf("PutEvents(%s) = %v, %v", event.DetailType, out, err)
	}
	return delivery{b.messages(t, b.log), b.messages(t, trackerLogs), b.messages(t, liveLogs), b.messages(t, janitorLogs)}
}

// messages returns the messages in a log group. It does not use the SDK, which fails to
// parse moto's fractional timestamps.
func (b *bus) messages(t *testing.T, group string) []string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url, strings.NewReader(synth.Lines(object{"logGroupName": group})))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Amz-Target", "Logs_20140328.FilterLogEvents")
	request.Header.Set("Content-Type", "application/x-amz-json-1.1")
	request.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261125/"+emulator.Region+"/logs/aws4_request")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var found struct{ Events []struct{ Message string } }
	if err := json.NewDecoder(response.Body).Decode(&found); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("FilterLogEvents: %s, %v", response.Status, err)
	}
	var messages []string
	for _, event := range found.Events {
		messages = append(messages, event.Message)
	}
	return messages
}

func (b *bus) archived(t *testing.T) int64 {
	t.Helper()
	out, err := b.events.DescribeArchive(t.Context(), &eventbridge.DescribeArchiveInput{ArchiveName: new(archiveName)})
	if err != nil {
		t.Fatal(err)
	}
	return out.EventCount
}

func (d delivery) String() string {
	return fmt.Sprintf("log %q, tracker %q, live %q, janitor %q", d.logged, d.tracked, d.live, d.finished)
}
