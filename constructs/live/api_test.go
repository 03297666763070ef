package live_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/constructs/live"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestEveryRouteIsServedByTheFunction(t *testing.T) {
	template := synthesize(byDefault)
	gateway := template.One(t, "AWS::ApiGatewayV2::Api", "Live")
	if got := gateway.Properties["RouteSelectionExpression"]; got != "$request.body.action" || gateway.Properties["ProtocolType"] != "WEBSOCKET" {
		t.Errorf("got the API %v, want a WebSocket API that selects the route by action", gateway.Properties)
	}
	integration := template.One(t, "AWS::ApiGatewayV2::Integration", "")
	fn := "${" + template.One(t, "AWS::Lambda::Function", function).ID + ".Arn}"
	uri := "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/" + fn + "/invocations"
	if got := synth.Text(integration.Properties["IntegrationUri"]); got != uri {
		t.Errorf("got the integration %s, want %s", got, uri)
	}
	var keys []string
	for _, r := range template.All(route) {
		keys = append(keys, r.Properties["RouteKey"].(string))
		if got, want := synth.Text(r.Properties["Target"]), "integrations/${"+integration.ID+"}"; got != want {
			t.Errorf("%s: got the target %s, want %s", r.ID, got, want)
		}
	}
	slices.Sort(keys)
	synth.Equal(t, "routes", keys, []string{"$connect", "$default", "$disconnect", "ping", "subscribe"})
	permission := template.One(t, "AWS::Lambda::Permission", "LiveInvoke").Properties
	if got, want := synth.Text(permission["SourceArn"]), arn(gateway.ID)+"/live/*"; got != want {
		t.Errorf("got the permission for %s, want %s", got, want)
	}
}

// arn returns the ARN of an API, for requests to it.
func arn(api string) string {
	return "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${" + api + "}"
}

func TestEveryRouteHasItsOwnThrottle(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*live.Props)
		limits map[string]any
	}{
		"by default": {byDefault, map[string]any{"ThrottlingRateLimit": 100, "ThrottlingBurstLimit": 200}},
		"as set": {
			func(p *live.Props) { p.RateLimit, p.BurstLimit = 0.5, 3 },
			map[string]any{"ThrottlingRateLimit": 0.5, "ThrottlingBurstLimit": 3},
		},
	} {
		t.Run(name, func(t *testing.T) {
			template := synthesize(test.change)
			stage := template.One(t, stage, "")
			synth.Equal(t, "default", stage.Properties["DefaultRouteSettings"], test.limits)
			synth.Equal(t, "routes", stage.Properties["RouteSettings"], map[string]any{
				"$connect": test.limits, "$default": test.limits, "$disconnect": test.limits, "ping": test.limits, "subscribe": test.limits,
			})
			// API Gateway refuses RouteSettings of a route that does not exist yet.
			var routes []string
			for _, r := range template.All(route) {
				routes = append(routes, r.ID)
			}
			synth.Equal(t, "dependencies", stage.DependsOn, routes)
			if stage.Properties["AutoDeploy"] != true {
				t.Error("the stage is not deployed when a route changes, want automatic deployment")
			}
		})
	}
}

// Permissions to write logs and traces are left out.
func TestTheFunctionHasExactlyThePermissionsItNeeds(t *testing.T) {
	template := synthesize(byDefault)
	id := func(resourceType, prefix string) string { return template.One(t, resourceType, prefix).ID }
	table := func(prefix string) string { return "${" + id("AWS::DynamoDB::GlobalTable", prefix) + ".Arn}" }
	checks := "${" + id(queue, "LiveIdleChecks") + ".Arn}"
	stream := "${" + id("AWS::DynamoDB::GlobalTable", "StoreOrders") + ".StreamArn}"
	connections := arn(id("AWS::ApiGatewayV2::Api", "Live")) + "/live/"
	want := []string{
		"dynamodb:DeleteItem " + table("LiveConnections"), "dynamodb:PutItem " + table("LiveConnections"),
		"dynamodb:Query " + table("LiveConnections"), "dynamodb:UpdateItem " + table("LiveConnections"), "dynamodb:UpdateItem " + table("StoreCounter"),
		"dynamodb:GetItem " + table("StoreOrders"), "dynamodb:Query " + table("StoreOrders") + "/index/" + schema.OrdersByState,
		"dynamodb:GetItem " + table("StoreConfig"),
		"dynamodb:GetItem " + table("StoreCounter"), "dynamodb:PutItem " + table("StoreCounter"),
		"dynamodb:DescribeStream " + stream, "dynamodb:GetRecords " + stream, "dynamodb:GetShardIterator " + stream, "dynamodb:ListStreams " + stream,
		"execute-api:ManageConnections " + connections + "DELETE/@connections/*",
		"execute-api:ManageConnections " + connections + "POST/@connections/*",
		"sqs:DeleteMessage " + checks, "sqs:GetQueueAttributes " + checks, "sqs:ReceiveMessage " + checks, "sqs:SendMessage " + checks,
		"sqs:SendMessage ${" + id(queue, "LiveDeadLetters") + ".Arn}", "sqs:SendMessage ${" + id(queue, "BusDeadLetters") + ".Arn}",
	}
	var got []string
	for _, statement := range template.Rights(t, function) {
		for _, action := range list(synth.At(statement, "Action")) {
			for _, resource := range list(synth.At(statement, "Resource")) {
				if !strings.HasPrefix(action, "logs:") && !strings.HasPrefix(action, "xray:") {
					got = append(got, action+" "+resource)
				}
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	synth.Equal(t, "permissions", slices.Compact(got), want)
}

func list(member any) []string {
	if one, ok := member.(string); ok {
		return []string{one}
	}
	var texts []string
	for _, one := range member.([]any) {
		texts = append(texts, one.(string))
	}
	return texts
}

func TestTheAccessLogIsOffUnlessAskedForAndHasNoSecrets(t *testing.T) {
	off := synthesize(byDefault).One(t, stage, "").Properties["AccessLogSettings"]
	if off != nil {
		t.Errorf("got the access log %v, want none, since an account without a role for it could not deploy the stage", off)
	}
	template := synthesize(func(p *live.Props) { p.AccessLog = true })
	log := template.One(t, "AWS::Logs::LogGroup", "LiveLog")
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
		"requestId": "$context.requestId", "connection": "$context.connectionId", "route": "$context.routeKey", "status": "$context.status",
	} {
		if line[field] != want {
			t.Errorf("%s is %q, want %s", field, line[field], want)
		}
	}
	for field, variable := range line {
		for _, secret := range []string{"header", "query", "authorizer", "identity", "sourceIp", "error.message", "body"} {
			if !strings.HasPrefix(variable, "$context.") || strings.Contains(variable, secret) {
				t.Errorf("%s is %s, want nothing from the request", field, variable)
			}
		}
	}
}
