package day

import (
	"cmp"
	"slices"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

type modifier struct{ name, option string }

type drinkCount struct {
	made      int
	modifiers map[modifier]int
}

// drinkCounts counts drinks by id. Orders without a readable choice have the id "".
type drinkCounts map[string]*drinkCount

func (c drinkCounts) add(o store.Order) {
	choice := cmp.Or(api.ChoiceOf(o.Order), &api.Chosen{})
	count := c[choice.Drink]
	if count == nil {
		count = &drinkCount{modifiers: map[modifier]int{}}
		c[choice.Drink] = count
	}
	count.made++
	for name, option := range choice.Modifiers {
		count.modifiers[modifier{name, option}]++
	}
}

// sorted returns the drinks and their modifiers, most often first and then by name.
func (c drinkCounts) sorted(menu coffee.Menu) []api.DrinkCount {
	all := []api.DrinkCount{}
	for id, count := range c {
		drink := api.DrinkCount{Drink: id, Name: nameOf(id, menu), Made: count.made, Modifiers: []api.ModifierCount{}}
		for chosen, made := range count.modifiers {
			drink.Modifiers = append(drink.Modifiers, api.ModifierCount{Name: chosen.name, Option: chosen.option, Made: made})
		}
		slices.SortFunc(drink.Modifiers, func(a, b api.ModifierCount) int {
			return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(b.Made, a.Made), cmp.Compare(a.Option, b.Option))
		})
		all = append(all, drink)
	}
	slices.SortFunc(all, func(a, b api.DrinkCount) int {
		return cmp.Or(cmp.Compare(b.Made, a.Made), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Drink, b.Drink))
	})
	return all
}

// nameOf returns a drink's name on the menu, or its id if it is no longer there.
func nameOf(id string, menu coffee.Menu) string {
	drink, _ := menu.Drink(id)
	return cmp.Or(drink.Name, id)
}
