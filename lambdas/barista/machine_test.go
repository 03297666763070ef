package barista

import (
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

// takenByTill takes an order for tea as the till.
func (s *shop) takenByTill(t *testing.T) store.Order {
	t.Helper()
	got := ask(t, s, webtest.Till, "POST", "/api/queue", `{"drink":"tea"}`, key...)
	order := webtest.Decode[api.QueuedOrder](t, got)
	if got.Status != 201 || order.State != coffee.Placed || order.TakenBy != "till (machine)" {
		t.Fatalf("the till's order = %d %+v, want 201, placed and taken by till (machine)", got.Status, order)
	}
	return s.order(t, order.OrderID)
}

func TestAMachineTakesAnOrderWithAKeyOnly(t *testing.T) {
	s := newShop(t)
	if got := ask(t, s, webtest.Till, "POST", "/api/queue", `{"drink":"tea"}`); got.Code != api.InvalidRequest || s.workflow.Started != nil {
		t.Errorf("without a key = %+v and started %v, want %s", got, s.workflow.Started, api.InvalidRequest)
	}
	first := s.takenByTill(t)
	if again := s.takenByTill(t); again.ID != first.ID {
		t.Errorf("repeated = order %s, want %s", again.ID, first.ID)
	}
	other := webtest.Decode[api.QueuedOrder](t, ask(t, s, webtest.Robot, "POST", "/api/queue", `{"drink":"tea"}`, key...))
	if other.OrderID == first.ID {
		t.Error("another machine with the same key got the same order")
	}
}

func TestAMachineReachesOnlyItsOwnOrders(t *testing.T) {
	s := newShop(t)
	own := "/api/queue/" + s.takenByTill(t).ID
	for name, row := range map[string]struct {
		by           webtest.Caller
		method, path string
		want         int
	}{
		"its own":              {webtest.Till, "GET", own, 200},
		"another machine's":    {webtest.Robot, "GET", own, 404},
		"a customer's":         {webtest.Till, "GET", "/api/queue/queued", 404},
		"none":                 {webtest.Till, "GET", "/api/queue/none", 404},
		"a barista":            {webtest.Barista, "GET", own, 200},
		"cancel a customer's":  {webtest.Till, "POST", "/api/queue/queued/cancel", 404},
		"cancel another's":     {webtest.Robot, "POST", own + "/cancel", 404},
		"claim its own":        {webtest.Till, "POST", own + "/claim", 403},
		"the queue":            {webtest.Till, "GET", "/api/queue", 403},
		"without the scope":    {webtest.Machine("till", "openid"), "GET", own, 403},
		"with a longer scope":  {webtest.Machine("till", coffee.OrdersScope+"s"), "GET", own, 403},
		"an unknown machine":   {webtest.Machine("stranger", coffee.OrdersScope), "GET", own, 403},
		"one of several scope": {webtest.Machine("till", "a/b "+coffee.OrdersScope), "GET", own, 200},
	} {
		body := ""
		if row.method == "POST" && row.path != own+"/claim" {
			body = `{"reason":"changed my mind"}`
		}
		if got := ask(t, s, row.by, row.method, row.path, body); got.Status != row.want {
			t.Errorf("%s = %d %s, want %d", name, got.Status, got.Body, row.want)
		}
	}
	if state := s.order(t, "queued").State; state != coffee.Queued {
		t.Errorf("the customer's order is %s, want %s", state, coffee.Queued)
	}
}

func TestAMachineCancelsItsOrderUntilABaristaClaimsIt(t *testing.T) {
	for state, want := range map[coffee.State]int{coffee.Queued: 200, coffee.Making: 409, coffee.Ready: 409} {
		s := newShop(t)
		order := s.takenByTill(t)
		order.State, order.BaristaToken = state, "token"
		s.store.Put(order)
		if got := ask(t, s, webtest.Till, "POST", "/api/queue/"+order.ID+"/cancel", `{"reason":"changed my mind"}`); got.Status != want {
			t.Errorf("cancelling a %s order = %d %s, want %d", state, got.Status, got.Body, want)
		}
	}
}

func TestAnOrderThatIsNotPlacedIsNotInTheQueue(t *testing.T) {
	s := newShop(t)
	for _, state := range []coffee.State{coffee.Requested, coffee.Started} {
		s.store.Put(store.Order{ID: "early", State: state})
		if got := ask(t, s, webtest.Barista, "GET", "/api/queue/early", ""); got.Code != coffee.UnknownOrder {
			t.Errorf("a %s order = %+v, want %s", state, got, coffee.UnknownOrder)
		}
	}
}
