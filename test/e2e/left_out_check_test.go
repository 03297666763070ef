package e2e

import (
	"slices"
	"strings"
	"testing"
)

func TestTestsThatAreNotLeftOutNeedNoEmulator(t *testing.T) {
	p := checkPackage(t)
	tests := p.tests()
	for _, name := range tests {
		if _, marked := leftOut[name]; marked {
			continue
		}
		if path := p.toEmulator(name); path != nil {
			t.Errorf("%s cannot run in a given shop, since it uses %s: add it to leftOut, or change it", name, strings.Join(path, " -> "))
		}
	}
	for name := range leftOut {
		if !slices.Contains(tests, name) {
			t.Errorf("leftOut has %s, which does not exist", name)
		}
	}
	for what, name := range map[string]string{
		"time-outs of seconds": "TestAnAnswerAfterTheTimeOutIsRefused", "an edited table": "TestAnOrderFailsWhenItCannotBeNumbered",
		"the emulator": "TestThrottlingRejectsAnOrderAndOtherErrorsFailIt",
	} {
		if p.toEmulator(name) == nil {
			t.Errorf("%s seems not to need %s: this check does not work", name, what)
		}
	}
}
