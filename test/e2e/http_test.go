package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// counter is a shop as its customers and staff reach it: over HTTP.
type counter struct {
	*shop
	url string
	// badges are the tokens of the staff, by group.
	badges map[string]deployed.Tokens
}

const password = "Only-for-tests-1"

// staffed gives a test an open shop with a menu and one person in each group.
func staffed(t *testing.T, get func() (*stack, error)) *counter {
	t.Helper()
	s := open(t, get, openDoors)
	c := &counter{shop: s, url: running.API(s.Outputs["ApiUrl"]), badges: map[string]deployed.Tokens{}}
	cfg, err := running.Config(s.ctx)
	s.must(err)
	people := deployed.OpenStaff(cfg, s.Outputs)
	for _, group := range coffee.StaffGroups() {
		_, err := people.Add(s.ctx, group, group, password)
		s.must(err)
		s.must(people.SetPassword(s.ctx, group, password))
		c.badges[group], err = people.SignIn(s.ctx, group, password)
		s.must(err)
	}
	menu := coffee.Menu{Drinks: []coffee.Drink{{
		ID: "flat-white", Name: "Flat White", Available: true,
		Modifiers: []coffee.Modifier{{Name: "milk", Options: []string{"whole", "oat"}}},
	}}}
	c.as(coffee.GroupManager, "PUT", "/api/menu", menu).is(t, http.StatusOK)
	return c
}

// reply is what the API answered.
type reply struct {
	status int
	body   map[string]any
	header http.Header
	err    error
}

// is ends the test unless the reply has that status.
func (a reply) is(t *testing.T, status int) reply {
	t.Helper()
	if a.err != nil || a.status != status {
		t.Fatalf("got %d %v (%v), want %d", a.status, a.body, a.err, status)
	}
	return a
}

func (a reply) text(name string) string { text, _ := a.body[name].(string); return text }

// as asks as a member of the staff.
func (c *counter) as(group, method, path string, body any) reply {
	return c.ask(c.badges[group].Access, method, path, body, nil)
}

// ask sends a request with a bearer token, if there is one, and more headers.
func (c *counter) ask(bearer, method, path string, body any, header map[string]string) reply {
	content, err := json.Marshal(body)
	if err != nil {
		return reply{err: err}
	}
	request, err := http.NewRequestWithContext(c.ctx, method, c.url+path, bytes.NewReader(content))
	if err != nil {
		return reply{err: err}
	}
	request.Header.Set("Content-Type", "application/json")
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return reply{err: err}
	}
	defer response.Body.Close()
	a := reply{status: response.StatusCode, header: response.Header}
	text, err := io.ReadAll(response.Body)
	if err == nil {
		err = json.Unmarshal(text, &a.body)
	}
	if err != nil {
		a.err = fmt.Errorf("%s %s answered %q: %w", method, path, text, err)
	}
	return a
}

// scan redeems a code.
func (c *counter) scan(code, key string) reply {
	header := map[string]string{}
	if key != "" {
		header["Idempotency-Key"] = key
	}
	return c.ask("", "POST", "/api/orders", map[string]string{"code": code}, header)
}

// code is the QR code that the display shows.
func (c *counter) code() reply {
	return c.as(coffee.GroupDisplay, "GET", "/api/code", nil).is(c.t, http.StatusOK)
}

// becomes waits until the customer sees the order in a state.
func (c *counter) becomes(id, secret string, state coffee.State) reply {
	var last reply
	c.must(eventually(c.ctx, func(context.Context) error {
		last = c.ask(secret, "GET", "/api/orders/"+id, nil, nil)
		if last.err == nil && last.text("state") != string(state) {
			return fmt.Errorf("order %s is %v, want %s", id, last.body, state)
		}
		return last.err
	}))
	return last
}

// many sends n requests, width at a time, and counts the answers by code, or by
// status where they have none.
func (c *counter) many(n, width int, send func(i int) reply) map[string]int {
	var mu sync.Mutex
	counts := map[string]int{}
	items := make([]int, n)
	for i := range items {
		items[i] = i
	}
	c.must(atOnce(items, width, func(i int) error {
		a := send(i)
		outcome := a.text("code")
		if outcome == "" {
			outcome = fmt.Sprint(a.status)
		}
		mu.Lock()
		defer mu.Unlock()
		counts[outcome]++
		return a.err
	}))
	return counts
}

// freshPeriod waits for a code with enough of its period left for a test.
func (c *counter) freshPeriod(enough time.Duration) string {
	var code reply
	c.must(eventually(c.ctx, func(context.Context) error {
		code = c.code()
		expires, err := time.Parse(time.RFC3339, code.text("expiresAt"))
		if err == nil && time.Until(expires) < enough {
			err = fmt.Errorf("the code expires at %v", expires)
		}
		return err
	}))
	return code.text("code")
}

// forgetCodes makes the next QR code a new one, of the limits as they are then.
func (c *counter) forgetCodes() {
	table := c.Outputs["CounterTable"]
	found, err := c.Tables.Scan(c.ctx, &dynamodb.ScanInput{
		TableName: &table, FilterExpression: new("begins_with(#id, :code)"),
		ExpressionAttributeNames:  map[string]string{"#id": coffee.CounterIDAttribute},
		ExpressionAttributeValues: item{":code": text(coffee.CodeIDPrefix)},
	})
	c.must(err)
	for _, code := range found.Items {
		_, err := c.Tables.DeleteItem(c.ctx, &dynamodb.DeleteItemInput{
			TableName: &table, Key: item{coffee.CounterIDAttribute: code[coffee.CounterIDAttribute]},
		})
		c.must(err)
	}
}
