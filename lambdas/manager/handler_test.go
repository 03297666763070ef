package manager

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

const (
	menu   = `{"drinks":[{"id":"mocha","name":"Mocha","available":true,"modifiers":[{"name":"milk","options":["oat"]}]}]}`
	limits = `{"queueLimit":5,"drinksPerCode":2,"codePeriodSeconds":60,"collectWithinSeconds":120,"timeZone":"Europe/Berlin"}`
	hours  = `{"week":{"monday":[],"tuesday":[],"wednesday":[],"thursday":[{"from":"08:00","to":"18:00"}],"friday":[],"saturday":[],"sunday":[]},` +
		`"exceptions":[{"date":"2026-12-24","intervals":[]}]}`
)

func TestCode(t *testing.T) {
	got := ask(t, newShop(t), webtest.Display, "GET", "/api/code", "")
	code := webtest.Decode[struct {
		Code      string
		Remaining int
		ExpiresAt time.Time
	}](t, got)
	if _, err := store.ParseQRCode(code.Code); err != nil || code.Remaining != 10 || !code.ExpiresAt.Equal(start.Add(5*time.Minute)) {
		t.Errorf("GET /api/code = %s, want a code for ten drinks that expires in five minutes", got.Body)
	}
}

func TestChangesAreStoredAndPublished(t *testing.T) {
	by := coffee.ShopDetail{Detail: coffee.Detail{Version: coffee.Version, Time: start}, By: "manager"}
	mocha := coffee.Menu{Drinks: []coffee.Drink{{ID: "mocha", Name: "Mocha", Available: true,
		Modifiers: []coffee.Modifier{{Name: "milk", Options: []string{"oat"}}}}}}
	noTea := coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea"}}}
	thursdays := coffee.Hours{
		Week: coffee.Week{
			Monday: []coffee.Interval{}, Tuesday: []coffee.Interval{}, Wednesday: []coffee.Interval{}, Thursday: []coffee.Interval{{From: "08:00", To: "18:00"}},
			Friday: []coffee.Interval{}, Saturday: []coffee.Interval{}, Sunday: []coffee.Interval{},
		},
		Exceptions: []coffee.HoursException{{Date: "2026-12-24", Intervals: []coffee.Interval{}}},
	}
	for _, c := range []struct {
		path, body string
		want       func(*testing.T, *shop) any
		stored     any
		event      coffee.Event
	}{
		{"/api/shop", `{"open":true}`, func(t *testing.T, s *shop) any { return s.settings(t).Open }, true,
			coffee.ShopStatusChanged{ShopDetail: by, Open: true}},
		{"/api/menu", menu, func(t *testing.T, s *shop) any { return s.menu(t) }, mocha, coffee.MenuChanged{ShopDetail: by, Menu: mocha}},
		{"/api/menu/tea", `{"available":false}`, func(t *testing.T, s *shop) any { return s.menu(t) }, noTea, coffee.MenuChanged{ShopDetail: by, Menu: noTea}},
		{"/api/hours", hours, func(t *testing.T, s *shop) any { return s.hours(t) }, thursdays, coffee.HoursChanged{ShopDetail: by, Hours: thursdays}},
		{"/api/settings", limits, func(t *testing.T, s *shop) any { return s.settings(t).Limits() }, coffee.Limits{QueueLimit: 5, DrinksPerCode: 2, CodePeriodSeconds: 60, CollectWithinSeconds: 120, TimeZone: "Europe/Berlin"},
			coffee.SettingsChanged{ShopDetail: by, Limits: coffee.Limits{QueueLimit: 5, DrinksPerCode: 2, CodePeriodSeconds: 60, CollectWithinSeconds: 120, TimeZone: "Europe/Berlin"}}},
	} {
		t.Run(c.path, func(t *testing.T) {
			s := newShop(t)
			s.bus.Err = doubles.ErrBroken
			if got := ask(t, s, webtest.Manager, "PUT", c.path, c.body); got.Code != coffee.Busy || strings.Contains(got.Body, "internal") {
				t.Errorf("the bus failed: %+v, want busy", got)
			}
			s.bus.Err = nil
			got := ask(t, s, webtest.Manager, "PUT", c.path, c.body)
			if got.Status != 200 || !reflect.DeepEqual(c.want(t, s), c.stored) {
				t.Errorf("PUT = %+v and stored %+v, want %+v", got, c.want(t, s), c.stored)
			}
			if !reflect.DeepEqual(s.bus.Published, []coffee.Event{c.event}) {
				t.Errorf("published %+v, want %+v", s.bus.Published, c.event)
			}
			s.store.Err = func(string) error { return doubles.ErrBroken }
			if got := ask(t, s, webtest.Manager, "PUT", c.path, c.body); got.Status != 500 || strings.Contains(got.Body, "host") {
				t.Errorf("the table failed: %+v, want 500 and nothing internal", got)
			}
		})
	}
}

func TestBadInput(t *testing.T) {
	twice := `{"drinks":[{"id":"a","name":"A","available":true},{"id":"a","name":"B","available":true}]}`
	for _, c := range []struct {
		method, path, body string
		status             int
		code               coffee.ErrorCode
	}{
		{"PUT", "/api/shop", `{}`, 422, api.InvalidRequest},
		{"PUT", "/api/hours", `{}`, 422, api.InvalidRequest},
		{"PUT", "/api/hours", strings.Replace(hours, "08:00", "8:00", 1), 422, api.InvalidRequest},
		{"PUT", "/api/hours", strings.Replace(hours, "2026-12-24", "2026-02-30", 1), 422, coffee.InvalidHours},
		{"PUT", "/api/shop", `{"open":"yes"}`, 422, api.InvalidRequest},
		{"PUT", "/api/menu", `{}`, 422, api.InvalidRequest},
		{"PUT", "/api/menu", `{"drinks":null}`, 422, api.InvalidRequest},
		{"PUT", "/api/menu", `{"drinks":[{"id":"a","name":"A","available":true,"modifiers":null}]}`, 422, api.InvalidRequest},
		{"PUT", "/api/menu", `{"drinks":[{"id":"a","name":"A","available":true,"modifiers":[{"name":"m","options":[""]}]}]}`, 422, api.InvalidRequest},
		{"PUT", "/api/menu", twice, 422, coffee.InvalidMenu},
		{"PUT", "/api/menu", `{"drinks":[{"id":"A b","name":"A","available":true}]}`, 422, api.InvalidRequest},
		{"PUT", "/api/menu", `{"drinks":[{"id":"tea","ID":"Not an id/%00","name":"Tea","available":true}]}`, 422, api.InvalidRequest},
		{"PUT", "/api/menu", `{"drinks":[{"id":"tea","name":" ","available":true}]}`, 422, api.InvalidRequest},
		{"PUT", "/api/menu", `{"drinks":[{"id":" tea","name":"Tea","available":true}]}`, 422, api.InvalidRequest},
		{"PUT", "/api/menu/Tea", `{"available":true}`, 422, api.InvalidRequest},
		{"PUT", "/api/menu/tea%20", `{"available":true}`, 422, api.InvalidRequest},
		{"PUT", "/api/settings", strings.Repeat(" ", api.MaxBody) + limits, 413, api.TooLarge},
		{"PUT", "/api/menu", strings.Repeat(" ", api.MaxMenuBody) + menu, 413, api.TooLarge},
		{"PUT", "/api/menu/beer", `{"available":true}`, 404, coffee.UnknownDrink},
		{"PUT", "/api/menu/tea", `{"available":0}`, 422, api.InvalidRequest},
		{"PUT", "/api/settings", `{"queueLimit":401,"drinksPerCode":2,"codePeriodSeconds":60}`, 422, api.InvalidRequest},
		{"PUT", "/api/settings", `{"queueLimit":4,"drinksPerCode":0,"codePeriodSeconds":60}`, 422, api.InvalidRequest},
		{"PUT", "/api/settings", `{"queueLimit":4.5,"drinksPerCode":1,"codePeriodSeconds":60}`, 422, api.InvalidRequest},
		{"PUT", "/api/settings", `{"queueLimit":4}`, 422, api.InvalidRequest},
		{"PUT", "/api/settings", `{"queueLimit":4,"drinksPerCode":1,"codePeriodSeconds":60,"timeZone":"../UTC"}`, 422, api.InvalidRequest},
		{"PUT", "/api/settings", `{"queueLimit":4,"drinksPerCode":1,"codePeriodSeconds":60,"timeZone":"Europe/Atlantis"}`, 422, coffee.InvalidSettings},
		{"POST", "/api/code", `{}`, 405, api.WrongMethod},
		{"DELETE", "/api/queue", ``, 405, api.WrongMethod}, // a route of another function
		{"GET", "/api/nothing", ``, 404, api.NotFound},
	} {
		s := newShop(t)
		settings, served := s.settings(t), s.menu(t)
		got := ask(t, s, webtest.Manager, c.method, c.path, c.body)
		changed := s.settings(t) != settings || !reflect.DeepEqual(s.menu(t), served)
		if got.Status != c.status || got.Code != c.code || s.bus.Published != nil || changed {
			t.Errorf("%s %s %.60s = %d %s, want %d %s and no change", c.method, c.path, c.body, got.Status, got.Body, c.status, c.code)
		}
	}
}

func TestWhoMayDoWhat(t *testing.T) {
	for _, c := range []struct{ method, path, body, may string }{
		{"GET", "/api/code", "", "display manager"},
		{"PUT", "/api/shop", `{"open":true}`, "barista manager"},
		{"PUT", "/api/menu", menu, "manager"},
		{"PUT", "/api/menu/tea", `{"available":false}`, "barista manager"},
		{"GET", "/api/settings", "", "manager"},
		{"PUT", "/api/settings", limits, "manager"},
		{"GET", "/api/days/today", "", "manager"},
		{"GET", "/api/days/today/orders.csv", "", "manager"},
	} {
		for _, by := range []webtest.Caller{webtest.Nobody, webtest.Customer("customer", "secret"),
			webtest.Display, webtest.Barista, webtest.Manager, webtest.IDToken} {
			want := 403
			switch {
			case strings.Contains(c.may, by.Name):
				want = 200
			case by.Name == "nobody" || by.Name == "customer" || by.Name == "ID token":
				want = 401
			}
			s := newShop(t)
			if got := ask(t, s, by, c.method, c.path, c.body); got.Status != want || want != 200 && s.bus.Published != nil {
				t.Errorf("%s %s by %s = %d %.200s, want %d", c.method, c.path, by.Name, got.Status, got.Body, want)
			}
		}
	}
}

func FuzzRequests(f *testing.F) {
	webtest.Fuzz(f, api.Manager, func(t testing.TB) webtest.Serve { return newShop(t).Serve() }, []webtest.Caller{webtest.Manager, webtest.Nobody, webtest.Display},
		webtest.Seed{Method: "GET", Path: "/api/code"},
		webtest.Seed{Method: "PUT", Path: "/api/shop", Body: `{"open":true}`},
		webtest.Seed{Method: "PUT", Path: "/api/menu", Body: menu},
		webtest.Seed{Method: "PUT", Path: "/api/menu/tea", Body: `{"available":false}`},
		webtest.Seed{Method: "GET", Path: "/api/hours"},
		webtest.Seed{Method: "PUT", Path: "/api/hours", Body: hours},
		webtest.Seed{Method: "GET", Path: "/api/settings"},
		webtest.Seed{Method: "PUT", Path: "/api/settings", Body: limits},
		webtest.Seed{Method: "GET", Path: "/api/days/2026-11-21"},
		webtest.Seed{Method: "GET", Path: "/api/days/today/orders.csv"})
}

func TestLimitsMayBeWrittenAsAnyJSONNumber(t *testing.T) {
	s := newShop(t)
	got := ask(t, s, webtest.Manager, "PUT", "/api/settings", `{"queueLimit":5.0,"drinksPerCode":0.2e1,"codePeriodSeconds":60,"collectWithinSeconds":12e1,"timeZone":"Europe/Berlin"}`)
	if got.Status != 200 || strings.TrimSpace(got.Body) != limits {
		t.Errorf("PUT /api/settings = %d %s, want 200 %s", got.Status, got.Body, limits)
	}
}

func TestLimitsAreShownAndApplyToTheCurrentCode(t *testing.T) {
	s := newShop(t)
	before, err := s.store.CurrentCode(t.Context(), start, 10, 5*time.Minute)
	must(t, err)
	ask(t, s, webtest.Manager, "PUT", "/api/settings", limits)
	if code, err := s.store.CurrentCode(t.Context(), start, 2, time.Minute); err != nil || code.Remaining != 2 || code.Text != before.Text {
		t.Errorf("the current code is %+v, %v, want the same code with 2 drinks left", code, err)
	}
	if got := ask(t, s, webtest.Manager, "GET", "/api/settings", ""); got.Status != 200 || strings.TrimSpace(got.Body) != limits {
		t.Errorf("GET /api/settings = %+v, want 200 %s", got, limits)
	}
}

func TestATimeZoneThatIsLeftOutStays(t *testing.T) {
	s := newShop(t)
	ask(t, s, webtest.Manager, "PUT", "/api/settings", limits)
	got := ask(t, s, webtest.Manager, "PUT", "/api/settings", `{"queueLimit":6,"drinksPerCode":1,"codePeriodSeconds":60}`)
	if got.Status != 200 || !strings.Contains(got.Body, `"timeZone":"Europe/Berlin"`) || s.settings(t).TimeZone != "Europe/Berlin" {
		t.Errorf("PUT /api/settings = %d %s and stored %q, want Europe/Berlin as before", got.Status, got.Body, s.settings(t).TimeZone)
	}
}

// The menu is sent as plain JSON, indented, and with every character escaped.
func TestTheLargestMenuIsAcceptedInAnyEncodingAndFitsIntoAnEvent(t *testing.T) {
	large := coffee.Menu{}
	for i := range 100 {
		large.Drinks = append(large.Drinks, coffee.Drink{ID: fmt.Sprint("drink-", i), Name: strings.Repeat("珈", 100), Available: true,
			Modifiers: []coffee.Modifier{
				{Name: "ミルク", Options: []string{"牛乳", "豆乳", "オーツミルク", "なし"}}, {Name: "サイズ", Options: []string{"小", "中", "大"}},
				{Name: "markup", Options: []string{strings.Repeat("<", 64), strings.Repeat("&", 40)}},
			}})
	}
	plain, err := json.Marshal(large)
	if err != nil || len(plain) > coffee.MaxMenuBytes || len(plain) < coffee.MaxMenuBytes-5000 {
		t.Fatalf("the menu has %d bytes (%v), want at most %d and no more than 5000 fewer", len(plain), err, coffee.MaxMenuBytes)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, plain, "", "    "); err != nil {
		t.Fatal(err)
	}
	inner := regexp.MustCompile(`"(?:[^"\\]|\\u[0-9a-f]{4})*"`)
	escaped := inner.ReplaceAllStringFunc(indented.String(), func(quoted string) string {
		var text, out string
		_ = json.Unmarshal([]byte(quoted), &text)
		for _, r := range text {
			out += fmt.Sprintf(`\u%04x`, r)
		}
		return `"` + out + `"`
	})
	for name, body := range map[string]string{"plain": string(plain), "indented": indented.String(), "escaped": escaped} {
		s := newShop(t)
		if got := ask(t, s, webtest.Manager, "PUT", "/api/menu", body); got.Status != 200 || !reflect.DeepEqual(s.menu(t), large) {
			t.Fatalf("PUT /api/menu, %s, %d bytes = %d %.200s, want 200 and the menu", name, len(body), got.Status, got.Body)
		}
		const most = 128 << 10 // bytes of a WebSocket message; an EventBridge event may be larger
		if event, err := json.Marshal(s.bus.Published[0]); err != nil || len(event) > most {
			t.Errorf("event = %d bytes (%v), want at most %d", len(event), err, most)
		}
	}
	large.Drinks[0].Modifiers = append(large.Drinks[0].Modifiers, coffee.Modifier{Name: "more", Options: []string{strings.Repeat("<", 64)}})
	for i := range 30 {
		large.Drinks[i].Modifiers = append(large.Drinks[i].Modifiers, coffee.Modifier{Name: "even more", Options: []string{strings.Repeat("<", 64)}})
	}
	tooLarge, _ := json.Marshal(large)
	if got := ask(t, newShop(t), webtest.Manager, "PUT", "/api/menu", string(tooLarge)); got.Status != 422 || got.Code != coffee.InvalidMenu || !strings.Contains(got.Body, "120000") {
		t.Errorf("PUT /api/menu of %d bytes = %d %.200s, want 422 %s with the limit", len(tooLarge), got.Status, got.Body, coffee.InvalidMenu)
	}
}
