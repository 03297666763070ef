package client

import (
	"context"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Shop returns the shop's status, menu and queue.
func (c *Client) Shop(ctx context.Context) (api.Shop, error) {
	out, err := call(ctx, c, api.ShopView, "", struct{}{})
	return out.Body, err
}

// Board returns the numbers of the orders that are being prepared or ready.
func (c *Client) Board(ctx context.Context) (api.Board, error) {
	out, err := call(ctx, c, api.BoardView, "", struct{}{})
	return out.Body, err
}

// Scan redeems a QR code. It is idempotent if key, an idempotency key, is not empty.
func (c *Client) Scan(ctx context.Context, code, key string) (api.Ticket, error) {
	in := api.RedeemInput{Once: api.Once{IdempotencyKey: key}, Body: api.Scan{Code: code}}
	out, err := call(ctx, c, api.OrderRedeem, "", in)
	return out.Body, err
}

// View returns the order of a ticket.
func (c *Client) View(ctx context.Context, t api.Ticket) (api.Order, error) {
	out, err := call(ctx, c, api.OrderView, t.Secret, api.OrderInput{ID: t.OrderID})
	return out.Body, err
}

// Place chooses the drink of a ticket's order.
func (c *Client) Place(ctx context.Context, t api.Ticket, choice coffee.Choice) (api.Order, error) {
	in := api.PlaceInput{OrderInput: api.OrderInput{ID: t.OrderID}, Body: api.Choice(choice)}
	out, err := call(ctx, c, api.OrderPlace, t.Secret, in)
	return out.Body, err
}

// Cancel cancels the order of a ticket.
func (c *Client) Cancel(ctx context.Context, t api.Ticket) (api.Order, error) {
	out, err := call(ctx, c, api.OrderCancel, t.Secret, api.OrderInput{ID: t.OrderID})
	return out.Body, err
}
