package httpapi

import (
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
	// Path begins with a slash; {name} in it stands for one segment.
	Path string
	// Function answers. It is given an event of format 2.0.
	Function *gofunction.Function
	// Staff are who must have signed in, with an access token or an ID token:
	// the function sees to it that it is the former, and that they are in the
	// right group. Whoever has not is answered 401, and the function not called.
	//
	// Default: anyone may come.
	Staff *staff.Staff
}

// Serve adds a route. One for GET brings another for HEAD, which API Gateway does
// not take for GET: the same function answers it, for the same staff.
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
	p := &api.CfnRouteProps{
		ApiId:    a.HTTP.ApiId(),
		RouteKey: &key,
		Target:   new("integrations/" + *a.integration(route.Function).IntegrationId()),
	}
	if route.Staff != nil {
		p.AuthorizationType, p.AuthorizerId = new("JWT"), a.authorizer(route.Staff).AuthorizerId()
	}
	// The CDK's own Route would put the integration below the function's first
	// route, and so replace it when the routes change places.
	a.throttle(api.NewCfnRoute(a, &key, p), route)
}

// throttle gives a route limits of its own. The stage waits for the route, since
// API Gateway refuses settings for one that it does not know yet.
func (a *API) throttle(defined api.CfnRoute, route Route) {
	rate, burst := a.props.RateLimit, a.props.BurstLimit
	if route.Staff != nil {
		rate, burst = a.props.StaffRateLimit, a.props.StaffBurstLimit
	}
	a.settings[*defined.RouteKey()] = map[string]any{"ThrottlingRateLimit": rate, "ThrottlingBurstLimit": burst}
	a.stage().SetRouteSettings(a.settings)
	a.stage().AddResourceDependency(defined, nil)
}

// integration is the function's one integration, with a permission for this API
// to call it.
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

func (a *API) authorizer(people *staff.Staff) api.HttpAuthorizer {
	if a.authorizers[people] == nil {
		a.authorizers[people] = api.NewHttpAuthorizer(a, people.Node().Id(), &api.HttpAuthorizerProps{
			HttpApi:        a.HTTP,
			Type:           api.HttpAuthorizerType_JWT,
			IdentitySource: &[]*string{new("$request.header.Authorization")},
			JwtIssuer:      people.Issuer(),
			JwtAudience:    &[]*string{people.Client.UserPoolClientId()},
		})
	}
	return a.authorizers[people]
}
