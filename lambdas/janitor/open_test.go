package janitor

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

const (
	running   = types.ExecutionStatusRunning
	succeeded = types.ExecutionStatusSucceeded
	failed    = types.ExecutionStatusFailed
	aborted   = types.ExecutionStatusAborted
)

func TestAnOrderWhoseWorkflowDoesNotStartIsCancelled(t *testing.T) {
	s := newShop()
	for _, o := range []store.Order{
		{ID: "requested", State: coffee.Requested, Since: start, Code: "a code"},
		{ID: "by hand", State: coffee.Placed, Since: start, TakenBy: "mia"},
		{ID: "running", State: coffee.Requested, Since: start},
		{ID: "placed", State: coffee.Placed, Since: start, StartedAt: start},
	} {
		s.store.Put(o)
	}
	s.execute("running", running, 0, nil)
	s.execute("placed", running, 0, nil)
	for _, row := range []struct {
		at   time.Duration
		want coffee.State
	}{{startGrace - time.Millisecond, ""}, {startGrace, coffee.Cancelled}, {startGrace + time.Minute, coffee.Cancelled}} {
		s.mustRun(t, row.at)
		for id, before := range map[string]coffee.State{"requested": coffee.Requested, "by hand": coffee.Placed, "running": coffee.Requested} {
			want := cmp.Or(row.want, before)
			got := s.order(t, id)
			if got.State != want || got.State == coffee.Cancelled && (!got.Unconfirmed || got.By != store.ByShop) || got.DrinkReturned != (want == coffee.Cancelled && got.Code != "") {
				t.Errorf("after %v the order that was %s is %+v, want it %s", row.at, id, got, want)
			}
		}
		if got := s.order(t, "placed"); got.State != coffee.Placed {
			t.Errorf("the order that was admitted is %s, want it left alone", got.State)
		}
	}
	got := s.repairs(t)
	slices.Sort(got)
	if want := []string{"NotStarted by hand", "NotStarted requested", "NotStarted running"}; !slices.Equal(got, want) {
		t.Errorf("repairs = %q, want %q", got, want)
	}
}

// The event that ended the workflow was lost. The order gets its state from the execution.
func TestAnOpenOrderWhoseExecutionHasEndedIsFinished(t *testing.T) {
	for _, row := range []struct {
		event     coffee.Event
		status    types.ExecutionStatus
		from      coffee.State
		want      coffee.State
		published int
	}{
		{coffee.OrderCompleted{OrderDetail: detail("a", 0), OrderNumber: 7}, succeeded, coffee.Making, coffee.Ready, 0},
		{coffee.OrderCompleted{OrderDetail: detail("a", 0), OrderNumber: 7}, succeeded, coffee.Placed, coffee.Ready, 0},
		{coffee.ShopClosed{OrderDetail: detail("a", 0)}, succeeded, coffee.Requested, coffee.Rejected, 0},
		{coffee.QueueFull{OrderDetail: detail("a", 0), QueueLimit: 20}, succeeded, coffee.Requested, coffee.Rejected, 0},
		{coffee.OrderCancelled{OrderDetail: detail("a", 0), Error: "Customer.Left"}, succeeded, coffee.Queued, coffee.Cancelled, 0},
		{coffee.CustomerTimedOut{}, failed, coffee.Started, coffee.TimedOut, 0},
		{coffee.BaristaTimedOut{}, failed, coffee.Queued, coffee.TimedOut, 0},
		{coffee.OrderFailed{}, failed, coffee.Placed, coffee.Failed, 0},
		{coffee.OrderStarted{}, failed, coffee.Placed, coffee.Failed, 1}, // an unknown error
		{nil, aborted, coffee.Making, coffee.Failed, 1},
	} {
		t.Run(fmt.Sprintf("%s with %T while %s", row.status, row.event, row.from), func(t *testing.T) {
			s := newShop()
			s.store.Put(store.Order{ID: "a", State: row.from, Since: start, StartedAt: start, Code: "a code", CustomerToken: "T"})
			s.store.Seat("a")
			s.execute("a", row.status, 2*time.Minute, row.event)
			s.mustRun(t, 3*time.Minute-time.Millisecond)
			if got := s.order(t, "a"); got.State != row.from || len(s.repairs(t)) > 0 {
				t.Fatalf("order within the grace = %+v, want it left alone", got)
			}
			for range 2 {
				s.mustRun(t, 3*time.Minute)
			}
			got := s.order(t, "a")
			if got.State != row.want || got.CustomerToken != "" || got.DrinkReturned != (row.want != coffee.Ready) {
				t.Errorf("order = %+v, want it %s without a token, its drink given back unless it is READY", got, row.want)
			}
			if len(s.bus.Published) != row.published || len(s.store.Seated()) > 0 {
				t.Errorf("published %v, seats %v, want %d events and no seat", s.bus.Published, s.store.Seated(), row.published)
			}
			s.checkRepairs(t, "LostEnd a")
		})
	}
}

// An execution that started with the previous release's definition has no such output.
func TestAnExecutionThatSucceededWithoutSayingHowFailsItsOrder(t *testing.T) {
	for _, output := range []string{"", "{}", "null", `{"detailType":"OrderCompleted","detail":{"version":1,"orderId":"b","time":"2026-11-22T09:00:00Z","orderNumber":1}}`} {
		s := newShop()
		s.store.Put(store.Order{ID: "a", State: coffee.Making, Since: start, StartedAt: start})
		s.execute("a", succeeded, 0, coffee.OrderStarted{})
		s.workflow.Executions[0].Output = output
		s.mustRun(t, time.Hour)
		if got := s.order(t, "a"); got.State != coffee.Failed || got.Error != "Execution.SUCCEEDED" || len(s.bus.Published) != 1 {
			t.Errorf("order after the output %q = %+v, published %v, want it FAILED with an event", output, got, s.bus.Published)
		}
	}
}

func TestAnAdmittedOrderWithoutAnExecutionFails(t *testing.T) {
	s := newShop()
	s.store.Put(store.Order{ID: "a", State: coffee.Queued, Since: start, StartedAt: start, QueuedAt: start})
	s.mustRun(t, startGrace-time.Millisecond)
	s.checkRepairs(t)
	s.mustRun(t, startGrace)
	if got := s.order(t, "a"); got.State != coffee.Failed || got.Error != "Execution.DELETED" || len(s.bus.Published) != 1 {
		t.Errorf("order = %+v, published %v, want it FAILED with an event", got, s.bus.Published)
	}
}

// The list of running executions lags: an execution that is not in it may be running.
func TestAnExecutionMissingFromTheListIsLookedUp(t *testing.T) {
	s := newShop()
	s.store.Put(store.Order{ID: "a", State: coffee.Making, Since: start, StartedAt: start})
	s.store.Seat("a")
	s.execute("a", running, 0, nil)
	s.Handler.Workflow = forgetful{s.workflow}
	s.mustRun(t, time.Hour)
	if got := s.order(t, "a"); got.State != coffee.Making || !slices.Equal(s.store.Seated(), []string{"a"}) {
		t.Errorf("order = %+v with the seats %v, want both left alone", got, s.store.Seated())
	}
	s.checkRepairs(t)
}

// A recalled order's workflow is over, and its execution has succeeded.
func TestARecalledOrderIsCancelledIfItIsNotMadeAgain(t *testing.T) {
	for _, row := range []struct {
		name            string
		since, recalled time.Duration
	}{
		{"being made", time.Minute, time.Minute},
		{"claimed again", time.Minute, 0},
		{"released to its old place", -time.Hour, time.Minute},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			s.store.Put(store.Order{ID: "a", State: coffee.Making, Since: start.Add(row.since), RecalledAt: start.Add(row.recalled), StartedAt: start, Code: "a code"})
			s.execute("a", succeeded, 0, coffee.OrderCompleted{OrderDetail: detail("a", 0)})
			s.mustRun(t, time.Minute+remakeWithin-time.Millisecond)
			if got := s.order(t, "a"); got.State != coffee.Making {
				t.Fatalf("order before the time is over = %+v, want it left alone", got)
			}
			s.mustRun(t, time.Minute+remakeWithin)
			if got := s.order(t, "a"); got.State != coffee.Cancelled || got.By != store.ByShop || got.Unconfirmed || !got.DrinkReturned {
				t.Errorf("order = %+v, want it cancelled by the shop, confirmed, with its drink given back", got)
			}
			s.checkRepairs(t, "Recalled a")
		})
	}
}

func TestACallbackThatWasNotMadeIsRepeated(t *testing.T) {
	const token = "FAKE-TASK-TOKEN"
	for _, row := range []struct {
		name  string
		order store.Order
		want  string
	}{
		{"placed", store.Order{State: coffee.Placed, Order: `{"drink":"tea"}`, CustomerToken: token}, token + ` {"drink":"tea"}`},
		{"completed", store.Order{State: coffee.Ready, Unconfirmed: true, BaristaToken: token}, token + " {}"},
		{"collected", store.Order{State: coffee.Collected, Unconfirmed: true, BaristaToken: token}, token + " {}"},
		{"cancelled by the customer", store.Order{State: coffee.Cancelled, Unconfirmed: true, By: store.ByCustomer, CustomerToken: token}, token + " Customer.Cancelled: "},
		{"cancelled by the barista", store.Order{State: coffee.Cancelled, Unconfirmed: true, By: "mia", Cause: "no milk", BaristaToken: token}, token + " Barista.Cancelled: no milk"},
		{"completed and recalled", store.Order{State: coffee.Making, Unconfirmed: true, RecalledAt: start, BaristaToken: token}, token + " {}"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newShop()
			row.order.ID, row.order.Since, row.order.StartedAt = "a", start, start
			s.store.Put(row.order)
			s.execute("a", running, 0, nil)
			s.mustRun(t, grace-time.Millisecond)
			if len(s.workflow.Answers) > 0 {
				t.Fatalf("answers within the grace = %q, want none", s.workflow.Answers)
			}
			s.mustRun(t, grace)
			if !slices.Equal(s.workflow.Answers, []string{row.want}) {
				t.Errorf("answers = %q, want %q", s.workflow.Answers, row.want)
			}
			if got := s.order(t, "a"); got.State != row.order.State {
				t.Errorf("order = %+v, want it still %s", got, row.order.State)
			}
			s.checkRepairs(t, "Callback a")
			s.workflow.Spent = []string{token} // as it is now
			s.mustRun(t, 2*grace)
			s.checkRepairs(t, "Callback a")
		})
	}
}

func TestNothingIsAnsweredWithoutATokenOrAnAnswer(t *testing.T) {
	s := newShop()
	s.store.Put(store.Order{ID: "no token", State: coffee.Placed, Since: start, StartedAt: start})
	s.store.Put(store.Order{ID: "no answer", State: coffee.Queued, Since: start, StartedAt: start, BaristaToken: "T"})
	s.store.Put(store.Order{ID: "confirmed", State: coffee.Ready, Since: start, StartedAt: start})
	for _, id := range []string{"no token", "no answer", "confirmed"} {
		s.execute(id, running, 0, nil)
	}
	s.mustRun(t, 2*grace)
	s.checkRepairs(t)
	if len(s.workflow.Answers) > 0 {
		t.Errorf("answers = %q, want none", s.workflow.Answers)
	}
}
