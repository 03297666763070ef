package client

import (
	"context"
	"net/http"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Shop is what customers see before they order.
type Shop struct {
	Open          bool        `json:"open"`
	Menu          coffee.Menu `json:"menu"`
	QueueLength   int         `json:"queueLength"`
	EstimatedWait int         `json:"estimatedWaitSeconds"`
}

// Shop shows the shop.
func (c *Client) Shop(ctx context.Context) (Shop, error) {
	return sent[Shop](ctx, c, call{method: http.MethodGet, route: "/api/shop"})
}

// Ticket is an order, and the secret that opens it.
type Ticket struct {
	OrderID string    `json:"orderId"`
	Secret  string    `json:"secret"`
	PlaceBy time.Time `json:"placeBy"`
}

// Scan redeems a QR code. With an idempotency key, it can be repeated.
func (c *Client) Scan(ctx context.Context, code, key string) (Ticket, error) {
	body := map[string]string{"code": code}
	return sent[Ticket](ctx, c, call{method: http.MethodPost, route: "/api/orders", key: key, body: body})
}

// Order is an order as its customer sees it.
type Order struct {
	OrderID     string         `json:"orderId"`
	State       coffee.State   `json:"state"`
	Number      int            `json:"number"`
	Choice      *coffee.Choice `json:"choice"`
	Ahead       *int           `json:"ahead"`
	Wait        *int           `json:"estimatedWaitSeconds"`
	Reason      string         `json:"reason"`
	Explanation string         `json:"explanation"`
}

const orderRoute = "/api/orders/{id}"

// View shows an order.
func (c *Client) View(ctx context.Context, t Ticket) (Order, error) {
	return sent[Order](ctx, c, call{method: http.MethodGet, route: orderRoute, id: t.OrderID, bearer: t.Secret})
}

// Place says which drink it shall be.
func (c *Client) Place(ctx context.Context, t Ticket, choice coffee.Choice) (Order, error) {
	return sent[Order](ctx, c, call{method: http.MethodPut, route: orderRoute, id: t.OrderID, bearer: t.Secret, body: choice})
}

// Cancel gives an order up.
func (c *Client) Cancel(ctx context.Context, t Ticket) (Order, error) {
	return sent[Order](ctx, c, call{method: http.MethodDelete, route: orderRoute, id: t.OrderID, bearer: t.Secret})
}
