package janitor

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/emf"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

var (
	start     = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	errBroken = errors.New("out of order")
)

// shop is a handler together with its store, workflow, bus, log and clock.
type shop struct {
	*Handler
	store    *storetest.Memory
	workflow *doubles.Workflow
	bus      *doubles.Bus
	log      *bytes.Buffer
	at       time.Time
}

func newShop() *shop {
	s := &shop{store: new(storetest.Memory), workflow: new(doubles.Workflow), bus: new(doubles.Bus), log: new(bytes.Buffer), at: start}
	log := slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.Handler = &Handler{Store: s.store, Workflow: s.workflow, Bus: s.bus, Log: log, Metrics: "Test", Now: func() time.Time { return s.at }}
	return s
}

// run runs the janitor some time after start.
func (s *shop) run(t *testing.T, at time.Duration) error {
	t.Helper()
	s.at = start.Add(at)
	return s.Handle(t.Context(), events.EventBridgeEvent{})
}

// mustRun is run, for a run that must succeed.
func (s *shop) mustRun(t *testing.T, at time.Duration) {
	t.Helper()
	if err := s.run(t, at); err != nil {
		t.Fatalf("run after %v: %v", at, err)
	}
}

func (s *shop) order(t *testing.T, id string) store.Order {
	t.Helper()
	order, _, err := s.store.Order(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return order
}

// fail makes one operation of the store fail with errBroken, or none if it is empty.
func (s *shop) fail(operation string) {
	s.store.Err = func(name string) error {
		if name == operation {
			return errBroken
		}
		return nil
	}
}

// execute gives the order an execution in a status, which ended at some time after start.
func (s *shop) execute(id string, status types.ExecutionStatus, ended time.Duration, event coffee.Event) {
	e := workflow.Execution{OrderID: id, Status: status}
	if status != types.ExecutionStatusRunning {
		e.StoppedAt = start.Add(ended)
	}
	switch status {
	case types.ExecutionStatusSucceeded:
		output, _ := coffee.OutputOf(event)
		text, _ := json.Marshal(output)
		e.Output = string(text)
	case types.ExecutionStatusFailed:
		e.Error, e.Cause = event.DetailType(), "Error.Type: why"
	}
	s.workflow.Executions = append(s.workflow.Executions, e)
}

// logLine is what the tests read of a line of the log.
type logLine struct {
	Message string `json:"msg"`
	OrderID string `json:"orderId"`
	Why     string `json:"why"`
	Kind    string
}

func (s *shop) lines(t *testing.T) []logLine {
	t.Helper()
	var lines []logLine
	for decoder := json.NewDecoder(bytes.NewReader(s.log.Bytes())); decoder.More(); {
		var line logLine
		if err := decoder.Decode(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return lines
}

// repairs lists the logged repairs as "Kind orderId", in the order of the log. It checks
// that each says why, and has a metric.
func (s *shop) repairs(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, line := range s.lines(t) {
		if line.Kind == "" {
			continue
		}
		all = append(all, line.Kind+" "+line.OrderID)
		if line.Why == "" {
			t.Errorf("a repair is logged as %+v, want the reason", line)
		}
	}
	s.checkCounted(t, all)
	return all
}

// checkCounted checks that each repair, "Kind orderId", has a metric by its kind.
func (s *shop) checkCounted(t *testing.T, repairs []string) {
	t.Helper()
	var counted []string
	for _, record := range s.records(t) {
		if kind := record.Dimensions[metrics.KindDimension]; kind != "" && record.Values[string(metrics.Repairs)] == 1 {
			counted = append(counted, kind+" "+record.OrderID)
		}
	}
	if !slices.Equal(counted, repairs) {
		t.Errorf("counted the repairs %q, want %q", counted, repairs)
	}
}

// records lists the metrics in the log.
func (s *shop) records(t *testing.T) []emf.Record {
	t.Helper()
	records, err := emf.Read(s.log.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return records
}

func (s *shop) checkRepairs(t *testing.T, want ...string) {
	t.Helper()
	if got := s.repairs(t); !slices.Equal(got, want) {
		t.Errorf("repairs = %q, want %q; the log is\n%s", got, want, s.log)
	}
}

// detail returns the order's part of an event, some time after start.
func detail(id string, at time.Duration) coffee.OrderDetail {
	return coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: start.Add(at)}, OrderID: id}
}
