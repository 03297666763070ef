package monitoring

import "github.com/aws/aws-cdk-go/awscdk/v2/awslogs"

// queries are the saved queries of CloudWatch Logs Insights, by ID. Functions log JSON, so
// that its members are fields. ORDER-ID is for the person who runs the query to replace.
var queries = []struct{ id, name, text string }{
	{"OneOrder", "One order", `fields @timestamp, @log, @message | filter @message like "ORDER-ID" | sort @timestamp asc`},
	{"Errors", "Errors", `fields @timestamp, @log, message, orderId, error | filter level = "ERROR" | sort @timestamp desc | limit 200`},
	{"Repairs", "Repairs of the janitor", `fields @timestamp, orderId, why | filter message = "repaired an order" | sort @timestamp desc | limit 200`},
}

// defineQueries saves the queries for all watched logs, in a folder of the shop.
func (m *Monitoring) defineQueries() {
	var groups []any
	for _, log := range m.logs() {
		groups = append(groups, log.LogGroupName())
	}
	if m.props.Emulated || len(groups) == 0 {
		return
	}
	for _, q := range queries {
		awslogs.NewCfnQueryDefinition(m, &q.id, &awslogs.CfnQueryDefinitionProps{
			Name: new(m.Namespace + "/" + q.name), QueryString: &q.text, LogGroupNames: &groups,
		})
	}
}
