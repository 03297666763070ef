package live

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/sockets"
)

// receive answers a client's message. A request that is refused, or that fails, is
// answered with the error's code, and the connection is closed.
func (h *handler) receive(ctx context.Context, connection string, message events.APIGatewayWebsocketProxyRequest) error {
	request, err := parse(message)
	if err == nil && request.Action == api.Ping {
		return h.answer(ctx, connection, api.LivePong{Type: api.Pong, At: h.now().UTC()})
	}
	if err == nil {
		err = h.subscribe(ctx, connection, request)
	}
	if err == nil {
		return nil
	}
	return h.refuse(ctx, connection, request, err)
}

// refuse tells a client why its request failed, and closes the connection. It returns
// the error if it is not the client's fault.
func (h *handler) refuse(ctx context.Context, connection string, request api.LiveRequest, cause error) error {
	code := coffee.CodeOf(cause)
	failure := api.LiveError{Type: api.Failure, Code: code}
	if slices.Contains(api.Channels(), request.Channel) {
		failure.Channel = request.Channel
	}
	h.log.WarnContext(ctx, "refused a message", "connectionId", connection, "channel", failure.Channel, "code", code)
	err := errors.Join(h.answer(ctx, connection, failure), h.close(ctx, connection))
	if code == coffee.Internal || code == coffee.Busy {
		err = errors.Join(cause, err)
	}
	return err
}

// subscribe subscribes a client to a channel, and sends it a snapshot. The snapshot is
// read after the subscription is stored, so that no change is missed in between.
func (h *handler) subscribe(ctx context.Context, connection string, request api.LiveRequest) error {
	channel, err := h.authorize(ctx, request)
	if err != nil {
		return err
	}
	connected, err := h.store.Subscribe(ctx, connection, channel, h.now().UTC())
	if err != nil {
		return err
	}
	if !connected {
		return h.close(ctx, connection)
	}
	h.log.InfoContext(ctx, "subscribed a client", "connectionId", connection, "channel", request.Channel, "orderId", request.OrderID)
	snapshot, err := h.snapshot(ctx, request)
	if err != nil {
		return err
	}
	return h.post(ctx, connection, snapshot)
}

// authorize returns the key of the request's channel, or the error for a client that may
// not subscribe to it.
func (h *handler) authorize(ctx context.Context, request api.LiveRequest) (channel string, err error) {
	switch {
	case request.Channel == api.BoardChannel:
		return string(request.Channel), nil
	case request.Token == "":
		return "", coffee.NewError(api.Unauthenticated, "The token is missing.")
	case request.Channel == api.OrderChannel:
		order, _, err := h.store.Order(ctx, request.OrderID)
		if err == nil && !order.HasSecret(request.Token) {
			err = coffee.NewError(coffee.UnknownOrder, "There is no such order, or the secret is wrong.")
		}
		return schema.OrderChannel(request.OrderID), err
	default:
		return string(request.Channel), h.authorizeStaff(ctx, request)
	}
}

// authorizeStaff returns an error with the code api.Unauthenticated for a token that is
// not valid, and one with api.Forbidden for a member of staff who may not subscribe.
func (h *handler) authorizeStaff(ctx context.Context, request api.LiveRequest) error {
	claims, err := h.tokens.Verify(ctx, request.Token)
	if err != nil {
		return err
	}
	forbidden := coffee.NewError(api.Forbidden, "This channel is for other members of staff.")
	switch claims.Client {
	case "":
		return coffee.NewError(api.Unauthenticated, "The token names no client.")
	case h.staffClient:
	case h.displayClient:
		if request.Channel != api.DisplayChannel {
			return forbidden
		}
	default:
		return coffee.NewError(api.Unauthenticated, "The token was issued for another client.")
	}
	allowed := request.Channel.Staff()
	if !slices.ContainsFunc(claims.Groups, func(group string) bool { return slices.Contains(allowed, group) }) {
		return forbidden
	}
	return nil
}

// answer sends a small message to a client.
func (h *handler) answer(ctx context.Context, connection string, message any) error {
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return h.post(ctx, connection, text)
}

// post sends a message to one client. If the client is gone, it deletes its
// subscriptions.
func (h *handler) post(ctx context.Context, connection string, message []byte) error {
	err := h.sockets.Post(ctx, connection, message)
	if errors.Is(err, sockets.ErrGone) {
		return h.store.Disconnect(ctx, connection)
	}
	return err
}
