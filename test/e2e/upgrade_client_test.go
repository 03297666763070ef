package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// oldClient sends requests as clients of release 0.1.0 do, and reads of the answers what
// they need. Paths, fields and headers are written out here, and stay as they are: pages
// that were loaded before an upgrade go on sending them. A new version of the API needs
// another client beside it.
type oldClient struct {
	*counter
	tablet string // the barista's access token
}

func newOldClient(c *counter) *oldClient {
	return &oldClient{counter: c, tablet: c.badges[coffee.GroupBarista].Access}
}

// send sends a request, perhaps with another header and its value, and returns the status
// and the answer.
func (o *oldClient) send(method, path, bearer, body string, header ...string) (int, map[string]any) {
	o.t.Helper()
	request, err := http.NewRequestWithContext(o.ctx, method, o.url+path, bytes.NewReader([]byte(body)))
	o.must(err)
	request.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	if len(header) == 2 && header[1] != "" {
		request.Header.Set(header[0], header[1])
	}
	response, err := http.DefaultClient.Do(request)
	o.must(err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	o.must(err)
	var answer map[string]any
	_ = json.Unmarshal(text, &answer)
	return response.StatusCode, answer
}

// sent is send, and fails the test unless the request succeeds.
func (o *oldClient) sent(method, path, bearer, body string, header ...string) map[string]any {
	o.t.Helper()
	status, answer := o.send(method, path, bearer, body, header...)
	if status >= 300 {
		o.t.Fatalf("%s %s = %d %v, want success", method, path, status, answer)
	}
	return answer
}

// scan redeems a code.
func (o *oldClient) scan(code string) api.Ticket {
	o.t.Helper()
	answer := o.sent("POST", "/api/orders", "", `{"code":"`+code+`"}`)
	id, _ := answer["orderId"].(string)
	secret, _ := answer["secret"].(string)
	if id == "" || secret == "" || answer["placeBy"] == nil {
		o.t.Fatalf("a scan is answered %v, want orderId, secret and placeBy", answer)
	}
	return api.Ticket{OrderID: id, Secret: secret}
}

const oldChoice = `{"drink":"flat-white","modifiers":{"milk":"oat"}}`

// place orders a drink, and views the order as the customer's page does.
func (o *oldClient) place(ticket api.Ticket) {
	o.t.Helper()
	path := "/api/orders/" + ticket.OrderID
	o.sent("PUT", path, ticket.Secret, oldChoice)
	if answer := o.sent("GET", path, ticket.Secret, ""); answer["state"] == nil || answer["stages"] == nil {
		o.t.Errorf("GET %s = %v, want state and stages", path, answer)
	}
}

// tryPlace orders a drink, and returns the status.
func (o *oldClient) tryPlace(ticket api.Ticket) int {
	o.t.Helper()
	status, _ := o.send("PUT", "/api/orders/"+ticket.OrderID, ticket.Secret, oldChoice)
	return status
}

// take takes an order by hand, and returns its ID. The idempotency key may be empty.
func (o *oldClient) take(key string) string {
	o.t.Helper()
	answer := o.sent("POST", "/api/queue", o.tablet, oldChoice, "Idempotency-Key", key)
	id, _ := answer["orderId"].(string)
	return id
}

// tryTake takes an order by hand, and returns the status.
func (o *oldClient) tryTake(key string) int {
	o.t.Helper()
	status, _ := o.send("POST", "/api/queue", o.tablet, oldChoice, "Idempotency-Key", key)
	return status
}

// move changes an order as a barista, and checks its state afterwards.
func (o *oldClient) move(id, action string, want coffee.State) {
	o.t.Helper()
	if answer := o.sent("POST", "/api/queue/"+id+"/"+action, o.tablet, ""); answer["state"] != string(want) {
		o.t.Errorf("%s of order %s = %v, want %s", action, id, answer, want)
	}
}

// follow connects to the live updates with a text as the first message.
func (o *oldClient) follow(subscription string) *viewer {
	o.t.Helper()
	v := o.connect()
	o.must(v.live.Send(o.ctx, []byte(subscription)))
	o.must(v.hears("a snapshot", func(u client.Update) bool { return strings.Contains(u.Text, `"type":"snapshot"`) }))
	return v
}

// showsAll waits until a client of the barista's channel has heard that all orders are
// COLLECTED, by the fields of release 0.1.0.
func (o *oldClient) showsAll(v *viewer, orders map[string]*viewer) {
	o.t.Helper()
	o.must(eventually(o.ctx, func(context.Context) error {
		heard, _ := v.updates()
		for id := range orders {
			collected := slices.ContainsFunc(heard, func(u client.Update) bool {
				return strings.Contains(u.Text, `"orderId":"`+id+`"`) && strings.Contains(u.Text, `"state":"COLLECTED"`)
			})
			if !collected {
				return fmt.Errorf("the barista's tablet does not hear that order %s is COLLECTED", id)
			}
		}
		return nil
	}))
}
