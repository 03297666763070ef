// Package reference runs the synthesized expressions and rules on implementations other
// than the emulator: JSONata's reference implementation, which Step Functions uses, and
// moto's EventBridge.
package reference

import (
	"sync"
	"testing"
	"time"

	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/shop"
	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
	"github.com/serverless-coffee/coffeeshop/test/needs"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	needs.Tools(m, "the workflow's expressions in JSONata's own implementation, and the bus' rules in moto",
		"node_modules/jsonata/package.json", ".venv/bin/moto_server")
}

// shops maps each capacity strategy to a synthesized shop.
var shops = sync.OnceValue(func() map[workflow.Capacity]synth.Template {
	shops := map[workflow.Capacity]synth.Template{}
	for _, capacity := range []workflow.Capacity{workflow.ListExecutions, workflow.ReservedSeats} {
		stack := synth.Stack()
		shop.New(stack, "Shop", shop.Props{Capacity: capacity, Bus: eventbus.Props{Archive: 24 * time.Hour}})
		shops[capacity] = synth.Of(stack)
	}
	return shops
})
