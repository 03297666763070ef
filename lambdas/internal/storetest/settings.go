package storetest

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func checkShop(t *testing.T, s Store, want coffee.ShopSettings) {
	t.Helper()
	if got, err := s.Shop(t.Context()); got != want || err != nil {
		t.Errorf("Shop() = %+v, %v, want %+v", got, err, want)
	}
}

func checkMenu(t *testing.T, s Store, want string) {
	t.Helper()
	menu, err := s.Menu(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := json.Marshal(menu); string(got) != want {
		t.Errorf("Menu() = %s, want %s", got, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func testDefaults(t *testing.T, s Store) {
	checkShop(t, s, coffee.ShopSettings{TimeZone: "UTC", CollectWithinSeconds: 600, DrinksPerCode: 10, CodePeriodSeconds: 300})
	checkMenu(t, s, `{"drinks":[]}`)
	must(t, s.NoteFull(t.Context(), time.Now())) // a shop that was never opened ignores it
	checkShop(t, s, coffee.ShopSettings{TimeZone: "UTC", CollectWithinSeconds: 600, DrinksPerCode: 10, CodePeriodSeconds: 300})
}

func testSettings(t *testing.T, s Store) {
	zone := "Europe/Berlin"
	must(t, s.PutMenu(t.Context(), menu))
	must(t, s.PutOpen(t.Context(), true, time.Now()))
	checkShop(t, s, coffee.ShopSettings{TimeZone: "UTC", CollectWithinSeconds: 600, Open: true, DrinksPerCode: 10, CodePeriodSeconds: 300})
	must(t, s.PutLimits(t.Context(), coffee.Limits{QueueLimit: 5, DrinksPerCode: 3, CodePeriodSeconds: 60}))
	checkShop(t, s, coffee.ShopSettings{TimeZone: "UTC", CollectWithinSeconds: 600, Open: true, QueueLimit: 5, DrinksPerCode: 3, CodePeriodSeconds: 60})
	must(t, s.PutOpen(t.Context(), false, time.Now()))
	checkShop(t, s, coffee.ShopSettings{TimeZone: "UTC", CollectWithinSeconds: 600, QueueLimit: 5, DrinksPerCode: 3, CodePeriodSeconds: 60})
	for range 2 { // a time zone that is left out stays
		must(t, s.PutLimits(t.Context(), coffee.Limits{DrinksPerCode: 3, CodePeriodSeconds: 60, TimeZone: zone}))
		checkShop(t, s, coffee.ShopSettings{TimeZone: "Europe/Berlin", CollectWithinSeconds: 600, DrinksPerCode: 3, CodePeriodSeconds: 60})
		zone = ""
	}
}

func testInvalidLimits(t *testing.T, s Store) {
	for _, limits := range []coffee.Limits{
		{QueueLimit: -1, DrinksPerCode: 1, CodePeriodSeconds: 1},
		{QueueLimit: coffee.MaxQueueLimit + 1, DrinksPerCode: 1, CodePeriodSeconds: 1},
		{QueueLimit: 1, DrinksPerCode: 0, CodePeriodSeconds: 1},
		{QueueLimit: 1, DrinksPerCode: 1, CodePeriodSeconds: 0},
		{QueueLimit: 1, DrinksPerCode: 1, CodePeriodSeconds: 1, TimeZone: "Europe/Atlantis"},
	} {
		if err := s.PutLimits(t.Context(), limits); coffee.CodeOf(err) != coffee.InvalidSettings {
			t.Errorf("PutLimits(%+v) = %v, want %s", limits, err, coffee.InvalidSettings)
		}
	}
	checkShop(t, s, coffee.ShopSettings{TimeZone: "UTC", CollectWithinSeconds: 600, DrinksPerCode: 10, CodePeriodSeconds: 300})
}

func mustSet(t *testing.T) func(coffee.Menu, error) {
	return func(_ coffee.Menu, err error) {
		t.Helper()
		must(t, err)
	}
}

var menu = coffee.Menu{Drinks: []coffee.Drink{
	{ID: "latte", Name: "Latte", Available: true, Modifiers: []coffee.Modifier{
		{Name: "milk", Options: []string{"cow", "oat"}}, {Name: "size", Options: []string{"small", "big"}},
	}},
	{ID: "espresso", Name: "Espresso", Available: false},
}}

func testMenu(t *testing.T, s Store) {
	must(t, s.PutMenu(t.Context(), menu))
	checkMenu(t, s, `{"drinks":[{"id":"latte","name":"Latte","available":true,"modifiers":[`+
		`{"name":"milk","options":["cow","oat"]},{"name":"size","options":["small","big"]}]},`+
		`{"id":"espresso","name":"Espresso","available":false}]}`)
	must(t, s.PutMenu(t.Context(), coffee.Menu{}))
	checkMenu(t, s, `{"drinks":[]}`)
	checkShop(t, s, coffee.ShopSettings{TimeZone: "UTC", CollectWithinSeconds: 600, DrinksPerCode: 10, CodePeriodSeconds: 300})
}

func testNoMenu(t *testing.T, s Store) {
	checkRefused := func(what string, err error) {
		t.Helper()
		if coffee.CodeOf(err) != coffee.EmptyMenu {
			t.Errorf("%s = %v, want %s", what, err, coffee.EmptyMenu)
		}
	}
	checkRefused("PutOpen(true) before any menu was stored", s.PutOpen(t.Context(), true, time.Now()))
	must(t, s.PutMenu(t.Context(), coffee.Menu{}))
	checkRefused("PutOpen(true) with an empty menu", s.PutOpen(t.Context(), true, time.Now()))
	must(t, s.PutOpen(t.Context(), false, time.Now()))
	must(t, s.PutMenu(t.Context(), menu))
	must(t, s.PutOpen(t.Context(), true, time.Now()))
	mustSet(t)(s.SetAvailable(t.Context(), "latte", false)) // a menu that is sold out is not empty
	must(t, s.PutOpen(t.Context(), true, time.Now()))
	checkRefused("PutMenu(no drinks) of an open shop", s.PutMenu(t.Context(), coffee.Menu{}))
	got, err := s.Menu(t.Context())
	if must(t, err); len(got.Drinks) != len(menu.Drinks) {
		t.Errorf("Menu() = %+v, want the old menu", got)
	}
	must(t, s.PutOpen(t.Context(), false, time.Now()))
	must(t, s.PutMenu(t.Context(), coffee.Menu{}))
}

func testInvalidMenu(t *testing.T, s Store) {
	err := s.PutMenu(t.Context(), coffee.Menu{Drinks: []coffee.Drink{{ID: "latte"}}})
	if coffee.CodeOf(err) != coffee.InvalidMenu {
		t.Errorf("PutMenu(a drink without a name) = %v, want %s", err, coffee.InvalidMenu)
	}
	checkMenu(t, s, `{"drinks":[]}`)
}

func testAvailability(t *testing.T, s Store) {
	if _, err := s.SetAvailable(t.Context(), "latte", false); coffee.CodeOf(err) != coffee.UnknownDrink {
		t.Errorf("SetAvailable without a menu = %v, want %s", err, coffee.UnknownDrink)
	}
	must(t, s.PutMenu(t.Context(), coffee.Menu{Drinks: []coffee.Drink{
		{ID: "a", Name: "A", Available: true}, {ID: "b", Name: "B", Available: true},
	}}))
	for range 2 {
		mustSet(t)(s.SetAvailable(t.Context(), "b", false))
	}
	if _, err := s.SetAvailable(t.Context(), "c", false); coffee.CodeOf(err) != coffee.UnknownDrink {
		t.Errorf("SetAvailable(a drink that is not on the menu) = %v, want %s", err, coffee.UnknownDrink)
	}
	checkMenu(t, s, `{"drinks":[{"id":"a","name":"A","available":true},{"id":"b","name":"B","available":false}]}`)
	mustSet(t)(s.SetAvailable(t.Context(), "b", true))
	checkMenu(t, s, `{"drinks":[{"id":"a","name":"A","available":true},{"id":"b","name":"B","available":true}]}`)
}

func testAvailabilityAtOnce(t *testing.T, s Store) {
	var m coffee.Menu
	for i := range 20 {
		m.Drinks = append(m.Drinks, coffee.Drink{ID: fmt.Sprint(i), Name: "A drink", Available: true})
	}
	must(t, s.PutMenu(t.Context(), m))
	var all sync.WaitGroup
	for _, drink := range m.Drinks {
		all.Go(func() {
			if _, err := s.SetAvailable(t.Context(), drink.ID, false); err != nil {
				t.Errorf("SetAvailable(%s): %v", drink.ID, err)
			}
		})
	}
	all.Wait()
	got, err := s.Menu(t.Context())
	must(t, err)
	for _, drink := range got.Drinks {
		if drink.Available {
			t.Errorf("drink %s is available, want all sold out", drink.ID)
		}
	}
}
