package client

import (
	"context"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Code returns the current QR code. For displays and managers.
func (c *Client) Code(ctx context.Context) (api.QRCode, error) {
	out, err := call(ctx, c, api.CodeView, c.bearer, struct{}{})
	return out.Body, err
}

// Queue returns the orders in the queue and those that ended recently. For baristas.
func (c *Client) Queue(ctx context.Context) (api.Queue, error) {
	out, err := call(ctx, c, api.QueueView, c.bearer, struct{}{})
	return out.Body, err
}

// Take takes an order by hand. It is idempotent if key, an idempotency key, is not
// empty. For baristas.
func (c *Client) Take(ctx context.Context, choice coffee.Choice, key string) (api.QueuedOrder, error) {
	in := api.ByHandInput{Once: api.Once{IdempotencyKey: key}, Body: api.Choice(choice)}
	out, err := call(ctx, c, api.QueueAdd, c.bearer, in)
	return out.Body, err
}

// Claim claims an order from the queue. For baristas.
func (c *Client) Claim(ctx context.Context, orderID string) (api.QueuedOrder, error) {
	return c.move(ctx, api.QueueClaim, orderID)
}

// Release puts a claimed order back into the queue. For baristas.
func (c *Client) Release(ctx context.Context, orderID string) (api.QueuedOrder, error) {
	return c.move(ctx, api.QueueRelease, orderID)
}

// Complete marks an order's drink as ready. For baristas.
func (c *Client) Complete(ctx context.Context, orderID string) (api.QueuedOrder, error) {
	return c.move(ctx, api.QueueComplete, orderID)
}

// Recall takes back an order that the same barista completed. For baristas.
func (c *Client) Recall(ctx context.Context, orderID string) (api.QueuedOrder, error) {
	return c.move(ctx, api.QueueRecall, orderID)
}

// Collect marks an order's drink as handed over. For baristas.
func (c *Client) Collect(ctx context.Context, orderID string) (api.QueuedOrder, error) {
	return c.move(ctx, api.QueueCollect, orderID)
}

func (c *Client) move(ctx context.Context, route api.Route[api.OrderInput, api.QueuedOutput], orderID string) (api.QueuedOrder, error) {
	out, err := call(ctx, c, route, c.bearer, api.OrderInput{ID: orderID})
	return out.Body, err
}

// TurnDown cancels an order with a reason for the customer. For baristas.
func (c *Client) TurnDown(ctx context.Context, orderID, reason string) (api.QueuedOrder, error) {
	in := api.CancelInput{OrderInput: api.OrderInput{ID: orderID}, Body: api.Cancellation{Reason: reason}}
	out, err := call(ctx, c, api.QueueCancel, c.bearer, in)
	return out.Body, err
}

// SetOpen opens or closes the shop. For baristas and managers.
func (c *Client) SetOpen(ctx context.Context, open bool) error {
	_, err := call(ctx, c, api.ShopOpen, c.bearer, api.OpenInput{Body: api.Open{Open: open}})
	return err
}

// SetHours replaces the opening hours. For managers.
func (c *Client) SetHours(ctx context.Context, hours coffee.Hours) error {
	_, err := call(ctx, c, api.HoursReplace, c.bearer, api.HoursInput{Body: api.HoursOf(hours)})
	return err
}

// Hours returns the opening hours. For managers.
func (c *Client) Hours(ctx context.Context) (coffee.Hours, error) {
	out, err := call(ctx, c, api.HoursView, c.bearer, struct{}{})
	if err != nil {
		return coffee.Hours{}, err
	}
	return out.Body.Hours(), nil
}

// SetMenu replaces the menu. For managers.
func (c *Client) SetMenu(ctx context.Context, menu coffee.Menu) error {
	_, err := call(ctx, c, api.MenuReplace, c.bearer, api.MenuInput{Body: api.MenuOf(menu)})
	return err
}

// SetAvailable marks a drink as available or sold out. For baristas and managers.
func (c *Client) SetAvailable(ctx context.Context, drink string, available bool) error {
	in := api.AvailableInput{Drink: drink, Body: api.Availability{Available: available}}
	_, err := call(ctx, c, api.DrinkAvailable, c.bearer, in)
	return err
}

// Day returns the numbers of a day: a date in the shop's time zone, or coffee.Today. For
// managers.
func (c *Client) Day(ctx context.Context, date string) (api.Day, error) {
	out, err := call(ctx, c, api.DayView, c.bearer, api.DayInput{Date: date})
	return out.Body, err
}

// DayOrders returns the orders of a day as CSV. For managers.
func (c *Client) DayOrders(ctx context.Context, date string) ([]byte, error) {
	out, err := call(ctx, c, api.DayOrders, c.bearer, api.DayInput{Date: date})
	return out.Body, err
}

// Limits returns the shop's limits. For managers.
func (c *Client) Limits(ctx context.Context) (coffee.Limits, error) {
	out, err := call(ctx, c, api.SettingsView, c.bearer, struct{}{})
	return coffee.Limits(out.Body), err
}

// SetLimits replaces the shop's limits. For managers.
func (c *Client) SetLimits(ctx context.Context, limits coffee.Limits) error {
	_, err := call(ctx, c, api.SettingsReplace, c.bearer, api.LimitsInput{Body: api.Limits(limits)})
	return err
}
