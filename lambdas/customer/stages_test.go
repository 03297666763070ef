package customer

import (
	"slices"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

func TestAnOrderShowsItsStagesAndWhoCancelledIt(t *testing.T) {
	s := newShop(t)
	var version int64
	for _, row := range []struct {
		method, body string
		stages       []coffee.State
		by           api.Canceller
	}{
		{"GET", "", []coffee.State{coffee.Started}, ""},
		{"PUT", place, []coffee.State{coffee.Started, coffee.Placed}, ""},
		{"DELETE", "", []coffee.State{coffee.Started, coffee.Placed, coffee.Cancelled}, api.ByCustomer},
	} {
		order := webtest.Decode[api.Order](t, ask(t, s, owner, row.method, "/api/orders/order-1", row.body))
		var stages []coffee.State
		for _, stage := range order.Stages {
			stages = append(stages, stage.State)
			if stage.At.IsZero() {
				t.Errorf("%s: stage %s has no time", row.method, stage.State)
			}
		}
		if !slices.Equal(stages, row.stages) || order.CancelledBy != row.by {
			t.Errorf("%s: order = %+v, want the stages %v, cancelled by %q", row.method, order, row.stages, row.by)
		}
		if order.Version <= version {
			t.Errorf("%s: version = %d, want more than %d", row.method, order.Version, version)
		}
		version = order.Version
	}
}
