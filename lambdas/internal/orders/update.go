package orders

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

type attributeValue = types.AttributeValue

// update is an UpdateItem in the making.
type update struct {
	orderID   string
	sets      []string
	removes   []string
	condition string
	names     map[string]string
	values    map[string]types.AttributeValue
}

func newUpdate(orderID string) *update {
	return &update{orderID: orderID, names: map[string]string{}, values: map[string]types.AttributeValue{}}
}

// enter takes the order into a state.
func (u *update) enter(state coffee.State, at time.Time) {
	u.set(schema.StateAttribute, str(string(state)))
	u.set(schema.SinceAttribute, millis(at))
	u.set(schema.ExpiresAttribute, number(at.Add(coffee.OrderRetention).Unix()))
}

// enteredAttribute is where the table keeps when an order entered a state.
func enteredAttribute(state coffee.State) string {
	switch state {
	case coffee.Requested:
		return schema.RequestedAttribute
	case coffee.Started:
		return schema.StartedAttribute
	case coffee.Placed:
		return schema.PlacedAttribute
	case coffee.Queued:
		return schema.QueuedAttribute
	case coffee.Making:
		return schema.MakingAttribute
	case coffee.Ready:
		return schema.ReadyAttribute
	case coffee.Collected:
		return schema.CollectedAttribute
	default:
		return schema.EndedAttribute
	}
}

func (u *update) set(attribute string, value attributeValue) {
	u.names["#"+attribute], u.values[":"+attribute] = attribute, value
	u.sets = append(u.sets, fmt.Sprintf("#%[1]s = :%[1]s", attribute))
}

// fill sets an attribute that the order does not have yet.
func (u *update) fill(attribute string, value attributeValue) {
	u.names["#"+attribute], u.values[":"+attribute] = attribute, value
	u.sets = append(u.sets, fmt.Sprintf("#%[1]s = if_not_exists(#%[1]s, :%[1]s)", attribute))
}

func (u *update) setOrRemove(attribute, value string) {
	if value != "" {
		u.set(attribute, str(value))
		return
	}
	u.remove(attribute)
}

func (u *update) remove(attributes ...string) {
	for _, attribute := range attributes {
		u.name(attribute)
		if !slices.Contains(u.removes, "#"+attribute) {
			u.removes = append(u.removes, "#"+attribute)
		}
	}
}

// name makes an attribute known to the expressions, as # and its name.
func (u *update) name(attribute string) string {
	u.names["#"+attribute] = attribute
	return "#" + attribute
}

// The parts of conditions.

func (u *update) exists(attribute string) string {
	return fmt.Sprintf("attribute_exists(%s)", u.name(attribute))
}

func (u *update) missing(attribute string) string {
	return fmt.Sprintf("attribute_not_exists(%s)", u.name(attribute))
}

func (u *update) is(attribute, value string) string {
	u.values[":is_"+attribute] = str(value)
	return fmt.Sprintf("%s = :is_%s", u.name(attribute), attribute)
}

// in says that the order is in one of the states, of which there must be one.
func (u *update) in(states ...coffee.State) string {
	values := make([]string, len(states))
	for i, state := range states {
		values[i] = ":" + string(state)
		u.values[values[i]] = str(string(state))
	}
	return fmt.Sprintf("%s IN (%s)", u.name(schema.StateAttribute), strings.Join(values, ", "))
}

func all(conditions ...string) string   { return "(" + strings.Join(conditions, " AND ") + ")" }
func anyOf(conditions ...string) string { return "(" + strings.Join(conditions, " OR ") + ")" }

func (u *update) expression() string {
	var clauses []string
	if len(u.sets) > 0 {
		clauses = append(clauses, "SET "+strings.Join(u.sets, ", "))
	}
	if len(u.removes) > 0 {
		clauses = append(clauses, "REMOVE "+strings.Join(u.removes, ", "))
	}
	return strings.Join(clauses, " ")
}

func str(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

var yes = &types.AttributeValueMemberBOOL{Value: true}

func millis(t time.Time) types.AttributeValue { return number(t.UnixMilli()) }
