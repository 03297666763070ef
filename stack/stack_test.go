package stack_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/stack"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// deployment is an environment with its synthesized stack.
type deployment struct {
	config.Environment
	synth.Template
	name      string
	protected bool // has termination protection
}

var deployments = sync.OnceValue(func() []deployment {
	var all []deployment
	for _, name := range config.Names() {
		env, err := config.For(name)
		if err != nil {
			panic(err)
		}
		s := stack.New(synth.App(), env)
		all = append(all, deployment{env, synth.Of(s), *s.StackName(), *s.TerminationProtection()})
	}
	return all
})

func eachDeployment(t *testing.T, test func(*testing.T, deployment)) {
	for _, d := range deployments() {
		t.Run(d.Environment.Name, func(t *testing.T) { test(t, d) })
	}
}

func TestAStackIsNamedAfterItsEnvironment(t *testing.T) {
	eachDeployment(t, func(t *testing.T, d deployment) {
		if want := "CoffeeShop-" + d.Environment.Name; d.name != want {
			t.Errorf("got the stack %s, want %s", d.name, want)
		}
	})
}

func TestRetainProtectsTheStackTablesLogsAndUsers(t *testing.T) {
	eachDeployment(t, func(t *testing.T, d deployment) {
		if d.protected != d.Retain {
			t.Errorf("termination protection = %v, want %v", d.protected, d.Retain)
		}
		policy := map[bool]string{true: "Retain", false: "Delete"}[d.Retain]
		kept := slices.Concat(d.All("AWS::DynamoDB::GlobalTable"), d.All("AWS::Logs::LogGroup"), d.All("AWS::Cognito::UserPool"))
		for _, r := range kept {
			if r.DeletionPolicy != policy {
				t.Errorf("%s: got the deletion policy %s, want %s", r.ID, r.DeletionPolicy, policy)
			}
		}
	})
}

func TestTablesHaveTheConfiguredNamesAndBackups(t *testing.T) {
	eachDeployment(t, func(t *testing.T, d deployment) {
		for prefix, want := range map[string]string{
			"ShopStoreConfig": d.ConfigTable, "ShopStoreCounter": d.CounterTable, "ShopStoreOrders": "",
		} {
			table := d.One(t, "AWS::DynamoDB::GlobalTable", prefix).Properties
			if got, _ := table["TableName"].(string); got != want {
				t.Errorf("%s: got the name %q, want %q, where none is CloudFormation's choice", prefix, got, want)
			}
			recovery := synth.At(table, "Replicas", 0, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")
			if recovery != d.PointInTimeRecovery {
				t.Errorf("%s: got point-in-time recovery %v, want %v", prefix, recovery, d.PointInTimeRecovery)
			}
		}
	})
}

func TestTheWorkflowHasTheConfiguredTimeoutsAndCapacity(t *testing.T) {
	eachDeployment(t, func(t *testing.T, d deployment) {
		var definition struct{ States map[string]any }
		text := synth.Text(d.One(t, "AWS::StepFunctions::StateMachine", "").Properties["DefinitionString"])
		if err := json.Unmarshal([]byte(text), &definition); err != nil {
			t.Fatal(err)
		}
		for wait, want := range map[string]time.Duration{
			"EmitOrderStarted": d.CustomerTimeout, "EmitAwaitingCompletion": d.BaristaTimeout,
		} {
			if got := synth.At(definition.States[wait], "TimeoutSeconds"); got != want.Seconds() {
				t.Errorf("%s times out after %v s, want %v", wait, got, want.Seconds())
			}
		}
		limit := synth.At(definition.States["CheckShopStatus"], "Assign", "queueLimit").(string)
		if want := fmt.Sprintf(" : %d %%}", d.QueueLimit); !strings.HasSuffix(limit, want) {
			t.Errorf("got the queue limit %s, want it to default to %d", limit, d.QueueLimit)
		}
		if got := definition.States["TakeSeat"] != nil; got != d.ReserveSeats {
			t.Errorf("orders reserve seats: %v, want %v", got, d.ReserveSeats)
		}
	})
}

func TestLogsAndEventsAreKeptAsLongAsConfigured(t *testing.T) {
	eachDeployment(t, func(t *testing.T, d deployment) {
		for _, log := range d.All("AWS::Logs::LogGroup") {
			if got, want := log.Properties["RetentionInDays"], d.LogRetention.Hours()/24; got != want {
				t.Errorf("%s keeps its lines for %v days, want %v", log.ID, got, want)
			}
		}
		var got, want []any
		for _, archive := range d.All("AWS::Events::Archive") {
			got = append(got, archive.Properties["RetentionDays"])
		}
		if d.Archive > 0 {
			want = append(want, d.Archive.Hours()/24)
		}
		synth.Equal(t, "days in the archive", got, want)
		if d.Emulated && got != nil {
			t.Error("got an archive, which the emulator cannot provision")
		}
	})
}

// A password in the hands of a page is one more that can be stolen.
func TestNoEnvironmentLetsThePublicSignInWithoutTheSignInPages(t *testing.T) {
	eachDeployment(t, func(t *testing.T, d deployment) {
		for id, want := range map[string][]string{
			"ShopStaffClient":        {"ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
			"ShopStaffDisplayClient": {"ALLOW_REFRESH_TOKEN_AUTH"},
		} {
			synth.Equal(t, "flows of "+id, d.One(t, "AWS::Cognito::UserPoolClient", id).Properties["ExplicitAuthFlows"], want)
		}
	})
}
