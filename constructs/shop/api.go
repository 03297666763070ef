package shop

import (
	"cmp"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"

	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
)

// staffPage is where the staff's pages begin, and where a sign-in comes back to.
const staffPage = "/staff"

// defineAPI defines the API, the functions behind it, and the staff who may use
// all of it.
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
	for _, route := range s.routes() {
		s.API.Serve(httpapi.Route(route))
	}
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
	s.Workflow.GrantStart(fn) // an order taken by hand
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

type route httpapi.Route

// routes are all there are.
func (s *Shop) routes() []route {
	const (
		get      = awsapigatewayv2.HttpMethod_GET
		post     = awsapigatewayv2.HttpMethod_POST
		put      = awsapigatewayv2.HttpMethod_PUT
		remove   = awsapigatewayv2.HttpMethod_DELETE
		whatever = awsapigatewayv2.HttpMethod_ANY
	)
	var anyone *staff.Staff
	return []route{
		{get, "/api/shop", s.Customer, anyone},
		{post, "/api/orders", s.Customer, anyone},     // who has a code
		{get, "/api/orders/{id}", s.Customer, anyone}, // who has the order's secret, as below
		{put, "/api/orders/{id}", s.Customer, anyone},
		{remove, "/api/orders/{id}", s.Customer, anyone},

		{get, "/api/queue", s.Barista, s.Staff},
		{post, "/api/queue", s.Barista, s.Staff},
		{post, "/api/queue/{id}/claim", s.Barista, s.Staff},
		{post, "/api/queue/{id}/release", s.Barista, s.Staff},
		{post, "/api/queue/{id}/complete", s.Barista, s.Staff},
		{post, "/api/queue/{id}/collect", s.Barista, s.Staff},
		{post, "/api/queue/{id}/cancel", s.Barista, s.Staff},

		{get, "/api/code", s.Manager, s.Staff},
		{put, "/api/shop", s.Manager, s.Staff},
		{put, "/api/menu", s.Manager, s.Staff},
		{put, "/api/menu/{drink}", s.Manager, s.Staff},
		{get, "/api/settings", s.Manager, s.Staff},
		{put, "/api/settings", s.Manager, s.Staff},
		{get, "/api/openapi.json", s.Manager, anyone},
		{whatever, "/api/{proxy+}", s.Manager, anyone}, // says that there is no such route
	}
}
