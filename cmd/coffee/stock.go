package main

import (
	"context"
	_ "embed"
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
)

// firstMenu is what PUT /api/menu takes.
//
//go:embed menu.json
var firstMenu []byte

// stockLocally gives a shop without a menu its first one, and opens it, as the
// manager does. A shop that has one is left as it is.
func stockLocally(ctx context.Context, cfg aws.Config, e *emulator.Emulator, outputs map[string]string) error {
	var menu coffee.Menu
	if err := json.Unmarshal(firstMenu, &menu); err != nil {
		return err
	}
	tokens, err := deployed.OpenStaff(cfg, outputs).SignIn(ctx, coffee.GroupManager, localPassword)
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
