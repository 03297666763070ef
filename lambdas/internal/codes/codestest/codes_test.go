package codestest_test

import (
	"testing"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes/codestest"
)

func TestCodesKeepTheContract(t *testing.T) {
	codestest.TestStore(t, func(*testing.T) codestest.Store { return new(codestest.Codes) })
}
