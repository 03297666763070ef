package settings

import (
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// The menu item has the fields of coffee.Menu under the names of its JSON.
const (
	idField        = "id"
	nameField      = "name"
	availableField = "available"
	modifiersField = "modifiers"
	optionsField   = "options"
)

func drinks(m coffee.Menu) types.AttributeValue {
	return list(m.Drinks, func(d coffee.Drink) types.AttributeValue {
		return &types.AttributeValueMemberM{Value: attributes{
			idField: text(d.ID), nameField: text(d.Name), availableField: yesOrNo(d.Available),
			modifiersField: list(d.Modifiers, func(m coffee.Modifier) types.AttributeValue {
				return &types.AttributeValueMemberM{Value: attributes{
					nameField: text(m.Name), optionsField: list(m.Options, text),
				}}
			}),
		}}
	})
}

// MenuKey is the key of the menu's item, for who reads it along with others.
func MenuKey() map[string]types.AttributeValue { return key(schema.MenuSK) }

// MenuOf is the menu of that item, which is empty where there is none.
func MenuOf(item map[string]types.AttributeValue) coffee.Menu {
	return coffee.Menu{Drinks: each(item[schema.DrinksAttribute], func(value types.AttributeValue) coffee.Drink {
		d := fields(value)
		return coffee.Drink{
			ID: word(d[idField]), Name: clean(d[nameField]), Available: flag(d[availableField]),
			Modifiers: each(d[modifiersField], func(value types.AttributeValue) coffee.Modifier {
				m := fields(value)
				return coffee.Modifier{Name: clean(m[nameField]), Options: each(m[optionsField], clean)}
			}),
		}
	})}
}

func list[T any](all []T, value func(T) types.AttributeValue) types.AttributeValue {
	values := make([]types.AttributeValue, len(all))
	for i, one := range all {
		values[i] = value(one)
	}
	return &types.AttributeValueMemberL{Value: values}
}

// each reads a list, which is empty where there is none.
func each[T any](value types.AttributeValue, read func(types.AttributeValue) T) []T {
	l, ok := value.(*types.AttributeValueMemberL)
	if !ok {
		return []T{}
	}
	all := make([]T, 0, len(l.Value))
	for _, one := range l.Value {
		all = append(all, read(one))
	}
	return all
}

// clean reads a text as it would have been stored if it had come over the API, so
// that a choice finds it in a menu that was written into the table.
func clean(value types.AttributeValue) string {
	text, err := coffee.CleanText(word(value))
	if err != nil {
		return word(value)
	}
	return text
}

func fields(value types.AttributeValue) attributes {
	if m, ok := value.(*types.AttributeValueMemberM); ok {
		return m.Value
	}
	return nil
}
