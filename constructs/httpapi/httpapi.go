// Package httpapi defines the shop's HTTP API: which function answers which
// route, and which routes are the staff's.
package httpapi

import (
	"cmp"
	"encoding/json"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	api "github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
)

// Props configures an API. The zero value is ready to use.
type Props struct {
	// RateLimit is how many requests a second the API takes from all its users
	// together; more are answered 429. It bounds what a flood may cost.
	//
	// Default: 50.
	RateLimit float64

	// BurstLimit is how many requests may come at once above that.
	//
	// Default: 100.
	BurstLimit int

	// LogRetention is how long the access log is kept, in whole days.
	//
	// Default: 30 days.
	LogRetention time.Duration

	// Retain keeps the access log when the stack is deleted.
	//
	// Default: false.
	Retain bool
}

// API is an HTTP API without routes yet. It allows no other origin: pages that
// use it come from itself.
type API struct {
	constructs.Construct

	// HTTP is the API itself.
	HTTP api.HttpApi
	// Stage is its only one, $default.
	Stage api.HttpStage
	// Log has a line for every request.
	Log awslogs.LogGroup

	integrations map[*gofunction.Function]api.HttpIntegration
	authorizers  map[*staff.Staff]api.HttpAuthorizer
}

// New defines an API.
func New(scope constructs.Construct, id string, p Props) *API {
	p.RateLimit, p.BurstLimit = cmp.Or(p.RateLimit, 50), cmp.Or(p.BurstLimit, 100)
	props.Require(p.RateLimit > 0, scope, id, "RateLimit", p.RateLimit, "more than 0 requests a second")
	props.Require(p.BurstLimit > 0, scope, id, "BurstLimit", p.BurstLimit, "more than 0 requests")
	a := &API{integrations: map[*gofunction.Function]api.HttpIntegration{}, authorizers: map[*staff.Staff]api.HttpAuthorizer{}}
	constructs.NewConstruct_Override(a, scope, &id)
	a.Log = props.LogGroup(a, "Log", props.LogGroupName(a, "Log", props.APILogs), p.LogRetention, p.Retain)
	a.HTTP = api.NewHttpApi(a, new("Resource"), &api.HttpApiProps{
		ApiName:            awscdk.Names_UniqueResourceName(a, &awscdk.UniqueResourceNameOptions{MaxLength: new(128.0), Separator: new("-")}),
		CreateDefaultStage: new(false),
	})
	a.Stage = api.NewHttpStage(a, new("Stage"), &api.HttpStageProps{
		HttpApi:    a.HTTP,
		AutoDeploy: new(true),
		Throttle:   &api.ThrottleSettings{RateLimit: &p.RateLimit, BurstLimit: new(float64(p.BurstLimit))},
	})
	// The CDK's own settings are an interface that Go has no implementation of.
	a.Stage.Node().DefaultChild().(api.CfnStage).SetAccessLogSettings(&api.CfnStage_AccessLogSettingsProperty{
		DestinationArn: a.Log.LogGroupArn(),
		Format:         new(logLine()),
	})
	return a
}

// URL is where the API is, without a slash at its end.
func (a *API) URL() *string { return a.HTTP.ApiEndpoint() }

// logLine is the access log's line for a request: JSON with what one needs to
// find its traces elsewhere and to see how it went. Nothing that came from
// outside is in it but the method and the pattern of the route: neither
// headers, which have secrets, nor the query, nor the path, nor an address.
func logLine() string {
	line, err := json.Marshal(map[string]string{
		"requestId":        "$context.requestId",
		"time":             "$context.requestTime",
		"route":            "$context.routeKey",
		"status":           "$context.status",
		"latency":          "$context.responseLatency", // ms, as below
		"functionLatency":  "$context.integrationLatency",
		"functionError":    "$context.integrationErrorMessage",
		"error":            "$context.error.message",
		"errorType":        "$context.error.responseType",
		"authorizerError":  "$context.authorizer.error",
		"responseLength":   "$context.responseLength",
		"functionRequest":  "$context.integration.requestId",
		"functionResponse": "$context.integration.status",
	})
	if err != nil {
		panic(err)
	}
	return string(line)
}
