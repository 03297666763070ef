package storetest_test

import (
	"testing"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
)

func TestMemoryKeepsTheContract(t *testing.T) {
	storetest.TestStore(t, func(*testing.T) storetest.Store { return new(storetest.Memory) })
}
