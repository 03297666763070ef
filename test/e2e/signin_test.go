package e2e

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go/logging"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// The client ID is public, and InitiateAuth needs no AWS credentials.
func TestThePublicCannotSignInWithoutTheSignInPages(t *testing.T) {
	c := staffedShop(t, listing)
	cfg := c.site.AWS
	cfg.Credentials = aws.AnonymousCredentials{}
	users := cognito.NewFromConfig(cfg)
	for _, flow := range []types.AuthFlowType{
		types.AuthFlowTypeUserPasswordAuth, types.AuthFlowTypeUserSrpAuth,
		types.AuthFlowTypeAdminUserPasswordAuth, types.AuthFlowTypeAdminNoSrpAuth, types.AuthFlowTypeCustomAuth,
	} {
		_, err := users.InitiateAuth(c.ctx, &cognito.InitiateAuthInput{
			ClientId: new(c.Outputs["UserPoolClientId"]), AuthFlow: flow,
			AuthParameters: map[string]string{"USERNAME": coffee.GroupManager, "PASSWORD": password, "SRP_A": "a1"},
		})
		if got := code(err); got != "InvalidParameterException" {
			t.Errorf("InitiateAuth with %s = %q, want InvalidParameterException", flow, got)
		}
	}
}

func TestOnlyCallersWithPermissionCanSignStaffIn(t *testing.T) {
	c := staffedShop(t, listing)
	role := c.as(c.workflowRole())
	cfg := running.Config()
	cfg.Logger = logging.Nop{} // the SDK warns of a refusal without a checksum
	for name, test := range map[string]struct {
		caller aws.CredentialsProvider
		want   string
	}{
		"nobody":     {aws.AnonymousCredentials{}, "MissingAuthenticationTokenException"},
		"a function": {role.Credentials, denied},
	} {
		cfg.Credentials = test.caller
		signIn := func(ctx context.Context) error {
			_, err := cognito.NewFromConfig(cfg).AdminInitiateAuth(ctx, &cognito.AdminInitiateAuthInput{
				UserPoolId: new(c.Outputs["UserPoolId"]), ClientId: new(c.Outputs["UserPoolClientId"]),
				AuthFlow:       types.AuthFlowTypeAdminUserPasswordAuth,
				AuthParameters: map[string]string{"USERNAME": coffee.GroupManager, "PASSWORD": password},
			})
			return err
		}
		if got := code(signIn(c.ctx)); got != test.want {
			t.Errorf("AdminInitiateAuth by %s = %q, want %s", name, got, test.want)
		}
	}
	cfg = running.Config()
	if _, err := deployed.OpenStaff(cfg, c.Outputs).SignIn(c.ctx, coffee.GroupManager, password); err != nil {
		t.Error(err)
	}
}
