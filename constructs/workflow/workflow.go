// Package workflow defines the state machine that runs an order from the scan of
// a QR code to the finished drink.
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
	// Config is the table whose item {pk: "config", sk: "shop"} holds whether the
	// shop is open, and the queue limit if one is set. Required.
	Config awsdynamodb.ITable

	// Counter is the table whose item {id: "orderId"} holds the last order number,
	// and whose item {id: "seats"} holds the reserved seats. Required.
	Counter awsdynamodb.ITable

	// Bus carries the events. Required.
	Bus *eventbus.Bus

	// CustomerTimeout is how long the customer has to place the drink, in whole
	// seconds up to a year.
	//
	// Default: 900 s.
	CustomerTimeout time.Duration

	// BaristaTimeout is how long the barista has to make the drink, in whole
	// seconds up to a year.
	//
	// Default: 900 s.
	BaristaTimeout time.Duration

	// QueueLimit is the maximum number of orders in progress at once, at least 1.
	// The config table may override it.
	//
	// Default: 20.
	QueueLimit int

	// Capacity is the strategy that enforces the limit.
	//
	// Default: ListExecutions.
	Capacity Capacity

	// Emulated makes GrantCallbacks allow callbacks on all resources. AWS checks
	// them against the ARN of the state machine that issued the token; an emulator
	// cannot, so a grant on one ARN would allow nothing there.
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

	// StateMachine is the state machine, of type Standard.
	StateMachine awsstepfunctions.StateMachine
	// Log receives every step of the executions, without execution data.
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
			// Execution data contains task tokens.
			IncludeExecutionData: new(false),
		},
	})
	return w
}

// GrantStart allows fn to start executions, and sets its environment variables
// envvar.StateMachine (the ARN) and envvar.CustomerTimeout (in seconds).
func (w *Workflow) GrantStart(fn awslambda.Function) awsiam.Grant {
	w.addMachineVariable(fn)
	seconds := strconv.Itoa(int(w.props.CustomerTimeout.Seconds()))
	fn.AddEnvironment(new(envvar.CustomerTimeout), &seconds, nil)
	return w.StateMachine.GrantStartExecution(fn)
}

// GrantCallbacks allows fn to answer the workflow's task tokens, and sets its
// environment variable envvar.StateMachine (the ARN).
func (w *Workflow) GrantCallbacks(fn awslambda.Function) awsiam.Grant {
	w.addMachineVariable(fn)
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

// GrantInspect allows fn to list the workflow's executions and to read how each ended, and
// sets its environment variable envvar.StateMachine (the ARN).
func (w *Workflow) GrantInspect(fn awslambda.Function) awsiam.Grant {
	w.addMachineVariable(fn)
	return w.StateMachine.Grant(fn, new("states:ListExecutions")).
		Combine(w.StateMachine.GrantExecution(fn, new("states:DescribeExecution")))
}

func (w *Workflow) addMachineVariable(fn awslambda.Function) {
	fn.AddEnvironment(new(envvar.StateMachine), w.StateMachine.StateMachineArn(), nil)
}

// arn returns the ARN of the state machine, built from its name, so that its own
// policy and definition can use it without a circular reference.
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
