package shop

import (
	"cmp"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
)

// staffPage is the path of the staff's pages, to which a sign-in redirects back.
const staffPage = "/staff"

// defineAPI defines the API, the functions behind it, and the staff's user pool.
func (s *Shop) defineAPI() {
	p := s.props
	p.API.Retain = p.API.Retain || p.Retain
	p.API.LogRetention = cmp.Or(p.API.LogRetention, p.LogRetention)
	s.API = httpapi.New(s, "Api", p.API)
	s.Staff = staff.New(s, "Staff", staff.Props{
		Pages:    []string{*s.API.URL() + staffPage},
		Emulated: p.Emulated,
		Retain:   p.Retain,
	})
	s.serveCustomers()
	s.serveBaristas()
	s.serveManagers()
	s.serveRoutes()
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
	s.Workflow.GrantCallbacks(fn)
	s.Bus.GrantPut(fn)
}

func (s *Shop) serveManagers() {
	s.Manager = s.function("Manager", "manager", "Shows the QR code, and changes menu and settings")
	fn := s.Manager.Function
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
			served.Staff = s.Staff
		}
		s.API.Serve(served)
	}
	// The function with the fewest rights answers unknown paths and methods.
	s.API.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_ANY, Path: "/api/{proxy+}", Function: s.Customer})
}
