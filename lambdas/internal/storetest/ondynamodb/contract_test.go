// Package ondynamodb runs the store's contract on two implementations of DynamoDB: the
// emulator and moto.
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
	needs.Tools(m, "the store on the emulator and on moto", ".venv/bin/ministack", ".venv/bin/moto_server")
}

// TestOnTheEmulator runs every test in one emulator, with separate tables for each.
func TestOnTheEmulator(t *testing.T) {
	cfg := start(t)
	t.Run("contract", func(t *testing.T) {
		storetest.TestStore(t, func(t *testing.T) storetest.Store { return store.New(cfg, newTables(t, cfg)) })
	})
	for _, part := range []struct {
		name string
		test func(*testing.T, aws.Config)
	}{
		{"limits written directly into the table are clamped", testHandWrittenLimits},
		{"a shop can be opened directly in the table", testOpenedByHand},
		{"a deleted code is not recreated by a give-back", testDeletedCode},
		{"a seat is given back", testSeat},
		{"a refused code writes nothing", testRefusalsWriteNothing},
		{"every operation survives transient errors", testFaults},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, cfg) })
	}
}

func start(t testing.TB) aws.Config {
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
