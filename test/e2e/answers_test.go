package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"

	eb "github.com/aws/aws-sdk-go-v2/service/eventbridge/types"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/test/needs"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// answers are the answers of the HTTP API.
type answers struct {
	mu  sync.Mutex
	all []client.Call
}

func (a *answers) add(call client.Call) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all = append(a.all, call)
}

// misuse sends secrets where others belong, since an error might quote them.
func (m *morning) misuse() {
	m.t.Helper()
	ticket, token := m.someTicket(), ""
	for secret, what := range m.secrets {
		if what == "a task token" {
			token = secret
		}
	}
	own, badge := "/api/orders/"+ticket.OrderID, m.badges[coffee.GroupBarista].Access
	for _, test := range []struct {
		route, bearer string
		body          any
	}{
		{"POST /api/orders", "", map[string]string{"code": ticket.Secret}},
		{"POST /api/orders", "", map[string]string{"code": m.code, "more": ticket.Secret + token}},
		{"POST /api/orders", "", ticket.Secret},
		{"PUT " + own, ticket.Secret, map[string]string{"drink": ticket.Secret}},
		{"PUT " + own, ticket.Secret, map[string]string{"drink": token}},
		{"PUT " + own, ticket.Secret, map[string]any{"drink": "espresso", "modifiers": map[string]string{"milk": ticket.Secret}}},
		{"GET " + own, token, nil},
		{"GET " + own + "?token=" + ticket.Secret, m.code, nil},
		{"GET /api/orders/" + ticket.Secret, ticket.Secret, nil},
		{"GET /api/" + ticket.Secret, "", nil},
		{"GET /" + ticket.Secret, "", nil},
		{"GET /?code=" + m.code, "", nil},
		{"POST /api/queue/" + ticket.OrderID + "/cancel", badge, map[string]string{"reason": strings.Repeat(token+" ", 2)}},
		{"PUT /api/shop", badge, map[string]any{"open": token}},
	} {
		got, err := m.send(test.route, test.bearer, test.body)
		m.must(err)
		if got.status == 500 {
			m.t.Errorf("%s = %d %s, want a refusal", test.route, got.status, got.text)
		}
		m.answers.add(client.Call{Route: test.route, Status: got.status, Header: got.header, Body: []byte(got.text)})
	}
	for _, request := range []api.LiveRequest{
		{Action: api.Subscribe, Channel: api.OrderChannel, OrderID: ticket.OrderID, Token: token},
		{Action: api.Subscribe, Channel: api.OrderChannel, OrderID: ticket.Secret, Token: ticket.Secret},
		{Action: api.Subscribe, Channel: api.Channel(ticket.Secret), Token: m.code},
		{Action: api.Action(ticket.Secret), Channel: api.BoardChannel},
	} {
		text, err := json.Marshal(request)
		m.must(err)
		v := m.connect()
		m.must(v.live.Send(m.ctx, text))
		m.must(v.isClosed())
		heard, _ := v.updates()
		for _, update := range heard {
			m.answers.add(client.Call{Route: "a WebSocket", Body: []byte(update.Text)})
		}
	}
}

// someTicket returns an order of the morning with its secret.
func (m *morning) someTicket() (ticket api.Ticket) {
	for _, call := range m.answers.all {
		if call.Route == api.OrderRedeem.Key() && call.Status == 201 {
			m.must(json.Unmarshal(call.Body, &ticket))
		}
	}
	return ticket
}

// checkAnswers reports each secret in an answer, but those that the answer is for, and
// each cookie, which browsers would send with the requests of other sites. It returns the
// number of answers.
func (m *morning) checkAnswers() int {
	m.t.Helper()
	for _, call := range m.answers.all {
		text := fmt.Sprint(call.Header) + string(call.Body)
		switch call.Route {
		case api.OrderRedeem.Key():
			var ticket api.Ticket
			_ = json.Unmarshal(call.Body, &ticket)
			if ticket.Secret != "" {
				text = strings.Replace(text, ticket.Secret, "", 1)
			}
		case api.CodeView.Key():
			text = strings.Replace(text, m.code, "", 1)
		}
		if cookies := call.Header.Values("Set-Cookie"); len(cookies) > 0 {
			m.t.Errorf("%s = %d with the cookies %q, want none", call.Route, call.Status, cookies)
		}
		for _, leak := range m.secrets.leaked(text) {
			m.t.Errorf("%s = %d with %s: %s", call.Route, call.Status, leak, text)
		}
	}
	return len(m.answers.all)
}

// copyArchive adds the events that prod archives to the queue of copyLog. The emulator has
// no archives.
func (s *shop) copyArchive() {
	golden, err := os.ReadFile(needs.Path("test/snapshot/testdata/prod.json"))
	s.must(err)
	var template synth.Template
	s.must(json.Unmarshal(golden, &template))
	pattern, err := json.Marshal(template.One(s.t, "AWS::Events::Archive", "").Properties["EventPattern"])
	s.must(err)
	s.copyRule(eb.Rule{Name: new("archive"), EventBusName: new(s.Outputs["EventBusName"]), EventPattern: new(string(pattern))}, eb.Target{})
}

// checkLog waits until the log, and the archive, have the events of each order, and
// reports each secret in them. It returns the number of events.
func (m *morning) checkLog() (events int) {
	m.t.Helper()
	lines := map[string]int{} // by order
	missing := func() string {
		for _, o := range m.orders {
			heard, _ := m.tap.Of(o.id)
			want := 0
			for _, h := range heard {
				if want++; h.TaskToken() == "" { // which is archived as well
					want++
				}
			}
			if lines[o.id] < want {
				return o.id
			}
		}
		return ""
	}
	ctx, cancel := context.WithTimeout(m.ctx, waitTimeout)
	defer cancel()
	for missing() != "" {
		m.must(ctx.Err())
		line, err := m.log.next()
		m.must(err)
		events++
		lines[line.detail.OrderID]++
		for _, leak := range m.secrets.leaked(line.raw) {
			m.t.Errorf("the log or the archive of events has %s: %s", leak, line.raw)
		}
	}
	return events
}
