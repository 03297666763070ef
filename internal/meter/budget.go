package meter

import "fmt"

// Budget is the most that a happy order may cost.
var Budget = Counts{Transitions: 8, Invocations: 8, Events: 5, Requests: 10}

// Over says what of the counts is over the budget.
func (c Counts) Over(budget Counts) []string {
	var over []string
	for _, row := range []struct {
		what       string
		count, max int
	}{
		{"state transitions", c.Transitions, budget.Transitions},
		{"Lambda invocations", c.Invocations, budget.Invocations},
		{"events", c.Events, budget.Events},
		{"DynamoDB requests", c.Requests, budget.Requests},
	} {
		if row.count > row.max {
			over = append(over, fmt.Sprintf("%d %s, where the budget is %d", row.count, row.what, row.max))
		}
	}
	return over
}
