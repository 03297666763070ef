// Package httpapi defines the shop's HTTP API: its routes, each with a function, a
// throttle and, for the staff's, a JWT authorizer.
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
)

// Props configures an API. The zero value is ready to use.
type Props struct {
	// RateLimit is the average number of requests per second that each route for
	// anyone accepts, from all callers together. A route is a method and a path, so
	// HEAD counts separately from GET. Each route has its own token bucket: a flood
	// of one route affects no other route, but all callers of that one. An API with
	// 10 routes for anyone accepts 10 times the limit in total. API Gateway applies
	// the limit on a best-effort basis and answers 429 above it. The account's
	// quota also applies: by default 10,000 requests per second for all APIs of a
	// region. ("Throttle requests to your HTTP APIs", API Gateway developer guide.
	// It does not say whether routes with the stage's limits share a bucket, so
	// each route gets settings of its own.)
	//
	// Default: 50.
	RateLimit float64

	// BurstLimit is the size of that bucket: the number of requests that an idle
	// route accepts at once.
	//
	// Default: 100.
	BurstLimit int

	// StaffRateLimit is the RateLimit of each route of the staff. Requests without
	// a valid token may count as well, so a flood of one of these routes can lock
	// the staff out of it.
	//
	// Default: 20.
	StaffRateLimit float64

	// StaffBurstLimit is the BurstLimit of each route of the staff.
	//
	// Default: 40.
	StaffBurstLimit int

	// LogRetention is how long the access log is kept, in whole days.
	//
	// Default: 30 days.
	LogRetention time.Duration

	// Retain keeps the access log when the stack is deleted.
	//
	// Default: false.
	Retain bool
}

// API is an HTTP API; Serve adds its routes. It has no CORS configuration, since the
// pages that call it have the same origin.
type API struct {
	constructs.Construct

	// HTTP is the underlying HTTP API.
	HTTP api.HttpApi
	// Stage is its only stage, $default.
	Stage api.HttpStage
	// Log is the access log, with a line per request.
	Log awslogs.LogGroup

	props        Props
	settings     map[string]any // the stage's RouteSettings
	integrations map[*gofunction.Function]api.HttpIntegration
	authorizers  map[tokens]api.HttpAuthorizer
}

// New defines an API.
func New(scope constructs.Construct, id string, p Props) *API {
	p = p.withDefaults()
	p.check(scope, id)
	a := &API{
		props:        p,
		settings:     map[string]any{},
		integrations: map[*gofunction.Function]api.HttpIntegration{},
		authorizers:  map[tokens]api.HttpAuthorizer{},
	}
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
	// The CDK's access log settings are an interface without an implementation in Go.
	a.stage().SetAccessLogSettings(&api.CfnStage_AccessLogSettingsProperty{
		DestinationArn: a.Log.LogGroupArn(),
		Format:         new(logLine()),
	})
	return a
}

func (p Props) withDefaults() Props {
	p.RateLimit, p.BurstLimit = cmp.Or(p.RateLimit, 50), cmp.Or(p.BurstLimit, 100)
	p.StaffRateLimit, p.StaffBurstLimit = cmp.Or(p.StaffRateLimit, 20), cmp.Or(p.StaffBurstLimit, 40)
	return p
}

func (p Props) check(scope constructs.Construct, id string) {
	for name, rate := range map[string]float64{"RateLimit": p.RateLimit, "StaffRateLimit": p.StaffRateLimit} {
		props.Require(rate > 0, scope, id, name, rate, "more than 0 requests a second")
	}
	for name, burst := range map[string]int{"BurstLimit": p.BurstLimit, "StaffBurstLimit": p.StaffBurstLimit} {
		props.Require(burst > 0, scope, id, name, burst, "more than 0 requests")
	}
}

func (a *API) stage() api.CfnStage { return a.Stage.Node().DefaultChild().(api.CfnStage) }

// URL returns the API's URL, without a trailing slash.
func (a *API) URL() *string { return a.HTTP.ApiEndpoint() }

// logLine returns the format of the access log: one JSON object per request, with
// its ids, status and latencies. The only part of the request in it is the route
// key: headers hold secrets, and path, query and source address may identify people.
//
// API Gateway inserts values without escaping, and "-" for a missing one, so a value
// with a quote would break the JSON or forge a field. Errors are therefore logged by
// their type, one of a fixed set. $context.error.messageString is quoted, but a bare
// - for requests without an error, which is invalid JSON. $context.authorizer.error
// is unquoted and may contain the caller's token; callers see that error in the
// header WWW-Authenticate. $context.integrationErrorMessage is unquoted as well, but
// AWS words it, and only failed requests have it.
func logLine() string {
	line, err := json.Marshal(map[string]string{
		"requestId":        "$context.requestId",
		"time":             "$context.requestTime",
		"route":            "$context.routeKey",
		"status":           "$context.status",
		"latency":          "$context.responseLatency", // ms, as functionLatency
		"functionLatency":  "$context.integrationLatency",
		"functionError":    "$context.integrationErrorMessage",
		"errorType":        "$context.error.responseType",
		"responseLength":   "$context.responseLength",
		"functionRequest":  "$context.integration.requestId",
		"functionResponse": "$context.integration.status",
	})
	if err != nil {
		panic(err)
	}
	return string(line)
}
