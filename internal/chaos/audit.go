package chaos

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Column is a column of the table of findings.
type Column string

const (
	Lost       Column = "lost"       // acknowledged, and not in the table
	Doubled    Column = "doubled"    // done twice: a number, an order, or the event that ends one
	Stuck      Column = "stuck"      // not ended
	Unbalanced Column = "unbalanced" // a seat or a drink that nobody has, or the reverse
)

// Finding is something that must not be in a shop's books.
type Finding struct {
	Column Column
	Text   string
}

// auditor compares the records of a shop with each other.
type auditor struct {
	deployed.Books
	// acknowledged has the orders that a customer got a ticket for, with the last state
	// that the customer saw.
	acknowledged map[string]coffee.State
	// endings counts the events that ended an order, by order ID.
	endings map[string]int

	findings []Finding
}

func (a *auditor) find(column Column, format string, args ...any) {
	a.findings = append(a.findings, Finding{column, fmt.Sprintf(format, args...)})
}

// audit returns what is wrong, in a fixed order. Nothing may be in progress any more.
func (a *auditor) audit() []Finding {
	for _, id := range slices.Sorted(maps.Keys(a.acknowledged)) {
		if a.Orders[id] == nil {
			a.find(Lost, "order %s was acknowledged and is not in the table", id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(a.Orders)) {
		a.order(id, a.Orders[id])
	}
	for _, id := range slices.Sorted(maps.Keys(a.Executions)) {
		a.execution(id, a.Executions[id])
	}
	a.numbers()
	a.drinks()
	for _, id := range slices.Sorted(slices.Values(a.Seats)) {
		a.find(Unbalanced, "order %s, which is %s, still has its seat", id, a.Orders[id].State())
	}
	return a.findings
}

// order checks one order by itself, and against its execution.
func (a *auditor) order(id string, order deployed.Order) {
	state := order.State()
	if state.Open() {
		a.find(Stuck, "order %s is %s, and its execution %s", id, state, a.Executions[id])
		return
	}
	for _, attribute := range []string{schema.CustomerTokenAttribute, schema.BaristaTokenAttribute} {
		if order[attribute] != "" {
			a.find(Stuck, "order %s is %s and still has its %s", id, state, attribute)
		}
	}
	made := state == coffee.Ready || state == coffee.Collected || state == coffee.Unclaimed
	if _, exists := a.Executions[id]; !exists && state != coffee.Cancelled {
		a.find(Lost, "order %s is %s, and no execution exists", id, state)
	}
	seen, acknowledged := a.acknowledged[id]
	if made && !acknowledged {
		a.find(Doubled, "order %s was made, and no customer got a ticket for it", id)
	}
	if acknowledged && seen.Terminal() && seen != state {
		a.find(Doubled, "order %s is %s, and its customer saw it end as %s", id, state, seen)
	}
	returned := order[schema.DrinkReturnedAttribute] != ""
	owes := !made && order[schema.ByAttribute] != byCustomer
	if order[schema.CodeAttribute] != "" && returned != owes {
		a.find(Unbalanced, "order %s is %s, and its drink was returned: %v", id, state, returned)
	}
}

// byCustomer is the value of an order's ByAttribute if its customer cancelled it.
const byCustomer = "customer"

func (a *auditor) execution(id string, status sfntypes.ExecutionStatus) {
	if a.Orders[id] == nil {
		a.find(Lost, "execution %s is %s, and its order is not in the table", id, status)
	}
	switch endings := a.endings[id]; {
	case status == sfntypes.ExecutionStatusRunning:
		a.find(Stuck, "execution %s is still running", id)
	case endings == 0:
		a.find(Lost, "execution %s is %s, and no event ended its order", id, status)
	case endings > 1:
		a.find(Doubled, "execution %s is %s, and %d events ended its order", id, status, endings)
	}
}

func (a *auditor) numbers() {
	orders := map[string]string{}
	for _, id := range slices.Sorted(maps.Keys(a.Orders)) {
		number := a.Orders[id][schema.NumberAttribute]
		if other, taken := orders[number]; taken && number != "" {
			a.find(Doubled, "orders %s and %s both have the number %s", other, id, number)
		}
		orders[number] = id
	}
}

// drinks compares the drinks that are taken from each QR code with the orders that took
// one and did not give it back.
func (a *auditor) drinks() {
	kept := map[string]int{}
	for _, order := range a.Orders {
		code := order[schema.CodeAttribute]
		if i := strings.LastIndex(code, "-"); i >= 0 && order[schema.DrinkReturnedAttribute] == "" {
			kept[schema.CodeIDPrefix+code[:i]]++
		}
	}
	for _, code := range slices.Sorted(maps.Keys(a.Taken)) {
		if a.Taken[code] != kept[code] {
			a.find(Unbalanced, "%d drinks are taken from %s, and %d orders have one", a.Taken[code], code, kept[code])
		}
	}
}
