package live

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func TestAPingIsAnswered(t *testing.T) {
	s := newShop(t)
	s.connect(t, "a")
	s.send(t, "a", api.LiveRequest{Action: api.Ping})
	if got := s.sockets.Take("a"); len(got) != 1 || got[0] != `{"type":"pong","at":"2026-11-22T09:00:00Z"}` {
		t.Errorf("the client got %v, want one pong", got)
	}
}

func TestSubscribersGetASnapshot(t *testing.T) {
	s := newShop(t)
	s.store.Put(store.Order{ID: "queued", Number: 7, State: coffee.Queued, Since: start, QueuedAt: start, Order: `{"drink":"tea"}`})
	s.store.Put(store.Order{ID: "ready", Number: 5, State: coffee.Ready, Since: start, ReadyAt: start})
	s.store.Put(store.Order{ID: "done", Number: 4, State: coffee.Collected, Since: start, CollectedAt: start})
	s.at = start.Add(time.Minute)

	board := decode[api.LiveBoard](t, s.watch(t, api.BoardChannel))
	wantBoard := api.Board{Preparing: []int{7}, Ready: []int{5}, Open: true, EstimatedWait: 180, Version: s.at.UnixMilli()}
	if !reflect.DeepEqual(board.Data.Board, wantBoard) || board.Data.Menu == nil || len(board.Data.Menu.Drinks) != 1 {
		t.Errorf("the board is %+v, want %+v and the menu", board, wantBoard)
	}
	display := decode[api.LiveDisplay](t, s.watch(t, api.DisplayChannel))
	if !reflect.DeepEqual(display.Data.Board, wantBoard) || display.Data.Code == nil || display.Data.Code.Remaining != 10 {
		t.Errorf("the display is %+v, want %+v and a code for 10 drinks", display, wantBoard)
	}
	queue := decode[api.Queue](t, s.watch(t, api.BaristaChannel))
	if len(queue.Data.Orders) != 2 || queue.Data.Orders[1].OrderID != "queued" || len(queue.Data.Finished) != 1 {
		t.Errorf("the queue is %+v, want ready and queued, and done as finished", queue)
	}
	order := decode[api.Order](t, s.watch(t, api.OrderChannel))
	if order.Data.OrderID != anOrder || order.Data.State != coffee.Started || !order.Data.PlaceBy.Equal(start.Add(15*time.Minute)) {
		t.Errorf("the order is %+v, want %s as its customer sees it", order, anOrder)
	}
	for channel, message := range map[api.Channel]struct {
		kind    api.LiveType
		channel api.Channel
		version int64
		at      time.Time
	}{
		api.BoardChannel:   {board.Type, board.Channel, board.Version, board.At},
		api.DisplayChannel: {display.Type, display.Channel, display.Version, display.At},
		api.BaristaChannel: {queue.Type, queue.Channel, queue.Version, queue.At},
		api.OrderChannel:   {order.Type, order.Channel, order.Version, order.At},
	} {
		version := s.at.UnixMilli()
		if channel == api.OrderChannel {
			version = 1
		}
		if message.kind != api.Snapshot || message.channel != channel || message.version != version || !message.at.Equal(s.at) {
			t.Errorf("the message on %s is %+v, want a snapshot, version %d", channel, message, version)
		}
	}
}

func TestTheDisplayHasNoCodeWhileTheShopIsClosed(t *testing.T) {
	s := newShop(t)
	must(t, s.store.PutOpen(t.Context(), false, time.Now()))
	if got := decode[api.LiveDisplay](t, s.watch(t, api.DisplayChannel)); got.Data.Code != nil || got.Data.Open {
		t.Errorf("the display of a closed shop is %+v, want no code", got)
	}
}

func TestWhoMaySubscribe(t *testing.T) {
	const allowed = ""
	for name, row := range map[string]struct {
		request api.LiveRequest
		want    coffee.ErrorCode
	}{
		"the board needs nothing":                  {api.LiveRequest{Channel: api.BoardChannel}, allowed},
		"the board ignores a token":                {api.LiveRequest{Channel: api.BoardChannel, Token: "any"}, allowed},
		"an order by its secret":                   {api.LiveRequest{Channel: api.OrderChannel, OrderID: anOrder, Token: secret}, allowed},
		"an order without a secret":                {api.LiveRequest{Channel: api.OrderChannel, OrderID: anOrder}, api.Unauthenticated},
		"an order by a wrong secret":               {api.LiveRequest{Channel: api.OrderChannel, OrderID: anOrder, Token: "wrong"}, coffee.UnknownOrder},
		"an order by the start of its secret":      {api.LiveRequest{Channel: api.OrderChannel, OrderID: anOrder, Token: secret[:10]}, coffee.UnknownOrder},
		"an unknown order":                         {api.LiveRequest{Channel: api.OrderChannel, OrderID: "unknown", Token: secret}, coffee.UnknownOrder},
		"an order without secret, taken by hand":   {api.LiveRequest{Channel: api.OrderChannel, OrderID: "by-hand", Token: "any"}, coffee.UnknownOrder},
		"another's order":                          {api.LiveRequest{Channel: api.OrderChannel, OrderID: "other", Token: secret}, coffee.UnknownOrder},
		"an order by a staff token":                {api.LiveRequest{Channel: api.OrderChannel, OrderID: anOrder, Token: tokenOf("staff-client", "barista", "manager")}, coffee.UnknownOrder},
		"the queue by a barista":                   {api.LiveRequest{Channel: api.BaristaChannel, Token: tokenOf("staff-client", "barista")}, allowed},
		"the queue without a token":                {api.LiveRequest{Channel: api.BaristaChannel}, api.Unauthenticated},
		"the queue by a made-up token":             {api.LiveRequest{Channel: api.BaristaChannel, Token: "made up"}, api.Unauthenticated},
		"the queue by an order's secret":           {api.LiveRequest{Channel: api.BaristaChannel, OrderID: anOrder, Token: secret}, api.Unauthenticated},
		"the queue by a display":                   {api.LiveRequest{Channel: api.BaristaChannel, Token: tokenOf("staff-client", "display")}, api.Forbidden},
		"the queue by nobody in particular":        {api.LiveRequest{Channel: api.BaristaChannel, Token: tokenOf("staff-client")}, api.Forbidden},
		"the queue by a barista on the display":    {api.LiveRequest{Channel: api.BaristaChannel, Token: tokenOf("display-client", "barista")}, api.Forbidden},
		"the queue by another client":              {api.LiveRequest{Channel: api.BaristaChannel, Token: tokenOf("other-client", "barista")}, api.Unauthenticated},
		"the queue by no client":                   {api.LiveRequest{Channel: api.BaristaChannel, Token: tokenOf("", "barista")}, api.Unauthenticated},
		"the display by a display":                 {api.LiveRequest{Channel: api.DisplayChannel, Token: tokenOf("display-client", "display")}, allowed},
		"the display by a manager on a staff page": {api.LiveRequest{Channel: api.DisplayChannel, Token: tokenOf("staff-client", "manager")}, allowed},
		"the display by a barista":                 {api.LiveRequest{Channel: api.DisplayChannel, Token: tokenOf("staff-client", "barista")}, api.Forbidden},
		"the display without a token":              {api.LiveRequest{Channel: api.DisplayChannel}, api.Unauthenticated},
		"a group with a similar name":              {api.LiveRequest{Channel: api.BaristaChannel, Token: tokenOf("staff-client", "baristas")}, api.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.store.Put(store.Order{ID: "other", State: coffee.Started, SecretHash: store.HashSecret("other")})
			s.store.Put(store.Order{ID: "by-hand", State: coffee.Placed, TakenBy: "mia"})
			s.connect(t, "a")
			row.request.Action = api.Subscribe
			s.send(t, "a", row.request)
			got := s.sockets.Take("a")
			if len(got) != 1 {
				t.Fatalf("the client got %v, want one message", got)
			}
			channel := string(row.request.Channel)
			if row.request.Channel == api.OrderChannel {
				channel = schema.OrderChannel(row.request.OrderID)
			}
			if row.want == allowed {
				s.checkSubscribers(t, channel, "a")
				return
			}
			var failure api.LiveError
			must(t, json.Unmarshal([]byte(got[0]), &failure))
			if want := (api.LiveError{Type: api.Failure, Channel: row.request.Channel, Code: row.want}); failure != want || !s.sockets.Closed("a") {
				t.Errorf("the client got %s, closed: %v, want %+v and the end", got[0], s.sockets.Closed("a"), want)
			}
			s.checkSubscribers(t, channel)
		})
	}
}

// The empty client ID of a shop without a display matches no token.
func TestAMissingClientMatchesNoToken(t *testing.T) {
	s := newShop(t)
	s.staffClient, s.displayClient = "", ""
	s.connect(t, "a")
	s.send(t, "a", api.LiveRequest{Action: api.Subscribe, Channel: api.DisplayChannel, Token: tokenOf("", "display")})
	if got := s.sockets.Take("a"); len(got) != 1 || !strings.Contains(got[0], string(api.Unauthenticated)) {
		t.Errorf("the client got %v, want %s", got, api.Unauthenticated)
	}
}

func TestAFailureIsToldAsSuchAndLogged(t *testing.T) {
	for name, row := range map[string]struct {
		request api.LiveRequest
		fail    string
		want    coffee.ErrorCode
	}{
		"a broken table":    {api.LiveRequest{Channel: api.BoardChannel}, "Subscribe", coffee.Internal},
		"a broken index":    {api.LiveRequest{Channel: api.BoardChannel}, "InState", coffee.Internal},
		"a broken menu":     {api.LiveRequest{Channel: api.BoardChannel}, "Menu", coffee.Internal},
		"a broken code":     {api.LiveRequest{Channel: api.DisplayChannel, Token: tokenOf("staff-client", "manager")}, "CurrentCode", coffee.Internal},
		"a broken queue":    {api.LiveRequest{Channel: api.BaristaChannel, Token: tokenOf("staff-client", "barista")}, "Latest", coffee.Internal},
		"a broken order":    {api.LiveRequest{Channel: api.OrderChannel, OrderID: anOrder, Token: secret}, "Order", coffee.Internal},
		"no keys for token": {api.LiveRequest{Channel: api.BaristaChannel, Token: "unavailable"}, "", coffee.Busy},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.connect(t, "a")
			s.fail(row.fail, doubles.ErrBroken)
			row.request.Action = api.Subscribe
			body, err := json.Marshal(row.request)
			must(t, err)
			if got := s.request(t, "MESSAGE", "a", string(body), nil); got != 500 {
				t.Errorf("status %d, want 500, which the API's metrics count", got)
			}
			got := s.sockets.Take("a")
			if len(got) != 1 || !strings.Contains(got[0], `"code":"`+string(row.want)+`"`) || !s.sockets.Closed("a") {
				t.Errorf("the client got %v, closed: %v, want %s and the end", got, s.sockets.Closed("a"), row.want)
			}
			if !strings.Contains(s.log.String(), "secret-internal-host") {
				t.Errorf("the log lacks the error:\n%s", s.log)
			}
		})
	}
}

// A change between the subscription and the reading of the snapshot is in both.
func TestNoChangeFallsBetweenSnapshotAndSubscription(t *testing.T) {
	s := newShop(t)
	s.connect(t, "a")
	var subscribedFirst bool
	s.store.Err = func(operation string) error {
		switch operation {
		case "Subscribe":
			subscribedFirst = true
		case "InState", "Shop", "Menu":
			if !subscribedFirst {
				t.Errorf("%s was read before the subscription was stored", operation)
			}
		}
		return nil
	}
	s.send(t, "a", api.LiveRequest{Action: api.Subscribe, Channel: api.BoardChannel})
	if !subscribedFirst {
		t.Error("the client was not subscribed")
	}
}

func TestAClientThatIsGoneLosesEverySubscription(t *testing.T) {
	s := newShop(t)
	s.watch(t, api.BoardChannel)
	s.sockets.Gone = []string{"board"}
	s.send(t, "board", api.LiveRequest{Action: api.Subscribe, Channel: api.OrderChannel, OrderID: anOrder, Token: secret})
	s.checkSubscribers(t, "board")
	s.checkSubscribers(t, schema.OrderChannel(anOrder))
}
