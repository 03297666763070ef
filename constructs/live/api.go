package live

import (
	"encoding/json"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	gateway "github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// stageName is the last part of the API's URL.
const stageName = "live"

// routeKeys lists the routes. Messages with an unknown action go to $default.
func routeKeys() []string {
	return []string{"$connect", "$disconnect", "$default", string(api.Subscribe), string(api.Ping)}
}

// defineAPI defines the WebSocket API, with all routes served by the function. The
// function does not answer a message but posts to the connection, since API Gateway
// passes answers on only for routes with a route response.
func (l *Live) defineAPI() {
	l.API = gateway.NewWebSocketApi(l, new("Api"), &gateway.WebSocketApiProps{
		ApiName:                  awscdk.Names_UniqueResourceName(l, &awscdk.UniqueResourceNameOptions{MaxLength: new(128.0), Separator: new("-")}),
		RouteSelectionExpression: new("$request.body.action"),
	})
	l.Stage = gateway.NewWebSocketStage(l, new("Stage"), &gateway.WebSocketStageProps{
		WebSocketApi: l.API,
		StageName:    new(stageName),
		AutoDeploy:   new(true),
		Throttle:     &gateway.ThrottleSettings{RateLimit: &l.props.RateLimit, BurstLimit: new(float64(l.props.BurstLimit))},
	})
	l.serveRoutes()
	if l.props.AccessLog {
		l.defineAccessLog()
	}
	l.setVariable(envvar.LiveAPIID, l.API.ApiId())
	l.setVariable(envvar.LiveStage, new(stageName))
	if !l.props.Emulated {
		// The stage's own attribute would make the function depend on the stage, which
		// depends on the function through its routes.
		stack := awscdk.Stack_Of(l)
		l.setVariable(envvar.LiveEndpoint, new("https://"+*l.API.ApiId()+".execute-api."+*stack.Region()+"."+*stack.UrlSuffix()+"/"+stageName))
	}
	l.grant(l.connections("POST"), "execute-api:ManageConnections")
	l.grant(l.connections("DELETE"), "execute-api:ManageConnections")
}

// connections returns the ARN for requests about the stage's connections, by HTTP
// method: POST sends a message, DELETE closes the connection.
func (l *Live) connections(method string) *string {
	return l.API.ArnForExecuteApiV2(new(method+"/@connections/*"), new(stageName))
}

// serveRoutes defines the routes with one integration. The CDK's WebSocketRoute would
// define an integration and a permission for each.
func (l *Live) serveRoutes() {
	fn := l.Function.Function.FunctionArn()
	stack := awscdk.Stack_Of(l)
	integration := gateway.NewWebSocketIntegration(l, new("Integration"), &gateway.WebSocketIntegrationProps{
		WebSocketApi:    l.API,
		IntegrationType: gateway.WebSocketIntegrationType_AWS_PROXY,
		IntegrationUri: new("arn:" + *stack.Partition() + ":apigateway:" + *stack.Region() +
			":lambda:path/2015-03-31/functions/" + *fn + "/invocations"),
	})
	awslambda.NewCfnPermission(l, new("Invoke"), &awslambda.CfnPermissionProps{
		Action:       new("lambda:InvokeFunction"),
		FunctionName: fn,
		Principal:    new("apigateway.amazonaws.com"),
		SourceArn:    l.API.ArnForExecuteApiV2(new("*"), new(stageName)),
	})
	settings := map[string]any{}
	for _, key := range routeKeys() {
		route := gateway.NewCfnRoute(l, &key, &gateway.CfnRouteProps{
			ApiId: l.API.ApiId(), RouteKey: &key, Target: new("integrations/" + *integration.IntegrationId()),
		})
		settings[key] = map[string]any{"ThrottlingRateLimit": l.props.RateLimit, "ThrottlingBurstLimit": l.props.BurstLimit}
		// API Gateway refuses settings of a route that does not exist yet.
		l.stage().AddResourceDependency(route, nil)
	}
	l.stage().SetRouteSettings(settings)
}

func (l *Live) stage() gateway.CfnStage { return l.Stage.Node().DefaultChild().(gateway.CfnStage) }

// URL returns the URL that clients connect to, wss://.
func (l *Live) URL() *string { return l.Stage.Url() }

// URLAt returns the URL that clients connect to at the endpoint of an emulator, such as
// http://localhost:4566; an empty endpoint means AWS.
func (l *Live) URLAt(endpoint string) *string {
	if endpoint == "" {
		return l.URL()
	}
	return new(strings.Replace(endpoint, "http", "ws", 1) + "/_aws/execute-api/" + *l.API.ApiId() + "/" + stageName)
}

func (l *Live) defineAccessLog() {
	l.Log = props.LogGroup(l, "Log", props.LogGroupName(l, "Log", props.APILogs), l.props.LogRetention, l.props.Retain)
	l.stage().SetAccessLogSettings(&gateway.CfnStage_AccessLogSettingsProperty{
		DestinationArn: l.Log.LogGroupArn(),
		Format:         new(logLine()),
	})
}

// logLine returns the format of the access log: a JSON object per connection and per
// message from a client. It has nothing of the message's body, which may carry a
// secret, and no source address. As in httpapi, every value is one that needs no
// escaping.
func logLine() string {
	line, err := json.Marshal(map[string]string{
		"requestId":       "$context.requestId",
		"time":            "$context.requestTime",
		"connection":      "$context.connectionId",
		"route":           "$context.routeKey",
		"event":           "$context.eventType",
		"status":          "$context.status",
		"functionLatency": "$context.integrationLatency",
		"functionRequest": "$context.integration.requestId",
		"functionStatus":  "$context.integration.status",
		"functionError":   "$context.integrationErrorMessage",
		"errorType":       "$context.error.responseType",
	})
	if err != nil {
		panic(err)
	}
	return string(line)
}
