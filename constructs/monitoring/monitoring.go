// Package monitoring defines a shop's dashboard in CloudWatch, and alarms for what needs a
// person, with the topic that they send messages to.
package monitoring

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssns"
	"github.com/aws/aws-cdk-go/awscdk/v2/interfaces/interfacesawscloudwatch"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/live"
	"github.com/serverless-coffee/coffeeshop/constructs/store"
	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// Props configures Monitoring. Only what is given is watched.
type Props struct {
	// Functions are the functions to watch, by the names that alarms and charts have. A
	// name is a letter followed by letters and digits.
	//
	// Default: none.
	Functions map[string]*gofunction.Function

	// Janitor is the function that must run every minute.
	//
	// Default: none.
	Janitor *gofunction.Function

	// Store has the tables to watch.
	//
	// Default: none.
	Store *store.Store

	// Bus has the dead-letter queue to watch.
	//
	// Default: none.
	Bus *eventbus.Bus

	// Workflow is the state machine to watch.
	//
	// Default: none.
	Workflow *workflow.Workflow

	// API is the HTTP API to watch.
	//
	// Default: none.
	API *httpapi.API

	// Live are the live updates to watch, with their dead-letter queue.
	//
	// Default: none.
	Live *live.Live

	// AlarmEmail is the address that gets a message when an alarm goes on or off. AWS
	// first asks it for confirmation.
	//
	// Default: none; subscribe to Alarms instead.
	AlarmEmail string

	// Emulated leaves out the saved queries of CloudWatch Logs Insights, which an emulator
	// of AWS may not have.
	Emulated bool
}

// Monitoring is a dashboard, alarms and their topic, and saved queries of the logs.
type Monitoring struct {
	constructs.Construct

	// Namespace is the CloudWatch namespace of the shop's own metrics: the stack's name
	// and the construct's path, so that no other shop of the account has the same.
	Namespace string
	// Alarms gets a message whenever an alarm goes on or off.
	Alarms awssns.Topic
	// Dashboard shows how the shop is doing.
	Dashboard awscloudwatch.Dashboard

	props  Props
	alarms []interfacesawscloudwatch.IAlarmRef
	minute awscdk.Duration
}

// New defines Monitoring.
func New(scope constructs.Construct, id string, p Props) *Monitoring {
	p.check(scope, id)
	m := &Monitoring{props: p, minute: awscdk.Duration_Minutes(new(1.0))}
	constructs.NewConstruct_Override(m, scope, &id)
	stack := awscdk.Stack_Of(m)
	m.Namespace = *stack.StackName() + strings.TrimPrefix(*m.Node().Path(), *stack.Node().Path())
	m.defineTopic()
	m.defineAlarms()
	m.defineDashboard()
	m.defineQueries()
	return m
}

func (p Props) check(scope constructs.Construct, id string) {
	for name, fn := range p.Functions {
		props.Require(functionName.MatchString(name), scope, id, "Functions", name, "names of a letter followed by letters and digits")
		props.Require(fn != nil, scope, id, "Functions", name+": nil", "a function for each name")
	}
	props.Require(p.AlarmEmail == "" || strings.Contains(p.AlarmEmail, "@"), scope, id, "AlarmEmail", p.AlarmEmail, "an e-mail address")
}

// LetRecord sets fn's variable with the Namespace. A function without it records no
// metrics of the shop. It needs no permission, since the metrics are part of its log.
func (m *Monitoring) LetRecord(fn awslambda.Function) {
	fn.AddEnvironment(new(envvar.MetricNamespace), &m.Namespace, nil)
}

// functions lists the names of the watched functions, sorted.
func (p Props) functions() []string { return slices.Sorted(maps.Keys(p.Functions)) }
