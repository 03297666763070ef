package monitoring

import (
	"regexp"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	shop "github.com/serverless-coffee/coffeeshop/internal/metrics"
)

var functionName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)

// Statistics of a minute's samples.
const (
	average = "Average"
	maximum = "Maximum"
	median  = "p50"
	p95     = "p95"
	sum     = "Sum"
)

// unlabelled is the label of the metrics of alarms. With another one the CDK would define
// the alarm as metric math, which the emulator does not provision.
const unlabelled = ""

// dimensions has the values of a metric's dimensions, by name.
type dimensions = map[string]*string

// metric returns a metric in periods of a minute.
func (m *Monitoring) metric(namespace, name, statistic, label string, of dimensions) awscloudwatch.IMetric {
	return awscloudwatch.NewMetric(&awscloudwatch.MetricProps{
		Namespace: &namespace, MetricName: &name, DimensionsMap: &of,
		Statistic: &statistic, Label: props.OrNil(label), Period: m.minute,
	})
}

// own returns one of the shop's own metrics.
func (m *Monitoring) own(name shop.Metric, statistic, label string) awscloudwatch.IMetric {
	return m.metric(m.Namespace, string(name), statistic, label, nil)
}

// ofFunction returns a metric of a watched function, which is the label.
func (m *Monitoring) ofFunction(metric, statistic, name string) awscloudwatch.IMetric {
	return m.metric("AWS/Lambda", metric, statistic, name, dimensions{"FunctionName": m.props.Functions[name].Function.FunctionName()})
}

// ofEachFunction returns a metric of every watched function.
func (m *Monitoring) ofEachFunction(metric, statistic string) []awscloudwatch.IMetric {
	var all []awscloudwatch.IMetric
	for _, name := range m.props.functions() {
		all = append(all, m.ofFunction(metric, statistic, name))
	}
	return all
}

// ofEachTable returns metrics of every table. The labels are the table and the metric.
func (m *Monitoring) ofEachTable(metrics ...string) []awscloudwatch.IMetric {
	var all []awscloudwatch.IMetric
	for _, table := range m.tables() {
		for _, metric := range metrics {
			all = append(all, m.metric("AWS/DynamoDB", metric, sum, table.name+" "+metric, dimensions{"TableName": table.TableName()}))
		}
	}
	return all
}

type table struct {
	name string
	awsdynamodb.ITable
}

// tables lists the tables to watch.
func (m *Monitoring) tables() []table {
	var all []table
	if s := m.props.Store; s != nil {
		all = append(all, table{"config", s.Config}, table{"counter", s.Counter}, table{"orders", s.Orders})
	}
	if l := m.props.Live; l != nil {
		all = append(all, table{"connections", l.Connections})
	}
	return all
}

// ofAPI returns a metric of the HTTP API.
func (m *Monitoring) ofAPI(metric, statistic, label string) awscloudwatch.IMetric {
	return m.metric("AWS/ApiGateway", metric, statistic, label, dimensions{"ApiId": m.props.API.HTTP.ApiId()})
}

// ofSockets returns a metric of the WebSocket API.
func (m *Monitoring) ofSockets(metric, label string) awscloudwatch.IMetric {
	l := m.props.Live
	return m.metric("AWS/ApiGateway", metric, sum, label, dimensions{"ApiId": l.API.ApiId(), "Stage": l.Stage.StageName()})
}

// ofWorkflow returns a metric of the state machine.
func (m *Monitoring) ofWorkflow(metric, label string) awscloudwatch.IMetric {
	return m.metric("AWS/States", metric, sum, label, dimensions{"StateMachineArn": m.props.Workflow.StateMachine.StateMachineArn()})
}
