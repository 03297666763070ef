package live

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// watchAll subscribes one client to each channel.
func (s *shop) watchAll(t testing.TB) {
	t.Helper()
	for _, channel := range api.Channels() {
		s.watch(t, channel)
	}
}

// received returns how many messages each channel's client got.
func (s *shop) received() map[api.Channel]int {
	counts := map[api.Channel]int{}
	for _, channel := range api.Channels() {
		if n := len(s.sockets.Take(string(channel))); n > 0 {
			counts[channel] = n
		}
	}
	return counts
}

const noFailure = `{"batchItemFailures":[]}`

func TestWhoIsToldOfAChange(t *testing.T) {
	type counts = map[api.Channel]int
	s := newShop(t)
	s.watchAll(t)
	for _, row := range []struct {
		name, id string
		change   func(*store.Order)
		want     counts
	}{
		{"an order is scanned", "order-2", func(o *store.Order) { o.State, o.Since, o.Code = coffee.Requested, s.at, "a code" }, counts{api.DisplayChannel: 1}},
		{"it is admitted", "order-2", s.enter(coffee.Started), counts{}},
		{"its customer cancels", "order-2", s.enter(coffee.Cancelled), counts{}},
		{"a drink is placed", anOrder, s.enter(coffee.Placed), counts{api.OrderChannel: 1}},
		{"it is queued", anOrder, s.enter(coffee.Queued), counts{api.OrderChannel: 1, api.BaristaChannel: 1, api.BoardChannel: 1, api.DisplayChannel: 1}},
		{"it is claimed", anOrder, s.enter(coffee.Making), counts{api.OrderChannel: 1, api.BaristaChannel: 1}},
		{"it is completed", anOrder, s.enter(coffee.Ready), counts{api.OrderChannel: 1, api.BaristaChannel: 1, api.BoardChannel: 1, api.DisplayChannel: 1}},
		{"the workflow confirms", anOrder, func(o *store.Order) { o.BaristaToken = "" }, counts{api.OrderChannel: 1, api.BaristaChannel: 1}},
		{"its customer is reminded", anOrder, func(o *store.Order) { o.RemindedAt = s.at }, counts{api.OrderChannel: 1, api.BaristaChannel: 1}},
		{"it is collected", anOrder, s.enter(coffee.Collected), counts{api.OrderChannel: 1, api.BaristaChannel: 1, api.BoardChannel: 1, api.DisplayChannel: 1}},
		{"another is taken by hand", "order-3", func(o *store.Order) { o.State, o.TakenBy, o.Since = coffee.Placed, "mia", s.at }, counts{api.BaristaChannel: 1, api.DisplayChannel: 1}},
		{"it is rejected", "order-3", s.enter(coffee.Rejected), counts{api.BaristaChannel: 1}},
		{"a drink is given back", "order-2", func(o *store.Order) { o.DrinkReturned = true }, counts{api.DisplayChannel: 1}},
	} {
		if got := s.stream(t, s.change(t, row.id, row.change)); got != noFailure {
			t.Errorf("when %s, the response is %s, want no failure", row.name, got)
		}
		if got := s.received(); !reflect.DeepEqual(got, row.want) {
			t.Errorf("when %s, the clients got %v, want %v", row.name, got, row.want)
		}
	}
}

func TestChangesCarryTheWholeStateAndItsVersion(t *testing.T) {
	s := newShop(t)
	s.watchAll(t)
	s.stream(t, s.change(t, anOrder, s.enter(coffee.Queued)))
	order := decode[api.Order](t, s.sockets.Take("order")[0])
	if order.Type != api.Change || order.Channel != api.OrderChannel || order.Version != 2 || order.Data.Number != 7 || order.Data.Choice == nil || order.Data.Version != 2 {
		t.Errorf("the order's customer got %+v, want the order's version 2", order)
	}
	queued := decode[api.QueuedOrder](t, s.sockets.Take("barista")[0])
	if queued.Type != api.Change || queued.Version != 2 || queued.Data.OrderID != anOrder || queued.Data.QueuedAt == nil {
		t.Errorf("the baristas got %+v, want the order's version 2", queued)
	}
	board := decode[api.LiveBoard](t, s.sockets.Take("board")[0])
	if board.Type != api.Change || board.Version != s.at.UnixMilli() || !reflect.DeepEqual(board.Data.Preparing, []int{7}) || board.Data.Menu != nil {
		t.Errorf("the board got %+v, want number 7, and no menu", board)
	}
	display := decode[api.LiveDisplay](t, s.sockets.Take("display")[0])
	if display.Type != api.Change || !reflect.DeepEqual(display.Data.Preparing, []int{7}) || display.Data.Code == nil {
		t.Errorf("the display got %+v, want number 7 and the code", display)
	}
}

func TestABatchHasOneMessageForEachOrderAndOneForTheBoard(t *testing.T) {
	s := newShop(t)
	s.watchAll(t)
	records := []map[string]any{
		s.change(t, anOrder, s.enter(coffee.Placed)),
		s.change(t, anOrder, s.enter(coffee.Queued)),
		s.change(t, "order-2", s.enter(coffee.Queued)),
		s.change(t, anOrder, s.enter(coffee.Making)),
	}
	s.stream(t, append(records, records[1])...) // the last comes twice
	if got := s.sockets.Take("order"); len(got) != 1 || decode[api.Order](t, got[0]).Data.State != coffee.Making {
		t.Errorf("the order's customer got %v, want the order once, MAKING", got)
	}
	got := s.received()
	if want := (map[api.Channel]int{api.BaristaChannel: 2, api.BoardChannel: 1, api.DisplayChannel: 1}); !reflect.DeepEqual(got, want) {
		t.Errorf("the clients got %v, want %v", got, want)
	}
}

// The store in memory stands for an index that does not show the changes yet.
func TestTheBoardShowsChangesBeforeTheIndexDoes(t *testing.T) {
	s := newShop(t)
	s.watchAll(t)
	leaving := s.change(t, "order-2", s.enter(coffee.Queued))
	s.stream(t, leaving)
	s.received()

	queued := store.Order{ID: "order-3", Version: 4, State: coffee.Queued, Number: 8, Since: s.at, QueuedAt: s.at}
	collected := store.Order{ID: "order-2", Version: 9, State: coffee.Collected, Number: 7, Since: s.at}
	s.stream(t, record(store.Order{ID: "order-3", Version: 3, State: coffee.Placed}, queued))
	s.stream(t, record(store.Order{ID: "order-2", Version: 8, State: coffee.Ready, Number: 7}, collected))
	got := s.sockets.Take("board")
	if board := decode[api.LiveBoard](t, got[len(got)-1]).Data; !reflect.DeepEqual(board.Preparing, []int{8}) {
		t.Errorf("the board has %+v, want number 8 and not 7", board)
	}
	queue, err := s.readQueue(t.Context(), s.at)
	if err != nil || len(queue.Orders) != 1 || queue.Orders[0].OrderID != "order-3" || len(queue.Finished) != 1 {
		t.Errorf("the queue is %+v, %v, want order-3 in it and order-2 finished", queue, err)
	}

	s.at = s.at.Add(recentFor) // by then, the index is right
	board, _, err := s.readOrders(t.Context())
	if err != nil || !reflect.DeepEqual(board.Preparing, []int{7}) {
		t.Errorf("the board is %+v, %v, want what the index has", board, err)
	}
}

func TestAnOrderWhoseEndAnotherInstanceWasToldIsNotOnTheBoard(t *testing.T) {
	for _, last := range []coffee.State{coffee.Queued, coffee.Ready} {
		s := newShop(t)
		s.change(t, "order-2", s.enter(coffee.Queued))
		s.stream(t, s.change(t, "order-2", s.enter(last)))
		s.change(t, "order-2", s.enter(coffee.Collected)) // not streamed to this instance
		board, _, err := s.readOrders(t.Context())
		if err != nil || len(board.Preparing)+len(board.Ready) > 0 {
			t.Errorf("after %s, the board is %+v, %v, want no number", last, board, err)
		}
		queue, err := s.readQueue(t.Context(), s.at)
		if err != nil || len(queue.Orders) > 0 {
			t.Errorf("after %s, the queue is %+v, %v, want no order", last, queue, err)
		}
	}
}

func TestNothingIsReadForABoardThatNobodyWatches(t *testing.T) {
	s := newShop(t)
	s.fail("InState", errBroken)
	if got := s.stream(t, s.change(t, anOrder, s.enter(coffee.Queued))); got != noFailure {
		t.Errorf("the response is %s, want no failure", got)
	}
}

func TestARecordThatIsNotAnOrderBlocksNothing(t *testing.T) {
	s := newShop(t)
	s.watch(t, api.OrderChannel)
	good := s.change(t, anOrder, s.enter(coffee.Placed))
	for name, bad := range map[string]map[string]any{
		"an unknown type":  {"eventSource": "aws:dynamodb", "eventName": "MODIFY", "dynamodb": map[string]any{"NewImage": map[string]any{"id": map[string]any{"X": "y"}}}},
		"a wrong type":     {"eventSource": "aws:dynamodb", "eventName": "MODIFY", "dynamodb": map[string]any{"NewImage": map[string]any{"id": map[string]any{"N": "1"}}}},
		"no image":         {"eventSource": "aws:dynamodb", "eventName": "MODIFY", "dynamodb": map[string]any{}},
		"not an object":    {"eventSource": "aws:dynamodb", "eventName": "MODIFY", "dynamodb": 3},
		"an unknown state": record(store.Order{}, store.Order{ID: "x", State: "DREAMING", Version: 1}),
	} {
		if got := s.stream(t, bad, good); got != noFailure {
			t.Errorf("%s: the response is %s, want no failure", name, got)
		}
		if got := s.sockets.Take("order"); len(got) != 1 {
			t.Errorf("%s: the customer got %v, want the other record's message", name, got)
		}
	}
	if log := s.log.String(); strings.Contains(log, customerTask) || !strings.Contains(log, "DREAMING") {
		t.Errorf("the log is %s, want the unknown state and no token", log)
	}
}

func TestExpiredOrdersAreIgnored(t *testing.T) {
	s := newShop(t)
	s.watchAll(t)
	s.log.Reset()
	removed := record(store.Order{ID: anOrder, State: coffee.Queued, Number: 7}, store.Order{})
	removed["eventName"] = "REMOVE"
	if got := s.stream(t, removed); got != noFailure || len(s.received()) > 0 || s.log.Len() > 0 {
		t.Errorf("the response is %s and the log %s, want neither failures nor messages nor a log", got, s.log)
	}
}

func TestABatchThatCannotBeReadIsRetried(t *testing.T) {
	for _, operation := range []string{"Subscribers", "InState", "Timetable", "CurrentCode"} {
		s := newShop(t)
		s.watchAll(t)
		first := s.change(t, anOrder, s.enter(coffee.Queued))
		second := s.change(t, "order-2", s.enter(coffee.Queued))
		s.fail(operation, errBroken)
		want := fmt.Sprintf(`{"batchItemFailures":[{"itemIdentifier":%q}]}`, first["dynamodb"].(map[string]any)["SequenceNumber"])
		if got := s.stream(t, first, second); got != want {
			t.Errorf("with a broken %s, the response is %s, want %s", operation, got, want)
		}
		if got := s.sockets.Take("order"); operation != "Subscribers" && len(got) != 1 {
			t.Errorf("with a broken %s, the customer got %v, want the order all the same", operation, got)
		}
		s.store.Err = nil
		if got := s.stream(t, first, second); got != noFailure {
			t.Errorf("after %s works again, the response is %s, want no failure", operation, got)
		}
		if got := s.received(); got[api.BoardChannel] < 1 || got[api.BaristaChannel] < 2 {
			t.Errorf("after %s works again, the clients got %v, want the board and both orders", operation, got)
		}
	}
}

// No message has a task token, an order's secret, its hash or salt, or the QR code that an
// order redeemed, whatever happens to the order.
func TestNoMessageHasACredential(t *testing.T) {
	canaries := []string{customerTask, baristaTask, secret, salt, scanned,
		"Q0FOQVJZ", // the canaries' start in base64
	}
	for _, state := range coffee.States() {
		s := newShop(t)
		messages := []string{}
		for _, channel := range api.Channels() {
			messages = append(messages, s.watch(t, channel))
		}
		s.stream(t, s.change(t, anOrder, s.enter(coffee.Queued)))
		s.stream(t, s.change(t, anOrder, s.enter(state)))
		s.at = s.at.Add(time.Second)
		for _, channel := range api.Channels() {
			messages = append(messages, s.sockets.Take(string(channel))...)
			messages = append(messages, s.watch(t, channel))
		}
		for _, message := range messages {
			for _, canary := range canaries {
				if strings.Contains(message, canary) {
					t.Errorf("a message about an order that is %s has %s: %s", state, canary, message)
				}
			}
		}
	}
}
