package monitoring

import (
	"fmt"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/runbook"
)

// The grid of a dashboard is 24 columns wide.
const (
	dashboardWidth = 24
	chartsInARow   = 3
	chartHeight    = 6
)

// chart is a line chart.
type chart struct {
	title string
	// left and right are the metrics of the two axes.
	left, right []awscloudwatch.IMetric
}

// defineDashboard defines the dashboard: the alarms, then the shop, then what it is made
// of, then what it costs.
func (m *Monitoring) defineDashboard() {
	m.Dashboard = awscloudwatch.NewDashboard(m, new("Dashboard"), &awscloudwatch.DashboardProps{
		DefaultInterval: awscdk.Duration_Hours(new(3.0)),
	})
	m.Dashboard.AddWidgets(
		awscloudwatch.NewTextWidget(&awscloudwatch.TextWidgetProps{
			Markdown: new(fmt.Sprintf("# %s\n[What to do when an alarm is on](%s#alarms), and how to [find one order](%[2]s#find-one-order)", m.Namespace, runbook.URL)),
			Width:    new(float64(dashboardWidth)), Height: new(2.0),
		}),
	)
	m.Dashboard.AddWidgets(awscloudwatch.NewAlarmStatusWidget(&awscloudwatch.AlarmStatusWidgetProps{
		Title: new("Alarms"), Alarms: &m.alarms, Width: new(float64(dashboardWidth)), Height: new(3.0),
	}))
	var row []awscloudwatch.IWidget
	for _, c := range m.charts() {
		if len(c.left)+len(c.right) == 0 {
			continue // what it shows is not watched
		}
		if row = append(row, c.widget()); len(row) == chartsInARow {
			m.Dashboard.AddWidgets(row...)
			row = nil
		}
	}
	m.Dashboard.AddWidgets(row...)
}

func (c chart) widget() awscloudwatch.IWidget {
	return awscloudwatch.NewGraphWidget(&awscloudwatch.GraphWidgetProps{
		Title: &c.title, Left: &c.left, Right: &c.right,
		Width: new(float64(dashboardWidth / chartsInARow)), Height: new(float64(chartHeight)),
	})
}
