package api

import (
	"encoding/json"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Menu lists the drinks on offer.
type Menu struct {
	Drinks []Drink `json:"drinks" nullable:"false" maxItems:"100"`
}

// Drink is one drink on the menu.
type Drink struct {
	ID        string     `json:"id" pattern:"^[a-z0-9-]{1,64}$" example:"flat-white"`
	Name      string     `json:"name" minLength:"1" maxLength:"100" example:"Flat White"`
	Available bool       `json:"available"`
	Modifiers []Modifier `json:"modifiers,omitempty" nullable:"false" maxItems:"16"`
}

// Modifier is one choice that a drink offers, such as the milk.
type Modifier struct {
	Name    string   `json:"name" minLength:"1" maxLength:"64" example:"milk"`
	Options []string `json:"options" nullable:"false" minItems:"1" maxItems:"32" minLength:"1" maxLength:"64" example:"whole,oat"`
}

// MenuOf converts the domain's menu to the API's.
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

// Menu converts the menu to the domain's.
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

// ChoiceOf decodes the choice that is stored with an order as JSON. It returns nil
// if there is none or it has another form.
func ChoiceOf(order string) *Chosen {
	choice := new(Chosen)
	if json.Unmarshal([]byte(order), choice) != nil || choice.Drink == "" {
		return nil
	}
	return choice
}
