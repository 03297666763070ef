package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/orders/orderstest"
)

// theOrder is the order that all of testdata is about.
const theOrder = "order-7c2f"

// shop is a handler with all that it reaches.
type shop struct {
	*handler
	orders   *fakeTable
	settings *fakeSettings
	workflow *fakeWorkflow
	seats    *fakeSeats
	bus      *fakeBus
	log      *bytes.Buffer
}

func newShop() *shop {
	s := &shop{
		orders: new(fakeTable), settings: new(fakeSettings), workflow: new(fakeWorkflow),
		seats: new(fakeSeats), bus: new(fakeBus), log: new(bytes.Buffer),
	}
	log := slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.handler = &handler{orders: s.orders, settings: s.settings, workflow: s.workflow, seats: s.seats, bus: s.bus, log: log, now: func() time.Time { return theEnd }}
	return s
}

// deliver hands over events of testdata, none of which may fail.
func (s *shop) deliver(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := s.handle(t.Context(), load(t, name)); err != nil {
			t.Fatalf("handle(%s): %v", name, err)
		}
	}
}

// order returns the order as the table has it, which is empty if it has none.
func (s *shop) order(t *testing.T) orders.Record {
	t.Helper()
	order, _, err := s.orders.Table.Get(t.Context(), theOrder)
	if err != nil {
		t.Fatal(err)
	}
	return order
}

// fakeTable is an orders table that can be out of order.
type fakeTable struct {
	orderstest.Table
	applyErr, getErr error
}

func (f *fakeTable) Apply(ctx context.Context, c coffee.Change) (orders.Record, orders.Outcome, error) {
	if f.applyErr != nil {
		return orders.Record{}, "", f.applyErr
	}
	return f.Table.Apply(ctx, c)
}

func (f *fakeTable) Get(ctx context.Context, orderID string) (orders.Record, bool, error) {
	if f.getErr != nil {
		return orders.Record{}, false, f.getErr
	}
	return f.Table.Get(ctx, orderID)
}

type fakeSettings struct {
	full []time.Time
	err  error
}

func (f *fakeSettings) NoteFull(_ context.Context, until time.Time) error {
	if f.err == nil {
		f.full = append(f.full, until)
	}
	return f.err
}

type fakeWorkflow struct {
	told []string // what was answered to which token
	err  error
}

func (f *fakeWorkflow) Succeed(_ context.Context, token string, output any) error {
	text, err := json.Marshal(output)
	if err != nil {
		return err
	}
	f.told = append(f.told, token+" "+string(text))
	return f.err
}

func (f *fakeWorkflow) Fail(_ context.Context, token, failure, cause string) error {
	f.told = append(f.told, token+" "+failure+": "+cause)
	return f.err
}

// theEnd is after all that the tests are about.
var theEnd = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

type fakeSeats struct {
	free []string
	err  error
}

func (f *fakeSeats) GiveBack(_ context.Context, orderID string) error {
	if f.err == nil {
		f.free = append(f.free, orderID)
	}
	return f.err
}

type fakeBus struct {
	published []coffee.Event
	err       error
}

func (f *fakeBus) Put(_ context.Context, event coffee.Event) error {
	if f.err == nil {
		f.published = append(f.published, event)
	}
	return f.err
}

func load(t testing.TB, name string) events.EventBridgeEvent {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var event events.EventBridgeEvent
	if err := json.Unmarshal(text, &event); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return event
}

// names lists the events of testdata.
func names(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("Glob(testdata) = %v, %v, want files", files, err)
	}
	for i, file := range files {
		files[i] = strings.TrimSuffix(filepath.Base(file), ".json")
	}
	return files
}
