package api

import (
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Channel is a subject of live updates over the WebSocket API.
type Channel string

// The channels. A connection may subscribe to several.
const (
	// BoardChannel is for anyone: the numbers on the overhead display, whether the
	// shop is open, and its menu.
	BoardChannel Channel = "board"
	// DisplayChannel is the board with the QR code, for members of the groups of
	// CodeView.
	DisplayChannel Channel = "display"
	// BaristaChannel is the queue, for members of the groups of QueueView.
	BaristaChannel Channel = "barista"
	// OrderChannel is one order, for the holder of its secret.
	OrderChannel Channel = "order"
)

// Channels returns every channel.
func Channels() []Channel {
	return []Channel{BoardChannel, DisplayChannel, BaristaChannel, OrderChannel}
}

// Staff returns the groups whose members may subscribe to the channel. It is empty
// for the board, which is for anyone, and for an order, which needs its secret.
func (c Channel) Staff() []string {
	switch c {
	case DisplayChannel:
		return CodeView.Staff
	case BaristaChannel:
		return QueueView.Staff
	default:
		return nil
	}
}

// Action is what a client asks for. It is also the route key of the WebSocket API.
type Action string

// The actions.
const (
	// Subscribe is answered with a snapshot; changes follow.
	Subscribe Action = "subscribe"
	// Ping is answered with a pong. It keeps the connection open.
	Ping Action = "ping"
)

// SubscribeWithin is the time that a connection has for its first subscription. The
// server closes it otherwise.
const SubscribeWithin = 10 * time.Second

// LiveRequest is a message from a client.
type LiveRequest struct {
	Action  Action  `json:"action" enum:"subscribe,ping"`
	Channel Channel `json:"channel,omitempty" enum:"board,display,barista,order" doc:"The channel to subscribe to."`
	OrderID string  `json:"orderId,omitempty" maxLength:"80" doc:"The order's id, for the channel order."`
	Token   string  `json:"token,omitempty" maxLength:"8192" doc:"The order's secret for the channel order, an access token of the staff's user pool for display and barista."`
}

// LiveType is the type of a message to a client.
type LiveType string

// The types of messages.
const (
	// Snapshot is the whole state of a channel, after subscribing.
	Snapshot LiveType = "snapshot"
	// Change is the new state of the board, or of one order.
	Change LiveType = "change"
	// Pong answers a ping.
	Pong LiveType = "pong"
	// Failure says why the server refuses a request. After it, the server closes the
	// connection.
	Failure LiveType = "error"
)

// LiveData is what a message may carry to a client. LiveKinds lists the message of
// each.
type LiveData interface {
	LiveBoard | LiveDisplay | Queue | QueuedOrder | Order
}

// LiveMessage is a message with data to a client.
//
// Messages may be lost, doubled or reordered. Each carries the whole state of what it
// describes, so clients keep the one with the highest version.
type LiveMessage[T LiveData] struct {
	Type    LiveType `json:"type" enum:"snapshot,change"`
	Channel Channel  `json:"channel" enum:"board,display,barista,order"`
	// Version is the data's own version; of a Queue, the time at which it was read in
	// milliseconds since the Unix epoch.
	Version int64     `json:"version" doc:"Of two messages about the same thing, the one with the higher version is newer."`
	At      time.Time `json:"at" doc:"The server's time. Clients count from it, since their own clock may be wrong."`
	// Partial is true if parts of the data were left out to keep the message within
	// MaxLiveMessage. Clients then get the whole from the HTTP API.
	Partial bool `json:"partial,omitempty" doc:"Parts of the data were left out, since the message would be too large. Get the whole from the HTTP API."`
	Data    T    `json:"data"`
}

// The messages of each channel.
type (
	// BoardMessage is a snapshot or a change of the board.
	BoardMessage = LiveMessage[LiveBoard]
	// DisplayMessage is a snapshot or a change of what the display shows.
	DisplayMessage = LiveMessage[LiveDisplay]
	// QueueSnapshot is the whole queue, on the channel barista.
	QueueSnapshot = LiveMessage[Queue]
	// QueueChange is one order of the queue, on the channel barista.
	QueueChange = LiveMessage[QueuedOrder]
	// OrderMessage is a snapshot or a change of one order.
	OrderMessage = LiveMessage[Order]
)

// LivePong answers a ping.
type LivePong struct {
	Type LiveType  `json:"type" enum:"pong"`
	At   time.Time `json:"at" doc:"The server's time."`
}

// LiveError says why the server refuses a request, before it closes the connection.
type LiveError struct {
	Type    LiveType         `json:"type" enum:"error"`
	Channel Channel          `json:"channel,omitempty" enum:"board,display,barista,order"`
	Code    coffee.ErrorCode `json:"code" enum:"request_invalid,unauthenticated,forbidden,order_unknown,busy,internal" doc:"The error code, as in problem documents."`
}

// LiveBoard is the board, and the menu when it may have changed.
type LiveBoard struct {
	Board
	Menu *Menu `json:"menu,omitempty" doc:"In snapshots, and when the menu changed."`
}

// LiveDisplay is what the overhead display shows.
type LiveDisplay struct {
	Board
	Code *QRCode `json:"code,omitempty" doc:"The current QR code. Missing while the shop is closed. Subscribe again at its expiresAt."`
}

// Limits of API Gateway for WebSocket APIs, in bytes ("Quotas for configuring and
// running a WebSocket API", API Gateway developer guide).
const (
	// MaxLiveMessage is the largest message to a client.
	MaxLiveMessage = 128 << 10
	// MaxLiveRequest is the largest message from a client in one frame.
	MaxLiveRequest = 32 << 10
)
