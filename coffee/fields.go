package coffee

import (
	"reflect"
	"strings"
)

// Field is one field of an event's payload.
type Field struct {
	// Name is its name in JSON.
	Name string
	Type reflect.Type
	// Owner is the struct that declares it, and GoName its name there.
	Owner  reflect.Type
	GoName string
}

// TaskTokenField is the field that carries a task token, in those events that
// have one.
const TaskTokenField = "taskToken"

// Fields lists the fields of an event's payload as its JSON has them.
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
