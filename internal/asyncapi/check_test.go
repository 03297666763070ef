package asyncapi_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/asyncapi"
)

var (
	at    = time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)
	board = api.Board{Preparing: []int{7}, Ready: []int{}, Open: true, EstimatedWait: 180, Version: 1}
)

func boardMessage() api.BoardMessage {
	return api.BoardMessage{
		Type: api.Snapshot, Channel: api.BoardChannel, Version: 1, At: at,
		Data: api.LiveBoard{Board: board, Menu: &api.Menu{Drinks: []api.Drink{{ID: "tea", Name: "Tea", Available: true}}}},
	}
}

func TestMessagesAreAsDocumented(t *testing.T) {
	queued := api.QueuedOrder{OrderID: "o-1", State: coffee.Queued, Number: 7, Age: 3, Version: 4, QueuedAt: &at}
	for name, message := range map[string]any{
		"board": boardMessage(),
		"display": api.DisplayMessage{Type: api.Change, Channel: api.DisplayChannel, Version: 1, At: at,
			Data: api.LiveDisplay{Board: board, Code: &api.QRCode{Code: "c", Remaining: 3, ExpiresAt: at}}},
		"queue": api.QueueSnapshot{Type: api.Snapshot, Channel: api.BaristaChannel, Version: 1, At: at,
			Data: api.Queue{Orders: []api.QueuedOrder{queued}, Finished: []api.QueuedOrder{}}},
		"queued order": api.QueueChange{Type: api.Change, Channel: api.BaristaChannel, Version: 4, At: at, Data: queued},
		"order": api.OrderMessage{Type: api.Change, Channel: api.OrderChannel, Version: 4, At: at,
			Data: api.Order{OrderID: "o-1", State: coffee.Queued, Stages: []api.Stage{{State: coffee.Queued, At: at}}, Version: 4}},
		"pong":             api.LivePong{Type: api.Pong, At: at},
		"error":            api.LiveError{Type: api.Failure, Code: api.InvalidRequest},
		"error of a board": api.LiveError{Type: api.Failure, Channel: api.BoardChannel, Code: coffee.Busy},
	} {
		text, err := json.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		if err := asyncapi.CheckMessage(text); err != nil {
			t.Errorf("CheckMessage of %s, %s = %v", name, text, err)
		}
	}
}

func TestUndocumentedMessagesAreFound(t *testing.T) {
	valid, err := json.Marshal(boardMessage())
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"not JSON":         {`{"type"`, `"type"`},
		"unknown type":     {`"type":"snapshot"`, `"type":"news"`},
		"unknown channel":  {`"channel":"board"`, `"channel":"till"`},
		"data of another":  {`"channel":"board"`, `"channel":"order"`},
		"missing version":  {`"version":1,"at"`, `"at"`},
		"unknown field":    {`"open":true`, `"open":true,"taskToken":"t"`},
		"wrong type":       {`"open":true`, `"open":"yes"`},
		"null for a list":  {`"ready":[]`, `"ready":null`},
		"time without day": {at.Format(time.RFC3339), "08:30"},
		"too large":        {`"Tea"`, `"` + strings.Repeat("T", api.MaxLiveMessage) + `"`},
	} {
		text := strings.Replace(string(valid), change[0], change[1], 1)
		if text == string(valid) {
			t.Fatalf("%s: the message has no %s", name, change[0])
		}
		if err := asyncapi.CheckMessage([]byte(text)); err == nil {
			t.Errorf("%s: CheckMessage(%.300s) = nil, want an error", name, text)
		}
	}
}
