// Package staff defines who works in the shop: a user pool with a group for
// each of their roles, and the pages they sign in on.
package staff

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
)

const (
	// accessValidity bounds how long somebody who was removed from a group goes
	// on working: groups are in the token, and nobody looks them up again.
	accessValidity = time.Hour
	// refreshValidity is a long shift: who begins the next one signs in again.
	refreshValidity = 12 * time.Hour
	// passwordLength is at least this many characters, of every kind.
	passwordLength = 12
	// invitationDays is how long a new person has to choose a password.
	invitationDays = 3
)

// Props configures Staff.
type Props struct {
	// Pages are the URLs of the shop's pages that lead to the sign-in, and to
	// which it leads back. Each is https, or on localhost. Required.
	Pages []string

	// Emulated gives the sign-in pages no style, since emulators cannot provision
	// one.
	//
	// Default: false.
	Emulated bool

	// Retain keeps the people when the stack is deleted, and protects them from
	// deletion.
	//
	// Default: false.
	Retain bool
}

// Staff is the people who work in the shop. They cannot sign up: somebody adds
// them, to one or more of the groups coffee.StaffGroups.
type Staff struct {
	constructs.Construct

	// Pool has the people and the groups.
	Pool awscognito.UserPool
	// Client is the shop's pages, as the pool knows them: public, so without a
	// secret, by authorization code with PKCE.
	Client awscognito.UserPoolClient
	// Domain has the sign-in pages.
	Domain awscognito.UserPoolDomain
}

// New defines Staff.
func New(scope constructs.Construct, id string, p Props) *Staff {
	props.Require(len(p.Pages) > 0, scope, id, "Pages", "empty", "at least one URL to come back to after the sign-in")
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

// Issuer is who issues the tokens, as they say themselves. The pool's own
// attribute for it, ProviderURL, is one that the emulator does not know.
func (s *Staff) Issuer() *string {
	return new("https://cognito-idp." + *awscdk.Stack_Of(s).Region() + ".amazonaws.com/" + *s.Pool.UserPoolId())
}

// SignInURL is where the sign-in pages are, without a slash at its end.
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
		// Optional, since a display signs in by itself, and a counter's tablet is
		// everybody's, who have no phone at hand. By an app only: text messages
		// cost money and can be diverted.
		Mfa:             awscognito.Mfa_OPTIONAL,
		MfaSecondFactor: &awscognito.MfaSecondFactor{Otp: new(true), Sms: new(false)},
		// Names are all there is: who forgets a password asks a manager.
		AccountRecovery:    awscognito.AccountRecovery_NONE,
		DeletionProtection: &p.Retain,
		RemovalPolicy:      removal,
	})
}

func (s *Staff) client(pages []string) awscognito.UserPoolClient {
	return s.Pool.AddClient(new("Client"), &awscognito.UserPoolClientOptions{
		GenerateSecret: new(false),
		// The public signs in on the sign-in pages only. ADMIN_USER_PASSWORD_AUTH, for
		// the commands, takes AWS credentials that allow cognito-idp:AdminInitiateAuth.
		// With no flow at all, Cognito would allow its defaults, SRP among them.
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

// defineDomain gives the sign-in pages an address. Its prefix is taken once per
// region among all of AWS's customers.
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
	// Without it AWS shows an error instead of the pages.
	awscognito.NewCfnManagedLoginBranding(s, new("Style"), &awscognito.CfnManagedLoginBrandingProps{
		UserPoolId:               s.Pool.UserPoolId(),
		ClientId:                 s.Client.UserPoolClientId(),
		UseCognitoProvidedValues: true,
	})
}
