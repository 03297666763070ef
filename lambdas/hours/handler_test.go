package hours

import (
	"errors"
	"log/slog"
	"reflect"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
)

var midnight = time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)

// shop is a handler together with its store, bus and clock.
type shop struct {
	*Handler
	store *storetest.Memory
	bus   *doubles.Bus
	at    time.Time
}

// newShop returns a closed shop with a menu, which opens from 8 to 18 h on Thursdays.
func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{store: new(storetest.Memory), bus: new(doubles.Bus)}
	s.Handler = &Handler{Store: s.store, Bus: s.bus, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return s.at }}
	must(t, s.store.PutMenu(t.Context(), coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true}}}))
	must(t, s.store.PutHours(t.Context(), coffee.Hours{Week: coffee.Week{Thursday: []coffee.Interval{{From: "08:00", To: "18:00"}}}}))
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// run runs the function at a time since midnight, and returns its error.
func (s *shop) run(t *testing.T, at time.Duration) error {
	s.at = midnight.Add(at)
	return s.Handle(t.Context(), nil)
}

// check compares whether the shop is open, and the events since the last check.
func (s *shop) check(t *testing.T, what string, open bool, events ...coffee.Event) {
	t.Helper()
	table, err := s.store.Timetable(t.Context())
	must(t, err)
	if table.Shop.Open != open || len(s.bus.Published)+len(events) > 0 && !reflect.DeepEqual(s.bus.Published, events) {
		t.Errorf("%s: open = %v, published %v, want %v and %v", what, table.Shop.Open, s.bus.Published, open, events)
	}
	s.bus.Published = nil
}

// changed returns the event of a switch that was published at a time since midnight.
func changed(open bool, at time.Duration) coffee.Event {
	detail := coffee.Detail{Version: coffee.Version, Time: midnight.Add(at)}
	return coffee.ShopStatusChanged{ShopDetail: coffee.ShopDetail{Detail: detail, By: "hours"}, Open: open}
}

func TestTheShopFollowsItsHours(t *testing.T) {
	s := newShop(t)
	late := 8*time.Hour + 20*time.Second
	for range 2 { // an invocation may come twice
		must(t, s.run(t, late))
	}
	s.check(t, "opening time", true, changed(true, late))
	must(t, s.run(t, 18*time.Hour))
	s.check(t, "closing time", false, changed(false, 18*time.Hour))
	must(t, s.store.PutOpen(t.Context(), true, midnight.Add(19*time.Hour)))
	must(t, s.run(t, 20*time.Hour))
	s.check(t, "opened by hand", true)
}

func TestASwitchByHandMeanwhileWins(t *testing.T) {
	s := newShop(t)
	s.store.Err = func(operation string) error {
		if operation == "PutScheduled" {
			s.store.Err = nil
			return s.store.PutOpen(t.Context(), false, midnight.Add(8*time.Hour+1))
		}
		return nil
	}
	must(t, s.run(t, 8*time.Hour+1))
	s.check(t, "closed by hand at opening time", false)
}

func TestAnEventThatCannotBePublishedIsPublishedLater(t *testing.T) {
	s := newShop(t)
	s.bus.Err = doubles.ErrBroken
	if err := s.run(t, 8*time.Hour); !errors.Is(err, doubles.ErrBroken) {
		t.Errorf("Handle with a broken bus = %v, want its error", err)
	}
	s.bus.Err = nil
	s.check(t, "the bus failed", true)
	for range 2 {
		must(t, s.run(t, 9*time.Hour))
	}
	s.check(t, "the bus works again", true, changed(true, 9*time.Hour))
}

func TestAnEmptyMenuKeepsTheShopClosed(t *testing.T) {
	s := newShop(t)
	must(t, s.store.PutMenu(t.Context(), coffee.Menu{}))
	must(t, s.run(t, 8*time.Hour))
	s.check(t, "no menu", false)
	must(t, s.store.PutMenu(t.Context(), coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea"}}}))
	must(t, s.run(t, 9*time.Hour))
	s.check(t, "a menu", true, changed(true, 9*time.Hour))
}

func TestErrorsOfTheTableAreReported(t *testing.T) {
	for _, broken := range []string{"Timetable", "PutScheduled", "NotePublished"} {
		s := newShop(t)
		s.store.Err = func(operation string) error {
			if operation == broken {
				return doubles.ErrBroken
			}
			return nil
		}
		if err := s.run(t, 8*time.Hour); !errors.Is(err, doubles.ErrBroken) {
			t.Errorf("Handle with a broken %s = %v, want its error", broken, err)
		}
	}
}
