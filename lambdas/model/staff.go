package model

import (
	"fmt"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

// Crew lists the names of the shop's baristas, and Manager is its manager's.
var (
	Crew    = []string{"mia", "noah"}
	Manager = webtest.Manager.Name
)

var crew = []webtest.Caller{webtest.Member(Crew[0], coffee.GroupBarista), webtest.Member(Crew[1], coffee.GroupBarista)}

func (w *World) takeByHand(a Action) {
	t := w.pick(a, isTaken)
	choice := choiceOf(a.N)
	switch {
	case a.Kind == ByHand:
		t = &ticket{key: fmt.Sprintf("idempotency-key-%d", len(w.tickets)), who: a.Who, choice: choice}
		w.tickets = append(w.tickets, t)
	case t == nil:
		return
	case a.N < 14:
		choice = t.choice
	}
	w.ask(request{
		action: a, serve: w.baristas, by: crew[t.who], method: "POST", path: "/api/queue", body: text(choice),
		key: t.key, ticket: t, want: w.byHandOf(t, choice)})
}

func (w *World) doAsBarista(a Action) {
	t := w.pick(a, isKnown)
	if t == nil {
		return
	}
	by, order := crew[a.Who], w.seen[t.id]
	r := request{action: a, serve: w.baristas, by: by, about: t.id, method: "POST", path: "/api/queue/" + t.id + "/" + verbs[a.Kind], want: w.moveOf(a.Kind, order, by.Name)}
	if order.ID == "" {
		r.want = want{code: coffee.UnknownOrder}
	}
	if a.Kind == Refuse {
		r.body = `{"reason":"no milk"}`
	}
	r.then = func(Reply) { w.checkAnswered(a, t.id) }
	w.ask(r)
}

var verbs = map[Kind]string{Claim: "claim", Release: "release", Complete: "complete", Recall: "recall", Collect: "collect", Refuse: "cancel"}
