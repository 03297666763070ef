package store

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// write builds a write to one item: its update and condition expressions, and the names
// and values that they refer to.
type write struct {
	item      item // the item to put, or the key of the item to update
	sets      []string
	removes   []string
	adds      string // a set and the elements to add to it
	deletes   string // a set and the elements to remove from it
	condition string
	quiet     bool // return no attributes, for functions that may not read the item
	names     map[string]string
	values    item
}

// writeTo returns a write of an item, or to the item with that key.
func writeTo(item item) *write { return &write{item: item} }

func (w *write) set(attribute string, value types.AttributeValue) {
	w.sets = append(w.sets, fmt.Sprintf("%s = %s", w.name(attribute), w.value(attribute, value)))
}

// fill sets an attribute unless the item has it already.
func (w *write) fill(attribute string, value types.AttributeValue) {
	w.sets = append(w.sets, fmt.Sprintf("%[1]s = if_not_exists(%[1]s, %[2]s)", w.name(attribute), w.value(attribute, value)))
}

// add adds to a number, which the item must have.
func (w *write) add(attribute string, by int64) {
	w.sets = append(w.sets, fmt.Sprintf("%[1]s = %[1]s + %[2]s", w.name(attribute), w.value("by_"+attribute, number(by))))
}

// count adds one to a number, which is 0 if the item does not have it.
func (w *write) count(attribute string) {
	w.sets = append(w.sets, fmt.Sprintf("%[1]s = if_not_exists(%[1]s, %[2]s) + %[3]s",
		w.name(attribute), w.value("zero", number(0)), w.value("one", number(1))))
}

func (w *write) setOrRemove(attribute, value string) {
	if value != "" {
		w.set(attribute, text(value))
		return
	}
	w.remove(attribute)
}

func (w *write) remove(attributes ...string) {
	for _, attribute := range attributes {
		if name := w.name(attribute); !slices.Contains(w.removes, name) {
			w.removes = append(w.removes, name)
		}
	}
}

// name declares an attribute, and returns its placeholder: # and its name.
func (w *write) name(attribute string) string {
	if w.names == nil { // nil until needed, since DynamoDB rejects an empty map
		w.names = map[string]string{}
	}
	w.names["#"+attribute] = attribute
	return "#" + attribute
}

// value declares a value, and returns its placeholder: a colon and its name.
func (w *write) value(name string, value types.AttributeValue) string {
	if w.values == nil {
		w.values = item{}
	}
	w.values[":"+name] = value
	return ":" + name
}

// The parts of conditions.

func (w *write) exists(attribute string) string {
	return fmt.Sprintf("attribute_exists(%s)", w.name(attribute))
}

func (w *write) missing(attribute string) string {
	return fmt.Sprintf("attribute_not_exists(%s)", w.name(attribute))
}

// compares compares an attribute with a value by =, <>, <, <=, > or >=.
func (w *write) compares(attribute, operator string, value types.AttributeValue) string {
	return fmt.Sprintf("%s %s %s", w.name(attribute), operator, w.value("than_"+attribute, value))
}

// in returns the condition that an attribute has one of the values, at least one of which
// must be given.
func (w *write) in(attribute string, texts ...string) string {
	values := make([]string, len(texts))
	for i, one := range texts {
		values[i] = w.value("is_"+one, text(one))
	}
	return fmt.Sprintf("%s IN (%s)", w.name(attribute), strings.Join(values, ", "))
}

func all(conditions ...string) string   { return "(" + strings.Join(conditions, " AND ") + ")" }
func anyOf(conditions ...string) string { return "(" + strings.Join(conditions, " OR ") + ")" }

func (w *write) expression() string {
	var clauses []string
	if len(w.sets) > 0 {
		clauses = append(clauses, "SET "+strings.Join(w.sets, ", "))
	}
	if len(w.removes) > 0 {
		clauses = append(clauses, "REMOVE "+strings.Join(w.removes, ", "))
	}
	if w.adds != "" {
		clauses = append(clauses, "ADD "+w.adds)
	}
	if w.deletes != "" {
		clauses = append(clauses, "DELETE "+w.deletes)
	}
	return strings.Join(clauses, " ")
}

// conditionExpression returns nil for an unconditional write.
func (w *write) conditionExpression() *string {
	if w.condition == "" {
		return nil
	}
	return &w.condition
}

func (w *write) updateInput(table string) *dynamodb.UpdateItemInput {
	input := &dynamodb.UpdateItemInput{
		TableName: &table, Key: w.item, UpdateExpression: new(w.expression()), ConditionExpression: w.conditionExpression(),
		ExpressionAttributeNames: w.names, ExpressionAttributeValues: w.values,
	}
	if !w.quiet {
		input.ReturnValues = types.ReturnValueAllNew
		input.ReturnValuesOnConditionCheckFailure = types.ReturnValuesOnConditionCheckFailureAllOld
	}
	return input
}

// The methods below return the write as part of a transaction. If its condition does not
// hold, the error has the item.

func (w *write) asPut(table string) types.TransactWriteItem {
	return types.TransactWriteItem{Put: &types.Put{
		TableName: &table, Item: w.item, ConditionExpression: w.conditionExpression(),
		ExpressionAttributeNames: w.names, ExpressionAttributeValues: w.values,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}
}

func (w *write) asUpdate(table string) types.TransactWriteItem {
	return types.TransactWriteItem{Update: &types.Update{
		TableName: &table, Key: w.item, UpdateExpression: new(w.expression()), ConditionExpression: w.conditionExpression(),
		ExpressionAttributeNames: w.names, ExpressionAttributeValues: w.values,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}
}

func (w *write) asCheck(table string) types.TransactWriteItem {
	return types.TransactWriteItem{ConditionCheck: &types.ConditionCheck{
		TableName: &table, Key: w.item, ConditionExpression: w.conditionExpression(),
		ExpressionAttributeNames: w.names, ExpressionAttributeValues: w.values,
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	}}
}
