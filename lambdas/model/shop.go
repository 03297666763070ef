package model

import (
	"context"
	"fmt"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

// showCode makes the display show the code of this time.
func (w *World) showCode() {
	limits := w.board.limits
	code, err := outside(w, func() (coffee.ShopSettings, error) { return w.store.Shop(context.Background()) })
	if err != nil || code.DrinksPerCode != limits.DrinksPerCode {
		w.violate("the settings are %+v, %v, want %+v", code, err, limits)
		return
	}
	shown, err := w.store.CurrentCode(context.Background(), w.now, limits.DrinksPerCode, code.CodePeriod())
	if err != nil {
		w.violate("no code: %v", err)
		return
	}
	w.board.show(shown, limits.DrinksPerCode)
}

// doInShop looks at the shop or changes it. All of it may be done at any time.
func (w *World) doInShop(a Action) {
	r := request{action: a, serve: w.managers, by: webtest.Manager, method: "PUT"}
	switch a.Kind {
	case Watch:
		r.method, r.path = "GET", []string{"/api/queue", "/api/board", "/api/shop"}[a.N%3]
		if r.serve, r.by = w.customers, webtest.Nobody; a.N%3 == 0 {
			r.serve, r.by = w.baristas, crew[a.Who]
		}
	case Open, Close:
		r.path, r.body = "/api/shop", fmt.Sprintf(`{"open":%t}`, a.Kind == Open)
	case Limit:
		limits := Limits(false)
		limits.QueueLimit, limits.DrinksPerCode = 1+a.N%4, 1+a.N/3
		r.path, r.body = "/api/settings", text(limits)
		if a.Fault.Harm != Pauses { // else another request may have changed them since
			r.then = func(Reply) { w.checkLimited(limits) }
		}
	case Write:
		r.path, r.body = "/api/menu", text(Menu)
	case SellOut:
		r.path, r.body = "/api/menu/"+drinks[a.N%2], fmt.Sprintf(`{"available":%t}`, a.N/2%2 == 1)
	}
	w.ask(r)
}
