// Package crowdtest tests the emulator's options TransactionsTake and ListingsLag,
// which make it behave like AWS under load.
package crowdtest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sfn"

	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestMain(m *testing.M) {
	needs.Tools(m, "the emulator in a crowd", ".venv/bin/ministack")
}

const (
	transactionsTake = 2 * time.Second // long enough for several refused writes
	listingsLag      = 2 * time.Second
	waitTimeout      = 30 * time.Second
	pollEvery        = 20 * time.Millisecond
)

// The tests share an emulator.
func TestCrowd(t *testing.T) {
	e, err := emulator.StartTemporary(t.Context(), needs.Path("."),
		emulator.TransactionsTake(transactionsTake), emulator.ListingsLag(listingsLag))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.End(!t.Failed()); err != nil {
			t.Errorf("End() = %v", err)
		}
	})
	for name, test := range map[string]func(*testing.T, aws.Config){
		"writes to the items of a transaction are refused": testConflicts,
		"other requests do not wait for a transaction":     testOthers,
		"a refused transaction changes nothing":            testRefused,
		"a listing omits executions younger than the lag":  testLag,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, e.Config())
		})
	}
}

// newMachine creates a state machine and returns its ARN.
func newMachine(t *testing.T, cfg aws.Config, name, definition string) (arn string) {
	t.Helper()
	trust := `{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}]}`
	role, err := iam.NewFromConfig(cfg).CreateRole(t.Context(), &iam.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: &trust})
	must(t, err)
	machine, err := sfn.NewFromConfig(cfg).CreateStateMachine(t.Context(), &sfn.CreateStateMachineInput{
		Name: &name, Definition: &definition, RoleArn: role.Role.Arn,
	})
	must(t, err)
	return *machine.StateMachineArn
}

// eventually calls try until it returns nil. It fails the test after waitTimeout.
func eventually(t *testing.T, try func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), waitTimeout)
	defer cancel()
	for {
		err := try(ctx)
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatal(errors.Join(err, ctx.Err()))
		case <-time.After(pollEvery):
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s = %q, want %q", what, got, want)
	}
}
