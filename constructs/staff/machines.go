package staff

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// machineName matches the names of machine clients, which are part of output names.
var machineName = regexp.MustCompile(`^[a-z][a-z0-9]{0,31}$`)

// defineMachines defines a confidential app client for each machine client, and the
// resource server with their scope. Cognito generates the secrets; no output has them.
func (s *Staff) defineMachines(names []string) {
	s.Machines = map[string]awscognito.UserPoolClient{}
	if len(names) == 0 {
		return
	}
	write := awscognito.NewResourceServerScope(&awscognito.ResourceServerScopeProps{
		ScopeName: new(coffee.WriteScope), ScopeDescription: new("Take orders, follow them and cancel them"),
	})
	orders := s.Pool.AddResourceServer(new("Orders"), &awscognito.UserPoolResourceServerOptions{
		Identifier: new(coffee.OrdersServer), Scopes: &[]awscognito.ResourceServerScope{write},
	})
	for _, name := range names {
		props.Require(machineName.MatchString(name) && s.Machines[name] == nil, s, "Machines", "Machines", name,
			"different names of 1 to 32 lower-case letters and digits, such as till")
		client := s.Pool.AddClient(new("Machine"+name), &awscognito.UserPoolClientOptions{
			UserPoolClientName: &name,
			GenerateSecret:     new(true),
			OAuth: &awscognito.OAuthSettings{
				Flows:  &awscognito.OAuthFlows{ClientCredentials: new(true)},
				Scopes: &[]awscognito.OAuthScope{awscognito.OAuthScope_ResourceServer(orders, write)},
			},
			EnableTokenRevocation: new(true),
			AccessTokenValidity:   minutes(accessValidity),
		})
		// Without a flow, Cognito would enable its defaults, which include SRP.
		client.Node().DefaultChild().(awscognito.CfnUserPoolClient).SetExplicitAuthFlows(props.Pointers([]string{"ALLOW_REFRESH_TOKEN_AUTH"}))
		s.Machines[name] = client
	}
}

// MachineNames returns the names of the machine clients, sorted.
func (s *Staff) MachineNames() []string { return slices.Sorted(maps.Keys(s.Machines)) }

// LetNameMachines sets the variable from which fn knows the machine clients.
func (s *Staff) LetNameMachines(fn awslambda.Function) {
	var clients []string
	for _, name := range s.MachineNames() {
		clients = append(clients, name+"="+*s.Machines[name].UserPoolClientId())
	}
	if len(clients) > 0 {
		fn.AddEnvironment(new(envvar.MachineClients), new(strings.Join(clients, " ")), nil)
	}
}

// DefineMachineOutputs defines an output with the ID of each machine client, such as
// MachineTillClientId. Each output's name begins with prefix.
func (s *Staff) DefineMachineOutputs(prefix string) {
	for _, name := range s.MachineNames() {
		output := "Machine" + strings.ToUpper(name[:1]) + name[1:] + "ClientId"
		awscdk.NewCfnOutput(s, &output, &awscdk.CfnOutputProps{Value: s.Machines[name].UserPoolClientId()}).
			OverrideLogicalId(new(prefix + output))
	}
}
