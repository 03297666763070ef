package janitor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/emf"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// forgetful is a workflow whose list of running executions is empty.
type forgetful struct{ *doubles.Workflow }

func (forgetful) Running(context.Context, int) ([]string, error) { return nil, nil }

// stuck gives the shop n open orders whose executions have ended, the first one longest ago.
// Their states alternate, and QUEUED, the first, is listed before MAKING.
func (s *shop) stuck(n int) {
	for i := range n {
		id := fmt.Sprintf("order-%03d", i)
		s.store.Put(store.Order{ID: id, State: []coffee.State{coffee.Queued, coffee.Making}[i%2], Since: start.Add(time.Duration(i) * time.Millisecond), StartedAt: start})
		s.execute(id, failed, 0, coffee.BaristaTimedOut{})
	}
}

// total returns the total of repairs that the last run reported.
func (s *shop) total(t *testing.T) int {
	t.Helper()
	last := s.last(t)
	total, counted := last.Values[string(metrics.Repairs)]
	if len(last.Dimensions) > 0 || !counted {
		t.Fatalf("the last metrics of the log are %+v, want the total of repairs", last)
	}
	return int(total)
}

// last returns the metrics that the last run ended with.
func (s *shop) last(t *testing.T) emf.Record {
	t.Helper()
	records := s.records(t)
	if len(records) == 0 || records[len(records)-1].Namespace != "Test" {
		t.Fatalf("got the metrics %+v, want some of the namespace Test", records)
	}
	return records[len(records)-1]
}

func TestARunCountsTheOrdersInTheShop(t *testing.T) {
	s := newShop()
	for i, state := range []coffee.State{coffee.Requested, coffee.Queued, coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected} {
		id := fmt.Sprint("order-", i)
		s.store.Put(store.Order{ID: id, State: state, Since: start, StartedAt: start})
		s.execute(id, running, 0, nil)
	}
	s.mustRun(t, 0)
	for m, want := range map[metrics.Metric]float64{metrics.OpenOrders: 4, metrics.QueuedOrders: 2, metrics.ReadyOrders: 1} {
		if got, counted := s.last(t).Values[string(m)]; !counted || got != want {
			t.Errorf("%s = %v (counted: %v), want %v", m, got, counted, want)
		}
	}
	var names []metrics.Metric
	for name := range s.last(t).Values {
		names = append(names, metrics.Metric(name))
	}
	want := metrics.OfJanitor()
	slices.Sort(names)
	if slices.Sort(want); !slices.Equal(names, want) {
		t.Errorf("recorded %q, want %q", names, want)
	}
}

// A wrong number is worse than none.
func TestARunThatCannotListOrdersDoesNotCountThem(t *testing.T) {
	s := newShop()
	s.fail("InState")
	if err := s.run(t, 0); !errors.Is(err, errBroken) {
		t.Fatalf("run = %v, want %v", err, errBroken)
	}
	if got := s.last(t).Values; len(got) != 1 {
		t.Errorf("recorded %v, want only the repairs", got)
	}
}

func TestARunIsLimitedAndTheNextOneGoesOn(t *testing.T) {
	s := newShop()
	s.stuck(mostRepairs + 1)
	s.mustRun(t, time.Hour)
	last := fmt.Sprintf("order-%03d", mostRepairs)
	if got := s.total(t); got != mostRepairs || s.order(t, last).State != coffee.Queued {
		t.Errorf("the first run made %d repairs and left the last order %s, want %d and QUEUED", got, s.order(t, last).State, mostRepairs)
	}
	for _, want := range []int{1, 0} {
		s.mustRun(t, time.Hour)
		if got := s.total(t); got != want || s.order(t, last).State != coffee.TimedOut {
			t.Errorf("the next run made %d repairs and left the last order %s, want %d and TIMED_OUT", got, s.order(t, last).State, want)
		}
	}
}

func TestLookupsAreLimited(t *testing.T) {
	s := newShop()
	for i := range mostLookups + 50 { // they are running, and not in the list
		id := fmt.Sprintf("order-%03d", i)
		s.store.Put(store.Order{ID: id, State: coffee.Queued, Since: start, StartedAt: start})
		s.execute(id, running, 0, nil)
	}
	s.Handler.Workflow = forgetful{s.workflow}
	s.mustRun(t, time.Hour)
	if got := len(s.workflow.Described); got != mostLookups {
		t.Errorf("the run looked up %d executions, want %d", got, mostLookups)
	}
}

func TestARunStopsBeforeTheFunctionTimesOut(t *testing.T) {
	s := newShop()
	s.stuck(3)
	ctx, cancel := context.WithTimeout(t.Context(), reserve/2)
	defer cancel()
	s.at = start.Add(time.Hour)
	if err := s.Handle(ctx, events.EventBridgeEvent{}); err != nil || s.total(t) != 0 {
		t.Errorf("Handle with %v left = %v, %d repairs, want none", reserve/2, err, s.total(t))
	}
}

func TestAnInstructionShortensTheGrace(t *testing.T) {
	s := newShop()
	s.stuck(1)
	s.store.Put(store.Order{ID: "unstarted", State: coffee.Requested, Since: start})
	s.at = start.Add(time.Second)
	if err := s.Handle(t.Context(), events.EventBridgeEvent{Detail: []byte(`{}`)}); err != nil || s.total(t) != 0 {
		t.Errorf("Handle({}) = %v with %d repairs, want none within the grace", err, s.total(t))
	}
	if err := s.Handle(t.Context(), events.EventBridgeEvent{Detail: []byte(`{"graceSeconds":0}`)}); err != nil || s.total(t) != 2 {
		t.Errorf("Handle(no grace) = %v with %d repairs, want both", err, s.total(t))
	}
	if err := s.Handle(t.Context(), events.EventBridgeEvent{Detail: []byte(`{"graceSeconds":"0"}`)}); err == nil {
		t.Error("Handle(an instruction with text) = nil, want an error")
	}
}

// brokenFor is a bus that fails for one order.
type brokenFor struct {
	*doubles.Bus
	orderID string
}

func (b brokenFor) Put(ctx context.Context, event coffee.Event) error {
	if coffee.ChangeOf(event).OrderID == b.orderID {
		return errBroken
	}
	return b.Bus.Put(ctx, event)
}

func TestAnErrorWithOneRepairDoesNotStopTheOthers(t *testing.T) {
	s := newShop()
	s.stuck(3)
	for i := range s.workflow.Executions {
		s.workflow.Executions[i].Error = "States.Runtime" // the workflow published nothing
	}
	s.Handler.Bus = brokenFor{s.bus, "order-001"}
	if err := s.run(t, time.Hour); !errors.Is(err, errBroken) {
		t.Errorf("run = %v, want %v", err, errBroken)
	}
	s.checkRepairs(t, "LostEnd order-000", "LostEnd order-002")
	s.Handler.Bus = s.bus
	s.mustRun(t, time.Hour)
	if got := s.order(t, "order-001"); got.State != coffee.Failed || len(s.bus.Published) != 3 {
		t.Errorf("order = %+v, published %v, want it FAILED, and an event each", got, s.bus.Published)
	}
}

// A list that cannot be read does not stop the kinds of repair that do not need it.
func TestAKindOfRepairThatFailsDoesNotStopTheOthers(t *testing.T) {
	for operation, want := range map[string][]string{
		"InState": {"Seat seated", "Drink lost"},
		"Seats":   {"LostEnd order-000", "Drink lost"},
		"Entered": {"LostEnd order-000", "Seat seated"},
		"Shop":    {"LostEnd order-000", "Seat seated", "Drink lost"},
	} {
		t.Run(operation, func(t *testing.T) {
			s := newShop()
			s.redeem(t, "lost")
			lost := s.order(t, "lost")
			lost.State, lost.Since = coffee.Rejected, start.Add(50*time.Minute)
			s.store.Put(lost)
			s.stuck(1)
			s.store.Seat("seated")
			s.fail(operation)
			if err := s.run(t, time.Hour); !errors.Is(err, errBroken) {
				t.Errorf("run = %v, want %v", err, errBroken)
			}
			s.checkRepairs(t, want...)
		})
	}
	s := newShop()
	s.store.Put(store.Order{ID: "ready", State: coffee.Ready, Since: start})
	s.workflow.ReadErr = errBroken
	if err := s.run(t, 2*time.Hour); !errors.Is(err, errBroken) || s.order(t, "ready").State != coffee.Unclaimed {
		t.Errorf("run without executions = %v, order %+v, want the error, and the order UNCLAIMED", err, s.order(t, "ready"))
	}
}

func TestNoTaskTokenIsLogged(t *testing.T) {
	s := newShop()
	s.store.Put(store.Order{ID: "a", State: coffee.Placed, Order: `{"drink":"tea"}`, Since: start, StartedAt: start, CustomerToken: "FAKE-TASK-TOKEN"})
	s.execute("a", running, 0, nil)
	s.workflow.Err = errBroken
	err := s.run(t, time.Hour)
	s.workflow.Err = nil
	s.mustRun(t, time.Hour)
	if text := s.log.String() + fmt.Sprint(err); len(s.workflow.Answers) != 2 || strings.Contains(text, "FAKE-TASK-TOKEN") {
		t.Errorf("the log is %s after the answers %q, want two and no token", text, s.workflow.Answers)
	}
}
