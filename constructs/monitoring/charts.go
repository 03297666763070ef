package monitoring

import (
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"

	shop "github.com/serverless-coffee/coffeeshop/internal/metrics"
)

// metrics is the axis of a chart.
type metrics = []awscloudwatch.IMetric

// charts lists the charts in their order on the dashboard.
func (m *Monitoring) charts() []chart {
	return slices.Concat(m.shopCharts(), m.functionCharts(), m.repairCharts(), m.apiCharts(), m.costCharts())
}

// shopCharts lists the charts of the shop's business.
func (m *Monitoring) shopCharts() []chart {
	if m.props.Live == nil {
		return nil // its function counts the orders
	}
	return []chart{
		{title: "Orders a minute", left: m.ownSums(shop.Steps())},
		{title: "Wait from placing to ready, s", left: metrics{m.own(shop.Wait, median, "p50"), m.own(shop.Wait, p95, "p95")}},
		{title: "Orders in the shop", left: metrics{
			m.own(shop.OpenOrders, maximum, "open"), m.own(shop.QueuedOrders, maximum, "in the queue"), m.own(shop.ReadyOrders, maximum, "ready"),
		}},
		{title: "Turned away, by reason", left: m.ownSums(slices.Concat(shop.Refusals(), shop.Rejections()))},
		{title: "Time-outs and other ends", left: m.ownSums(shop.Ends())},
		{title: "Waits by stage, p95, s", left: m.ownOf(p95, shop.Stages())},
		{title: "Messages to pages", left: m.ownSums([]shop.Metric{shop.Messages, shop.FailedMessages}), right: metrics{m.own(shop.Connections, maximum, "connections reached")}},
	}
}

// ownSums returns the sums of the shop's own metrics.
func (m *Monitoring) ownSums(names []shop.Metric) metrics { return m.ownOf(sum, names) }

func (m *Monitoring) ownOf(statistic string, names []shop.Metric) metrics {
	var all metrics
	for _, name := range names {
		all = append(all, m.own(name, statistic, string(name)))
	}
	return all
}

func (m *Monitoring) functionCharts() []chart {
	return []chart{
		{title: "Function errors", left: m.ofEachFunction("Errors", sum)},
		{title: "Function throttles", left: m.ofEachFunction("Throttles", sum)},
		{title: "Function duration, p95, ms", left: m.ofEachFunction("Duration", p95)},
	}
}

// repairCharts lists the charts of what was lost, and of what is repaired.
func (m *Monitoring) repairCharts() []chart {
	letters := chart{title: "Dead letters"}
	repairs := chart{title: "Repairs"}
	late := chart{title: "Changes waiting for the pages, ms"}
	queue := func(q awssqs.Queue, label string) awscloudwatch.IMetric {
		return m.metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", maximum, label, dimensions{"QueueName": q.QueueName()})
	}
	if b := m.props.Bus; b != nil {
		letters.left = append(letters.left, queue(b.DeadLetters, "bus"))
	}
	if l := m.props.Live; l != nil {
		letters.left = append(letters.left, queue(l.DeadLetters, "live updates"))
		late.left = metrics{m.metric("AWS/Lambda", "IteratorAge", maximum, "oldest change", dimensions{"FunctionName": l.Function.Function.FunctionName()})}
	}
	if m.props.Janitor != nil {
		repairs.left = metrics{m.own(shop.Repairs, sum, "repairs")}
	}
	return []chart{letters, repairs, late}
}

func (m *Monitoring) apiCharts() []chart {
	requests, latency, sockets := chart{title: "API requests"}, chart{title: "API latency, ms"}, chart{title: "Connections and messages"}
	if m.props.API != nil {
		requests.left = metrics{m.ofAPI("Count", sum, "all")}
		requests.right = metrics{m.ofAPI("4xx", sum, "refused (4xx)"), m.ofAPI("5xx", sum, "failed (5xx)")}
		latency.left = metrics{m.ofAPI("Latency", median, "p50"), m.ofAPI("Latency", p95, "p95")}
	}
	if m.props.Live != nil {
		sockets.left = metrics{m.ofSockets("ConnectCount", "new connections")}
		sockets.right = metrics{m.ofSockets("MessageCount", "messages, both ways")}
	}
	return []chart{requests, latency, sockets}
}

// costCharts lists the charts of what is billed: docs/cost.md has the prices.
func (m *Monitoring) costCharts() []chart {
	executions := chart{title: "Cost: workflow executions, 8 transitions each"}
	if m.props.Workflow != nil {
		executions.left = metrics{m.ofWorkflow("ExecutionsStarted", "started")}
	}
	return []chart{
		executions,
		{title: "Cost: function invocations", left: m.ofEachFunction("Invocations", sum)},
		{title: "Cost: DynamoDB units", left: m.ofEachTable("ConsumedWriteCapacityUnits", "ConsumedReadCapacityUnits")},
		{title: "Cost: bytes logged", left: m.ofEachLog("IncomingBytes")},
		{title: "DynamoDB throttles", left: m.ofEachTable("ReadThrottleEvents", "WriteThrottleEvents")},
	}
}

// ofEachLog returns a metric of the log group of everything that is watched.
func (m *Monitoring) ofEachLog(metric string) metrics {
	var all metrics
	for _, log := range m.logs() {
		all = append(all, m.metric("AWS/Logs", metric, sum, log.name, dimensions{"LogGroupName": log.LogGroupName()}))
	}
	return all
}

type log struct {
	name string
	awslogs.LogGroup
}

// logs lists the log groups of everything that is watched.
func (m *Monitoring) logs() []log {
	var all []log
	for _, name := range m.props.functions() {
		all = append(all, log{name, m.props.Functions[name].Log})
	}
	if b := m.props.Bus; b != nil {
		all = append(all, log{"events", b.Log})
	}
	if w := m.props.Workflow; w != nil {
		all = append(all, log{"workflow", w.Log})
	}
	if a := m.props.API; a != nil {
		all = append(all, log{"api", a.Log})
	}
	return all
}
