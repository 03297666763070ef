package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Live is a connection to the shop's live updates. It is safe for concurrent use.
type Live struct {
	conn    *websocket.Conn
	updates chan Update
	ended   error // why the connection ended, once updates is closed
}

// Update is a message from the shop, with its data not yet decoded: an api.LiveMessage,
// LivePong or LiveError.
type Update struct {
	Type    api.LiveType    `json:"type"`
	Channel api.Channel     `json:"channel"`
	Version int64           `json:"version"`
	At      time.Time       `json:"at"`
	Partial bool            `json:"partial"`
	Data    json.RawMessage `json:"data"`
	// Code is the error code of a Failure, after which the shop closes the
	// connection.
	Code coffee.ErrorCode `json:"code"`

	// Text is the message as it was received, at Received by this machine's clock.
	Text     string    `json:"-"`
	Received time.Time `json:"-"`
}

// updatesAhead is how many updates a Live reads ahead of its user.
const updatesAhead = 256

// Connect connects to the live updates at a URL, ws:// or wss://. If origin is not
// empty, it is sent as the Origin header, as browsers do.
func Connect(ctx context.Context, url, origin string) (*Live, error) {
	options := &websocket.DialOptions{HTTPHeader: http.Header{}}
	if origin != "" {
		options.HTTPHeader.Set("Origin", origin)
	}
	conn, response, err := websocket.Dial(ctx, url, options)
	if err != nil {
		if response != nil && response.StatusCode >= http.StatusBadRequest {
			return nil, &coffee.Error{Code: coffee.ErrorCode(fmt.Sprint("http_", response.StatusCode)), Message: err.Error()}
		}
		return nil, err
	}
	conn.SetReadLimit(api.MaxLiveMessage)
	l := &Live{conn: conn, updates: make(chan Update, updatesAhead)}
	go l.read()
	return l, nil
}

func (l *Live) read() {
	defer close(l.updates)
	for {
		// The context's end would close the connection, so Close ends this loop.
		_, text, err := l.conn.Read(context.Background())
		update := Update{Text: string(text), Received: time.Now()}
		if err == nil {
			err = json.Unmarshal(text, &update)
		}
		if err != nil {
			l.ended = err
			return
		}
		l.updates <- update
	}
}

// Updates returns the channel of received updates, which is closed when the connection
// has ended. Updates that nobody takes hold up the connection.
func (l *Live) Updates() <-chan Update { return l.updates }

// Err returns why the connection ended, after Updates is closed. It is nil if the
// server closed it normally.
func (l *Live) Err() error {
	if websocket.CloseStatus(l.ended) == websocket.StatusNormalClosure {
		return nil
	}
	return l.ended
}

// Subscribe asks for a channel. The token is the order's secret for an order, an access
// token for the staff's channels, and empty for the board.
func (l *Live) Subscribe(ctx context.Context, channel api.Channel, orderID, token string) error {
	return l.send(ctx, api.LiveRequest{Action: api.Subscribe, Channel: channel, OrderID: orderID, Token: token})
}

// Ping asks for a pong.
func (l *Live) Ping(ctx context.Context) error {
	return l.send(ctx, api.LiveRequest{Action: api.Ping})
}

func (l *Live) send(ctx context.Context, request api.LiveRequest) error {
	text, err := json.Marshal(request)
	if err != nil {
		return err
	}
	return l.Send(ctx, text)
}

// Send sends any text.
func (l *Live) Send(ctx context.Context, text []byte) error {
	return l.conn.Write(ctx, websocket.MessageText, text)
}

// Close closes the connection, and drops the updates that nobody took.
func (l *Live) Close() error {
	go func() {
		for range l.updates {
		}
	}()
	return l.conn.Close(websocket.StatusNormalClosure, "")
}

// Vanish drops the connection without closing it, like a client that lost its network.
func (l *Live) Vanish() error { return l.conn.CloseNow() }

// Data decodes an update's data, for instance to api.Order.
func Data[T any](u Update) (T, error) {
	var data T
	if u.Type != api.Snapshot && u.Type != api.Change {
		return data, fmt.Errorf("an update of type %s has no data: %s", u.Type, u.Text)
	}
	err := json.Unmarshal(u.Data, &data)
	return data, err
}
