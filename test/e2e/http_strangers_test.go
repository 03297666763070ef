package e2e

import (
	"testing"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// Everybody can create a user pool with a group named barista.
func TestATokenOfAnotherPoolOrClientIsRefused(t *testing.T) {
	c := staffedShop(t, listing)
	cfg := c.at.Config()
	users := cognito.NewFromConfig(cfg)
	pool, err := users.CreateUserPool(c.ctx, &cognito.CreateUserPoolInput{PoolName: new("strangers")})
	c.must(err)
	_, err = users.CreateGroup(c.ctx, &cognito.CreateGroupInput{UserPoolId: pool.UserPool.Id, GroupName: new(coffee.GroupBarista)})
	c.must(err)
	for name, id := range map[string]*string{"another pool": pool.UserPool.Id, "another client": new(c.Outputs["UserPoolId"])} {
		client, err := users.CreateUserPoolClient(c.ctx, &cognito.CreateUserPoolClientInput{
			UserPoolId: id, ClientName: new("strangers"), ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth},
		})
		c.must(err)
		people := deployed.OpenStaff(cfg, map[string]string{"UserPoolId": *id, "UserPoolClientId": *client.UserPoolClient.ClientId})
		c.must(people.Hire(c.ctx, "stranger", coffee.GroupBarista, password))
		tokens, err := people.SignIn(c.ctx, "stranger", password)
		c.must(err)
		if _, err := c.customer.As(tokens.Access).Queue(c.ctx); codeOf(err) != "http_401" {
			t.Errorf("the queue with a token of %s = %v, want 401 from the authorizer", name, err)
		}
		v := c.connect()
		c.must(v.live.Subscribe(c.ctx, api.BaristaChannel, "", tokens.Access))
		if err := v.isRefused(api.Unauthenticated); err != nil {
			t.Errorf("a token of %s: %v", name, err)
		}
		c.must(people.Remove(c.ctx, "stranger"))
		_, err = users.DeleteUserPoolClient(c.ctx, &cognito.DeleteUserPoolClientInput{UserPoolId: id, ClientId: client.UserPoolClient.ClientId})
		c.must(err)
	}
	_, err = users.DeleteUserPool(c.ctx, &cognito.DeleteUserPoolInput{UserPoolId: pool.UserPool.Id})
	c.must(err)
}
