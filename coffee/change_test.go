package coffee_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// fakeToken is the task token in the samples.
const fakeToken = "FAKE-TASK-TOKEN"

var (
	noon = time.Date(2026, 11, 22, 12, 0, 0, int(345*time.Millisecond), time.UTC)

	order42 = coffee.OrderDetail{Detail: coffee.Detail{Version: coffee.Version, Time: noon}, OrderID: "order-42"}
	latte   = json.RawMessage(`{"drink":"latte","modifiers":["oat milk"]}`)
)

// samples returns every workflow event, with a value in each field.
func samples() []coffee.Event {
	return []coffee.Event{
		coffee.OrderStarted{OrderDetail: order42, TaskToken: fakeToken},
		coffee.AwaitingCompletion{OrderDetail: order42, OrderNumber: 7, Order: latte, TaskToken: fakeToken},
		coffee.OrderCompleted{OrderDetail: order42, OrderNumber: 7},
		coffee.ShopClosed{OrderDetail: order42},
		coffee.QueueFull{OrderDetail: order42, QueueLimit: 20},
		coffee.CustomerTimedOut{OrderDetail: order42},
		coffee.BaristaTimedOut{OrderDetail: order42, OrderNumber: 7},
		coffee.OrderCancelled{OrderDetail: order42, Error: "Customer.Left", Cause: "the bus came"},
		coffee.OrderFailed{OrderDetail: order42, Error: "States.Runtime", Cause: "no such field"},
	}
}

func encode(t testing.TB, event coffee.Event) []byte {
	t.Helper()
	detail, err := json.Marshal(event)
	if err != nil {
		t.Fatalf("Marshal(%s): %v", event.DetailType(), err)
	}
	return detail
}

func TestSamplesAreOfEveryEvent(t *testing.T) {
	var got, want []string
	for _, event := range samples() {
		got = append(got, event.DetailType())
		if reflect.ValueOf(event).IsZero() {
			t.Errorf("the sample of %s is empty", event.DetailType())
		}
	}
	for _, event := range coffee.WorkflowEvents() {
		want = append(want, event.DetailType())
	}
	if !slices.Equal(got, want) {
		t.Errorf("samples() = %v, want %v", got, want)
	}
}

func TestChangeOfSaysWhatAnEventDoesToItsOrder(t *testing.T) {
	want := map[string]coffee.Change{
		"OrderStarted":       {To: coffee.Started, CustomerToken: fakeToken},
		"AwaitingCompletion": {To: coffee.Queued, Number: 7, Order: latte, BaristaToken: fakeToken},
		"OrderCompleted":     {To: coffee.Ready, Number: 7},
		"ShopClosed":         {To: coffee.Rejected, Reason: "ShopClosed"},
		"QueueFull":          {To: coffee.Rejected, Reason: "QueueFull"},
		"CustomerTimedOut":   {To: coffee.TimedOut, Reason: "CustomerTimedOut"},
		"BaristaTimedOut":    {To: coffee.TimedOut, Reason: "BaristaTimedOut", Number: 7},
		"OrderCancelled":     {To: coffee.Cancelled, Reason: "OrderCancelled", Error: "Customer.Left", Cause: "the bus came"},
		"OrderFailed":        {To: coffee.Failed, Reason: "OrderFailed", Error: "States.Runtime", Cause: "no such field"},
	}
	for _, event := range samples() {
		name := event.DetailType()
		t.Run(name, func(t *testing.T) {
			want := want[name]
			want.OrderID, want.At = "order-42", noon
			if got := coffee.ChangeOf(event); !reflect.DeepEqual(got, want) {
				t.Errorf("ChangeOf(%s) = %+v, want %+v", name, got, want)
			}
		})
	}
}

func TestAnOrderThatTheWorkflowLeftHasNoTaskToken(t *testing.T) {
	for _, event := range samples() {
		change := coffee.ChangeOf(event)
		tokens := change.CustomerToken + change.BaristaToken
		if !change.To.Open() && tokens != "" {
			t.Errorf("ChangeOf(%s) = state %s with the token %q, want no token", event.DetailType(), change.To, tokens)
		}
		if coffee.CarriesTaskToken(event) && tokens != fakeToken {
			t.Errorf("ChangeOf(%s) = tokens %q, want the event's token", event.DetailType(), tokens)
		}
	}
}

func TestChangeOfPanicsOnAnEventThatIsNoOrders(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("ChangeOf(shopOpened) returned, want a panic")
		}
	}()
	coffee.ChangeOf(shopOpened{})
}

type shopOpened struct{}

func (shopOpened) DetailType() string { return "ShopOpened" }
