package abuse

import (
	"context"
	"errors"
	"fmt"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// connections returns the floods of the live updates.
func (t Target) connections() []Flood {
	return []Flood{
		{Name: "subscriptions with a made-up secret", Live: true, Cost: Cost{3, 2, 2}, Send: func(ctx context.Context, _ int) error {
			return t.subscribe(ctx, api.OrderChannel, t.OrderID, secret(), coffee.UnknownOrder)
		}},
		{Name: "subscriptions with a made-up token", Live: true, Cost: Cost{3, 1, 2}, Send: func(ctx context.Context, _ int) error {
			return t.subscribe(ctx, api.BaristaChannel, "", forge(t.Display), api.Unauthenticated)
		}},
		{Name: "connections without a subscription", Live: true, Idle: true, Cost: Cost{2, 1, 2}, Send: func(ctx context.Context, _ int) error {
			live, err := client.Connect(ctx, t.LiveURL, "")
			if err != nil {
				return err
			}
			for range live.Updates() { // until the shop closes it
			}
			return live.Err()
		}},
	}
}

// subscribe sends one subscription on a connection of its own. It returns an error unless
// the shop answers with the code and closes the connection.
func (t Target) subscribe(ctx context.Context, channel api.Channel, orderID, token string, want coffee.ErrorCode) error {
	live, err := client.Connect(ctx, t.LiveURL, "")
	if err != nil {
		return err
	}
	if err := live.Subscribe(ctx, channel, orderID, token); err != nil {
		return errors.Join(err, live.Close())
	}
	var heard []client.Update
	for update := range live.Updates() {
		heard = append(heard, update)
	}
	if len(heard) != 1 || heard[0].Code != want {
		return fmt.Errorf("the shop answered %+v, want the error %s", heard, want)
	}
	return nil
}
