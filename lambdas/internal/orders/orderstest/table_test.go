package orderstest_test

import (
	"testing"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders/orderstest"
)

func TestTableKeepsTheContract(t *testing.T) {
	orderstest.TestStore(t, func(*testing.T) orderstest.Store { return new(orderstest.Table) })
}
