package shop_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/live"
	"github.com/serverless-coffee/coffeeshop/constructs/shop"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestExactlyTheRoutesOfTheContractAreDeployed(t *testing.T) {
	template := synthesize(shop.Props{})
	got := map[string]string{}
	for _, route := range template.All("AWS::ApiGatewayV2::Route") {
		if api := synth.Text(route.Properties["ApiId"]); !strings.HasPrefix(api, "${ShopApi") {
			continue
		}
		_, integration, _ := strings.Cut(synth.Text(route.Properties["Target"]), "/")
		uri := synth.Text(template.Resources[strings.Trim(integration, "${}")].Properties["IntegrationUri"])
		function := template.Resources[strings.TrimSuffix(strings.TrimPrefix(uri, "${"), ".Arn}")]
		description, _ := function.Properties["Description"].(string)
		got[route.Properties["RouteKey"].(string)] = caller(route.Properties["AuthorizationType"] == "JWT") + ": " + description
	}
	descriptions := map[api.Function]string{
		api.Customer: "Takes customers' orders",
		api.Barista:  "Lets baristas work through the queue",
		api.Manager:  "Shows the QR code and the day's numbers, and changes menu and settings",
	}
	want := map[string]string{
		"ANY /api/{proxy+}": "anyone: " + descriptions[api.Customer],
		"ANY /":             "anyone: Serves the web pages",
		"ANY /{proxy+}":     "anyone: Serves the web pages",
	}
	for _, route := range api.Routes() {
		served := caller(len(route.Staff) > 0) + ": " + descriptions[route.Function]
		want[route.Key()] = served
		if route.Method == "GET" {
			want["HEAD "+route.Path] = served
		}
	}
	synth.Equal(t, "routes", got, want)
}

func caller(staff bool) string {
	if staff {
		return "staff"
	}
	return "anyone"
}

// Permissions to write logs and traces are left out.
func TestFunctionsOfTheAPIHaveExactlyThePermissionsTheyNeed(t *testing.T) {
	template := synthesize(shop.Props{})
	short := func(resource string) string {
		for prefix, name := range map[string]string{
			"ShopStoreOrders": "orders", "ShopStoreCounter": "counter", "ShopStoreConfig": "config",
			"ShopWorkflow": "workflow", "ShopBus": "bus",
		} {
			if head, rest, ok := strings.Cut(strings.TrimPrefix(resource, "${"), "}"); ok && strings.HasPrefix(head, prefix) {
				return name + rest
			}
		}
		return resource
	}
	for function, want := range map[string]struct{ rights, variables []string }{
		"ShopCustomer": {
			[]string{
				"config dynamodb:BatchGetItem", "config dynamodb:GetItem",
				"counter dynamodb:BatchGetItem if code#*", "counter dynamodb:UpdateItem if code#*",
				"orders dynamodb:BatchGetItem", "orders dynamodb:GetItem", "orders dynamodb:PutItem", "orders dynamodb:UpdateItem",
				"orders/index/by-state dynamodb:Query",
				"workflow states:SendTaskFailure", "workflow states:SendTaskSuccess", "workflow states:StartExecution",
			},
			[]string{
				envvar.ConfigTable, envvar.CounterTable, envvar.CustomerTimeout, envvar.MetricNamespace, envvar.OrdersTable, envvar.StateMachine,
			},
		},
		"ShopBarista": {
			[]string{
				"bus events:PutEvents", "config dynamodb:BatchGetItem", "counter dynamodb:UpdateItem if code#*",
				"orders dynamodb:GetItem", "orders dynamodb:UpdateItem", "orders/index/by-state dynamodb:Query",
				"workflow states:SendTaskFailure", "workflow states:SendTaskSuccess", "workflow states:StartExecution",
			},
			[]string{
				envvar.ConfigTable, envvar.CounterTable, envvar.CustomerTimeout, envvar.BusName, envvar.EventSource,
				envvar.OrdersTable, envvar.StateMachine,
			},
		},
		"ShopManager": {
			[]string{
				"bus events:PutEvents",
				"config dynamodb:ConditionCheckItem", "config dynamodb:GetItem", "config dynamodb:PutItem", "config dynamodb:UpdateItem",
				"counter dynamodb:GetItem if code#*", "counter dynamodb:PutItem if code#*", "counter dynamodb:UpdateItem if code#*",
				"orders/index/by-state dynamodb:Query",
			},
			[]string{envvar.BusName, envvar.ConfigTable, envvar.CounterTable, envvar.EventSource, envvar.OrdersTable},
		},
	} {
		var rights []string
		for _, statement := range template.Rights(t, function) {
			condition := ""
			if keys := synth.At(statement, "Condition", "ForAllValues:StringLike", "dynamodb:LeadingKeys", 0); keys != nil {
				condition = " if " + keys.(string)
			}
			actions, several := synth.At(statement, "Action").([]any)
			if !several {
				actions = []any{synth.At(statement, "Action")}
			}
			for _, action := range actions {
				if resource := synth.At(statement, "Resource").(string); !strings.Contains(action.(string), "logs:") && resource != "*" {
					rights = append(rights, short(resource)+" "+action.(string)+condition)
				}
			}
		}
		slices.Sort(rights)
		synth.Equal(t, "rights of "+function, rights, want.rights)
		slices.Sort(want.variables)
		synth.Equal(t, "variables of "+function, synth.Names(template.Variables(t, function)), want.variables)
	}
}

func TestTheSiteIsOnTheAPIAndSignInsReturnToIt(t *testing.T) {
	for name, test := range map[string]struct {
		props         shop.Props
		first, signIn string
		urls          int
	}{
		"on AWS":           {shop.Props{}, "${API.ApiEndpoint}", "https://${DOMAIN}.auth.${AWS::Region}.amazoncognito.com", 1},
		"emulated":         {shop.Props{Emulated: true}, "http://${API}.execute-api.localhost:4566", "http://localhost:4566", 5},
		"on another port":  {shop.Props{Emulated: true, Endpoint: "http://localhost:4577"}, "http://${API}.execute-api.localhost:4577", "http://localhost:4577", 5},
		"with an endpoint": {shop.Props{Endpoint: "http://localhost:4577"}, "${API.ApiEndpoint}", "https://${DOMAIN}.auth.${AWS::Region}.amazoncognito.com", 1},
	} {
		t.Run(name, func(t *testing.T) {
			template := synthesize(test.props)
			site := strings.Replace(test.first, "API", template.One(t, "AWS::ApiGatewayV2::Api", "ShopApi").ID, 1)
			signIn := strings.Replace(test.signIn, "DOMAIN", template.One(t, "AWS::Cognito::UserPoolDomain", "").ID, 1)
			if got := synth.Text(template.Outputs["SiteUrl"]["Value"]); got != site {
				t.Errorf("got the site at %s, want %s", got, site)
			}
			if got := synth.At(template.Variables(t, "ShopSite"), envvar.SignInURL); got != signIn {
				t.Errorf("the pages sign in at %v, want %s", got, signIn)
			}
			for client, pages := range map[string][]string{"ShopStaffClient": {"/barista", "/manager"}, "ShopStaffDisplayClient": {"/display"}} {
				urls := template.One(t, "AWS::Cognito::UserPoolClient", client).Properties["CallbackURLs"].([]any)
				if len(urls) != len(pages)*test.urls {
					t.Errorf("%s returns to %d URLs, want %d", client, len(urls), len(pages)*test.urls)
				}
				for i, page := range pages {
					if got := synth.Text(urls[i*test.urls]); got != site+page {
						t.Errorf("%s returns to %s, want %s", client, got, site+page)
					}
				}
			}
		})
	}
}

func TestOnlyTheQRCodeIsForTheDisplaysClient(t *testing.T) {
	template := synthesize(shop.Props{})
	display := "${" + template.One(t, "AWS::Cognito::UserPoolClient", "ShopStaffDisplayClient").ID + "}"
	var got []string
	for _, route := range template.All("AWS::ApiGatewayV2::Route") {
		authorizer := template.Resources[strings.Trim(synth.Text(route.Properties["AuthorizerId"]), "${}")]
		audience, _ := synth.Resolve(synth.At(authorizer.Properties, "JwtConfiguration", "Audience")).([]any)
		if slices.Contains(audience, any(display)) {
			got = append(got, route.Properties["RouteKey"].(string))
		}
	}
	slices.Sort(got)
	synth.Equal(t, "routes of the display's client", got, []string{"GET /api/code", "HEAD /api/code"})
}

// A machine's tokens get through to its routes, and to no other.
func TestOnlyTheRoutesOfMachinesAreForTheirClients(t *testing.T) {
	template := synthesize(shop.Props{Machines: []string{"till"}})
	till := "${" + template.One(t, "AWS::Cognito::UserPoolClient", "ShopStaffMachinetill").ID + "}"
	var got, want []string
	for _, route := range template.All("AWS::ApiGatewayV2::Route") {
		authorizer := template.Resources[strings.Trim(synth.Text(route.Properties["AuthorizerId"]), "${}")]
		audience, _ := synth.Resolve(synth.At(authorizer.Properties, "JwtConfiguration", "Audience")).([]any)
		if slices.Contains(audience, any(till)) {
			got = append(got, route.Properties["RouteKey"].(string))
		}
	}
	for _, route := range api.Routes() {
		if route.Machines {
			want = append(want, route.Key())
			if route.Method == "GET" {
				want = append(want, "HEAD "+route.Path)
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	synth.Equal(t, "routes of the till", got, want)
	if got := synth.Text(synth.At(template.Variables(t, "ShopBarista"), envvar.MachineClients)); got != "till="+till {
		t.Errorf("the function knows the machines %s, want till=%s", got, till)
	}
}

func TestThrottlingReachesTheAPIAndTheLiveUpdates(t *testing.T) {
	template := synthesize(shop.Props{
		API:  httpapi.Props{RateLimit: 7, BurstLimit: 9},
		Live: live.Props{RateLimit: 3, BurstLimit: 5},
	})
	for api, want := range map[string]map[string]any{
		"ShopApi":  {"ThrottlingRateLimit": 7, "ThrottlingBurstLimit": 9},
		"ShopLive": {"ThrottlingRateLimit": 3, "ThrottlingBurstLimit": 5},
	} {
		got := template.One(t, "AWS::ApiGatewayV2::Stage", api).Properties["DefaultRouteSettings"]
		synth.Equal(t, "throttling of "+api, got, want)
	}
}
