package orderstest_test

import (
	"testing"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes/codestest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders/orderstest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings/settingstest"
)

func TestTableKeepsTheContract(t *testing.T) {
	orderstest.TestStore(t, func(*testing.T) orderstest.Store { return new(orderstest.Table) })
}

func TestTableRedeemsCodes(t *testing.T) {
	orderstest.TestRedeeming(t, func(*testing.T) orderstest.Shop {
		codes, settings := new(codestest.Codes), new(settingstest.Settings)
		return orderstest.Shop{
			Orders: &orderstest.Table{Codes: codes, Settings: settings}, Codes: codes, Settings: settings,
		}
	})
}
