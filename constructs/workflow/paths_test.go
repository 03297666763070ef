package workflow_test

import (
	"slices"
	"strings"
	"testing"
)

// step is one transition out of a state. For a final state, to is nil.
type step struct {
	from, to *state
	caught   bool           // by a catcher of from
	assign   map[string]any // the variables that the transition assigns
}

func (m machine) steps(s *state) []step {
	var steps []step
	for _, choice := range s.Choices {
		steps = append(steps, step{from: s, to: m.States[choice.Next]})
	}
	if s.Default != "" {
		steps = append(steps, step{from: s, to: m.States[s.Default]})
	}
	if s.Next != "" || s.ends() {
		steps = append(steps, step{from: s, to: m.States[s.Next], assign: s.Assign})
	}
	for _, catcher := range s.Catch {
		steps = append(steps, step{from: s, to: m.States[catcher.Next], caught: true, assign: catcher.Assign})
	}
	return steps
}

// path is a sequence of steps from the start to the end of an execution.
type path []step

func (p path) String() string {
	names := make([]string, len(p))
	for i, step := range p {
		names[i] = step.from.name
		if step.caught {
			names[i] += "!"
		}
	}
	return strings.Join(names, " ")
}

// paths returns every path that an execution could take. It fails the test if a path
// has a dead end or a loop.
func (m machine) paths(t *testing.T) []path {
	t.Helper()
	var paths []path
	var walk func(path, *state)
	walk = func(way path, s *state) {
		if slices.ContainsFunc(way, func(step step) bool { return step.from == s }) {
			t.Fatalf("%v leads back to %s, want no loop", way, s.name)
		}
		steps := m.steps(s)
		if len(steps) == 0 {
			t.Fatalf("%v stops at %s, want a final state", way, s.name)
		}
		for _, next := range steps {
			on := append(slices.Clone(way), next)
			if next.to == nil {
				paths = append(paths, on)
			} else {
				walk(on, next.to)
			}
		}
	}
	walk(nil, m.States[m.StartAt])
	return paths
}
