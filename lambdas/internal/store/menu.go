package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Menu reads the menu, empty if there is none yet.
func (s *Store) Menu(ctx context.Context) (coffee.Menu, error) {
	menu, err := s.config(ctx, schema.MenuSK)
	return menuOf(menu), err
}

// PutMenu replaces the whole menu. An invalid menu is an error with the code InvalidMenu,
// and a menu without drinks while the shop is open one with the code EmptyMenu.
func (s *Store) PutMenu(ctx context.Context, m coffee.Menu) error {
	if err := m.Validate(); err != nil {
		return err
	}
	menu := configKey(schema.MenuSK)
	menu[schema.DrinksAttribute] = drinks(m)
	put := writeTo(menu)
	if len(m.Drinks) > 0 {
		if _, _, err := s.client.put(ctx, s.tables.Config, put); err != nil {
			return fmt.Errorf("config: %w", err)
		}
		return nil
	}
	shop := writeTo(configKey(schema.ShopSK))
	shop.condition = anyOf(shop.missing(schema.OpenAttribute), shop.compares(schema.OpenAttribute, "<>", flag(true)))
	failed, err := s.client.transact(ctx, put.asPut(s.tables.Config), shop.asCheck(s.tables.Config))
	return configError(failed, err, coffee.NewError(coffee.EmptyMenu, "The shop is open. Please close it before you take the last drink off the menu."))
}

// availableTries is how often SetAvailable looks for the drink again because the menu was
// replaced meanwhile.
const availableTries = 5

// SetAvailable marks a drink on the menu as available or sold out, without changing the
// rest, and returns the menu afterwards. A drink that is not on the menu is an error with
// the code UnknownDrink.
func (s *Store) SetAvailable(ctx context.Context, drink string, available bool) (coffee.Menu, error) {
	for range availableTries {
		m, err := s.Menu(ctx)
		if err != nil {
			return coffee.Menu{}, err
		}
		i := slices.IndexFunc(m.Drinks, func(d coffee.Drink) bool { return d.ID == drink })
		if i < 0 {
			return coffee.Menu{}, coffee.NewError(coffee.UnknownDrink, "This drink is not on the menu.")
		}
		if menu, held, err := s.setAvailable(ctx, i, drink, available); err != nil || held {
			return menuOf(menu), err
		}
	}
	return coffee.Menu{}, coffee.NewError(coffee.Busy, "The menu is being changed. Please try again.")
}

// setAvailable changes the drink at index i, if it is still the same drink.
func (s *Store) setAvailable(ctx context.Context, i int, drink string, available bool) (item, bool, error) {
	w := writeTo(configKey(schema.MenuSK))
	at := fmt.Sprintf("%s[%d]", w.name(schema.DrinksAttribute), i)
	w.sets = append(w.sets, fmt.Sprintf("%s.%s = %s", at, w.name(availableField), w.value("available", flag(available))))
	w.condition = fmt.Sprintf("%s.%s = %s", at, w.name(idField), w.value("drink", text(drink)))
	menu, held, err := s.client.update(ctx, s.tables.Config, w)
	if err != nil {
		return nil, false, fmt.Errorf("config: %w", err)
	}
	return menu, held, nil
}

// The attributes of a drink on the menu, named like the JSON fields of coffee.Menu.
const (
	idField        = "id"
	nameField      = "name"
	availableField = "available"
	modifiersField = "modifiers"
	optionsField   = "options"
)

func drinks(m coffee.Menu) types.AttributeValue {
	return list(m.Drinks, func(d coffee.Drink) types.AttributeValue {
		return &types.AttributeValueMemberM{Value: item{
			idField: text(d.ID), nameField: text(d.Name), availableField: flag(d.Available),
			modifiersField: list(d.Modifiers, func(m coffee.Modifier) types.AttributeValue {
				return &types.AttributeValueMemberM{Value: item{
					nameField: text(m.Name), optionsField: list(m.Options, text),
				}}
			}),
		}}
	})
}

// menuOf returns the menu of an item, empty if there is no item.
func menuOf(menu item) coffee.Menu {
	return coffee.Menu{Drinks: readList(menu[schema.DrinksAttribute], func(value types.AttributeValue) coffee.Drink {
		d := readMap(value)
		return coffee.Drink{
			ID: readText(d[idField]), Name: clean(d[nameField]), Available: readFlag(d[availableField]),
			Modifiers: readList(d[modifiersField], func(value types.AttributeValue) coffee.Modifier {
				m := readMap(value)
				return coffee.Modifier{Name: clean(m[nameField]), Options: readList(m[optionsField], clean)}
			}),
		}
	})}
}

// clean reads a text and normalizes it as the API does, so that choices match a menu that
// was written into the table by hand.
func clean(value types.AttributeValue) string {
	text, err := coffee.CleanText(readText(value))
	if err != nil {
		return readText(value)
	}
	return text
}
