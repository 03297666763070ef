package main

import (
	"context"
	_ "embed"
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
)

// firstMenu is a body of PUT /api/menu.
//
//go:embed menu.json
var firstMenu []byte

// stockLocally sets the first menu of a shop without one, and opens the shop, over
// the API as the manager. A shop that has a menu is left alone.
func stockLocally(ctx context.Context, root string, cfg aws.Config, e *emulator.Emulator, outputs map[string]string) error {
	var menu coffee.Menu
	if err := json.Unmarshal(firstMenu, &menu); err != nil {
		return err
	}
	tokens, err := signInLocally(ctx, root, cfg, outputs, coffee.GroupManager)
	if err != nil {
		return err
	}
	manager := client.New(e.API(outputs["ApiUrl"]), nil).As(tokens.Access)
	shop, err := manager.Shop(ctx)
	if err != nil || len(shop.Menu.Drinks) > 0 {
		return err
	}
	if err := manager.SetMenu(ctx, menu); err != nil {
		return err
	}
	return manager.SetOpen(ctx, true)
}
