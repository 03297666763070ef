// Package ondynamodb holds the store to its contract on implementations of DynamoDB.
package ondynamodb

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestMain(m *testing.M) {
	needs.Tools(m, "the store on implementations of DynamoDB", ".venv/bin/ministack", ".venv/bin/moto_server")
}

// The tests share an emulator, in which each has tables of its own.
func TestOnTheEmulator(t *testing.T) {
	cfg := start(t)
	t.Run("contract", func(t *testing.T) {
		storetest.TestStore(t, func(t *testing.T) storetest.Store { return store.New(cfg, newTables(t, cfg)) })
	})
	for _, part := range []struct {
		name string
		test func(*testing.T, aws.Config)
	}{
		{"limits that somebody wrote into the table", testHandWrittenLimits},
		{"a shop that was opened in the table", testOpenedByHand},
		{"a forgotten code gets no drink back", testForgottenCode},
		{"a seat is given back", testSeat},
		{"a code that cannot be redeemed writes nothing", testRefusalsWriteNothing},
		{"every operation outlasts passing errors", testFaults},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, cfg) })
	}
}

func start(t *testing.T) aws.Config {
	t.Helper()
	e, err := emulator.StartTemporary(t.Context(), needs.Path("."))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.End(!t.Failed()); err != nil {
			t.Errorf("clearing up: %v", err)
		}
	})
	return e.Config()
}
