// Package site defines the function that serves the shop's web pages, on the same
// origin as the HTTP API.
package site

import (
	"cmp"
	"path"
	"reflect"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// Props configures a Site.
type Props struct {
	// API is the HTTP API that the pages call. The site serves every path that the
	// API does not route. Required.
	API *httpapi.API

	// Staff is the user pool that the staff's pages sign in to. StaffPages
	// and DisplayPages return its Pages and Displays.
	//
	// Default: none, so that only the customers' page works.
	Staff *staff.Staff

	// RateLimit is the average number of requests per second that the site accepts. A
	// visit of a page takes about six. They do not count against the API's limits.
	//
	// Default: 200.
	RateLimit float64

	// BurstLimit is the number of requests that the idle site accepts at once.
	//
	// Default: 400.
	BurstLimit int

	// Target is the platform to build the function for.
	//
	// Default: linux/arm64.
	Target gofunction.Target

	// LogRetention is how long the function's log is kept, in whole days.
	//
	// Default: 30 days.
	LogRetention time.Duration

	// Retain keeps the log when the stack is deleted.
	//
	// Default: false.
	Retain bool
}

// Site serves the web pages.
type Site struct {
	constructs.Construct

	// Function serves the pages. It has no permissions but to write logs and traces.
	Function *gofunction.Function
}

// module is this module's import path, which differs in a fork.
var module = path.Dir(path.Dir(reflect.TypeFor[Site]().PkgPath()))

// New defines a Site.
func New(scope constructs.Construct, id string, p Props) *Site {
	props.Require(p.API != nil, scope, id, "API", "nil", "the HTTP API that the pages call")
	s := new(Site)
	constructs.NewConstruct_Override(s, scope, &id)
	s.Function = gofunction.New(s, "Function", gofunction.Props{
		ImportPath:   path.Join(module, "lambdas", "bootstrap", "site"),
		Description:  "Serves the web pages",
		Environment:  p.environment(),
		Target:       p.Target,
		LogRetention: p.LogRetention,
		Retain:       p.Retain,
	})
	// ANY, so that the function can say which methods are allowed, and so that the
	// API's ANY /api/{proxy+} is more specific in its path and as specific in its
	// method.
	for _, path := range []string{"/", "/{proxy+}"} {
		p.API.Serve(httpapi.Route{
			Method:     awsapigatewayv2.HttpMethod_ANY,
			Path:       path,
			Function:   s.Function,
			RateLimit:  cmp.Or(p.RateLimit, 200),
			BurstLimit: cmp.Or(p.BurstLimit, 400),
		})
	}
	return s
}

// SetLiveURL tells the pages the URL of the WebSocket API for live updates. Without it,
// they poll the HTTP API.
func (s *Site) SetLiveURL(url *string) {
	s.Function.Function.AddEnvironment(new(envvar.LiveURL), url, nil)
}

// environment returns the function's variables: addresses and client IDs, which the
// pages get from it. None is secret.
func (p Props) environment() map[string]string {
	variables := map[string]string{}
	if p.Staff != nil {
		variables[envvar.SignInURL] = *p.Staff.SignInURL()
		variables[envvar.TokenIssuer] = *p.Staff.Issuer()
		variables[envvar.StaffClientID] = *p.Staff.Client.UserPoolClientId()
		if p.Staff.DisplayClient != nil {
			variables[envvar.DisplayClientID] = *p.Staff.DisplayClient.UserPoolClientId()
		}
	}
	return variables
}
