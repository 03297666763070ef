package coffee

import (
	"reflect"
	"strings"
)

// Field is one field of an event's payload.
type Field struct {
	// Name is the field's name in JSON.
	Name string
	Type reflect.Type
	// Owner is the struct that declares the field, under the name GoName.
	Owner  reflect.Type
	GoName string
}

// TaskTokenField is the JSON name of the field that holds a task token, in
// events that have one.
const TaskTokenField = "taskToken"

// Fields returns the fields of an event's payload, embedded structs flattened as
// in its JSON.
func Fields(event Event) []Field { return fieldsOf(reflect.TypeOf(event)) }

func fieldsOf(t reflect.Type) []Field {
	var fields []Field
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			fields = append(fields, fieldsOf(f.Type)...)
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields = append(fields, Field{Name: name, Type: f.Type, Owner: t, GoName: f.Name})
	}
	return fields
}

// CarriesTaskToken reports whether the payload of event has a task token.
func CarriesTaskToken(event Event) bool {
	for _, f := range Fields(event) {
		if f.Name == TaskTokenField {
			return true
		}
	}
	return false
}
