package coffee

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Menu is what the shop offers: the item {pk: "config", sk: "menu"} of the
// config table.
type Menu struct {
	Drinks []Drink `json:"drinks"`
}

// Drink is one drink on the menu.
type Drink struct {
	// ID names the drink in orders, such as flat-white.
	ID string `json:"id"`
	// Name is what people read.
	Name string `json:"name"`
	// Available is false where the drink is sold out.
	Available bool `json:"available"`
	// Modifiers are what may be chosen about it, such as the milk.
	Modifiers []Modifier `json:"modifiers,omitempty"`
}

// Modifier is one thing to choose about a drink.
type Modifier struct {
	// Name names the modifier in orders, such as milk.
	Name string `json:"name"`
	// Options are what may be chosen, such as oat.
	Options []string `json:"options"`
}

// Choice is what a customer orders: a drink and, for some of its modifiers,
// one of their options. It is the output of the customer's callback.
type Choice struct {
	Drink     string            `json:"drink"`
	Modifiers map[string]string `json:"modifiers,omitempty"`
}

// Drink finds a drink by its id.
func (m Menu) Drink(id string) (Drink, bool) {
	i := slices.IndexFunc(m.Drinks, func(d Drink) bool { return d.ID == id })
	if i < 0 {
		return Drink{}, false
	}
	return m.Drinks[i], true
}

// CheckServing returns an Error with the code NothingToHave if nobody can choose
// anything, else nil.
func (m Menu) CheckServing() error {
	if m.FirstAvailable() < 0 {
		return NewError(NothingToHave, "There is nothing to order just now: everything is sold out.")
	}
	return nil
}

// FirstAvailable is the place of a drink that can be had, less than 0 if there
// is none.
func (m Menu) FirstAvailable() int {
	return slices.IndexFunc(m.Drinks, func(d Drink) bool { return d.Available })
}

// Check says what is wrong with a choice: an Error with the code UnknownDrink,
// SoldOut or WrongModifier, or nil.
func (m Menu) Check(c Choice) error {
	drink, ok := m.Drink(c.Drink)
	if !ok {
		return NewError(UnknownDrink, "There is no such drink on the menu.")
	}
	if !drink.Available {
		return NewError(SoldOut, fmt.Sprintf("%s is sold out.", drink.Name))
	}
	for name, option := range c.Modifiers {
		i := slices.IndexFunc(drink.Modifiers, func(m Modifier) bool { return m.Name == name })
		if i < 0 || !slices.Contains(drink.Modifiers[i].Options, option) {
			return NewError(WrongModifier, fmt.Sprintf("%s does not come with that %s.", drink.Name, name))
		}
	}
	return nil
}

// MaxMenuBytes is how large a menu may be as JSON. Every change of it is told
// whole: that has to fit into a message over a WebSocket (128 KB, API Gateway
// quotas), an event (1 MB, EventBridge quotas) and an item (400 KB, DynamoDB).
// A hundred drinks with names of a hundred Japanese characters and a few
// modifiers do.
const MaxMenuBytes = 120_000

// Validate says what is wrong with a menu: an Error with the code InvalidMenu,
// or nil. Ids and names are unique, text is as CleanText leaves it, a modifier
// has options, and the whole is not too large.
func (m Menu) Validate() error {
	seen := map[string]bool{}
	for _, drink := range m.Drinks {
		if !IsDrinkID(drink.ID) || !IsCleanText(drink.Name) || seen[drink.ID] {
			return NewError(InvalidMenu, "Every drink needs a name, and an id of its own.")
		}
		seen[drink.ID] = true
		modifiers := map[string]bool{}
		for _, modifier := range drink.Modifiers {
			if !IsCleanText(modifier.Name) || modifiers[modifier.Name] || !areOptions(modifier.Options) {
				return NewError(InvalidMenu, fmt.Sprintf("Every modifier of %s needs a name of its own, and options, each of them once.", drink.Name))
			}
			modifiers[modifier.Name] = true
		}
	}
	if text, err := json.Marshal(m); err != nil || len(text) > MaxMenuBytes {
		return NewError(InvalidMenu, fmt.Sprintf("The menu is too large: it has %d bytes as JSON, and may have %d.", len(text), MaxMenuBytes))
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
