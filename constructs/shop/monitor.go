package shop

import (
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/monitoring"
)

// monitor defines the dashboard and the alarms, and lets the functions record the shop's
// metrics.
func (s *Shop) monitor() {
	s.Monitoring = monitoring.New(s, "Monitoring", monitoring.Props{
		Functions: map[string]*gofunction.Function{
			"barista": s.Barista, "customer": s.Customer, "hours": s.Hours, "janitor": s.Janitor, "live": s.Live.Function,
			"manager": s.Manager, "site": s.Site.Function, "tracker": s.Tracker,
		},
		Janitor:    s.Janitor,
		Store:      s.Store,
		Bus:        s.Bus,
		Workflow:   s.Workflow,
		API:        s.API,
		Live:       s.Live,
		AlarmEmail: s.props.AlarmEmail,
		Emulated:   s.props.Emulated,
	})
	for _, fn := range []*gofunction.Function{s.Customer, s.Janitor, s.Live.Function} {
		s.Monitoring.LetRecord(fn.Function)
	}
}
