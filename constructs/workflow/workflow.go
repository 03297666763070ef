// Package workflow defines the state machine that accompanies an order from
// the scan of a QR code to the finished drink.
package workflow

import (
	"strconv"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsstepfunctions"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// maxTimeout is the longest that a Step Functions execution may run (AWS Step
// Functions developer guide, quotas).
const maxTimeout = 365 * props.Day

// Props configures a Workflow.
type Props struct {
	// Config is the table whose item {pk: "config", sk: "shop"} opens and closes
	// the shop and may set the queue limit. Required.
	Config awsdynamodb.ITable

	// Counter is the table whose item {id: "orderId"} numbers the orders, and
	// whose item {id: "seats"} holds the reserved seats. Required.
	Counter awsdynamodb.ITable

	// Bus carries the events. Required.
	Bus *eventbus.Bus

	// CustomerTimeout is how long the customer may take to place the drink, in
	// whole seconds up to a year.
	//
	// Default: 900 s.
	CustomerTimeout time.Duration

	// BaristaTimeout is how long the barista may take to make the drink, in
	// whole seconds up to a year.
	//
	// Default: 900 s.
	BaristaTimeout time.Duration

	// QueueLimit is how many orders may be underway at once, at least 1, where
	// the config table does not say.
	//
	// Default: 20.
	QueueLimit int

	// Capacity is how the limit is kept.
	//
	// Default: ListExecutions.
	Capacity Capacity

	// Emulated lets GrantCallbacks allow the answers to any state machine's
	// tokens: on AWS a token stands for the state machine that issued it, in an
	// emulator for none that a right could name.
	//
	// Default: false.
	Emulated bool

	// LogRetention is how long the execution log is kept, in whole days.
	//
	// Default: 30 days.
	LogRetention time.Duration

	// Retain keeps the execution log when the stack is deleted.
	//
	// Default: false.
	Retain bool
}

// Workflow is the order state machine. An order's id is the name of its
// execution.
type Workflow struct {
	constructs.Construct

	// StateMachine is the state machine itself, a Standard one.
	StateMachine awsstepfunctions.StateMachine
	// Log has the executions' steps, without their data.
	Log awslogs.LogGroup

	props   Props
	machine string // the state machine's name, known before it is defined
}

// New defines a Workflow.
func New(scope constructs.Construct, id string, p Props) *Workflow {
	p = p.withDefaults()
	p.check(scope, id)
	w := &Workflow{props: p}
	constructs.NewConstruct_Override(w, scope, &id)
	w.machine = *awscdk.Names_UniqueResourceName(w, &awscdk.UniqueResourceNameOptions{MaxLength: new(80.0), Separator: new("-")})
	w.Log = props.LogGroup(w, "Log", props.LogGroupName(w, "Log", props.WorkflowLogs), p.LogRetention, p.Retain)
	w.StateMachine = awsstepfunctions.NewStateMachine(w, new("Resource"), &awsstepfunctions.StateMachineProps{
		StateMachineName: &w.machine,
		Comment:          new("A coffee order, from the scan of a QR code to the finished drink"),
		QueryLanguage:    awsstepfunctions.QueryLanguage_JSONATA,
		DefinitionBody:   awsstepfunctions.DefinitionBody_FromChainable(w.definition()),
		TracingEnabled:   new(true),
		Logs: &awsstepfunctions.LogOptions{
			Destination: w.Log,
			Level:       awsstepfunctions.LogLevel_ALL,
			// The data has the task tokens in it.
			IncludeExecutionData: new(false),
		},
	})
	return w
}

// GrantStart lets fn start orders, and tells it the state machine, and how long
// customers may take.
func (w *Workflow) GrantStart(fn awslambda.Function) awsiam.Grant {
	w.tell(fn)
	seconds := strconv.Itoa(int(w.props.CustomerTimeout.Seconds()))
	fn.AddEnvironment(new(envvar.CustomerTimeout), &seconds, nil)
	return w.StateMachine.GrantStartExecution(fn)
}

// GrantCallbacks lets fn answer the workflow's task tokens, and tells it the
// state machine.
func (w *Workflow) GrantCallbacks(fn awslambda.Function) awsiam.Grant {
	w.tell(fn)
	machine := w.StateMachine.StateMachineArn()
	if w.props.Emulated {
		machine = new("*")
	}
	return awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee:      fn,
		Actions:      &[]*string{new("states:SendTaskSuccess"), new("states:SendTaskFailure")},
		ResourceArns: &[]*string{machine},
	})
}

func (w *Workflow) tell(fn awslambda.Function) {
	fn.AddEnvironment(new(envvar.StateMachine), w.StateMachine.StateMachineArn(), nil)
}

// arn is the ARN of the state machine, which its own policy and definition can
// name without a circular reference.
func (w *Workflow) arn() *string {
	return awscdk.Stack_Of(w).FormatArn(&awscdk.ArnComponents{
		Service: new("states"), Resource: new("stateMachine"), ResourceName: &w.machine,
		ArnFormat: awscdk.ArnFormat_COLON_RESOURCE_NAME,
	})
}

func (p Props) withDefaults() Props {
	if p.CustomerTimeout == 0 {
		p.CustomerTimeout = coffee.DefaultCustomerTimeout
	}
	if p.BaristaTimeout == 0 {
		p.BaristaTimeout = coffee.DefaultBaristaTimeout
	}
	if p.QueueLimit == 0 {
		p.QueueLimit = coffee.DefaultQueueLimit
	}
	return p
}

func (p Props) check(scope constructs.Construct, id string) {
	props.Require(p.Config != nil, scope, id, "Config", "nil", "the config table")
	props.Require(p.Counter != nil, scope, id, "Counter", "nil", "the counter table")
	props.Require(p.Bus != nil, scope, id, "Bus", "nil", "the event bus")
	for name, timeout := range map[string]time.Duration{"CustomerTimeout": p.CustomerTimeout, "BaristaTimeout": p.BaristaTimeout} {
		props.Require(timeout > 0 && timeout <= maxTimeout && timeout%time.Second == 0, scope, id, name, timeout,
			"whole seconds, more than 0 and at most a year (8760h0m0s)")
	}
	props.Require(p.QueueLimit >= 1, scope, id, "QueueLimit", p.QueueLimit, "at least 1")
	p.Capacity.check(scope, id, p.QueueLimit)
}
