package main

import (
	"encoding/json"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestTheFirstMenuIsValidAndAvailable(t *testing.T) {
	var menu coffee.Menu
	if err := json.Unmarshal(firstMenu, &menu); err != nil || len(menu.Drinks) == 0 || menu.Validate() != nil {
		t.Errorf("menu.json = %+v, %v, %v, want drinks", menu, err, menu.Validate())
	}
	for _, drink := range menu.Drinks {
		if err := menu.Check(coffee.Choice{Drink: drink.ID}); err != nil {
			t.Errorf("Check(%s): %v", drink.ID, err)
		}
	}
}
