package staff_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/constructstest"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

const (
	page    = "https://coffee.example/staff"
	display = "https://coffee.example/display"
	pool    = "AWS::Cognito::UserPool"
	client  = "AWS::Cognito::UserPoolClient"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// synthesize returns the template of a stack with nothing but a Staff.
func synthesize(p staff.Props) synth.Template {
	stack := synth.Stack()
	p.Pages, p.Displays = []string{page}, []string{display}
	staff.New(stack, "Staff", p)
	return synth.Of(stack)
}

func TestSelfSignUpIsDisabled(t *testing.T) {
	got := synthesize(staff.Props{}).One(t, pool, "").Properties["AdminCreateUserConfig"]
	synth.Equal(t, "sign-up", got, map[string]any{"AllowAdminCreateUserOnly": true})
}

func TestPasswordsHave12CharactersOfEveryKind(t *testing.T) {
	got := synth.At(synthesize(staff.Props{}).One(t, pool, "").Properties, "Policies", "PasswordPolicy")
	synth.Equal(t, "password policy", got, map[string]any{
		"MinimumLength": 12, "RequireLowercase": true, "RequireUppercase": true, "RequireNumbers": true,
		"RequireSymbols": true, "TemporaryPasswordValidityDays": 3,
	})
}

func TestMFAIsOptionalAndByAppOnly(t *testing.T) {
	properties := synthesize(staff.Props{}).One(t, pool, "").Properties
	if got := properties["MfaConfiguration"]; got != "OPTIONAL" {
		t.Errorf("got MFA %v, want OPTIONAL", got)
	}
	synth.Equal(t, "factors", properties["EnabledMfas"], []string{"SOFTWARE_TOKEN_MFA"})
}

func TestThereIsAGroupForEachRole(t *testing.T) {
	var got []any
	template := synthesize(staff.Props{})
	for _, group := range template.All("AWS::Cognito::UserPoolGroup") {
		got = append(got, group.Properties["GroupName"])
		if group.Properties["RoleArn"] != nil {
			t.Errorf("%s has an IAM role, want none", group.ID)
		}
	}
	synth.Equal(t, "groups", got, coffee.StaffGroups())
}

func TestPagesSignInByCodeAndWithoutASecret(t *testing.T) {
	template := synthesize(staff.Props{})
	for id, page := range map[string]string{"StaffClient": page, "StaffDisplayClient": display} {
		got := template.One(t, client, id).Properties
		for property, want := range map[string]any{
			"GenerateSecret":                  false,
			"AllowedOAuthFlowsUserPoolClient": true,
			"AllowedOAuthFlows":               []string{"code"},
			"AllowedOAuthScopes":              []string{"openid"},
			"CallbackURLs":                    []string{page},
			"LogoutURLs":                      []string{page},
			"SupportedIdentityProviders":      []string{"COGNITO"},
			"PreventUserExistenceErrors":      "ENABLED",
			"EnableTokenRevocation":           true,
			"RefreshTokenRotation":            nil, // a lost answer would sign a display out
		} {
			synth.Equal(t, property+" of "+id, got[property], want)
		}
	}
}

func TestTokensLastAnHourAndSignIns12HoursOr30DaysOnDisplays(t *testing.T) {
	template := synthesize(staff.Props{})
	for id, refresh := range map[string]float64{"StaffClient": 12 * 60, "StaffDisplayClient": 30 * 24 * 60} {
		got := template.One(t, client, id).Properties
		units := map[string]any{"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "minutes"}
		synth.Equal(t, "units", got["TokenValidityUnits"], units)
		for property, want := range map[string]float64{"AccessTokenValidity": 60, "IdTokenValidity": 60, "RefreshTokenValidity": refresh} {
			if got[property] != want {
				t.Errorf("%s: %s = %v minutes, want %v", id, property, got[property], want)
			}
		}
	}
}

func TestWithoutDisplaysThereIsOneClient(t *testing.T) {
	stack := synth.Stack()
	team := staff.New(stack, "Staff", staff.Props{Pages: []string{page}})
	template := synth.Of(stack)
	if got := len(template.All(client)); got != 1 || team.DisplayClient != nil {
		t.Errorf("got %d clients, with one for displays: %t, want 1 and none", got, team.DisplayClient != nil)
	}
	if got := len(template.All("AWS::Cognito::ManagedLoginBranding")); got != 1 {
		t.Errorf("got %d styles, want 1", got)
	}
}

// All other flows need only the client's ID, which is public. ADMIN_USER_PASSWORD_AUTH
// requires AWS credentials, and a refresh token is itself a credential.
func TestWithoutAWSCredentialsUsersSignInOnTheSignInPagesOnly(t *testing.T) {
	for _, emulated := range []bool{false, true} {
		template := synthesize(staff.Props{Emulated: emulated})
		for id, want := range map[string][]string{
			"StaffClient":        {"ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
			"StaffDisplayClient": {"ALLOW_REFRESH_TOKEN_AUTH"}, // none would mean Cognito's defaults
		} {
			synth.Equal(t, "flows of "+id, template.One(t, client, id).Properties["ExplicitAuthFlows"], want)
		}
	}
}

// Managed login shows an error for a client without branding.
func TestManagedLoginHasAStyleForEachClient(t *testing.T) {
	for emulated, want := range map[bool]struct{ version, styles float64 }{false: {2, 2}, true: {1, 0}} {
		template := synthesize(staff.Props{Emulated: emulated})
		if got := template.One(t, "AWS::Cognito::UserPoolDomain", "").Properties["ManagedLoginVersion"]; got != want.version {
			t.Errorf("emulated %v: got managed login %v, want %v", emulated, got, want.version)
		}
		if got := float64(len(template.All("AWS::Cognito::ManagedLoginBranding"))); got != want.styles {
			t.Errorf("emulated %v: got %v styles, want %v", emulated, got, want.styles)
		}
		styled := map[string]bool{}
		for _, style := range template.All("AWS::Cognito::ManagedLoginBranding") {
			styled[synth.Text(style.Properties["ClientId"])] = true
		}
		if len(styled) != int(want.styles) {
			t.Errorf("emulated %v: got styles of %v, want those of %v clients", emulated, styled, want.styles)
		}
	}
}

func TestSignInDomainsAreUnique(t *testing.T) {
	stack := synth.Stack()
	staff.New(stack, "North", staff.Props{Pages: []string{page}})
	staff.New(stack, "South", staff.Props{Pages: []string{page}})
	seen := map[string]bool{}
	for _, domain := range synth.Of(stack).All("AWS::Cognito::UserPoolDomain") {
		name := synth.Text(domain.Properties["Domain"])
		if !regexp.MustCompile(`^coffee-[0-9a-f]{8}-\$\{AWS::AccountId\}$`).MatchString(name) || seen[name] {
			t.Errorf("%s has the prefix %s, want a unique one with the account in it", domain.ID, name)
		}
		seen[name] = true
	}
}

func TestARetainedPoolIsProtectedFromDeletion(t *testing.T) {
	for retain, want := range map[bool][2]string{false: {"Delete", "INACTIVE"}, true: {"Retain", "ACTIVE"}} {
		got := synthesize(staff.Props{Retain: retain}).One(t, pool, "")
		if got.DeletionPolicy != want[0] || got.UpdateReplacePolicy != want[0] || got.Properties["DeletionProtection"] != want[1] {
			t.Errorf("retain %v: got the policies %s and %s, protection %v, want %v", retain,
				got.DeletionPolicy, got.UpdateReplacePolicy, got.Properties["DeletionProtection"], want)
		}
	}
}

func TestTheIssuerIsTheURLOfThePool(t *testing.T) {
	stack := synth.Stack()
	people := staff.New(stack, "Staff", staff.Props{Pages: []string{page}})
	awscdk.NewCfnOutput(stack, new("Issuer"), &awscdk.CfnOutputProps{Value: people.Issuer()})
	template := synth.Of(stack)
	want := "https://cognito-idp.${AWS::Region}.amazonaws.com/${" + template.One(t, pool, "").ID + "}"
	if got := synth.Text(template.Outputs["Issuer"]["Value"]); got != want {
		t.Errorf("got the issuer %s, want %s", got, want)
	}
}

func TestAnEmulatorHasTheSignInPagesAtItsEndpoint(t *testing.T) {
	for _, test := range []struct {
		props staff.Props
		want  string
	}{
		{staff.Props{Endpoint: "http://ignored"}, "https://${StaffDomain}.auth.${AWS::Region}.amazoncognito.com"},
		{staff.Props{Emulated: true}, "http://localhost:4566"},
		{staff.Props{Emulated: true, Endpoint: "http://localhost:4577"}, "http://localhost:4577"},
	} {
		stack := synth.Stack()
		test.props.Pages = []string{page}
		people := staff.New(stack, "Staff", test.props)
		awscdk.NewCfnOutput(stack, new("SignIn"), &awscdk.CfnOutputProps{Value: people.SignInURL()})
		template := synth.Of(stack)
		want := strings.Replace(test.want, "StaffDomain", template.One(t, "AWS::Cognito::UserPoolDomain", "").ID, 1)
		if got := synth.Text(template.Outputs["SignIn"]["Value"]); got != want {
			t.Errorf("%+v: got the sign-in at %s, want %s", test.props, got, want)
		}
	}
}

func TestAtLeastOnePageIsRequired(t *testing.T) {
	constructstest.Refused(t, props.Error{
		Construct: "Test/Staff", Property: "Pages", Got: "empty", Want: "at least one URL to return to after the sign-in",
	}, func() { staff.New(synth.Stack(), "Staff", staff.Props{}) })
}
