// Package meter counts what an order costs: the requests of its functions, which
// a proxy sees, those of its workflow, which the execution's history has, its
// events, and the invocations, which the functions' logs have.
package meter

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// The services that orders use.
const (
	DynamoDB      = "DynamoDB"
	StepFunctions = "StepFunctions"
	EventBridge   = "EventBridge"
)

// Request is a request to a service that an order caused.
type Request struct {
	// Step is what was being done with the order.
	Step Step
	// From is the function that sent it, or the state of the workflow.
	From string
	// Service and Operation are such as DynamoDB and GetItem.
	Service, Operation string
	// Refused is true where the answer was an error, such as that a condition did
	// not hold. Retry is true where the function's SDK sent it again.
	Refused, Retry bool
	// Units are what DynamoDB bills.
	Units Units
	// Events is how many it put on the bus.
	Events int
}

// Meter counts what orders cost, one order at a time.
type Meter struct {
	shop     *deployed.Shop
	tap      *deployed.Tap
	proxy    *Proxy
	logs     *logs
	rules    *rules
	tables   *tables
	workflow definition

	mu       sync.Mutex
	names    map[string]string // of the functions, by access key
	newcomer string            // whose access key the next unknown one is
	step     Step              // empty between orders
	calls    int
	requests []Request
	failure  error
}

// Open returns a Meter of a shop that is deployed as a stack into an emulator
// whose functions reach it through the proxy. The tap hears the shop's bus.
func Open(ctx context.Context, cfg aws.Config, stack string, shop *deployed.Shop, tap *deployed.Tap, proxy *Proxy) (*Meter, error) {
	m := &Meter{shop: shop, tap: tap, proxy: proxy, tables: &tables{client: shop.Tables}, names: map[string]string{}}
	var err error
	if m.logs, err = openLogs(ctx, cfg, stack); err != nil {
		return nil, err
	}
	if m.rules, err = openRules(ctx, shop.Bus, shop.Outputs["EventBusName"]); err != nil {
		return nil, err
	}
	if m.workflow, err = readDefinition(ctx, shop.Executions, shop.Outputs["StateMachineArn"]); err != nil {
		return nil, err
	}
	proxy.Watch(m.watch)
	return m, nil
}

// Close ends the counting.
func (m *Meter) Close() { m.proxy.Watch(nil) }

// Introduce learns how the requests of a function look: ask makes it send some.
func (m *Meter) Introduce(function string, ask func() error) error {
	m.setNewcomer(function)
	defer m.setNewcomer("")
	return ask()
}

func (m *Meter) setNewcomer(function string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.newcomer = function
}

// Called counts a call of the HTTP API. Give it to the clients of those who take
// part in an order.
func (m *Meter) Called(client.Call) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls++
}

// watch counts a request if it is sent during an order.
func (m *Meter) watch(s Sent) (answered func(status int)) {
	r, counts := m.begin(s)
	if !counts {
		return nil
	}
	if r.Service != DynamoDB {
		return func(status int) { m.add(r, status, nil) }
	}
	ctx := context.Background() // the request goes on in any case
	m.tables.turn.Lock()
	cost, err := m.tables.look(ctx, s.Operation, s.Body)
	return func(status int) {
		defer m.tables.turn.Unlock()
		if err == nil {
			r.Units, err = cost(ctx)
		}
		m.add(r, status, err)
	}
}

func (m *Meter) begin(s Sent) (r Request, counts bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.names[s.Key] == "" && m.newcomer != "" {
		m.names[s.Key] = m.newcomer
	}
	r = Request{Step: m.step, From: m.names[s.Key], Service: s.Service, Operation: s.Operation, Retry: s.Retry}
	if s.Service == EventBridge {
		r.Events = entries(s.Body)
	}
	return r, m.step != ""
}

func (m *Meter) add(r Request, status int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r.Refused = status >= 400
	m.requests = append(m.requests, r)
	if err != nil && m.failure == nil {
		m.failure = fmt.Errorf("%s during %s: %w", r.Operation, r.Step, err)
	}
}

// entries is how many events a PutEvents has.
func entries(body []byte) int {
	var put struct{ Entries []struct{} }
	_ = json.Unmarshal(body, &put)
	return len(put.Entries)
}

// during says what is done with the order from now on.
func (m *Meter) during(step Step) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.step == "" && step != "" {
		m.calls, m.requests, m.failure = 0, nil, nil
	}
	m.step = step
}

// counted are the calls and requests of the order so far.
func (m *Meter) counted() (calls int, requests []Request, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.calls, slices.Clone(m.requests), m.failure
}
