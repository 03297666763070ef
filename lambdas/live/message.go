package live

import (
	"encoding/json"
	"errors"
	"sort"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
)

// maxField is the largest size of a choice, or of an explanation, as JSON in bytes.
// Choices made through the API are smaller, but any program with a task token may place
// an order of up to 256 KB, and cancel one with a cause of up to 32 KB.
const maxField = 16 << 10

var errTooLarge = errors.New("the message is too large")

// boardMessage returns a message for the channel board.
func boardMessage(kind api.LiveType, at time.Time, board api.LiveBoard) ([]byte, error) {
	parts := 1 + len(board.Ready) + len(board.Preparing)
	return encode(message(api.BoardChannel, kind, board.Version, at, board), parts, func(n int) api.LiveBoard {
		return api.LiveBoard{Board: withoutNumbers(board.Board, n-1)} // the first part is the menu
	})
}

// displayMessage returns a message for the channel display.
func displayMessage(kind api.LiveType, at time.Time, display api.LiveDisplay) ([]byte, error) {
	parts := len(display.Ready) + len(display.Preparing)
	return encode(message(api.DisplayChannel, kind, display.Version, at, display), parts, func(n int) api.LiveDisplay {
		return api.LiveDisplay{Board: withoutNumbers(display.Board, n), Code: display.Code}
	})
}

// queueMessage returns the snapshot of the queue, as read at a time.
func queueMessage(at time.Time, queue api.Queue) ([]byte, error) {
	m := message(api.BaristaChannel, api.Snapshot, at.UnixMilli(), at, queue)
	for _, orders := range [][]api.QueuedOrder{queue.Orders, queue.Finished} {
		for i := range orders {
			m.Partial = limitQueued(&orders[i]) || m.Partial
		}
	}
	return encode(m, len(queue.Orders)+len(queue.Finished), func(n int) api.Queue { return withoutOrders(queue, n) })
}

// queuedMessage returns the change of one order in the queue.
func queuedMessage(at time.Time, order api.QueuedOrder) ([]byte, error) {
	m := message(api.BaristaChannel, api.Change, order.Version, at, order)
	m.Partial = limitQueued(&m.Data)
	return encode(m, 0, nil)
}

// orderMessage returns a message for the channel of an order.
func orderMessage(kind api.LiveType, at time.Time, order api.Order) ([]byte, error) {
	m := message(api.OrderChannel, kind, order.Version, at, order)
	m.Partial = limit(&m.Data.Choice, &m.Data.Explanation)
	return encode(m, 0, nil)
}

func message[T api.LiveData](channel api.Channel, kind api.LiveType, version int64, at time.Time, data T) api.LiveMessage[T] {
	return api.LiveMessage[T]{Type: kind, Channel: channel, Version: version, At: at.UTC(), Data: data}
}

// encode returns a message as JSON. If it is larger than api.MaxLiveMessage, encode
// leaves out as few of the data's parts as possible; without returns the data without
// the last n of them.
func encode[T api.LiveData](m api.LiveMessage[T], parts int, without func(n int) T) ([]byte, error) {
	text, err := json.Marshal(m)
	if err != nil || len(text) <= api.MaxLiveMessage {
		return text, err
	}
	m.Partial = true
	shorten := func(n int) bool {
		m.Data = without(n)
		text, err = json.Marshal(m)
		return err != nil || len(text) <= api.MaxLiveMessage
	}
	n := 1 + sort.Search(parts, func(i int) bool { return shorten(i + 1) })
	if n > parts {
		return nil, errTooLarge
	}
	shorten(n)
	return text, err
}

// withoutNumbers returns the board without the last n numbers, those that are ready
// first.
func withoutNumbers(board api.Board, n int) api.Board {
	ready := max(0, len(board.Ready)-n)
	n -= len(board.Ready) - ready
	board.Ready, board.Preparing = board.Ready[:ready], board.Preparing[:len(board.Preparing)-n]
	return board
}

// withoutOrders returns the queue without the last n orders, those that are finished
// first.
func withoutOrders(queue api.Queue, n int) api.Queue {
	finished := max(0, len(queue.Finished)-n)
	n -= len(queue.Finished) - finished
	queue.Finished, queue.Orders = queue.Finished[:finished], queue.Orders[:len(queue.Orders)-n]
	return queue
}

func limitQueued(order *api.QueuedOrder) bool { return limit(&order.Choice, &order.Explanation) }

// limit leaves out a choice and an explanation that are larger than maxField, and reports
// whether it did.
func limit(choice **api.Chosen, explanation *string) (limited bool) {
	if sizeOf(*choice) > maxField {
		*choice, limited = nil, true
	}
	if sizeOf(*explanation) > maxField {
		*explanation, limited = "", true
	}
	return limited
}

// sizeOf returns the size of a value as JSON, in bytes.
func sizeOf(value any) int {
	text, _ := json.Marshal(value) // texts and maps of texts always have JSON
	return len(text)
}
