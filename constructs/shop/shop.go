// Package shop defines a complete coffee shop: tables, event bus, order workflow,
// functions, HTTP API, live updates, web pages, the staff's user pool, alarms and a dashboard.
// The other packages in constructs define these parts one by one.
package shop

import (
	"cmp"
	"path"
	"reflect"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/live"
	"github.com/serverless-coffee/coffeeshop/constructs/monitoring"
	"github.com/serverless-coffee/coffeeshop/constructs/site"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
	"github.com/serverless-coffee/coffeeshop/constructs/store"
	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
)

// Props configures a Shop. The zero value is ready to use: a shop with the limits of
// the workshop, which is deleted with its stack.
type Props struct {
	// Store configures the tables; use it to name them or to import existing ones.
	//
	// Default: new tables that CloudFormation names.
	Store store.Props

	// Bus configures the event bus; use it to name it or to import an existing one.
	//
	// Default: a new bus that CloudFormation names.
	Bus eventbus.Props

	// API configures the HTTP API; use it to set its throttles.
	//
	// Default: per route 50 requests per second with a burst of 100; per route of
	// the staff 20 with a burst of 40.
	API httpapi.Props

	// Live configures the live updates; use it to set its throttles or to turn on its
	// access log. The shop itself sets Store, Bus, Staff, Origin, CustomerTimeout, Target
	// and Emulated.
	//
	// Default: per route 100 messages per second with a burst of 200, no access log.
	Live live.Props

	// Machines are the names of programs that take orders as well, such as a till: see
	// staff.Props.
	//
	// Default: none.
	Machines []string

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

	// Capacity is the strategy that enforces that limit.
	//
	// Default: workflow.ListExecutions.
	Capacity workflow.Capacity

	// Target is the platform to build the functions for.
	//
	// Default: linux/arm64.
	Target gofunction.Target

	// Emulated adapts the shop to an emulator of AWS: see eventbus.Props, staff.Props,
	// workflow.Props and live.Props.
	//
	// Default: false.
	Emulated bool

	// Endpoint is the URL of the emulator as browsers reach it, without a trailing
	// slash. Only for Emulated.
	//
	// Default: http://localhost:4566.
	Endpoint string

	// AlarmEmail is the address that gets a message when an alarm goes on or off. AWS
	// first asks it for confirmation.
	//
	// Default: none; subscribe to Monitoring.Alarms instead.
	AlarmEmail string

	// LogRetention is how long all logs are kept, in whole days.
	//
	// Default: 30 days.
	LogRetention time.Duration

	// Retain keeps tables, user pool and logs when the stack is deleted, and turns
	// on deletion protection of the tables and the user pool.
	//
	// Default: false.
	Retain bool
}

// Shop is a coffee shop.
type Shop struct {
	constructs.Construct

	// Store has the tables of orders, QR codes, settings and the menu.
	Store *store.Store
	// Bus carries an event for each step and each failure.
	Bus *eventbus.Bus
	// Workflow takes an order from the scan to its end.
	Workflow *workflow.Workflow
	// Tracker keeps the orders table in step with the workflow's events.
	Tracker *gofunction.Function
	// Janitor finishes orders that no event and no request has finished.
	Janitor *gofunction.Function

	// Hours opens and closes the shop at its opening hours.
	Hours *gofunction.Function

	// API serves the front ends.
	API *httpapi.API
	// Staff is the user pool for the staff's routes.
	Staff *staff.Staff
	// Customer, Barista and Manager serve the API's routes: those for customers and
	// anyone, those of the queue, and those for QR codes, menu and settings.
	Customer, Barista, Manager *gofunction.Function
	// Live tells the front ends of changes.
	Live *live.Live
	// Site serves the web pages.
	Site *site.Site
	// Monitoring has the dashboard, and the alarms' topic.
	Monitoring *monitoring.Monitoring

	props Props
	// urls are those of the pages, the preferred one first.
	urls []string
}

// New defines a Shop.
func New(scope constructs.Construct, id string, p Props) *Shop {
	p.Endpoint = p.endpoint()
	s := &Shop{props: p}
	constructs.NewConstruct_Override(s, scope, &id)
	p.Store.Retain = p.Store.Retain || p.Retain
	p.Bus.Retain = p.Bus.Retain || p.Retain
	p.Bus.Emulated = p.Bus.Emulated || p.Emulated
	p.Bus.LogRetention = cmp.Or(p.Bus.LogRetention, p.LogRetention)
	s.Store = store.New(s, "Store", p.Store)
	s.Bus = eventbus.New(s, "Bus", p.Bus)
	s.Workflow = workflow.New(s, "Workflow", workflow.Props{
		Config:          s.Store.Config,
		Counter:         s.Store.Counter,
		Bus:             s.Bus,
		CustomerTimeout: p.CustomerTimeout,
		BaristaTimeout:  p.BaristaTimeout,
		QueueLimit:      p.QueueLimit,
		Capacity:        p.Capacity,
		Emulated:        p.Emulated,
		LogRetention:    p.LogRetention,
		Retain:          p.Retain,
	})
	s.trackOrders()
	s.finishOrders()
	s.followHours()
	s.defineAPI()
	s.sendChanges()
	s.monitor()
	return s
}

// trackOrders defines the tracker, which applies the workflow's events to the orders
// table.
func (s *Shop) trackOrders() {
	s.Tracker = s.function("Tracker", "tracker", "Keeps the orders table in step with the workflow's events")
	fn := s.Tracker.Function
	s.Store.GrantTrackOrders(fn)
	s.Store.GrantGiveBackDrinks(fn)
	s.Store.GrantNoteFull(fn)
	s.Workflow.GrantCallbacks(fn)
	if s.props.Capacity == workflow.ReservedSeats {
		s.Store.GrantGiveBackSeats(fn)
	}
	s.Bus.Subscribe("TrackOrders", fn, coffee.WorkflowEvents()...)
}

// finishOrders defines the janitor, which every minute, and at once when an execution
// ends abnormally, finishes what the others have not.
func (s *Shop) finishOrders() {
	s.Janitor = s.functionWithin(janitorTimeout, "Janitor", "janitor", "Finishes orders that no event and no request has finished")
	fn := s.Janitor.Function
	s.Store.GrantFinishOrders(fn)
	s.Store.GrantGiveBackDrinks(fn)
	s.Store.GrantReadSettings(fn)
	s.Workflow.GrantInspect(fn)
	s.Workflow.GrantCallbacks(fn)
	s.Bus.GrantPut(fn)
	if s.props.Capacity == workflow.ReservedSeats {
		s.Store.GrantCheckSeats(fn)
	}
	s.Bus.Schedule("FinishOrders", fn, 1)
	s.Bus.SubscribeEndedExecutions("FinishEndedExecutions", fn, s.Workflow.StateMachine)
}

// janitorTimeout is less than the time between its runs, so that they rarely overlap.
const janitorTimeout = 50 * time.Second

// followHours defines the function that each minute opens or closes the shop if its opening
// hours say so.
func (s *Shop) followHours() {
	s.Hours = s.function("Hours", "hours", "Opens and closes the shop at its opening hours")
	fn := s.Hours.Function
	s.Store.GrantFollowHours(fn)
	s.Bus.GrantPut(fn)
	s.Bus.InvokeEachMinute("FollowHours", fn, "OpeningHours")
}

// sendChanges defines the live updates, for pages on the API's origin.
func (s *Shop) sendChanges() {
	p := s.props.Live
	p.Store, p.Bus, p.Staff, p.Origin = s.Store, s.Bus, s.Staff, &s.urls[0]
	p.CustomerTimeout = s.props.CustomerTimeout
	p.Target, p.Emulated = s.props.Target, s.props.Emulated
	p.LogRetention = cmp.Or(p.LogRetention, s.props.LogRetention)
	p.Retain = p.Retain || s.props.Retain
	s.Live = live.New(s, "Live", p)
	s.Site.SetLiveURL(s.Live.URLAt(s.props.Endpoint))
}

// module is this module's import path, which differs in a fork.
var module = path.Dir(path.Dir(reflect.TypeFor[Shop]().PkgPath()))

func (s *Shop) function(id, folder, description string) *gofunction.Function {
	return s.functionWithin(0, id, folder, description)
}

// functionWithin defines a function with a timeout, or with the default one for 0.
func (s *Shop) functionWithin(timeout time.Duration, id, folder, description string) *gofunction.Function {
	return gofunction.New(s, id, gofunction.Props{
		Timeout:      timeout,
		ImportPath:   path.Join(module, "lambdas", "bootstrap", folder),
		Description:  description,
		Target:       s.props.Target,
		LogRetention: s.props.LogRetention,
		Retain:       s.props.Retain,
	})
}

// DefineOutputs defines stack outputs with the shop's URLs, names and ARNs. Each
// output's name begins with prefix, so that a stack can have several shops.
func (s *Shop) DefineOutputs(prefix string) {
	for _, output := range []struct {
		name  string
		value *string
	}{
		{"StateMachineArn", s.Workflow.StateMachine.StateMachineArn()},
		{"EventBusName", s.Bus.EventBus.EventBusName()},
		{"EventLogGroup", s.Bus.Log.LogGroupName()},
		{"ConfigTable", s.Store.Config.TableName()},
		{"CounterTable", s.Store.Counter.TableName()},
		{"OrdersTable", s.Store.Orders.TableName()},
		{"DeadLettersUrl", s.Bus.DeadLetters.QueueUrl()},
		{"ApiUrl", s.API.URL()},
		{"LiveUrl", s.Live.URL()},
		{"LiveDeadLettersUrl", s.Live.DeadLetters.QueueUrl()},
		{"SiteUrl", &s.urls[0]},
		{"SignInUrl", s.Staff.SignInURL()},
		{"UserPoolId", s.Staff.Pool.UserPoolId()},
		{"UserPoolClientId", s.Staff.Client.UserPoolClientId()},
		{"DisplayClientId", s.Staff.DisplayClient.UserPoolClientId()},
		{"DashboardName", s.Monitoring.Dashboard.DashboardName()},
		{"AlarmTopicArn", s.Monitoring.Alarms.TopicArn()},
	} {
		awscdk.NewCfnOutput(s, &output.name, &awscdk.CfnOutputProps{Value: output.value}).
			OverrideLogicalId(new(prefix + output.name))
	}
	s.Staff.DefineMachineOutputs(prefix)
}
