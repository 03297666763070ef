package client

import (
	"context"
	"net/http"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// QRCode is what the overhead display shows.
type QRCode struct {
	Code      string    `json:"code"`
	Remaining int       `json:"remaining"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Code is the current QR code, for displays and managers.
func (c *Client) Code(ctx context.Context) (QRCode, error) {
	return sent[QRCode](ctx, c, c.mine(http.MethodGet, "/api/code", nil))
}

// QueuedOrder is an order as baristas see it.
type QueuedOrder struct {
	OrderID string         `json:"orderId"`
	State   coffee.State   `json:"state"`
	Number  int            `json:"number"`
	Choice  *coffee.Choice `json:"choice"`
	Age     int            `json:"ageSeconds"`
	Barista string         `json:"barista"`
	Reason  string         `json:"reason"`
}

// Queue is what baristas see: the orders that they have to do with, and those that were
// finished last.
type Queue struct {
	Orders   []QueuedOrder `json:"orders"`
	Finished []QueuedOrder `json:"finished"`
}

// Queue lists the orders, for baristas.
func (c *Client) Queue(ctx context.Context) (Queue, error) {
	return sent[Queue](ctx, c, c.mine(http.MethodGet, "/api/queue", nil))
}

// Take takes an order by hand, for baristas. With an idempotency key, it can be
// repeated.
func (c *Client) Take(ctx context.Context, choice coffee.Choice, key string) (QueuedOrder, error) {
	r := c.mine(http.MethodPost, "/api/queue", choice)
	r.key = key
	return sent[QueuedOrder](ctx, c, r)
}

// What baristas do with an order.

// Claim takes it from the queue.
func (c *Client) Claim(ctx context.Context, orderID string) (QueuedOrder, error) {
	return c.step(ctx, orderID, "claim", nil)
}

// Release puts it back.
func (c *Client) Release(ctx context.Context, orderID string) (QueuedOrder, error) {
	return c.step(ctx, orderID, "release", nil)
}

// Complete says that the drink is made.
func (c *Client) Complete(ctx context.Context, orderID string) (QueuedOrder, error) {
	return c.step(ctx, orderID, "complete", nil)
}

// Collect says that the drink was handed over.
func (c *Client) Collect(ctx context.Context, orderID string) (QueuedOrder, error) {
	return c.step(ctx, orderID, "collect", nil)
}

// TurnDown cancels it for a reason.
func (c *Client) TurnDown(ctx context.Context, orderID, reason string) (QueuedOrder, error) {
	return c.step(ctx, orderID, "cancel", map[string]string{"reason": reason})
}

func (c *Client) step(ctx context.Context, orderID, action string, body any) (QueuedOrder, error) {
	r := c.mine(http.MethodPost, "/api/queue/{id}/"+action, body)
	r.id = orderID
	return sent[QueuedOrder](ctx, c, r)
}

// SetOpen opens or closes the shop, for baristas and managers.
func (c *Client) SetOpen(ctx context.Context, open bool) error {
	var now map[string]bool
	return c.send(ctx, c.mine(http.MethodPut, "/api/shop", map[string]bool{"open": open}), &now)
}

// SetMenu replaces the menu, for managers.
func (c *Client) SetMenu(ctx context.Context, menu coffee.Menu) error {
	var now coffee.Menu
	return c.send(ctx, c.mine(http.MethodPut, "/api/menu", menu), &now)
}

// SetAvailable says whether a drink can be had, for baristas and managers.
func (c *Client) SetAvailable(ctx context.Context, drink string, available bool) error {
	var now coffee.Menu
	r := c.mine(http.MethodPut, "/api/menu/{drink}", map[string]bool{"available": available})
	r.id = drink
	return c.send(ctx, r, &now)
}

// Limits are the shop's, for managers.
func (c *Client) Limits(ctx context.Context) (coffee.Limits, error) {
	return sent[coffee.Limits](ctx, c, c.mine(http.MethodGet, "/api/settings", nil))
}

// SetLimits changes them all, for managers.
func (c *Client) SetLimits(ctx context.Context, limits coffee.Limits) error {
	var now coffee.Limits
	return c.send(ctx, c.mine(http.MethodPut, "/api/settings", limits), &now)
}

// mine is a request with the token of who sends it.
func (c *Client) mine(method, route string, body any) call {
	return call{method: method, route: route, bearer: c.bearer, body: body}
}
