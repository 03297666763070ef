package model

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

// request is a request to a function, and the answer that the model expects.
type request struct {
	action             Action
	serve              web.Handler
	by                 webtest.Caller
	method, path, body string
	key                string // for idempotency, or empty
	ticket             *ticket
	about              string // the order's ID, for a barista's request
	want               want
	then               func(Reply) // called with a successful answer, unless nil
	failed             func(Harm)  // called after a 5xx of a function that a fault harmed, unless nil
}

// Reply is what the model reads of an answer.
type Reply struct {
	Code    coffee.ErrorCode `json:"code"`
	State   coffee.State     `json:"state"`
	OrderID string           `json:"orderId"`
	Secret  string           `json:"secret"`
}

// ask sends a request, and checks the answer unless the function dies.
func (w *World) ask(r request) {
	c := &call{fault: r.action.Fault, ticket: r.ticket}
	var response events.APIGatewayV2HTTPResponse
	var err error
	c.done = func() {
		if err != nil {
			w.violate("the function failed: %v", err)
		}
		w.checkLeaks(response.Body, r.ticket)
		if !c.dead {
			w.answered(r, c.fault.Harm, response)
		}
	}
	var headers []string
	if r.key != "" {
		headers = []string{"idempotency-key", r.key}
	}
	event := webtest.Request(r.by, r.method, r.path, r.body, headers...)
	w.run(c, func() { response, err = r.serve(context.Background(), event) })
}

// answered checks an answer, and remembers what it says.
func (w *World) answered(r request, harm Harm, response events.APIGatewayV2HTTPResponse) {
	var got Reply
	if err := json.Unmarshal([]byte(response.Body), &got); err != nil {
		w.violate("the answer is %q, want JSON", response.Body)
	}
	status := response.StatusCode
	if status < http.StatusBadRequest {
		got.Code = "" // a QR code has a code, too
	}
	if w.recording != nil {
		w.recording.add(r, got, response)
	}
	failed := status >= http.StatusInternalServerError
	if failed && harm == None {
		w.violate("the answer is %s, and nothing failed", response.Body)
	}
	if failed && r.failed != nil && harm != Pauses && harm != Outage {
		r.failed(harm)
	}
	if failed || harm == Pauses && got.Code != "" {
		return
	}
	wrong := got.Code != r.want.code || got.Code == "" && r.want.state != "" && got.State != r.want.state
	if wrong && harm != Pauses {
		w.violate("the answer is %d %s, want code %q or else state %s", status, response.Body, r.want.code, r.want.state)
	}
	if got.Code != "" {
		w.count(got.Code)
		return
	}
	w.count(r.action.Kind)
	if r.ticket != nil {
		r.ticket.acked = true
	}
	if r.then != nil {
		r.then(got)
	}
}
