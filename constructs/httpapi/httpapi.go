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
	// RateLimit is how many requests a second a route for anyone takes from all
	// its callers together, on average. A route is a method and a path, and has
	// a token bucket of its own: a flood of one neither locks the callers of
	// another out nor the staff, but the callers of the flooded route share
	// what is left. So an API with 10 routes for anyone takes 10 times as many.
	// A HEAD route counts apart from its GET route. API Gateway aims at the
	// limit without holding to it exactly, takes no more than the account's
	// quota in any case (10,000 a second for all APIs of a region, unless
	// raised or new), and answers 429 to the rest. ("Throttle requests to your
	// HTTP APIs", API Gateway developer guide. It does not say whether routes
	// that have the stage's limits share a bucket, so each route is given its
	// own.)
	//
	// Default: 50.
	RateLimit float64

	// BurstLimit is the size of that bucket: how many requests a route that was
	// idle takes at once.
	//
	// Default: 100.
	BurstLimit int

	// StaffRateLimit is RateLimit for a route of the staff. Requests without a
	// valid token may use it up as well: a flood that aims at a route of the
	// staff locks them out of that one.
	//
	// Default: 20.
	StaffRateLimit float64

	// StaffBurstLimit is BurstLimit for a route of the staff.
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

	props        Props
	settings     map[string]any // of the stage, by route
	integrations map[*gofunction.Function]api.HttpIntegration
	authorizers  map[*staff.Staff]api.HttpAuthorizer
}

// New defines an API.
func New(scope constructs.Construct, id string, p Props) *API {
	p = p.withDefaults()
	p.check(scope, id)
	a := &API{
		props:        p,
		settings:     map[string]any{},
		integrations: map[*gofunction.Function]api.HttpIntegration{},
		authorizers:  map[*staff.Staff]api.HttpAuthorizer{},
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
	// The CDK's own settings are an interface that Go has no implementation of.
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

// URL is where the API is, without a slash at its end.
func (a *API) URL() *string { return a.HTTP.ApiEndpoint() }

// logLine is the access log's line for a request: JSON with what one needs to
// find its traces elsewhere and to see how it went. Nothing that came from
// outside is in it but the method and the pattern of the route: neither
// headers, which have secrets, nor the query, nor the path, nor an address.
//
// API Gateway puts values into the line as they are, and a - in place of one that
// the request does not have. So a text with a quote in it would break the JSON,
// or forge another field. That is why errors are told by their type, one of a few
// words: the quoted form of the message, $context.error.messageString, is a bare -
// in the line of every request without an error, which is no JSON either. And
// $context.authorizer.error, which has no quoted form, may quote the caller's
// token; the caller is told in the header WWW-Authenticate. What went wrong with a
// function has no quoted form, but is in AWS's own words, in lines of failures only.
func logLine() string {
	line, err := json.Marshal(map[string]string{
		"requestId":        "$context.requestId",
		"time":             "$context.requestTime",
		"route":            "$context.routeKey",
		"status":           "$context.status",
		"latency":          "$context.responseLatency", // ms, as below
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
