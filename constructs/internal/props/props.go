// Package props checks the properties of constructs, and turns plain Go values into
// the pointers that the CDK needs.
package props

import (
	"fmt"

	"github.com/aws/constructs-go/constructs/v10"
)

// Error is an invalid property of a construct, which panics with it and so stops the
// synthesis.
type Error struct {
	Construct string // the construct's path
	Property  string
	Got       any
	Want      string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s is %v, want %s", e.Construct, e.Property, e.Got, e.Want)
}

// Refused returns the construct's path. It marks a panic whose message needs no stack
// trace.
func (e *Error) Refused() string { return e.Construct }

// Require panics with an Error unless ok.
func Require(ok bool, scope constructs.Construct, id, property string, got any, want string) {
	if ok {
		return
	}
	path := id
	if parent := *scope.Node().Path(); parent != "" {
		path = parent + "/" + id
	}
	panic(&Error{Construct: path, Property: property, Got: got, Want: want})
}

// OrNil returns a pointer to value, or nil, for CloudFormation's default, if it is the
// zero value.
func OrNil[T comparable](value T) *T {
	var zero T
	if value == zero {
		return nil
	}
	return &value
}

// Pointers turns names into the list of pointers that the CDK needs.
func Pointers(names []string) *[]*string {
	list := make([]*string, len(names))
	for i := range names {
		list[i] = &names[i]
	}
	return &list
}

// EmulatorEndpoint is the usual URL of an emulator of AWS on this machine.
const EmulatorEndpoint = "http://localhost:4566"
