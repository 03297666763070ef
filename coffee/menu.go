package coffee

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Menu lists the drinks on offer. It is stored as the item {pk: "config", sk:
// "menu"} of the config table.
type Menu struct {
	Drinks []Drink `json:"drinks"`
}

// Drink is one drink on the menu.
type Drink struct {
	// ID identifies the drink in orders, such as flat-white.
	ID string `json:"id"`
	// Name is the name shown to people.
	Name string `json:"name"`
	// Available is false if the drink is sold out.
	Available bool `json:"available"`
	// Modifiers are the choices that the drink offers, such as the milk.
	Modifiers []Modifier `json:"modifiers,omitempty"`
}

// Modifier is one choice that a drink offers.
type Modifier struct {
	// Name identifies the modifier in orders, such as milk.
	Name string `json:"name"`
	// Options are the values to choose from, such as oat.
	Options []string `json:"options"`
}

// Choice is a customer's order: a drink and, for any number of its modifiers,
// one option each. It is the output of the customer's callback.
type Choice struct {
	Drink     string            `json:"drink"`
	Modifiers map[string]string `json:"modifiers,omitempty"`
}

// Drink returns the drink with an id, false if the menu has none.
func (m Menu) Drink(id string) (Drink, bool) {
	i := slices.IndexFunc(m.Drinks, func(d Drink) bool { return d.ID == id })
	if i < 0 {
		return Drink{}, false
	}
	return m.Drinks[i], true
}

// CheckServing returns an Error with the code NothingToHave if no drink is
// available, else nil.
func (m Menu) CheckServing() error {
	if m.FirstAvailable() < 0 {
		return NewError(NothingToHave, "Everything is sold out at the moment.")
	}
	return nil
}

// FirstAvailable returns the index of the first available drink, -1 if every
// drink is sold out.
func (m Menu) FirstAvailable() int {
	return slices.IndexFunc(m.Drinks, func(d Drink) bool { return d.Available })
}

// Check returns an Error with the code UnknownDrink, SoldOut or WrongModifier if
// the choice cannot be ordered, else nil.
func (m Menu) Check(c Choice) error {
	drink, ok := m.Drink(c.Drink)
	if !ok {
		return NewError(UnknownDrink, "This drink is not on the menu.")
	}
	if !drink.Available {
		return NewError(SoldOut, fmt.Sprintf("%s is sold out.", drink.Name))
	}
	for name, option := range c.Modifiers {
		i := slices.IndexFunc(drink.Modifiers, func(m Modifier) bool { return m.Name == name })
		if i < 0 || !slices.Contains(drink.Modifiers[i].Options, option) {
			return NewError(WrongModifier, fmt.Sprintf("%s is not available with that %s.", drink.Name, name))
		}
	}
	return nil
}

// MaxMenuBytes is the largest size of a menu as JSON, in bytes. MenuChanged
// carries the whole menu, so it must fit into a WebSocket message (128 KB, API
// Gateway quotas), an event (1 MB, EventBridge quotas) and an item (400 KB,
// DynamoDB). It is enough for 100 drinks with names of 100 Japanese characters
// and a few modifiers each.
const MaxMenuBytes = 120_000

// Validate returns an Error with the code InvalidMenu if the menu is invalid,
// else nil. Drink ids are unique, as are a drink's modifiers and a modifier's
// options; text is as CleanText returns it, every modifier has options, and the
// JSON has at most MaxMenuBytes.
func (m Menu) Validate() error {
	seen := map[string]bool{}
	for _, drink := range m.Drinks {
		if !IsDrinkID(drink.ID) || !IsCleanText(drink.Name) || seen[drink.ID] {
			return NewError(InvalidMenu, "Every drink needs a name and a unique id.")
		}
		seen[drink.ID] = true
		modifiers := map[string]bool{}
		for _, modifier := range drink.Modifiers {
			if !IsCleanText(modifier.Name) || modifiers[modifier.Name] || !areOptions(modifier.Options) {
				return NewError(InvalidMenu, fmt.Sprintf("Every modifier of %s needs a unique name and at least one option, without duplicates.", drink.Name))
			}
			modifiers[modifier.Name] = true
		}
	}
	if text, err := json.Marshal(m); err != nil || len(text) > MaxMenuBytes {
		return NewError(InvalidMenu, fmt.Sprintf("The menu is too large: %d bytes as JSON, and the limit is %d.", len(text), MaxMenuBytes))
	}
	return nil
}

func areOptions(options []string) bool {
	seen := map[string]bool{}
	for _, option := range options {
		if !IsCleanText(option) || seen[option] {
			return false
		}
		seen[option] = true
	}
	return len(options) > 0
}
