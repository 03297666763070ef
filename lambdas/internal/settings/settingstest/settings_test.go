package settingstest_test

import (
	"testing"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/settings/settingstest"
)

func TestSettingsKeepTheContract(t *testing.T) {
	settingstest.TestStore(t, func(*testing.T) settingstest.Store { return new(settingstest.Settings) })
}
