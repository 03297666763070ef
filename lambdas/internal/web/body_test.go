package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

// serveMenu serves the route api.MenuReplace, and stores the parsed menu in took.
func serveMenu(took *api.Menu) webtest.Serve {
	a := webtest.New()
	web.Handle(a, api.MenuReplace, func(_ context.Context, in *api.MenuInput) (*api.MenuOutput, error) {
		*took = in.Body
		return &api.MenuOutput{Body: in.Body}, nil
	})
	return a.Serve
}

func TestAmbiguousBodiesAreRefused(t *testing.T) {
	for name, body := range map[string]string{
		"nothing but white space":         " \n",
		"another case":                    `{"Open":true}`,
		"another case besides":            `{"open":true,"OPEN":false}`,
		"a letter that folds":             `{"open":true,"o` + "\u1d18" + `en":false}`,
		"twice":                           `{"open":true,"open":true}`,
		"twice, once with an escape":      `{"open":true,"\u006fpen":false}`,
		"an unknown name":                 `{"open":true,"more":1}`,
		"twice, in an unknown object":     `{"open":true,"more":{"a":1,"a":2}}`,
		"null":                            `{"open":null}`,
		"null alone":                      `null`,
		"something after it":              `{"open":true}{}`,
		"garbage after it":                `{"open":true}x`,
		"a byte order mark":               "\ufeff" + `{"open":true}`,
		"invalid UTF-8":                   "{\"open\":true,\"\xff\":1}",
		"half of a surrogate pair":        `{"open":true,"\ud800":1}`,
		"halves in the wrong order":       `{"open":"\udc00\ud800"}`,
		"a comment":                       `{"open":true/**/}`,
		"a comma too many":                `{"open":true,}`,
		"single quotes":                   `{'open':true}`,
		"NaN":                             `{"open":NaN}`,
		"deeply nested":                   `{"open":` + strings.Repeat("[", 3000) + strings.Repeat("]", 3000) + `}`,
		"U+0000":                          `{"open":"\u0000"}`,
		"U+FFFD":                          `{"open":"` + "\ufffd" + `"}`,
		"an infinite number":              `{"open":1e999}`,
		"a number with hundreds of zeros": `{"open":1` + strings.Repeat("0", 500) + `}`,
	} {
		got := webtest.Ask(t, serveOpen(new(bytes.Buffer), echo), put(body))
		if got.Status != 422 || got.Code != api.InvalidRequest {
			t.Errorf("%s: PUT %.60q = %d %s, want 422 %s", name, body, got.Status, got.Body, api.InvalidRequest)
		}
	}
}

func TestNumbersAreNotRounded(t *testing.T) {
	a := webtest.New()
	var took api.Limits
	web.Handle(a, api.SettingsReplace, func(_ context.Context, in *api.LimitsInput) (*api.LimitsOutput, error) {
		took = in.Body
		return &api.LimitsOutput{Body: in.Body}, nil
	})
	for number, want := range map[string]int{
		"20": 20, "20.0": 20, "2e1": 20, "200E-1": 20, "-0": 0, "0e-500": 0,
		"20.000000000000000001": -1, "20.5": -1, "1e-400": -1, "401": -1, "-1": -1, "1e9": -1, "020": -1, "+20": -1, "0x14": -1, `"20"`: -1,
	} {
		body := `{"drinksPerCode":1,"codePeriodSeconds":1,"queueLimit":` + number + `}`
		got := webtest.Ask(t, a.Serve, webtest.Request(webtest.Manager, "PUT", "/api/settings", body))
		if want < 0 && got.Status != 422 || want >= 0 && (got.Status != 200 || took.QueueLimit != want) {
			t.Errorf("queueLimit %s = %d %s and %d, want %d or else 422", number, got.Status, got.Body, took.QueueLimit, want)
		}
	}
}

func TestTextIsNormalizedBeforeItsLengthIsChecked(t *testing.T) {
	drink := func(name string) string { return `{"drinks":[{"id":"a","name":"` + name + `","available":true}]}` }
	hundred := strings.Repeat("é", 100)
	for _, c := range []struct{ name, sent, want string }{
		{"white space around it", ` \t\r\n\u3000` + hundred + ` \n`, hundred},
		{"decomposed", strings.Repeat(`e\u0301`, 100), hundred},
		{"one too many", strings.Repeat(`e\u0301`, 101), ""},
		{"beyond the basic plane", strings.Repeat(`\ud83c\udf75`, 100), strings.Repeat("🍵", 100)},
		{"blank", ` \u00a0 `, ""},
		{"invisible", `\u3164\u200d`, ""},
		{"two lines", `a\u2028b`, ""},
		{"turned around", `a\u202eb`, ""},
		{"marked up", `<a> & \"b\"`, `<a> & "b"`},
	} {
		var took api.Menu
		got := webtest.Ask(t, serveMenu(&took), webtest.Request(webtest.Manager, "PUT", "/api/menu", drink(c.sent)))
		if c.want == "" && got.Status != 422 || c.want != "" && (got.Status != 200 || took.Drinks[0].Name != c.want) {
			t.Errorf("%s = %d %s, want %q or else 422", c.name, got.Status, got.Body, c.want)
		}
	}
}

// An accepted body is parsed as encoding/json parses it, with its text normalized.
func FuzzReadBody(f *testing.F) {
	for _, body := range []string{
		`{"drinks":[{"id":"a","name":" A\u0301 ","available":true,"modifiers":[{"name":"m","options":["x","y"]}]}]}`,
		`{"drinks":[],"Drinks":[]}`, `{"drinks":[{"id":"a","name":"\ud800","available":1e0}]}`, `[1,{"":null}]`, "{\"\xff\":0}",
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var took api.Menu
		got := webtest.Ask(t, serveMenu(&took), webtest.Request(webtest.Manager, "PUT", "/api/menu", body))
		if got.Status != 200 {
			if got.Status < 400 || got.Status >= 500 {
				t.Errorf("PUT %q = %d %s", body, got.Status, got.Body)
			}
			return
		}
		var want api.Menu
		if err := json.Unmarshal([]byte(body), &want); err != nil || len(want.Drinks) != len(took.Drinks) {
			t.Fatalf("PUT %q was taken for %+v, want %+v, %v", body, took, want, err)
		}
		for i, drink := range took.Drinks {
			name, _ := coffee.CleanText(want.Drinks[i].Name)
			if drink.ID != want.Drinks[i].ID || drink.Name != name || !coffee.IsDrinkID(drink.ID) || !coffee.IsCleanText(drink.Name) {
				t.Errorf("PUT %q was taken for %+v, want %+v", body, drink, want.Drinks[i])
			}
		}
	})
}
