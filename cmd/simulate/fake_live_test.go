package main

import (
	"context"
	"net/http"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"

	"github.com/serverless-coffee/coffeeshop/api"
)

// push serves one connection. It sends the order and the board after each subscription,
// and the order after each change.
func (s *fakeShop) push(w http.ResponseWriter, r *http.Request) {
	if s.closed {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	conn, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer conn.CloseNow()
	ctx, stop := context.WithCancel(r.Context())
	defer stop()
	requests := make(chan api.LiveRequest)
	go func() {
		defer stop()
		for {
			var request api.LiveRequest
			if wsjson.Read(ctx, conn, &request) != nil {
				return
			}
			requests <- request
		}
	}()
	p := pusher{s: s, conn: conn}
	for err == nil && (s.cutAfter == 0 || p.sent < s.cutAfter) {
		select {
		case <-ctx.Done():
			return
		case request := <-requests:
			err = p.subscribe(ctx, request)
		case <-time.After(time.Millisecond):
			err = p.change(ctx)
		}
	}
}

// pusher is the shop's end of a connection.
type pusher struct {
	s       *fakeShop
	conn    *websocket.Conn
	orderID string
	told    int64 // the version that was sent last
	sent    int
}

func (p *pusher) subscribe(ctx context.Context, request api.LiveRequest) error {
	if request.Channel == api.BoardChannel {
		return p.send(ctx, api.BoardMessage{Type: api.Snapshot, Channel: api.BoardChannel, Version: 1, Data: api.LiveBoard{}})
	}
	p.orderID = request.OrderID
	order := p.order()
	return p.send(ctx, api.OrderMessage{Type: api.Snapshot, Channel: api.OrderChannel, Version: order.Version, Data: order})
}

// change sends the order if it has changed.
func (p *pusher) change(ctx context.Context) error {
	if p.orderID == "" || p.s.mute {
		return nil
	}
	order := p.order()
	if order.Version == p.told {
		return nil
	}
	p.told = order.Version
	return p.send(ctx, api.OrderMessage{Type: api.Change, Channel: api.OrderChannel, Version: order.Version, Data: order})
}

func (p *pusher) order() api.Order {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	order := p.s.orders[p.orderID]
	p.s.goOn(order)
	return p.s.show(order).(api.Order)
}

func (p *pusher) send(ctx context.Context, message any) error {
	p.sent++
	return wsjson.Write(ctx, p.conn, message)
}
