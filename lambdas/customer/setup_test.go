package customer

import (
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

const (
	secret = "the-secret-of-order-1"
	other  = "the-secret-of-order-2"
)

var (
	start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	owner = webtest.Customer("owner", secret)
)

// shop is a handler together with its store, workflow and clock.
type shop struct {
	store    *storetest.Memory
	workflow *doubles.Workflow
	now      time.Time
	code     string
	handler  *Handler
}

// newShop returns an open shop with tea on its menu and two orders: order-1 is STARTED
// and belongs to owner, order-2 is QUEUED and belongs to somebody else.
func newShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{store: new(storetest.Memory), workflow: new(doubles.Workflow), now: start.Add(time.Minute)}
	s.putMenu(t, coffee.Menu{Drinks: []coffee.Drink{
		{ID: "tea", Name: "Tea", Available: true, Modifiers: []coffee.Modifier{{Name: "milk", Options: []string{"oat", "cow"}}}},
		{ID: "mocha", Name: "Mocha"},
	}})
	must(t, s.store.PutOpen(t.Context(), true, time.Now()))
	code, err := s.store.CurrentCode(t.Context(), start, 10, time.Hour)
	must(t, err)
	s.code = code.Text
	s.store.Put(store.Order{ID: "order-1", State: coffee.Started, Since: start, StartedAt: start,
		SecretHash: store.HashSecret(secret), CustomerToken: "customer-token"})
	s.store.Put(store.Order{ID: "order-2", State: coffee.Queued, Since: start, QueuedAt: start, Number: 7,
		SecretHash: store.HashSecret(other), BaristaToken: "barista-token-2"})
	s.handler = &Handler{Store: s.store, Workflow: s.workflow, PlaceWithin: 15 * time.Minute, Now: func() time.Time { return s.now }}
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *shop) putMenu(t testing.TB, menu coffee.Menu) {
	t.Helper()
	must(t, s.store.PutMenu(t.Context(), menu))
}

// put applies change to order-1.
func (s *shop) put(t testing.TB, change func(*store.Order)) *shop {
	t.Helper()
	o := s.order(t, "order-1")
	change(&o)
	s.store.Put(o)
	return s
}

func (s *shop) order(t testing.TB, id string) store.Order {
	t.Helper()
	o, _, err := s.store.Order(t.Context(), id)
	must(t, err)
	return o
}

// checkRemaining checks how many drinks the code has left.
func (s *shop) checkRemaining(t *testing.T, want int) {
	t.Helper()
	code, err := s.store.CurrentCode(t.Context(), start, 10, time.Hour)
	if must(t, err); code.Remaining != want {
		t.Errorf("the code has %d drinks left, want %d", code.Remaining, want)
	}
}

func (s *shop) scan() string { return `{"code":"` + s.code + `"}` }

func ask(t testing.TB, s *shop, by webtest.Caller, method, path, body string, headers ...string) webtest.Answer {
	t.Helper()
	return webtest.Ask(t, s.handler.Serve(webtest.New()), webtest.Request(by, method, path, body, headers...))
}
