package workflow_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

var update = flag.Bool("update", false, "rewrite the diagram in README.md")

const (
	diagramBegin = "<!-- Drawn from the definition: go test ./constructs/workflow -update -->\n```mermaid\n"
	diagramEnd   = "```\n"
)

func TestTheDiagramInREADMEMatchesTheDefinition(t *testing.T) {
	readme, err := os.ReadFile(needs.Path("README.md"))
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(readme), diagramBegin)
	drawn, after, ended := strings.Cut(rest, diagramEnd)
	if !found || !ended {
		t.Fatalf("README.md has no diagram that begins with %q", diagramBegin)
	}
	want := machineOf(t, templates()[workflow.ListExecutions]).mermaid()
	if drawn == want {
		return
	}
	if !*update {
		t.Fatalf("README.md has the diagram\n%s\nwant\n%s\nrun `go test ./constructs/workflow -update`", drawn, want)
	}
	if err := os.WriteFile(needs.Path("README.md"), []byte(before+diagramBegin+want+diagramEnd+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// mermaid returns the machine as a flowchart: choices are diamonds, waits for a
// callback hexagons, final states stadiums. Catch-alls that lead straight to the
// failure are left out.
func (m machine) mermaid() string {
	var out strings.Builder
	out.WriteString("flowchart TD\n")
	for _, name := range m.walk() {
		state := m.States[name]
		shape := "[%s]"
		switch {
		case state.waits():
			shape = "{{%s}}"
		case state.ends():
			shape = "([%s])"
		case state.Type == "Choice":
			shape = "{%s}"
		}
		fmt.Fprintf(&out, "    %s"+shape+"\n", name, name)
		for _, edge := range m.edges(state) {
			fmt.Fprintf(&out, "    %s %s %s\n", name, edge.arrow, edge.to)
		}
	}
	return out.String()
}

type edge struct{ arrow, to string }

// edges returns the transitions of a state, except for catch-alls that lead straight
// to the failure.
func (m machine) edges(s *state) []edge {
	var edges []edge
	if s.Next != "" {
		edges = append(edges, edge{"-->", s.Next})
	}
	for _, choice := range s.Choices {
		edges = append(edges, edge{"-->|yes|", choice.Next})
	}
	if s.Default != "" {
		edges = append(edges, edge{"-->|no|", s.Default})
	}
	for _, catch := range s.Catch {
		switch {
		case slices.Contains(catch.ErrorEquals, "States.Timeout"):
			edges = append(edges, edge{"-.->|timeout|", catch.Next})
		case m.States[catch.Next].Type == "Choice":
			edges = append(edges, edge{"-.->|failure|", catch.Next})
		}
	}
	return edges
}

// walk returns the states depth first, along their edges.
func (m machine) walk() []string {
	var names []string
	var visit func(string)
	visit = func(name string) {
		if slices.Contains(names, name) {
			return
		}
		names = append(names, name)
		for _, edge := range m.edges(m.States[name]) {
			visit(edge.to)
		}
	}
	visit(m.StartAt)
	return names
}
