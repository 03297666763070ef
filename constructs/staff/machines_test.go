package staff_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/constructstest"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestAMachineSignsInWithItsSecretForItsScopeOnly(t *testing.T) {
	template := synthesize(staff.Props{Machines: []string{"till", "robot"}})
	server := template.One(t, "AWS::Cognito::UserPoolResourceServer", "")
	synth.Equal(t, "resource server", synth.At(server.Properties, "Identifier"), coffee.OrdersServer)
	for _, name := range []string{"till", "robot"} {
		got := template.One(t, client, "StaffMachine"+name).Properties
		for property, want := range map[string]any{
			"ClientName": name, "GenerateSecret": true,
			"AllowedOAuthFlows": []string{"client_credentials"}, "AllowedOAuthFlowsUserPoolClient": true,
			"ExplicitAuthFlows": []string{"ALLOW_REFRESH_TOKEN_AUTH"}, "AccessTokenValidity": 60.0,
			"AllowedOAuthScopes": []string{"${" + server.ID + "}/" + coffee.WriteScope},
			"CallbackURLs":       nil,
		} {
			synth.Equal(t, name+"'s "+property, synth.Resolve(got[property]), want)
		}
	}
}

func TestWithoutMachinesThereIsNoResourceServer(t *testing.T) {
	if got := synthesize(staff.Props{}).All("AWS::Cognito::UserPoolResourceServer"); len(got) != 0 {
		t.Errorf("got %d resource servers, want none", len(got))
	}
}

func TestOutputsHaveTheMachinesIDsAndNoSecret(t *testing.T) {
	stack := synth.Stack()
	staff.New(stack, "Staff", staff.Props{Pages: []string{page}, Machines: []string{"till"}}).DefineMachineOutputs("Library")
	template := synth.Of(stack)
	want := "${" + template.One(t, client, "StaffMachinetill").ID + "}"
	if got := synth.Text(template.Outputs["LibraryMachineTillClientId"]["Value"]); got != want {
		t.Errorf("got the output %s, want %s", got, want)
	}
	text, err := json.Marshal(template.Outputs)
	if err != nil || strings.Contains(string(text), "Secret") {
		t.Errorf("got the outputs %s (%v), want no secret", text, err)
	}
}

func TestInvalidNamesOfMachinesAreRefused(t *testing.T) {
	for _, names := range [][]string{{""}, {"Till"}, {"my till"}, {"a=b"}, {"till", "till"}, {strings.Repeat("a", 33)}} {
		want := props.Error{Construct: "Test/Staff/Machines", Property: "Machines", Got: names[len(names)-1],
			Want: "different names of 1 to 32 lower-case letters and digits, such as till"}
		constructstest.Refused(t, want, func() { synthesize(staff.Props{Machines: names}) })
	}
}
