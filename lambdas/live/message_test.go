package live

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// checkSize decodes a message, and checks that it is small enough and partial if it has
// to be.
func checkSize[T api.LiveData](t *testing.T, text []byte, err error, partial bool) T {
	t.Helper()
	if err != nil || len(text) > api.MaxLiveMessage {
		t.Fatalf("the message has %d bytes, %v, want up to %d", len(text), err, api.MaxLiveMessage)
	}
	m := decode[T](t, string(text))
	if m.Partial != partial {
		t.Errorf("the message is partial: %v, want %v", m.Partial, partial)
	}
	return m.Data
}

// largestMenu returns a valid menu of about coffee.MaxMenuBytes, of characters that JSON
// escapes.
func largestMenu(t *testing.T) api.Menu {
	t.Helper()
	var menu coffee.Menu
	for i := 0; ; i++ {
		next := coffee.Drink{ID: fmt.Sprint("drink-", i), Name: strings.Repeat("<&>", 33), Modifiers: []coffee.Modifier{{Name: "<milk>", Options: []string{strings.Repeat("&", 64)}}}}
		larger := coffee.Menu{Drinks: append(menu.Drinks, next)}
		if larger.Validate() != nil {
			if text, _ := json.Marshal(menu); len(text) < coffee.MaxMenuBytes*98/100 {
				t.Fatalf("the menu has %d bytes, want nearly %d", len(text), coffee.MaxMenuBytes)
			}
			return api.MenuOf(menu)
		}
		menu = larger
	}
}

func numbers(from, count int) []int {
	all := make([]int, count)
	for i := range all {
		all[i] = from + i
	}
	return all
}

func TestTheLargestMenuFitsOnTheBoardOfAFullShop(t *testing.T) {
	menu := largestMenu(t)
	board := api.LiveBoard{Board: api.Board{Preparing: numbers(100000, coffee.MaxQueueLimit), Ready: numbers(200000, coffee.MaxQueueLimit)}, Menu: &menu}
	text, err := boardMessage(api.Snapshot, start, board)
	if got := checkSize[api.LiveBoard](t, text, err, false); !reflect.DeepEqual(got, board) {
		t.Error("the message is not the whole board")
	}
}

func TestABoardThatIsTooLargeLosesItsMenuFirst(t *testing.T) {
	menu := largestMenu(t)
	board := api.LiveBoard{Board: api.Board{Preparing: numbers(100000, 400), Ready: numbers(200000, 5000)}, Menu: &menu}
	text, err := boardMessage(api.Snapshot, start, board)
	if got := checkSize[api.LiveBoard](t, text, err, true); got.Menu != nil || !reflect.DeepEqual(got.Board, board.Board) {
		t.Error("the message is not the board without its menu")
	}
	board.Ready = numbers(200000, 50000)
	text, err = boardMessage(api.Snapshot, start, board)
	got := checkSize[api.LiveBoard](t, text, err, true)
	if got.Menu != nil || len(got.Preparing) != 400 || len(text) < api.MaxLiveMessage-10 || got.Ready[0] != 200000 {
		t.Errorf("the message has %d bytes, %d and %d numbers, want as many of the newest that are ready as fit",
			len(text), len(got.Preparing), len(got.Ready))
	}
	text, err = displayMessage(api.Change, start, api.LiveDisplay{Board: board.Board, Code: &api.QRCode{Code: "code"}})
	if got := checkSize[api.LiveDisplay](t, text, err, true); got.Code == nil || len(got.Preparing) != 400 {
		t.Errorf("the display has %+v and %d numbers, want its code and 400", got.Code, len(got.Preparing))
	}
}

// choiceOf returns a choice of about that many bytes as JSON.
func choiceOf(bytes int) *api.Chosen {
	return &api.Chosen{Drink: "tea", Modifiers: map[string]string{"note": strings.Repeat("<", bytes/6)}}
}

func TestAQueueThatIsTooLargeLosesOrdersFromItsEnd(t *testing.T) {
	queue := api.Queue{Orders: make([]api.QueuedOrder, 400), Finished: make([]api.QueuedOrder, 10)}
	for i := range queue.Orders {
		queue.Orders[i] = api.QueuedOrder{OrderID: fmt.Sprint("order-", i), Number: i + 1, Choice: choiceOf(1000)}
	}
	text, err := queueMessage(start, queue)
	got := checkSize[api.Queue](t, text, err, true)
	if len(got.Finished) != 0 || len(got.Orders) < 100 || got.Orders[99].OrderID != "order-99" || len(text) < api.MaxLiveMessage-2000 {
		t.Errorf("the queue has %d bytes, %d orders and %d that are finished, want as many orders as fit", len(text), len(got.Orders), len(got.Finished))
	}
	queue.Orders = queue.Orders[:100]
	for i := range queue.Finished {
		queue.Finished[i].Choice = choiceOf(5000)
	}
	text, err = queueMessage(start, queue)
	if got := checkSize[api.Queue](t, text, err, true); len(got.Orders) != 100 || len(got.Finished) == 0 || len(got.Finished) == 10 {
		t.Errorf("the queue has %d orders and %d that are finished, want all 100 and some", len(got.Orders), len(got.Finished))
	}
}

func TestALargeChoiceCostsNoOtherOrder(t *testing.T) {
	queue := api.Queue{Orders: []api.QueuedOrder{{OrderID: "a", Choice: choiceOf(200 << 10)}, {OrderID: "b", Choice: choiceOf(100)}}}
	text, err := queueMessage(start, queue)
	if got := checkSize[api.Queue](t, text, err, true); len(got.Orders) != 2 || got.Orders[0].Choice != nil || got.Orders[1].Choice == nil {
		t.Errorf("the queue is %+v, want both orders, and the small choice", got)
	}
}

func TestALargeChoiceOrExplanationIsLeftOut(t *testing.T) {
	long := strings.Repeat("<", 32<<10)
	for name, row := range map[string]struct {
		choice  *api.Chosen
		cause   string
		partial bool
	}{
		"nothing":          {nil, "", false},
		"the largest":      {choiceOf(maxField - 100), strings.Repeat("<", maxField/6-1), false},
		"a large choice":   {choiceOf(200 << 10), "why", true},
		"a large cause":    {choiceOf(100), long, true},
		"both being large": {choiceOf(200 << 10), long, true},
	} {
		t.Run(name, func(t *testing.T) {
			text, err := orderMessage(api.Change, start, api.Order{OrderID: "a", Choice: row.choice, Explanation: row.cause})
			order := checkSize[api.Order](t, text, err, row.partial)
			text, err = queuedMessage(start, api.QueuedOrder{OrderID: "a", Choice: row.choice, Explanation: row.cause})
			queued := checkSize[api.QueuedOrder](t, text, err, row.partial)
			keeps := func(size int) bool { return size <= maxField }
			if (order.Choice != nil) != (row.choice != nil && keeps(sizeOf(row.choice))) || (order.Explanation == row.cause) != keeps(sizeOf(row.cause)) {
				t.Errorf("the order has the choice %v and an explanation of %d bytes", order.Choice != nil, len(order.Explanation))
			}
			if !reflect.DeepEqual(queued.Choice, order.Choice) || queued.Explanation != order.Explanation {
				t.Error("the baristas are told something else than the customer")
			}
		})
	}
}
