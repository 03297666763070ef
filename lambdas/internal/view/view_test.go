package view

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func TestACancelledOrderSaysByWhomAndWhy(t *testing.T) {
	for by, want := range map[string]api.Canceller{
		store.ByCustomer: api.ByCustomer, store.ByShop: api.ByShop, "": api.ByShop, "ada": api.ByStaff,
	} {
		order := queuedOrder()
		order.State, order.By, order.Cause = coffee.Cancelled, by, "no milk"
		if got := Order(order, 0); got.CancelledBy != want || got.Explanation != "no milk" {
			t.Errorf("order cancelled by %q = %+v, want by %s because there is no milk", by, got, want)
		}
	}
	failed := queuedOrder()
	failed.State, failed.By, failed.Cause = coffee.Failed, "ada", "arn:aws:internal"
	if got := Order(failed, 0); got.CancelledBy != "" || got.Explanation != "" {
		t.Errorf("failed order = %+v, want no canceller and nothing internal", got)
	}
}

func TestPlaceByIsShownUntilTheDrinkIsPlaced(t *testing.T) {
	for _, state := range coffee.States() {
		got := Order(store.Order{State: state, RequestedAt: minute(1), Since: minute(3)}, 15*time.Minute).PlaceBy
		if want := state == coffee.Requested || state == coffee.Started; want != (got != nil) {
			t.Errorf("placeBy of an order that is %s = %v", state, got)
		} else if want && !got.Equal(minute(16)) {
			t.Errorf("placeBy of an order that is %s = %v, want %v", state, got, minute(16))
		}
	}
	if got := PlaceBy(store.Order{Since: minute(3)}, 15*time.Minute); !got.Equal(minute(18)) {
		t.Errorf("PlaceBy without a request time = %v, want %v", got, minute(18))
	}
}

// Neither a customer nor a barista sees an order's credentials and code.
func TestViewsHaveNoCredentials(t *testing.T) {
	const canary = "canary"
	order := queuedOrder()
	order.CustomerToken, order.BaristaToken, order.Code, order.Error = canary, canary, canary, canary
	order.SecretHash, order.Salt = []byte(canary), []byte(canary)
	hidden, err := json.Marshal(order.SecretHash)
	if err != nil {
		t.Fatal(err)
	}
	for _, order.State = range coffee.States() {
		shown, err := json.Marshal([]any{
			Order(order, time.Minute), Queued(order, minute(9)),
			Queue([]store.Order{order}, []store.Order{order}, minute(9)), Board([]store.Order{order}, coffee.Timetable{}, 0, minute(9)),
		})
		if text := string(shown); err != nil || strings.Contains(text, canary) || strings.Contains(text, strings.Trim(string(hidden), `"`)) {
			t.Errorf("views of an order that is %s = %s, %v, want no credential", order.State, text, err)
		}
	}
}

func TestABaristaSeesTheTimesOfAnOrder(t *testing.T) {
	queued := queuedOrder()
	queued.Version = 4
	if got := Queued(queued, minute(5)); got.QueuedAt == nil || !got.QueuedAt.Equal(minute(3)) || got.Age != 120 || got.Version != 4 || got.EndedAt != nil {
		t.Errorf("queued order = %+v, want version 4, queued at minute 3, aged 120 s", got)
	}
	if got := Queued(queued, minute(0)); got.Age != 0 {
		t.Errorf("age by a clock that is behind = %d, want 0", got.Age)
	}
	if got := Queued(store.Order{State: coffee.Placed, PlacedAt: minute(1)}, minute(5)); got.QueuedAt != nil || got.Age != 0 {
		t.Errorf("placed order = %+v, want no queuedAt and no age", got)
	}
	ready := queuedOrder()
	ready.State, ready.ReadyAt = coffee.Ready, minute(6)
	for now, recallable := range map[time.Time]bool{minute(7): true, ready.ReadyAt.Add(store.RecallWithin): false} {
		if got := Queued(ready, now); got.ReadyAt == nil || recallable != (got.RecallUntil != nil) {
			t.Errorf("ready order at %v = %+v, want readyAt, and recallUntil: %v", now, got, recallable)
		}
	}
}

func TestTheQueueListsWhatABaristaMayHaveSeen(t *testing.T) {
	order := func(id string, number int, since time.Time) store.Order {
		return store.Order{ID: id, State: coffee.Collected, Number: number, Since: since}
	}
	current := []store.Order{order("b", 9, start), order("a", 8, start)}
	finished := []store.Order{order("older", 1, minute(1)), order("newer", 2, minute(2)), order("never queued", 0, minute(3)), order("by hand", 0, minute(4))}
	finished[3].TakenBy = "ada"
	given := slices.Clone(finished)
	queue := Queue(current, finished, minute(9))
	if got, want := ids(queue.Orders), []string{"a", "b"}; !slices.Equal(got, want) {
		t.Errorf("orders = %v, want %v", got, want)
	}
	if got, want := ids(queue.Finished), []string{"by hand", "newer", "older"}; !slices.Equal(got, want) {
		t.Errorf("finished = %v, want %v", got, want)
	}
	if !reflect.DeepEqual(finished, given) || current[0].ID != "b" {
		t.Error("Queue changed the lists that it was given")
	}
	for i := range FinishedMost {
		finished = append(finished, order(fmt.Sprint(i), i+10, minute(5)))
	}
	if got := Queue(nil, finished, minute(9)); len(got.Finished) != FinishedMost || got.Orders == nil {
		t.Errorf("queue = %+v, want no orders, but a list, and %d finished ones", got, FinishedMost)
	}
}

func ids(orders []api.QueuedOrder) []string {
	var all []string
	for _, order := range orders {
		all = append(all, order.OrderID)
	}
	return all
}

func TestTheBoardListsNumbers(t *testing.T) {
	order := func(state coffee.State, number, since int) store.Order {
		return store.Order{State: state, Number: number, Since: minute(since)}
	}
	got := Board([]store.Order{
		order(coffee.Queued, 9, 1), order(coffee.Making, 7, 2), order(coffee.Queued, 8, 3),
		order(coffee.Ready, 3, 1), order(coffee.Ready, 5, 3), order(coffee.Ready, 4, 2),
		order(coffee.Queued, 0, 1), order(coffee.Making, 0, 1), order(coffee.Ready, 0, 1), order(coffee.Placed, 6, 1), order(coffee.Collected, 2, 1),
	}, coffee.Timetable{Shop: coffee.ShopSettings{Open: true}}, 90*time.Second+600*time.Millisecond, start)
	want := api.Board{Preparing: []int{7, 8, 9}, Ready: []int{5, 4, 3}, Open: true, EstimatedWait: 91, Version: start.UnixMilli()}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("board = %+v, want %+v", got, want)
	}
}

func TestNextSwitchSaysWhenTheShopOpensOrCloses(t *testing.T) {
	everyDay := []coffee.Interval{{From: "08:00", To: "18:00"}}
	week := coffee.Week{Monday: everyDay, Tuesday: everyDay, Wednesday: everyDay, Thursday: everyDay, Friday: everyDay, Saturday: everyDay, Sunday: everyDay}
	for name, c := range map[string]struct {
		table coffee.Timetable
		want  string
	}{
		"without hours": {coffee.Timetable{}, `{}`},
		"closed, in Berlin, where it is 10:00": {
			coffee.Timetable{Shop: coffee.ShopSettings{TimeZone: "Europe/Berlin"}, Hours: coffee.Hours{Week: week}, LastSwitch: start},
			`{"opensAt":"2026-11-23T08:00:00+01:00"}`},
		"open": {coffee.Timetable{Shop: coffee.ShopSettings{Open: true}, Hours: coffee.Hours{Week: week}, LastSwitch: start}, `{"closesAt":"2026-11-22T18:00:00Z"}`},
	} {
		if got, err := json.Marshal(NextSwitch(c.table, start)); err != nil || string(got) != c.want {
			t.Errorf("%s: NextSwitch = %s, %v, want %s", name, got, err, c.want)
		}
	}
}
