package httpapi_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/constructstest"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

const (
	stage       = "AWS::ApiGatewayV2::Stage"
	route       = "AWS::ApiGatewayV2::Route"
	integration = "AWS::ApiGatewayV2::Integration"
	permission  = "AWS::Lambda::Permission"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

func function(stack awscdk.Stack, id string) *gofunction.Function {
	return gofunction.New(stack, id, gofunction.Props{ImportPath: "example.com/" + id})
}

// synthesize returns the template of a stack with an API without routes.
func synthesize(p httpapi.Props) synth.Template {
	stack := synth.Stack()
	httpapi.New(stack, "Api", p)
	return synth.Of(stack)
}

// synthesizeRoutes returns the template of a stack with an API of three routes. The
// first two have the same function, the last two are for the staff.
func synthesizeRoutes(p httpapi.Props) synth.Template {
	stack := synth.Stack()
	menu, queue := function(stack, "Menu"), function(stack, "Queue")
	team := staff.New(stack, "Staff", staff.Props{Pages: []string{"https://coffee.example"}})
	api := httpapi.New(stack, "Api", p)
	api.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_GET, Path: "/menu", Function: menu})
	api.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_PUT, Path: "/menu", Function: menu, Staff: team})
	api.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_GET, Path: "/queue", Function: queue, Staff: team})
	return synth.Of(stack)
}

func TestTheStageThrottles(t *testing.T) {
	for name, test := range map[string]struct {
		props       httpapi.Props
		rate, burst float64
	}{
		"by default": {httpapi.Props{}, 50, 100},
		"as set":     {httpapi.Props{RateLimit: 0.5, BurstLimit: 3}, 0.5, 3},
	} {
		t.Run(name, func(t *testing.T) {
			got := synthesize(test.props).One(t, stage, "").Properties
			if got["StageName"] != "$default" || got["AutoDeploy"] != true {
				t.Errorf("got the stage %v with automatic deployment %v, want $default, true", got["StageName"], got["AutoDeploy"])
			}
			want := map[string]any{"ThrottlingRateLimit": test.rate, "ThrottlingBurstLimit": test.burst}
			synth.Equal(t, "throttling", got["DefaultRouteSettings"], want)
		})
	}
}

// A flood of one route must not affect the callers of another.
func TestEveryRouteHasItsOwnThrottle(t *testing.T) {
	anyone := func(p httpapi.Props) map[string]any { return limits(p.RateLimit, p.BurstLimit) }
	staffs := func(p httpapi.Props) map[string]any { return limits(p.StaffRateLimit, p.StaffBurstLimit) }
	custom := httpapi.Props{RateLimit: 0.5, BurstLimit: 3, StaffRateLimit: 7.5, StaffBurstLimit: 11}
	for name, test := range map[string]struct{ props, want httpapi.Props }{
		"by default": {httpapi.Props{}, httpapi.Props{RateLimit: 50, BurstLimit: 100, StaffRateLimit: 20, StaffBurstLimit: 40}},
		"as set":     {custom, custom},
	} {
		t.Run(name, func(t *testing.T) {
			template := synthesizeRoutes(test.props)
			synth.Equal(t, "limits", template.One(t, stage, "").Properties["RouteSettings"], map[string]any{
				"GET /menu": anyone(test.want), "HEAD /menu": anyone(test.want),
				"PUT /menu": staffs(test.want), "GET /queue": staffs(test.want), "HEAD /queue": staffs(test.want),
			})
		})
	}
}

func limits(rate float64, burst int) map[string]any {
	return map[string]any{"ThrottlingRateLimit": rate, "ThrottlingBurstLimit": burst}
}

// API Gateway refuses RouteSettings of a route that does not exist yet.
func TestTheStageDependsOnItsRoutes(t *testing.T) {
	template := synthesizeRoutes(httpapi.Props{})
	var routes []string
	for _, r := range template.All(route) {
		routes = append(routes, r.ID)
	}
	synth.Equal(t, "dependencies of the stage", template.One(t, stage, "").DependsOn, routes)
}

func TestTheAPIHasNoCORSConfiguration(t *testing.T) {
	if cors := synthesize(httpapi.Props{}).One(t, "AWS::ApiGatewayV2::Api", "").Properties["CorsConfiguration"]; cors != nil {
		t.Errorf("got %v, want no CORS", cors)
	}
}

func TestEveryRequestIsLoggedWithoutSecrets(t *testing.T) {
	template := synthesize(httpapi.Props{LogRetention: props.Day, Retain: true})
	log := template.One(t, "AWS::Logs::LogGroup", "")
	if log.Properties["RetentionInDays"] != 1.0 || log.DeletionPolicy != "Retain" {
		t.Errorf("got a log for %v days with deletion policy %s, want 1 and Retain", log.Properties["RetentionInDays"], log.DeletionPolicy)
	}
	if name := synth.Text(log.Properties["LogGroupName"]); !strings.HasPrefix(name, "/aws/vendedlogs/apigateway/") {
		t.Errorf("got a log named %s, want it in /aws/vendedlogs/apigateway", name)
	}
	settings := template.One(t, stage, "").Properties["AccessLogSettings"]
	if got, want := synth.Text(synth.At(settings, "DestinationArn")), "${"+log.ID+".Arn}"; got != want {
		t.Errorf("got the destination %s, want %s", got, want)
	}
	var line map[string]string
	if err := json.Unmarshal([]byte(synth.At(settings, "Format").(string)), &line); err != nil {
		t.Fatalf("the format is not JSON: %v", err)
	}
	for field, want := range map[string]string{
		"requestId": "$context.requestId", "route": "$context.routeKey", "status": "$context.status",
		"latency": "$context.responseLatency", "errorType": "$context.error.responseType",
	} {
		if line[field] != want {
			t.Errorf("%s is %q, want %s", field, line[field], want)
		}
	}
	for field, variable := range line {
		for _, secret := range []string{"header", "query", "path", "protocol", "claims", "identity", "sourceIp"} {
			if !strings.HasPrefix(variable, "$context.") || strings.Contains(variable, secret) {
				t.Errorf("%s is %s, want nothing from the request", field, variable)
			}
		}
	}
}

// API Gateway inserts values without escaping, and "-" for a missing one.
func TestALogLineIsAlwaysJSON(t *testing.T) {
	format := synth.At(synthesize(httpapi.Props{}).One(t, stage, "").Properties, "AccessLogSettings", "Format").(string)
	if empty := variable.ReplaceAllString(format, "-"); !json.Valid([]byte(empty)) {
		t.Errorf("got the line %s for a request without values, want JSON", empty)
	}
	for _, name := range variable.FindAllString(format, -1) {
		if !slices.Contains(withoutQuotes, name) {
			t.Errorf("got %s in the line, want only values without quotes", name)
		}
	}
}

// withoutQuotes lists variables whose values are numbers, ids, words or route keys,
// and AWS's message about a failed function, which has no quoted form.
var withoutQuotes = []string{
	"$context.requestId", "$context.requestTime", "$context.routeKey", "$context.status",
	"$context.responseLatency", "$context.integrationLatency", "$context.responseLength",
	"$context.integration.requestId", "$context.integration.status", "$context.error.responseType",
	"$context.integrationErrorMessage",
}

var variable = regexp.MustCompile(`\$context(\.\w+)+`)

func TestAFunctionHasOneIntegrationAndOnlyThisAPIMayInvokeIt(t *testing.T) {
	template := synthesizeRoutes(httpapi.Props{})
	if got := len(template.All(integration)); got != 2 {
		t.Errorf("got %d integrations, want one for each of 2 functions", got)
	}
	api := template.One(t, "AWS::ApiGatewayV2::Api", "").ID
	source := "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${" + api + "}/*/*/*"
	for _, name := range []string{"Menu", "Queue"} {
		arn := "${" + template.One(t, "AWS::Lambda::Function", name).ID + ".Arn}"
		synth.Equal(t, "integration of "+name, synth.Resolve(template.One(t, integration, "Api"+name).Properties), map[string]any{
			"ApiId": "${" + api + "}", "IntegrationType": "AWS_PROXY", "IntegrationUri": arn, "PayloadFormatVersion": "2.0",
		})
		synth.Equal(t, "permission of "+name, synth.Resolve(template.One(t, permission, "ApiInvoke"+name).Properties), map[string]any{
			"Action": "lambda:InvokeFunction", "FunctionName": arn, "Principal": "apigateway.amazonaws.com", "SourceArn": source,
		})
	}
}

func TestTheStaffsRoutesHaveAJWTAuthorizer(t *testing.T) {
	template := synthesizeRoutes(httpapi.Props{})
	pool := template.One(t, "AWS::Cognito::UserPool", "").ID
	client := template.One(t, "AWS::Cognito::UserPoolClient", "").ID
	authorizer := template.One(t, "AWS::ApiGatewayV2::Authorizer", "")
	for property, want := range map[string]any{
		"AuthorizerType": "JWT",
		"IdentitySource": []string{"$request.header.Authorization"},
		"JwtConfiguration": map[string]any{
			"Issuer": "https://cognito-idp.${AWS::Region}.amazonaws.com/${" + pool + "}", "Audience": []string{"${" + client + "}"},
		},
	} {
		synth.Equal(t, property, synth.Resolve(authorizer.Properties[property]), want)
	}
	got := map[string]any{}
	for _, r := range template.All(route) {
		got[r.Properties["RouteKey"].(string)] = synth.Resolve([]any{r.Properties["AuthorizationType"], r.Properties["AuthorizerId"]})
	}
	staffOnly := []any{"JWT", "${" + authorizer.ID + "}"}
	synth.Equal(t, "authorizers", got, map[string]any{
		"GET /menu": []any{nil, nil}, "HEAD /menu": []any{nil, nil}, "PUT /menu": staffOnly, "GET /queue": staffOnly, "HEAD /queue": staffOnly,
	})
}

// A display's sign-in lasts long, so it must be of no use elsewhere.
func TestOnlyRoutesOfTheDisplayAcceptItsTokens(t *testing.T) {
	stack := synth.Stack()
	fn := function(stack, "Function")
	team := staff.New(stack, "Staff", staff.Props{Pages: []string{"https://coffee.example/a"}, Displays: []string{"https://coffee.example/b"}})
	api := httpapi.New(stack, "Api", httpapi.Props{})
	for path, display := range map[string]bool{"/queue": false, "/settings": false, "/code": true, "/numbers": true} {
		api.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_POST, Path: path, Function: fn, Staff: team, Display: display})
	}
	template := synth.Of(stack)
	client := "${" + template.One(t, "AWS::Cognito::UserPoolClient", "StaffClient").ID + "}"
	display := "${" + template.One(t, "AWS::Cognito::UserPoolClient", "StaffDisplayClient").ID + "}"
	got := map[string]any{}
	for _, r := range template.All(route) {
		authorizer := template.Resources[strings.Trim(synth.Text(r.Properties["AuthorizerId"]), "${}")]
		got[r.Properties["RouteKey"].(string)] = synth.Resolve(synth.At(authorizer.Properties, "JwtConfiguration", "Audience"))
	}
	synth.Equal(t, "audiences", got, map[string]any{
		"POST /queue": []string{client}, "POST /settings": []string{client},
		"POST /code": []string{client, display}, "POST /numbers": []string{client, display},
	})
	if got := len(template.All("AWS::ApiGatewayV2::Authorizer")); got != 2 {
		t.Errorf("got %d authorizers, want 2", got)
	}
}

func TestARouteMayHaveAThrottleOfItsOwn(t *testing.T) {
	stack := synth.Stack()
	api := httpapi.New(stack, "Api", httpapi.Props{})
	fn := function(stack, "Menu")
	api.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_POST, Path: "/both", Function: fn, RateLimit: 7.5, BurstLimit: 9})
	api.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_POST, Path: "/burst", Function: fn, BurstLimit: 9})
	synth.Equal(t, "limits", synth.Of(stack).One(t, stage, "").Properties["RouteSettings"], map[string]any{
		"POST /both": limits(7.5, 9), "POST /burst": limits(50, 9),
	})
}

func TestInvalidPropsAreRefused(t *testing.T) {
	for _, test := range []struct {
		want  props.Error
		props httpapi.Props
	}{
		{props.Error{Construct: "Test/Api", Property: "RateLimit", Got: -1.0, Want: "more than 0 requests a second"}, httpapi.Props{RateLimit: -1}},
		{props.Error{Construct: "Test/Api", Property: "BurstLimit", Got: -1, Want: "more than 0 requests"}, httpapi.Props{BurstLimit: -1}},
		{props.Error{Construct: "Test/Api", Property: "StaffRateLimit", Got: -1.0, Want: "more than 0 requests a second"}, httpapi.Props{StaffRateLimit: -1}},
		{props.Error{Construct: "Test/Api", Property: "StaffBurstLimit", Got: -1, Want: "more than 0 requests"}, httpapi.Props{StaffBurstLimit: -1}},
	} {
		constructstest.Refused(t, test.want, func() { httpapi.New(synth.Stack(), "Api", test.props) })
	}
	if refusal := constructstest.Refusal(func() { synthesize(httpapi.Props{LogRetention: time.Hour}) }); refusal == nil {
		t.Error("a log retention of an hour: got no refusal, want one")
	}
}

func TestInvalidRoutesAreRefused(t *testing.T) {
	stack := synth.Stack()
	api := httpapi.New(stack, "Api", httpapi.Props{})
	fn := function(stack, "Menu")
	constructstest.Refused(t, props.Error{
		Construct: "Test/Api/GET menu", Property: "Path", Got: "menu", Want: "one that begins with a slash",
	}, func() { api.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_GET, Path: "menu", Function: fn}) })
	constructstest.Refused(t, props.Error{
		Construct: "Test/Api/GET /menu", Property: "Function", Got: "nil", Want: "the function that answers",
	}, func() { api.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_GET, Path: "/menu"}) })
	team := staff.New(stack, "Staff", staff.Props{Pages: []string{"https://coffee.example"}})
	constructstest.Refused(t, props.Error{
		Construct: "Test/Api/GET /code", Property: "Display", Got: true, Want: "false, or a Staff with displays",
	}, func() {
		api.Serve(httpapi.Route{Method: awsapigatewayv2.HttpMethod_GET, Path: "/code", Function: fn, Staff: team, Display: true})
	})
}
