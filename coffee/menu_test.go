package coffee_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestInvalidMenusAreRefused(t *testing.T) {
	tea := coffee.Drink{ID: "tea", Name: "Tea", Available: true}
	with := func(modifiers ...coffee.Modifier) []coffee.Drink {
		return []coffee.Drink{{ID: "tea", Name: "Tea", Modifiers: modifiers}}
	}
	for name, drinks := range map[string][]coffee.Drink{
		"no id":                      {{Name: "Tea"}},
		"an id with a space":         {{ID: "te a", Name: "Tea"}},
		"an id with a line break":    {{ID: "tea\n", Name: "Tea"}},
		"an id that is too long":     {{ID: strings.Repeat("a", 65), Name: "Tea"}},
		"no name":                    {{ID: "tea"}},
		"a name that is not clean":   {{ID: "tea", Name: "Tea "}},
		"a name that is decomposed":  {{ID: "tea", Name: "The\u0301"}},
		"an id twice":                {tea, tea},
		"a modifier twice":           with(coffee.Modifier{Name: "milk", Options: []string{"oat"}}, coffee.Modifier{Name: "milk", Options: []string{"cow"}}),
		"a modifier without options": with(coffee.Modifier{Name: "milk"}),
		"a modifier without name":    with(coffee.Modifier{Options: []string{"oat"}}),
		"an option twice":            with(coffee.Modifier{Name: "milk", Options: []string{"oat", "oat"}}),
		"an empty option":            with(coffee.Modifier{Name: "milk", Options: []string{""}}),
	} {
		if err := (coffee.Menu{Drinks: drinks}).Validate(); coffee.CodeOf(err) != coffee.InvalidMenu {
			t.Errorf("%s: Validate() = %v, want %s", name, err, coffee.InvalidMenu)
		}
	}
	if err := (coffee.Menu{Drinks: []coffee.Drink{tea}}).Validate(); err != nil {
		t.Errorf("tea: Validate() = %v", err)
	}
}

func TestAMenuMayHaveUpToMaxMenuBytes(t *testing.T) {
	var menu coffee.Menu
	for size := func() int { text, _ := json.Marshal(menu); return len(text) }; size() < coffee.MaxMenuBytes-5000; {
		drink := coffee.Drink{ID: fmt.Sprint("drink-", len(menu.Drinks)), Name: strings.Repeat("茶", 100), Modifiers: []coffee.Modifier{
			{Name: "ミルク", Options: []string{"牛乳", "豆乳"}}, {Name: "<&>", Options: []string{strings.Repeat("<", 64)}},
		}}
		menu.Drinks = append(menu.Drinks, drink)
	}
	if err := menu.Validate(); err != nil || len(menu.Drinks) < 100 {
		t.Errorf("Validate() of %d drinks = %v, want nil for at least 100", len(menu.Drinks), err)
	}
	menu.Drinks[0].Modifiers = append(menu.Drinks[0].Modifiers, coffee.Modifier{Name: "x", Options: []string{strings.Repeat("<", 1000)}})
	if err := menu.Validate(); coffee.CodeOf(err) != coffee.InvalidMenu || !strings.Contains(err.Error(), "120000") {
		t.Errorf("Validate() of a menu that is too large = %v, want an error that states the limit", err)
	}
}
