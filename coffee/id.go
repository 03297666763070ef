package coffee

import "regexp"

// Patterns of the ids that clients send, as regular expressions that both Go and
// OpenAPI accept.
const (
	// DrinkIDPattern matches a drink's id on the menu, in orders and in paths.
	DrinkIDPattern = `^[a-z0-9-]{1,64}$`
	// OrderIDPattern matches names of executions, which are the orders' ids (Step
	// Functions API reference, StartExecution: letters of any language, but no
	// white space, brackets, wildcards, control characters or the special
	// characters listed here). It may allow a few more than Step Functions does;
	// such an id is simply unknown.
	OrderIDPattern = `^[^\s<>{}\[\]?*"#%\\^|~\x60$&,;:/\x00-\x1f\x7f-\x9f]{1,80}$`
)

var drinkID = regexp.MustCompile(DrinkIDPattern)

// IsDrinkID reports whether id matches DrinkIDPattern.
func IsDrinkID(id string) bool { return drinkID.MatchString(id) }
