package staff

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
)

const (
	// accessValidity is the lifetime of access and ID tokens. The groups are in the
	// token, so a user removed from a group keeps its rights for up to that long.
	accessValidity = time.Hour
	// refreshValidity is the lifetime of refresh tokens, a long shift. After that,
	// users sign in again.
	refreshValidity = 12 * time.Hour
	// displayValidity is the lifetime of a display's refresh tokens.
	displayValidity = 30 * 24 * time.Hour
)

// client defines a public app client: without AWS credentials, its users can sign in
// on the sign-in pages only. If it listed no flow, Cognito would enable its defaults,
// which include SRP.
//
// Refresh tokens can be revoked but do not rotate. With rotation, a page that loses the
// answer to a refresh with its network is signed out, and nobody is there to sign a
// display in again. Rotation would not make a sign-in last longer: the new token
// expires when the first one would have.
func (s *Staff) client(id string, pages []string, validity time.Duration, flows ...string) awscognito.UserPoolClient {
	client := s.Pool.AddClient(&id, &awscognito.UserPoolClientOptions{
		GenerateSecret: new(false),
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
		RefreshTokenValidity:       minutes(validity),
	})
	// The CDK cannot define a client with ALLOW_REFRESH_TOKEN_AUTH alone.
	client.Node().DefaultChild().(awscognito.CfnUserPoolClient).SetExplicitAuthFlows(props.Pointers(flows))
	return client
}

func minutes(d time.Duration) awscdk.Duration { return awscdk.Duration_Minutes(new(d.Minutes())) }

// style defines the look of a client's sign-in pages. Without it, managed login shows
// an error instead of the pages.
func (s *Staff) style(id string, client awscognito.UserPoolClient) {
	awscognito.NewCfnManagedLoginBranding(s, &id, &awscognito.CfnManagedLoginBrandingProps{
		UserPoolId:               s.Pool.UserPoolId(),
		ClientId:                 client.UserPoolClientId(),
		UseCognitoProvidedValues: true,
	})
}
