package coffee_test

import (
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestLimitsOutOfBoundsAreRefused(t *testing.T) {
	for name, row := range map[string]struct {
		limits coffee.Limits
		valid  bool
	}{
		"the defaults":               {coffee.Limits{QueueLimit: 20, DrinksPerCode: 10, CodePeriodSeconds: 300}, true},
		"the minimums":               {coffee.Limits{QueueLimit: 0, DrinksPerCode: 1, CodePeriodSeconds: 1}, true},
		"the maximums":               {coffee.Limits{QueueLimit: 400, DrinksPerCode: 1000, CodePeriodSeconds: 86400}, true},
		"a negative queue limit":     {coffee.Limits{QueueLimit: -1, DrinksPerCode: 10, CodePeriodSeconds: 300}, false},
		"a queue that is too long":   {coffee.Limits{QueueLimit: 401, DrinksPerCode: 10, CodePeriodSeconds: 300}, false},
		"a code for no drinks":       {coffee.Limits{QueueLimit: 20, DrinksPerCode: 0, CodePeriodSeconds: 300}, false},
		"a code for too many drinks": {coffee.Limits{QueueLimit: 20, DrinksPerCode: 1001, CodePeriodSeconds: 300}, false},
		"a code without a period":    {coffee.Limits{QueueLimit: 20, DrinksPerCode: 10, CodePeriodSeconds: 0}, false},
		"a code for more than a day": {coffee.Limits{QueueLimit: 20, DrinksPerCode: 10, CodePeriodSeconds: 86401}, false},
	} {
		if err := row.limits.Validate(); (err == nil) != row.valid || err != nil && coffee.CodeOf(err) != coffee.InvalidSettings {
			t.Errorf("%s: Validate() = %v, want valid: %v, else %s", name, err, row.valid, coffee.InvalidSettings)
		}
	}
}

func TestLimitsReturnsTheNumericSettings(t *testing.T) {
	settings := coffee.ShopSettings{Open: true, QueueLimit: 1, DrinksPerCode: 2, CodePeriodSeconds: 3}
	if got, want := settings.Limits(), (coffee.Limits{QueueLimit: 1, DrinksPerCode: 2, CodePeriodSeconds: 3}); got != want {
		t.Errorf("Limits() = %+v, want %+v", got, want)
	}
}
