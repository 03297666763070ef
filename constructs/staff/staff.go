// Package staff defines the user pool of the shop's staff, with a group for each
// role and managed login pages.
package staff

import (
	"cmp"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

const (
	// passwordLength is the minimum length of a password, in characters.
	passwordLength = 12
	// invitationDays is how long a temporary password is valid.
	invitationDays = 3
)

// Props configures Staff.
type Props struct {
	// Pages are the URLs that sign-in and sign-out may redirect to. Each must be
	// https or on localhost. Required.
	Pages []string

	// Displays are the URLs of the displays' page, as Pages are those of the others.
	//
	// Default: none, so that there is no DisplayClient.
	Displays []string

	// Machines are the names of machine clients: programs that take orders by hand, such
	// as a till. Each gets an app client of its own, with a secret and the scope
	// coffee.OrdersScope. A name has 1 to 32 lower-case letters and digits.
	//
	// Default: none.
	Machines []string

	// Emulated uses the classic hosted UI without branding, since emulators cannot
	// provision that of managed login.
	//
	// Default: false.
	Emulated bool

	// Endpoint is the URL of the emulator, which serves the sign-in pages. It has no
	// trailing slash. Only for Emulated.
	//
	// Default: http://localhost:4566.
	Endpoint string

	// Retain keeps the user pool when the stack is deleted, and turns on deletion
	// protection.
	//
	// Default: false.
	Retain bool
}

// Staff is the user pool of the shop's staff. Users cannot sign up: an administrator
// creates them and adds them to one or more of coffee.StaffGroups.
type Staff struct {
	constructs.Construct

	// Pool holds the users and groups.
	Pool awscognito.UserPool
	// Client is the app client of the shop's pages. It is public, so it has no
	// secret and uses the authorization code flow with PKCE.
	Client awscognito.UserPoolClient
	// DisplayClient is the app client of displays, nil if there are none. Its sign-in
	// lasts for 30 days, in a place where anyone may get at the device. So its tokens
	// are for the routes of displays only, whatever groups the user is in.
	DisplayClient awscognito.UserPoolClient
	// Machines are the app clients of the machine clients, by name.
	Machines map[string]awscognito.UserPoolClient
	// Domain serves the sign-in pages, and tokens to machine clients.
	Domain awscognito.UserPoolDomain

	emulator string // its URL, empty on AWS
}

// New defines Staff.
func New(scope constructs.Construct, id string, p Props) *Staff {
	props.Require(len(p.Pages) > 0, scope, id, "Pages", "empty", "at least one URL to return to after the sign-in")
	s := new(Staff)
	if p.Emulated {
		s.emulator = cmp.Or(p.Endpoint, props.EmulatorEndpoint)
	}
	constructs.NewConstruct_Override(s, scope, &id)
	s.Pool = s.pool(p)
	for _, group := range coffee.StaffGroups() {
		s.Pool.AddGroup(&group, &awscognito.UserPoolGroupOptions{GroupName: &group})
	}
	// ADMIN_USER_PASSWORD_AUTH, for the commands, requires credentials that allow
	// cognito-idp:AdminInitiateAuth.
	s.Client = s.client("Client", p.Pages, refreshValidity, "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")
	if len(p.Displays) > 0 {
		s.DisplayClient = s.client("DisplayClient", p.Displays, displayValidity, "ALLOW_REFRESH_TOKEN_AUTH")
	}
	s.defineMachines(p.Machines)
	s.defineDomain()
	return s
}

// Issuer returns the iss claim of the pool's tokens, a URL. It does not use the
// pool's attribute ProviderURL, which the emulator does not support.
func (s *Staff) Issuer() *string {
	return new("https://cognito-idp." + *awscdk.Stack_Of(s).Region() + ".amazonaws.com/" + *s.Pool.UserPoolId())
}

// LetVerify sets the variables that fn needs to verify access tokens: the pool, its
// issuer and its app clients.
func (s *Staff) LetVerify(fn awslambda.Function) {
	fn.AddEnvironment(new(envvar.UserPoolID), s.Pool.UserPoolId(), nil)
	fn.AddEnvironment(new(envvar.TokenIssuer), s.Issuer(), nil)
	fn.AddEnvironment(new(envvar.StaffClientID), s.Client.UserPoolClientId(), nil)
	if s.DisplayClient != nil {
		fn.AddEnvironment(new(envvar.DisplayClientID), s.DisplayClient.UserPoolClientId(), nil)
	}
}

// SignInURL returns the URL of the sign-in pages, without a trailing slash.
func (s *Staff) SignInURL() *string {
	if s.emulator != "" { // its domains have the names of AWS
		return &s.emulator
	}
	return s.Domain.BaseUrl(nil)
}

func (s *Staff) pool(p Props) awscognito.UserPool {
	removal := awscdk.RemovalPolicy_DESTROY
	if p.Retain {
		removal = awscdk.RemovalPolicy_RETAIN
	}
	return awscognito.NewUserPool(s, new("Resource"), &awscognito.UserPoolProps{
		SelfSignUpEnabled:   new(false),
		SignInAliases:       &awscognito.SignInAliases{Username: new(true)},
		SignInCaseSensitive: new(false),
		PasswordPolicy: &awscognito.PasswordPolicy{
			MinLength:            new(float64(passwordLength)),
			RequireDigits:        new(true),
			RequireLowercase:     new(true),
			RequireSymbols:       new(true),
			RequireUppercase:     new(true),
			TempPasswordValidity: awscdk.Duration_Days(new(float64(invitationDays))),
		},
		// Optional, since displays and shared tablets have no phone at hand. Only
		// authenticator apps: text messages cost money and can be intercepted.
		Mfa:             awscognito.Mfa_OPTIONAL,
		MfaSecondFactor: &awscognito.MfaSecondFactor{Otp: new(true), Sms: new(false)},
		// Users have no email address or phone number: an administrator resets passwords.
		AccountRecovery:    awscognito.AccountRecovery_NONE,
		DeletionProtection: &p.Retain,
		RemovalPolicy:      removal,
	})
}

// defineDomain defines the domain and the style of the sign-in pages. Its prefix must
// be unique in the region among all AWS accounts.
func (s *Staff) defineDomain() {
	prefix := "coffee-" + (*s.Node().Addr())[2:10] + "-" + *awscdk.Stack_Of(s).Account()
	version := awscognito.ManagedLoginVersion_NEWER_MANAGED_LOGIN
	if s.emulator != "" {
		version = awscognito.ManagedLoginVersion_CLASSIC_HOSTED_UI
	}
	s.Domain = s.Pool.AddDomain(new("Domain"), &awscognito.UserPoolDomainOptions{
		CognitoDomain:       &awscognito.CognitoDomainOptions{DomainPrefix: &prefix},
		ManagedLoginVersion: version,
	})
	if s.emulator != "" {
		return
	}
	s.style("Style", s.Client)
	if s.DisplayClient != nil {
		s.style("DisplayStyle", s.DisplayClient)
	}
}
