package ondynamodb

import (
	"flag"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/moto"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// TestOnMoto checks the store's expressions, conditions and cancellation reasons on a
// second, independent implementation of DynamoDB. moto's updates are not atomic, so the
// races run on the emulator only. moto is slow, so rapid makes only 10 checks.
func TestOnMoto(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	before := checks.Value.String()
	if err := checks.Value.Set("5"); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = checks.Value.Set(before) }()
	server, err := moto.Start(t.Context(), needs.Path("."))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	cfg := server.Config()
	storetest.TestAlone(t, func(t *testing.T) storetest.Store { return store.New(cfg, newTables(t, cfg)) })
}
