// Package staff defines the user pool of the shop's staff, with a group for each
// role and managed login pages.
package staff

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

const (
	// accessValidity is the lifetime of access and ID tokens. The groups are in the
	// token, so a user removed from a group keeps its rights for up to that long.
	accessValidity = time.Hour
	// refreshValidity is the lifetime of refresh tokens, a long shift. After that,
	// users sign in again.
	refreshValidity = 12 * time.Hour
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

	// Emulated uses the classic hosted UI without branding, since emulators cannot
	// provision that of managed login.
	//
	// Default: false.
	Emulated bool

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
	// Domain serves the sign-in pages.
	Domain awscognito.UserPoolDomain
}

// New defines Staff.
func New(scope constructs.Construct, id string, p Props) *Staff {
	props.Require(len(p.Pages) > 0, scope, id, "Pages", "empty", "at least one URL to return to after the sign-in")
	s := new(Staff)
	constructs.NewConstruct_Override(s, scope, &id)
	s.Pool = s.pool(p)
	for _, group := range coffee.StaffGroups() {
		s.Pool.AddGroup(&group, &awscognito.UserPoolGroupOptions{GroupName: &group})
	}
	s.Client = s.client(p.Pages)
	s.defineDomain(p)
	return s
}

// Issuer returns the iss claim of the pool's tokens, a URL. It does not use the
// pool's attribute ProviderURL, which the emulator does not support.
func (s *Staff) Issuer() *string {
	return new("https://cognito-idp." + *awscdk.Stack_Of(s).Region() + ".amazonaws.com/" + *s.Pool.UserPoolId())
}

// LetVerify sets the variables that fn needs to verify access tokens: the pool, its
// issuer and its app client.
func (s *Staff) LetVerify(fn awslambda.Function) {
	fn.AddEnvironment(new(envvar.UserPoolID), s.Pool.UserPoolId(), nil)
	fn.AddEnvironment(new(envvar.TokenIssuer), s.Issuer(), nil)
	fn.AddEnvironment(new(envvar.StaffClientID), s.Client.UserPoolClientId(), nil)
}

// SignInURL returns the URL of the sign-in pages, without a trailing slash.
func (s *Staff) SignInURL() *string { return s.Domain.BaseUrl(nil) }

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

func (s *Staff) client(pages []string) awscognito.UserPoolClient {
	return s.Pool.AddClient(new("Client"), &awscognito.UserPoolClientOptions{
		GenerateSecret: new(false),
		// Without AWS credentials, users can sign in on the sign-in pages only.
		// ADMIN_USER_PASSWORD_AUTH, for the commands, requires credentials that allow
		// cognito-idp:AdminInitiateAuth. If no flow is listed, Cognito enables its
		// defaults, which include SRP.
		AuthFlows: &awscognito.AuthFlow{AdminUserPassword: new(true)},
		OAuth: &awscognito.OAuthSettings{
			Flows:        &awscognito.OAuthFlows{AuthorizationCodeGrant: new(true)},
			Scopes:       &[]awscognito.OAuthScope{awscognito.OAuthScope_OPENID()},
			CallbackUrls: props.Pointers(pages),
			LogoutUrls:   props.Pointers(pages),
		},
		SupportedIdentityProviders: &[]awscognito.UserPoolClientIdentityProvider{
			awscognito.UserPoolClientIdentityProvider_COGNITO(),
		},
		PreventUserExistenceErrors: new(true),
		EnableTokenRevocation:      new(true),
		AccessTokenValidity:        minutes(accessValidity),
		IdTokenValidity:            minutes(accessValidity),
		RefreshTokenValidity:       minutes(refreshValidity),
	})
}

func minutes(d time.Duration) awscdk.Duration { return awscdk.Duration_Minutes(new(d.Minutes())) }

// defineDomain defines the domain and the style of the sign-in pages. Its prefix must
// be unique in the region among all AWS accounts.
func (s *Staff) defineDomain(p Props) {
	prefix := "coffee-" + (*s.Node().Addr())[2:10] + "-" + *awscdk.Stack_Of(s).Account()
	version := awscognito.ManagedLoginVersion_NEWER_MANAGED_LOGIN
	if p.Emulated {
		version = awscognito.ManagedLoginVersion_CLASSIC_HOSTED_UI
	}
	s.Domain = s.Pool.AddDomain(new("Domain"), &awscognito.UserPoolDomainOptions{
		CognitoDomain:       &awscognito.CognitoDomainOptions{DomainPrefix: &prefix},
		ManagedLoginVersion: version,
	})
	if p.Emulated {
		return
	}
	// Without branding, managed login shows an error instead of the pages.
	awscognito.NewCfnManagedLoginBranding(s, new("Style"), &awscognito.CfnManagedLoginBrandingProps{
		UserPoolId:               s.Pool.UserPoolId(),
		ClientId:                 s.Client.UserPoolClientId(),
		UseCognitoProvidedValues: true,
	})
}
