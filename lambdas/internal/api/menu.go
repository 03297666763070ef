package api

import (
	"encoding/json"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// MenuOf shows a menu.
func MenuOf(m coffee.Menu) Menu {
	shown := Menu{Drinks: []Drink{}}
	for _, d := range m.Drinks {
		drink := Drink{ID: d.ID, Name: d.Name, Available: d.Available}
		for _, modifier := range d.Modifiers {
			drink.Modifiers = append(drink.Modifiers, Modifier(modifier))
		}
		shown.Drinks = append(shown.Drinks, drink)
	}
	return shown
}

// Menu is the menu that was sent.
func (m Menu) Menu() coffee.Menu {
	var menu coffee.Menu
	for _, d := range m.Drinks {
		drink := coffee.Drink{ID: d.ID, Name: d.Name, Available: d.Available}
		for _, modifier := range d.Modifiers {
			drink.Modifiers = append(drink.Modifiers, coffee.Modifier(modifier))
		}
		menu.Drinks = append(menu.Drinks, drink)
	}
	return menu
}

// ChoiceOf shows a choice as the orders table has it, nil where it has none or
// one that is of another shape.
func ChoiceOf(order string) *Chosen {
	choice := new(Chosen)
	if json.Unmarshal([]byte(order), choice) != nil || choice.Drink == "" {
		return nil
	}
	return choice
}
