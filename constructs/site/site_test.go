package site_test

import (
	"strings"
	"testing"
	"time"

	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/constructs/httpapi"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/constructstest"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/site"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// synthesize returns the template of a stack with an API and a Site on it.
func synthesize(p site.Props) synth.Template {
	stack := synth.Stack()
	p.API = httpapi.New(stack, "Api", httpapi.Props{RateLimit: 1, BurstLimit: 1})
	site.New(stack, "Site", p)
	return synth.Of(stack)
}

// synthesizeStaffed returns the template of a stack with a Site whose staff signs in.
func synthesizeStaffed(endpoint string) synth.Template {
	stack := synth.Stack()
	api := httpapi.New(stack, "Api", httpapi.Props{})
	urls := site.URLs(api, endpoint)
	team := staff.New(stack, "Staff", staff.Props{
		Pages: site.StaffPages(urls), Displays: site.DisplayPages(urls), Emulated: endpoint != "", Endpoint: endpoint,
	})
	site.New(stack, "Site", site.Props{API: api, Staff: team}).SetLiveURL(new("wss://live.example/live"))
	return synth.Of(stack)
}

func TestTheSiteServesEveryPathThatTheAPIDoesNotRoute(t *testing.T) {
	template := synthesize(site.Props{})
	got := map[string]any{}
	for _, route := range template.All("AWS::ApiGatewayV2::Route") {
		got[route.Properties["RouteKey"].(string)] = route.Properties["AuthorizationType"]
	}
	synth.Equal(t, "routes without an authorizer", got, map[string]any{"ANY /": nil, "ANY /{proxy+}": nil})
	integration := template.One(t, "AWS::ApiGatewayV2::Integration", "").Properties["IntegrationUri"]
	if got, want := synth.Text(integration), "${"+template.One(t, "AWS::Lambda::Function", "Site").ID+".Arn}"; got != want {
		t.Errorf("got the function %s, want %s", got, want)
	}
}

func TestTheSiteHasAThrottleOfItsOwn(t *testing.T) {
	for name, test := range map[string]struct {
		props       site.Props
		rate, burst float64
	}{
		"by default": {site.Props{}, 200, 400},
		"as set":     {site.Props{RateLimit: 7.5, BurstLimit: 9}, 7.5, 9},
	} {
		t.Run(name, func(t *testing.T) {
			limits := map[string]any{"ThrottlingRateLimit": test.rate, "ThrottlingBurstLimit": test.burst}
			got := synthesize(test.props).One(t, "AWS::ApiGatewayV2::Stage", "").Properties["RouteSettings"]
			synth.Equal(t, "limits", got, map[string]any{"ANY /": limits, "ANY /{proxy+}": limits})
		})
	}
}

func TestTheFunctionMayOnlyWriteLogsAndTraces(t *testing.T) {
	for _, right := range synthesizeStaffed("").Rights(t, "Site") {
		actions, several := synth.At(right, "Action").([]any)
		if !several {
			actions = []any{synth.At(right, "Action")}
		}
		for _, action := range actions {
			if !strings.HasPrefix(action.(string), "logs:") && !strings.HasPrefix(action.(string), "xray:Put") {
				t.Errorf("the function may %s, want nothing but logs and traces", action)
			}
		}
	}
}

func TestTheFunctionKnowsTheServicesOfThePages(t *testing.T) {
	template := synthesizeStaffed("")
	pool := template.One(t, "AWS::Cognito::UserPool", "").ID
	client := template.One(t, "AWS::Cognito::UserPoolClient", "StaffClient").ID
	display := template.One(t, "AWS::Cognito::UserPoolClient", "StaffDisplayClient").ID
	domain := template.One(t, "AWS::Cognito::UserPoolDomain", "").ID
	synth.Equal(t, "variables", template.Variables(t, "Site"), map[string]any{
		envvar.LiveURL:         "wss://live.example/live",
		envvar.SignInURL:       "https://${" + domain + "}.auth.${AWS::Region}.amazoncognito.com",
		envvar.TokenIssuer:     "https://cognito-idp.${AWS::Region}.amazonaws.com/${" + pool + "}",
		envvar.StaffClientID:   "${" + client + "}",
		envvar.DisplayClientID: "${" + display + "}",
	})
	if got := synthesize(site.Props{}).Variables(t, "Site"); got != nil {
		t.Errorf("a site without services has the variables %v, want none", got)
	}
}

func TestSignInsReturnToEveryURLOfThePages(t *testing.T) {
	for endpoint, origins := range map[string][]string{
		"": {"${API.ApiEndpoint}"},
		"http://localhost:4577": {
			"http://${API}.execute-api.localhost:4577",
			"http://localhost:4577/_aws/execute-api/${API}/$default",
			"http://localhost:4577/_aws/execute-api/${API}/%24default",
			"http://127.0.0.1:4577/_aws/execute-api/${API}/$default",
			"http://127.0.0.1:4577/_aws/execute-api/${API}/%24default",
		},
		"https://aws.example": {
			"https://${API}.execute-api.aws.example",
			"https://aws.example/_aws/execute-api/${API}/$default",
			"https://aws.example/_aws/execute-api/${API}/%24default",
		},
	} {
		template := synthesizeStaffed(endpoint)
		api := template.One(t, "AWS::ApiGatewayV2::Api", "").ID
		for client, pages := range map[string][]string{
			"StaffClient": {"/barista", "/manager"}, "StaffDisplayClient": {"/display"},
		} {
			var want []string
			for _, page := range pages {
				for _, origin := range origins {
					want = append(want, strings.Replace(origin, "API", api, 1)+page)
				}
			}
			got := template.One(t, "AWS::Cognito::UserPoolClient", client).Properties
			for _, property := range []string{"CallbackURLs", "LogoutURLs"} {
				synth.Equal(t, endpoint+": "+property+" of "+client, synth.Resolve(got[property]), want)
			}
		}
	}
}

func TestTheSignInOfAnEmulatedSiteIsAtItsEndpoint(t *testing.T) {
	variables := synthesizeStaffed("http://localhost:4577").Variables(t, "Site").(map[string]any)
	if got := variables[envvar.SignInURL]; got != "http://localhost:4577" {
		t.Errorf("got the sign-in at %v, want http://localhost:4577", got)
	}
}

func TestInvalidPropsAreRefused(t *testing.T) {
	constructstest.Refused(t, props.Error{Construct: "Test/Site", Property: "API", Got: "nil", Want: "the HTTP API that the pages call"},
		func() { site.New(synth.Stack(), "Site", site.Props{}) })
	constructstest.Refused(t, props.Error{
		Construct: "Test/Api/ANY /", Property: "RateLimit", Got: -1.0, Want: "more than 0 requests a second",
	}, func() { synthesize(site.Props{RateLimit: -1}) })
	constructstest.Refused(t, props.Error{
		Construct: "Test/Api/ANY /", Property: "BurstLimit", Got: -1, Want: "more than 0 requests",
	}, func() { synthesize(site.Props{BurstLimit: -1}) })
	constructstest.Refused(t, props.Error{
		Construct: "Test/Api/Pages", Property: "Endpoint", Got: "localhost", Want: "a URL such as http://localhost:4566",
	}, func() { site.URLs(httpapi.New(synth.Stack(), "Api", httpapi.Props{}), "localhost") })
	if refusal := constructstest.Refusal(func() { synthesize(site.Props{LogRetention: time.Hour}) }); refusal == nil {
		t.Error("a log retention of an hour: got no refusal, want one")
	}
}
