package shop

import (
	"cmp"
	"slices"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/site"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
)

// defineAPI defines the API, the functions behind it, the staff's user pool and the
// pages.
func (s *Shop) defineAPI() {
	p := s.props
	p.API.Retain = p.API.Retain || p.Retain
	p.API.LogRetention = cmp.Or(p.API.LogRetention, p.LogRetention)
	s.API = httpapi.New(s, "Api", p.API)
	s.urls = site.URLs(s.API, p.Endpoint)
	s.Staff = staff.New(s, "Staff", staff.Props{
		Pages:    site.StaffPages(s.urls),
		Displays: site.DisplayPages(s.urls),
		Machines: p.Machines,
		Emulated: p.Emulated,
		Endpoint: p.Endpoint,
		Retain:   p.Retain,
	})
	s.serveCustomers()
	s.serveBaristas()
	s.serveManagers()
	s.serveRoutes()
	s.Site = site.New(s, "Site", site.Props{
		API:          s.API,
		Staff:        s.Staff,
		Target:       p.Target,
		LogRetention: p.LogRetention,
		Retain:       p.Retain,
	})
}

// endpoint returns the URL of the emulator, empty on AWS.
func (p Props) endpoint() string {
	if !p.Emulated {
		return ""
	}
	return cmp.Or(p.Endpoint, props.EmulatorEndpoint)
}

func (s *Shop) serveCustomers() {
	s.Customer = s.function("Customer", "customer", "Takes customers' orders")
	fn := s.Customer.Function
	s.Store.GrantTakeOrders(fn)
	s.Store.GrantRedeemCodes(fn)
	s.Store.GrantAdmitOrders(fn)
	s.Store.GrantReadSettings(fn)
	s.Workflow.GrantStart(fn)
	s.Workflow.GrantCallbacks(fn)
}

func (s *Shop) serveBaristas() {
	s.Barista = s.function("Barista", "barista", "Lets baristas work through the queue")
	fn := s.Barista.Function
	s.Store.GrantServeOrders(fn)
	s.Store.GrantAdmitOrders(fn)
	s.Store.GrantGiveBackDrinks(fn)
	s.Workflow.GrantStart(fn) // for orders taken by hand
	s.Staff.LetNameMachines(fn)
	s.Workflow.GrantCallbacks(fn)
	s.Bus.GrantPut(fn)
}

func (s *Shop) serveManagers() {
	s.Manager = s.function("Manager", "manager", "Shows the QR code and the day's numbers, and changes menu and settings")
	fn := s.Manager.Function
	s.Store.GrantListOrders(fn)
	s.Store.GrantMintCodes(fn)
	s.Store.GrantChangeSettings(fn)
	s.Bus.GrantPut(fn)
}

// serveRoutes defines every route of package api. Only the staff's routes have an
// authorizer; an order's secret is checked by the function.
func (s *Shop) serveRoutes() {
	functions := map[api.Function]*gofunction.Function{api.Customer: s.Customer, api.Barista: s.Barista, api.Manager: s.Manager}
	for _, route := range api.Routes() {
		served := httpapi.Route{Method: awsapigatewayv2.HttpMethod(route.Method), Path: route.Path, Function: functions[route.Function]}
		if len(route.Staff) > 0 {
			served.Staff, served.Machines = s.Staff, route.Machines
			served.Display = slices.Contains(route.Staff, coffee.GroupDisplay)
		}
		s.API.Serve(served)
	}
	// The function with the fewest rights answers unknown paths and methods.
	s.API.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_ANY, Path: "/api/{proxy+}", Function: s.Customer})
}
