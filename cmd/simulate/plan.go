package main

import (
	"math/rand/v2"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// plan is what a customer will try to do.
type plan struct {
	// arrives is when they come in, counted from the start of the simulation.
	arrives time.Duration
	// repeats says that they send their scan twice, repeatAfter after the answer to
	// the first.
	repeats     bool
	repeatAfter time.Duration

	choice coffee.Choice
	// thinks is how long they look at the menu.
	thinks time.Duration

	// abandons says that they do nothing after the scan.
	abandons bool
	// cancels says that they cancel: cancelAfter placing a drink if afterwards is set,
	// otherwise instead of placing one.
	cancels     bool
	afterwards  bool
	cancelAfter time.Duration
}

const (
	repeating      = 0.2 // the share of customers who send their scan twice
	longestRepeat  = 300 * time.Millisecond
	withModifier   = 0.5 // the probability that a modifier is chosen
	cancelledLater = 0.5 // the share of cancelling customers who place a drink first
)

// plans draws the customers' plans. The same options and the same menu give the
// same plans, and a shorter morning has the first plans of a longer one.
func plans(o options, menu coffee.Menu) []plan {
	all := make([]plan, o.orders)
	arrives := time.Duration(0)
	for i := range all {
		rng := rand.New(rand.NewPCG(o.seed, uint64(i)))
		// Independent arrivals have exponentially distributed gaps.
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

// choose picks one of the menu's available drinks, of which there must be at least
// one, and some of its modifiers.
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
