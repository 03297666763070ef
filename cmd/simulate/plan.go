package main

import (
	"math/rand/v2"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// plan is what a customer is about to do, as far as the shop lets them.
type plan struct {
	// arrives is when they come in, since the doors opened.
	arrives time.Duration
	// repeats says that they send their scan twice, this long after the first
	// was answered.
	repeats     bool
	repeatAfter time.Duration

	choice coffee.Choice
	// thinks is how long they look at the menu.
	thinks time.Duration

	// abandons says that they place no drink, and do nothing at all.
	abandons bool
	// cancels says that they give their order up: instead of placing a drink, or
	// some time after it.
	cancels     bool
	afterwards  bool
	cancelAfter time.Duration
}

const (
	repeating      = 0.2 // the share of customers who send their scan twice
	longestRepeat  = 300 * time.Millisecond
	withModifier   = 0.5 // how likely a modifier is to be chosen
	cancelledLater = 0.5 // the share of cancellers who place a drink first
)

// plans draws what the customers do. The same options and the same menu give
// the same plans; a part of a longer morning is the same as a shorter one.
func plans(o options, menu coffee.Menu) []plan {
	all := make([]plan, o.orders)
	arrives := time.Duration(0)
	for i := range all {
		rng := rand.New(rand.NewPCG(o.seed, uint64(i)))
		// Gaps that are exponential make arrivals that know nothing of each other.
		arrives += time.Duration(rng.ExpFloat64() / o.rate * float64(time.Second))
		all[i] = draw(rng, o, menu)
		all[i].arrives = arrives
	}
	return all
}

func draw(rng *rand.Rand, o options, menu coffee.Menu) plan {
	p := plan{
		repeats: rng.Float64() < repeating, repeatAfter: upTo(rng, longestRepeat),
		thinks: upTo(rng, o.making), cancelAfter: upTo(rng, o.making),
		afterwards: rng.Float64() < cancelledLater,
	}
	share := rng.Float64()
	p.cancels = share < o.cancel
	p.abandons = !p.cancels && share < o.cancel+o.abandon
	p.choice = choose(rng, menu)
	return p
}

// choose picks an available drink of the menu, of which there must be one, and
// some of its modifiers.
func choose(rng *rand.Rand, menu coffee.Menu) coffee.Choice {
	drinks := available(menu)
	drink := drinks[rng.IntN(len(drinks))]
	choice := coffee.Choice{Drink: drink.ID}
	for _, modifier := range drink.Modifiers {
		if rng.Float64() < withModifier {
			if choice.Modifiers == nil {
				choice.Modifiers = map[string]string{}
			}
			choice.Modifiers[modifier.Name] = modifier.Options[rng.IntN(len(modifier.Options))]
		}
	}
	return choice
}

func available(menu coffee.Menu) []coffee.Drink {
	var drinks []coffee.Drink
	for _, drink := range menu.Drinks {
		if drink.Available {
			drinks = append(drinks, drink)
		}
	}
	return drinks
}

func upTo(rng *rand.Rand, d time.Duration) time.Duration {
	return time.Duration(rng.Float64() * float64(d))
}
