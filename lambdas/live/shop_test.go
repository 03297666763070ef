package live

import (
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestNewsOfTheShopReachBoardAndDisplay(t *testing.T) {
	for _, event := range []coffee.Event{coffee.ShopStatusChanged{}, coffee.MenuChanged{}, coffee.HoursChanged{}, coffee.SettingsChanged{}} {
		s := newShop(t)
		s.watchAll(t)
		must(t, s.store.PutLimits(t.Context(), coffee.Limits{DrinksPerCode: 3, CodePeriodSeconds: 60}))
		_, err := s.store.SetAvailable(t.Context(), "tea", false)
		must(t, err)
		s.invoke(t, map[string]any{"detail-type": event.DetailType(), "detail": event})
		board := s.sockets.Take("board")
		if len(board) != 1 {
			t.Fatalf("%s: the board got %v, want one message", event.DetailType(), board)
		}
		if got := decode[api.LiveBoard](t, board[0]); got.Type != api.Change || got.Data.Menu == nil || got.Data.Menu.Drinks[0].Available {
			t.Errorf("%s: the board got %+v, want the menu, sold out", event.DetailType(), got)
		}
		display := s.sockets.Take("display")
		if len(display) != 1 || decode[api.LiveDisplay](t, display[0]).Data.Code.Remaining != 3 {
			t.Errorf("%s: the display got %v, want a code for 3 drinks", event.DetailType(), display)
		}
		if got := s.received(); len(got) > 0 {
			t.Errorf("%s: other clients got %v, want nothing", event.DetailType(), got)
		}
	}
}

func TestAClosedShopIsToldWithoutACode(t *testing.T) {
	s := newShop(t)
	s.watchAll(t)
	must(t, s.store.PutOpen(t.Context(), false, time.Now()))
	s.invoke(t, map[string]any{"detail-type": "ShopStatusChanged"})
	if got := decode[api.LiveBoard](t, s.sockets.Take("board")[0]); got.Data.Open {
		t.Errorf("the board got %+v, want a closed shop", got)
	}
	if got := decode[api.LiveDisplay](t, s.sockets.Take("display")[0]); got.Data.Open || got.Data.Code != nil {
		t.Errorf("the display got %+v, want a closed shop and no code", got)
	}
}

func TestAnEventThatCannotBeToldFails(t *testing.T) {
	for _, operation := range []string{"Subscribers", "Menu", "Timetable", "CurrentCode"} {
		s := newShop(t)
		s.watchAll(t)
		s.fail(operation, errBroken)
		if _, err := s.handle(t.Context(), []byte(`{"detail-type":"MenuChanged"}`)); err == nil {
			t.Errorf("with a broken %s, there is no error, and so no retry", operation)
		}
	}
}
