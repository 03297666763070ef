// Package runbook links alarms to the sections of docs/operations.md that say what to do.
package runbook

import (
	"path"
	"reflect"
)

type anchor struct{}

// module is this module's import path, which differs in a fork.
var module = path.Dir(path.Dir(path.Dir(reflect.TypeFor[anchor]().PkgPath())))

// URL is where the operations guide is read.
var URL = "https://" + module + "/blob/main/docs/operations.md"

// Describe returns the description of an alarm: what it means, and a link to the section
// of the operations guide that says what to do. A section is the anchor of its heading.
func Describe(meaning, section string) string {
	return meaning + " What to do: " + URL + "#" + section
}
