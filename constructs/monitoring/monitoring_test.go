package monitoring_test

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/constructstest"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/monitoring"
	"github.com/serverless-coffee/coffeeshop/constructs/shop"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/test/needs"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// monitored returns the template of a stack with a shop, which watches everything.
func monitored(p shop.Props) synth.Template {
	stack := synth.Stack()
	shop.New(stack, "Shop", p)
	return synth.Of(stack)
}

func TestEveryAlarmSendsAMessageWhenItGoesOnAndOff(t *testing.T) {
	template := monitored(shop.Props{})
	topic := "${" + template.One(t, "AWS::SNS::Topic", "").ID + "}"
	alarms := template.All("AWS::CloudWatch::Alarm")
	for _, alarm := range alarms {
		for _, actions := range []string{"AlarmActions", "OKActions"} {
			synth.Equal(t, alarm.ID+": "+actions, synth.Resolve(alarm.Properties[actions]), []string{topic})
		}
	}
	if len(alarms) < 10 {
		t.Errorf("got %d alarms, want the shop's", len(alarms))
	}
}

var heading = regexp.MustCompile(`(?m)^### (.+)$`)

// The section Alarms of the operations guide has a section for each kind of alarm; that of
// the dead letters is older.
func TestTheOperationsGuideHasASectionForEachAlarm(t *testing.T) {
	text, err := os.ReadFile(needs.Path("docs/operations.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, guide, _ := strings.Cut(string(text), "\n## Alarms\n")
	guide, _, _ = strings.Cut(guide, "\n## ")
	sections := []string{"dead-letters"}
	for _, match := range heading.FindAllStringSubmatch(guide, -1) {
		sections = append(sections, strings.ReplaceAll(strings.ToLower(match[1]), " ", "-"))
	}
	var linked []string
	for _, alarm := range monitored(shop.Props{}).All("AWS::CloudWatch::Alarm") {
		description, _ := alarm.Properties["AlarmDescription"].(string)
		_, section, _ := strings.Cut(description, " What to do: https://github.com/serverless-coffee/coffeeshop/blob/main/docs/operations.md#")
		if !slices.Contains(sections, section) {
			t.Errorf("%s: got the description %q, want a link to one of the sections %q", alarm.ID, description, sections)
		}
		linked = append(linked, section)
	}
	for _, section := range sections {
		if !slices.Contains(linked, section) {
			t.Errorf("the section %s of docs/operations.md is linked by no alarm", section)
		}
	}
}

func TestTheTopicTakesMessagesOfTheAccountsAlarmsOnly(t *testing.T) {
	template := monitored(shop.Props{})
	var publishers []any
	statements := synth.At(template.One(t, "AWS::SNS::TopicPolicy", "").Properties, "PolicyDocument", "Statement").([]any)
	for _, statement := range statements {
		if synth.At(statement, "Effect") == "Allow" {
			publishers = append(publishers, synth.Resolve(map[string]any{
				"who": synth.At(statement, "Principal"), "what": synth.At(statement, "Action"), "if": synth.At(statement, "Condition"),
			}))
		}
	}
	synth.Equal(t, "publishers", publishers, []any{map[string]any{
		"who": map[string]any{"Service": "cloudwatch.amazonaws.com"}, "what": "sns:Publish",
		"if": map[string]any{"StringEquals": map[string]any{"aws:SourceAccount": "${AWS::AccountId}"}},
	}})
}

func TestAnAddressGetsTheAlarms(t *testing.T) {
	for address, want := range map[string]int{"": 0, "ada@coffee.example": 1} {
		subscriptions := monitored(shop.Props{AlarmEmail: address}).All("AWS::SNS::Subscription")
		if len(subscriptions) != want {
			t.Errorf("the address %q gave %d subscriptions, want %d", address, len(subscriptions), want)
			continue
		}
		for _, s := range subscriptions {
			if s.Properties["Protocol"] != "email" || s.Properties["Endpoint"] != address {
				t.Errorf("got the subscription %v, want an e-mail to %s", s.Properties, address)
			}
		}
	}
}

// alarmsOf lists the alarms of a stack by their IDs in the construct.
func alarmsOf(template synth.Template) []string {
	var ids []string
	for _, alarm := range template.All("AWS::CloudWatch::Alarm") {
		id := strings.TrimPrefix(alarm.ID, "Monitoring")
		ids = append(ids, id[:len(id)-8]) // without the hash
	}
	return ids
}

func TestWatchesWhatItIsGiven(t *testing.T) {
	for name, row := range map[string]struct {
		props  func(constructs.Construct) monitoring.Props
		alarms []string
		charts int
	}{
		"nothing": {func(constructs.Construct) monitoring.Props { return monitoring.Props{} }, nil, 0},
		"a bus": {func(scope constructs.Construct) monitoring.Props {
			return monitoring.Props{Bus: eventbus.New(scope, "Bus", eventbus.Props{})}
		}, []string{"BusDeadLettersAlarm"}, 2},
		"a function": {func(scope constructs.Construct) monitoring.Props {
			fn := gofunction.New(scope, "Brew", gofunction.Props{ImportPath: "example.com/brew"})
			return monitoring.Props{Functions: map[string]*gofunction.Function{"brew": fn}, Janitor: fn}
		}, []string{"BrewFailing", "BrewThrottled", "JanitorStopped", "RepairsGoOn"}, 6},
	} {
		t.Run(name, func(t *testing.T) {
			stack := synth.Stack()
			monitoring.New(stack, "Monitoring", row.props(stack))
			template := synth.Of(stack)
			synth.Equal(t, "alarms", alarmsOf(template), row.alarms)
			if got := len(charts(t, template)); got != row.charts {
				t.Errorf("got %d charts, want %d", got, row.charts)
			}
		})
	}
}

// charts lists the charts of the only dashboard.
func charts(t *testing.T, template synth.Template) []any {
	t.Helper()
	var body struct {
		Widgets []struct {
			Type       string
			Properties map[string]any
		}
	}
	text := synth.Text(template.One(t, "AWS::CloudWatch::Dashboard", "").Properties["DashboardBody"])
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		t.Fatalf("dashboard %s: %v", text, err)
	}
	var all []any
	for _, widget := range body.Widgets {
		if widget.Type == "metric" {
			all = append(all, widget.Properties)
		}
	}
	return all
}

func TestShopsOfAnAccountDoNotShareANamespace(t *testing.T) {
	app := synth.App()
	var got []string
	for _, name := range []string{"Campus", "Town"} {
		stack := awscdk.NewStack(app, &name, nil)
		for _, id := range []string{"North", "South"} {
			m := monitoring.New(constructs.NewConstruct(stack, &id), "Monitoring", monitoring.Props{})
			got = append(got, m.Namespace)
		}
	}
	want := []string{"Campus/North/Monitoring", "Campus/South/Monitoring", "Town/North/Monitoring", "Town/South/Monitoring"}
	if !slices.Equal(got, want) {
		t.Errorf("got the namespaces %q, want %q", got, want)
	}
}

// The same app may be deployed twice under different stack names.
func TestTheNamespaceHasTheStacksName(t *testing.T) {
	stack := awscdk.NewStack(synth.App(), new("Test"), &awscdk.StackProps{StackName: new("Coffee-7")})
	m := monitoring.New(stack, "Monitoring", monitoring.Props{})
	fn := synth.Function(stack)
	m.LetRecord(fn)
	if m.Namespace != "Coffee-7/Monitoring" {
		t.Errorf("got the namespace %s, want Coffee-7/Monitoring", m.Namespace)
	}
	if got := synth.At(synth.Of(stack).Variables(t, "Function"), envvar.MetricNamespace); got != m.Namespace {
		t.Errorf("the function records in %v, want %s", got, m.Namespace)
	}
}

func TestRefusesInvalidProps(t *testing.T) {
	stack := synth.Stack()
	fn := gofunction.New(stack, "Brew", gofunction.Props{ImportPath: "example.com/brew"})
	for _, row := range []struct {
		props    monitoring.Props
		property string
		got      any
		want     string
	}{
		{monitoring.Props{AlarmEmail: "ada"}, "AlarmEmail", "ada", "an e-mail address"},
		{monitoring.Props{Functions: map[string]*gofunction.Function{"a b": fn}}, "Functions", "a b", "names of a letter followed by letters and digits"},
		{monitoring.Props{Functions: map[string]*gofunction.Function{"a": nil}}, "Functions", "a: nil", "a function for each name"},
	} {
		constructstest.Refused(t, props.Error{Construct: "Test/Monitoring", Property: row.property, Got: row.got, Want: row.want},
			func() { monitoring.New(stack, "Monitoring", row.props) })
	}
}

// Each of the shop's own metrics that a chart or an alarm reads is recorded by a function:
// the functions' tests check that they record all of metrics.All.
func TestChartsAndAlarmsReadOnlyMetricsThatAreRecorded(t *testing.T) {
	template := monitored(shop.Props{})
	const namespace = "Test/Shop/Monitoring"
	shown := map[metrics.Metric]bool{}
	for _, chart := range charts(t, template) {
		for _, row := range synth.At(chart, "metrics").([]any) {
			columns := row.([]any)
			if source := columns[0].(string); source == namespace {
				shown[metrics.Metric(columns[1].(string))] = true
			} else if !strings.HasPrefix(source, "AWS/") {
				t.Errorf("a chart reads %v, want metrics of AWS or of %s", columns, namespace)
			}
		}
	}
	for m := range shown {
		if !slices.Contains(metrics.All(), m) {
			t.Errorf("a chart reads %s, which no function records", m)
		}
	}
	for _, m := range metrics.All() {
		if !shown[m] {
			t.Errorf("no chart shows %s", m)
		}
	}
	for _, alarm := range template.All("AWS::CloudWatch::Alarm") {
		source, name := alarm.Properties["Namespace"], alarm.Properties["MetricName"].(string)
		if source == namespace && !slices.Contains(metrics.All(), metrics.Metric(name)) {
			t.Errorf("%s reads %s, which no function records", alarm.ID, name)
		}
	}
}
