package findings

import (
	"path"
	"strings"
	"testing"
)

func TestJudge(t *testing.T) {
	s := Scanner{Name: "a scanner", Accepted: []Accepted{{"R1", "cmd/*.go", "why"}}}
	accepted := Finding{"R1", "cmd/a.go", "what"}
	for name, test := range map[string]struct {
		found []Finding
		want  string
	}{
		"accepted, twice":              {[]Finding{accepted, accepted}, ""},
		"in another folder":            {[]Finding{accepted, {"R1", "cmd/b/a.go", "what"}}, "cmd/b/a.go: R1: what: fix it"},
		"by another rule":              {[]Finding{accepted, {"R2", "cmd/a.go", "what"}}, "cmd/a.go: R2: what: fix it"},
		"accepted but no longer found": {nil, "cmd/*.go: R1 is accepted (why) but not found"},
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.Join(s.Judge(test.found), "\n")
			if (got == "") != (test.want == "") || !strings.Contains(got, test.want) || strings.Contains(got, "\n") {
				t.Errorf("Judge() = %q, want one problem with %q, or none if that is empty", got, test.want)
			}
		})
	}
}

func TestEveryAcceptedFindingHasAValidPatternAndAReason(t *testing.T) {
	for _, s := range Scanners() {
		for _, a := range s.Accepted {
			if _, err := path.Match(a.Path, ""); err != nil || a.Rule == "" || len(a.Reason) < 5 {
				t.Errorf("%s: %+v: want a rule, a pattern of path.Match and a reason", s.Name, a)
			}
		}
	}
}
