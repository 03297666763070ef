package manager

import (
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

var (
	start = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
)

// shop has the handler's store and bus.
type shop struct {
	store *storetest.Memory
	bus   *doubles.Bus
}

// newShop returns a closed shop with tea on its menu.
func newShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{store: new(storetest.Memory), bus: new(doubles.Bus)}
	must(t, s.store.PutMenu(t.Context(), coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true}}}))
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *shop) Serve() webtest.Serve {
	h := &Handler{Store: s.store, Bus: s.bus, Now: func() time.Time { return start }}
	return h.Serve(webtest.New())
}

func (s *shop) settings(t *testing.T) coffee.ShopSettings {
	t.Helper()
	settings, err := s.store.Shop(t.Context())
	must(t, err)
	return settings
}

func (s *shop) menu(t *testing.T) coffee.Menu {
	t.Helper()
	menu, err := s.store.Menu(t.Context())
	must(t, err)
	return menu
}

func ask(t testing.TB, s *shop, by webtest.Caller, method, path, body string, headers ...string) webtest.Answer {
	t.Helper()
	return webtest.Ask(t, s.Serve(), webtest.Request(by, method, path, body, headers...))
}

func (s *shop) hours(t *testing.T) coffee.Hours {
	t.Helper()
	table, err := s.store.Timetable(t.Context())
	must(t, err)
	return table.Hours
}
