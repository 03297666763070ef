// Package findings lists what the project's scanners find and the project accepts, with
// the reasons, in one place. Whatever else a scanner finds is to be fixed; a finding
// that is accepted but no longer found is to be removed from the list. docs/findings.md
// is generated from it.
package findings

import (
	"fmt"
	"path"
	"slices"
)

// Finding is what a scanner reports.
type Finding struct {
	// Rule is the scanner's name of the rule.
	Rule string
	// Path says where: a construct, a resource of the template, or a file.
	Path    string
	Message string
}

// Accepted is a finding, or several of a kind, that the project accepts.
type Accepted struct {
	Rule string
	// Path is a pattern of path.Match.
	Path   string
	Reason string
}

// Scanner is a scanner with its accepted findings.
type Scanner struct {
	Name string
	// Scans says what it looks at, and which command runs it.
	Scans    string
	Accepted []Accepted
}

// Scanners lists all scanners.
func Scanners() []Scanner { return []Scanner{CDKNag, CfnLint, Checkov, GolangciLint, Gitleaks} }

// Judge returns a sentence for each finding that is not accepted, and for each accepted
// one that is not among the findings. The findings must be all of the scanner's.
func (s Scanner) Judge(found []Finding) []string {
	var problems []string
	explained := make([]bool, len(s.Accepted))
	for _, f := range found {
		accepted := false
		for i, a := range s.Accepted {
			if a.covers(f) {
				accepted, explained[i] = true, true
			}
		}
		if !accepted {
			problems = append(problems, fmt.Sprintf("%s: %s: %s: fix it, or accept it in internal/findings with a reason", f.Path, f.Rule, f.Message))
		}
	}
	for i, a := range s.Accepted {
		if !explained[i] {
			problems = append(problems, fmt.Sprintf("%s: %s is accepted (%s) but not found: remove it from internal/findings", a.Path, a.Rule, a.Reason))
		}
	}
	return problems
}

// Covered returns how many of the findings are accepted.
func (s Scanner) Covered(found []Finding) (n int) {
	for _, f := range found {
		if slices.ContainsFunc(s.Accepted, func(a Accepted) bool { return a.covers(f) }) {
			n++
		}
	}
	return n
}

func (a Accepted) covers(f Finding) bool {
	matches, err := path.Match(a.Path, f.Path)
	return err == nil && matches && a.Rule == f.Rule
}
