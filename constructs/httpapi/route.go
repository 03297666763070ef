package httpapi

import (
	"cmp"
	"strings"

	api "github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
)

// Route is one route of an API.
type Route struct {
	// Method is GET, PUT and so on.
	Method api.HttpMethod
	// Path begins with a slash; {name} matches one segment.
	Path string
	// Function serves the route, with events of payload format 2.0.
	Function *gofunction.Function
	// Staff is the user pool whose tokens the route requires. API Gateway answers
	// 401 to all others without invoking the function. The authorizer accepts both
	// access tokens and ID tokens, so the function must refuse ID tokens, and check
	// the groups.
	//
	// Default: anyone may call the route.
	Staff *staff.Staff
	// Display makes the route accept the tokens of Staff.DisplayClient as well.
	//
	// Default: false, so that it accepts those of Staff.Client only.
	Display bool
	// Machines makes the route accept the tokens of Staff.Machines as well, if there are
	// any. The function must check their scope.
	//
	// Default: false.
	Machines bool
	// RateLimit and BurstLimit are the route's own throttle; see Props.
	//
	// Default: those of the API.
	RateLimit  float64
	BurstLimit int
}

// Serve adds a route. A GET route also adds a HEAD route with the same function and
// staff, since API Gateway does not route HEAD requests to GET.
func (a *API) Serve(route Route) {
	a.serve(route)
	if route.Method == api.HttpMethod_GET {
		route.Method = api.HttpMethod_HEAD
		a.serve(route)
	}
}

func (a *API) serve(route Route) {
	key := string(route.Method) + " " + route.Path
	props.Require(strings.HasPrefix(route.Path, "/"), a, key, "Path", route.Path, "one that begins with a slash")
	props.Require(route.Function != nil, a, key, "Function", "nil", "the function that answers")
	props.Require(route.RateLimit >= 0, a, key, "RateLimit", route.RateLimit, "more than 0 requests a second")
	props.Require(route.BurstLimit >= 0, a, key, "BurstLimit", route.BurstLimit, "more than 0 requests")
	props.Require(!route.Display || route.Staff != nil && route.Staff.DisplayClient != nil, a, key, "Display", route.Display,
		"false, or a Staff with displays")
	p := &api.CfnRouteProps{
		ApiId:    a.HTTP.ApiId(),
		RouteKey: &key,
		Target:   new("integrations/" + *a.integration(route.Function).IntegrationId()),
	}
	if route.Staff != nil {
		p.AuthorizationType, p.AuthorizerId = new("JWT"), a.authorizer(route).AuthorizerId()
	}
	// The CDK's HttpRoute makes the integration a child of the function's first route,
	// and so replaces it when the order of the routes changes.
	a.throttle(api.NewCfnRoute(a, &key, p), route)
}

// throttle sets the limits of a route. The stage depends on the route, since API
// Gateway refuses settings of a route that does not exist yet.
func (a *API) throttle(defined api.CfnRoute, route Route) {
	rate, burst := a.props.RateLimit, a.props.BurstLimit
	if route.Staff != nil {
		rate, burst = a.props.StaffRateLimit, a.props.StaffBurstLimit
	}
	rate, burst = cmp.Or(route.RateLimit, rate), cmp.Or(route.BurstLimit, burst)
	a.settings[*defined.RouteKey()] = map[string]any{"ThrottlingRateLimit": rate, "ThrottlingBurstLimit": burst}
	a.stage().SetRouteSettings(a.settings)
	a.stage().AddResourceDependency(defined, nil)
}

// integration returns the integration of fn. The first call creates it, with the
// permission for this API to invoke fn.
func (a *API) integration(fn *gofunction.Function) api.HttpIntegration {
	if a.integrations[fn] == nil {
		id := *fn.Node().Id()
		a.integrations[fn] = api.NewHttpIntegration(a, &id, &api.HttpIntegrationProps{
			HttpApi:              a.HTTP,
			IntegrationType:      api.HttpIntegrationType_AWS_PROXY,
			IntegrationUri:       fn.Function.FunctionArn(),
			PayloadFormatVersion: api.PayloadFormatVersion_VERSION_2_0(),
		})
		awslambda.NewCfnPermission(a, new("Invoke"+id), &awslambda.CfnPermissionProps{
			Action:       new("lambda:InvokeFunction"),
			FunctionName: fn.Function.FunctionArn(),
			Principal:    new("apigateway.amazonaws.com"),
			SourceArn:    a.HTTP.ArnForExecuteApi(nil, nil, nil),
		})
	}
	return a.integrations[fn]
}

// tokens says which tokens an authorizer accepts.
type tokens struct {
	staff             *staff.Staff
	display, machines bool
}

// authorizer returns the JWT authorizer of a route of the staff. The first call for each
// set of tokens creates it.
func (a *API) authorizer(route Route) api.HttpAuthorizer {
	s := route.Staff
	accepted := tokens{s, route.Display, route.Machines && len(s.Machines) > 0}
	if a.authorizers[accepted] == nil {
		id, audience := *s.Node().Id(), []*string{s.Client.UserPoolClientId()}
		if accepted.display {
			id, audience = id+"AndDisplay", append(audience, s.DisplayClient.UserPoolClientId())
		}
		if accepted.machines {
			id += "AndMachines"
			for _, name := range s.MachineNames() {
				audience = append(audience, s.Machines[name].UserPoolClientId())
			}
		}
		a.authorizers[accepted] = api.NewHttpAuthorizer(a, &id, &api.HttpAuthorizerProps{
			HttpApi:        a.HTTP,
			Type:           api.HttpAuthorizerType_JWT,
			IdentitySource: &[]*string{new("$request.header.Authorization")},
			JwtIssuer:      s.Issuer(),
			JwtAudience:    &audience,
		})
	}
	return a.authorizers[accepted]
}
