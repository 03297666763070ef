package coffee

import "regexp"

// The ids that come from outside, as regular expressions that Go and OpenAPI
// both read.
const (
	// DrinkIDPattern is what names a drink, on the menu, in orders and in paths.
	DrinkIDPattern = `^[a-z0-9-]{1,64}$`
	// OrderIDPattern is what may be the name of an execution, which is what an
	// order's id is (Step Functions API reference, StartExecution: letters of any
	// language, but no white space, brackets, wildcards, control characters or
	// these special ones). Characters that Step Functions refuses besides make an
	// id of no order.
	OrderIDPattern = `^[^\s<>{}\[\]?*"#%\\^|~\x60$&,;:/\x00-\x1f\x7f-\x9f]{1,80}$`
)

var drinkID = regexp.MustCompile(DrinkIDPattern)

// IsDrinkID reports whether an id can be that of a drink.
func IsDrinkID(id string) bool { return drinkID.MatchString(id) }
