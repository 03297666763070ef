package barista

import (
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

var (
	start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
)

// shop has the handler's store, workflow, bus and clock.
type shop struct {
	store    *storetest.Memory
	workflow *doubles.Workflow
	bus      *doubles.Bus
	now      time.Time
}

// newShop returns an open shop with tea on its menu and four orders: queued, mine (MAKING
// by barista), theirs (MAKING by ben) and ready.
func newShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{store: new(storetest.Memory), workflow: new(doubles.Workflow), bus: new(doubles.Bus), now: start.Add(90 * time.Second)}
	s.serveTea(t, true)
	must(t, s.store.PutOpen(t.Context(), true, time.Now()))
	put := func(id string, number int, state coffee.State, barista string) {
		s.store.Put(store.Order{ID: id, Number: number, State: state, Barista: barista, Since: start, QueuedAt: start, ReadyAt: start,
			Order: `{"drink":"tea","modifiers":{"milk":"oat"}}`, BaristaToken: "token-" + id})
	}
	put("queued", 12, coffee.Queued, "")
	put("mine", 11, coffee.Making, "barista")
	put("theirs", 10, coffee.Making, "ben")
	put("ready", 9, coffee.Ready, "barista")
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// serveTea puts tea on the menu, available or not, and mocha, which is sold out.
func (s *shop) serveTea(t testing.TB, available bool) {
	t.Helper()
	must(t, s.store.PutMenu(t.Context(), coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: available}, {ID: "mocha", Name: "Mocha"}}}))
}

func (s *shop) Serve() webtest.Serve {
	h := &Handler{Store: s.store, Workflow: s.workflow, Bus: s.bus, Now: func() time.Time { return s.now }}
	return h.Serve(webtest.New())
}

func (s *shop) order(t testing.TB, id string) store.Order {
	t.Helper()
	o, _, err := s.store.Order(t.Context(), id)
	must(t, err)
	return o
}

func ask(t testing.TB, s *shop, by webtest.Caller, method, path, body string, headers ...string) webtest.Answer {
	t.Helper()
	return webtest.Ask(t, s.Serve(), webtest.Request(by, method, path, body, headers...))
}
