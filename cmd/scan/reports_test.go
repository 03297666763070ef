package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/findings"
)

func TestReportsAreRead(t *testing.T) {
	for name, test := range map[string]struct {
		parse  func([]byte) ([]findings.Finding, error)
		report string
		want   []findings.Finding
	}{
		"golangci-lint": {
			parseGolangciLint,
			`{"Issues": [
				{"FromLinter": "gosec", "Text": "G204: a subprocess", "Pos": {"Filename": "a.go", "Line": 7}},
				{"FromLinter": "errcheck", "Text": "Error return value of ` + "`f.Close`" + ` is not checked", "Pos": {"Filename": "b.go", "Line": 8}}
			]}` + "\n2 issues.",
			[]findings.Finding{
				{Rule: "gosec G204", Path: "a.go", Message: "line 7: G204: a subprocess"},
				{Rule: "errcheck", Path: "b.go f.Close", Message: "line 8: Error return value of `f.Close` is not checked"},
			},
		},
		"gitleaks": {
			parseGitleaks,
			`[{"RuleID": "aws-key", "File": "a.go", "Commit": "0123456789abcdef", "StartLine": 7, "Description": "A key", "Secret": "AKIA"},
				{"RuleID": "key", "File": "b.json", "Commit": "0123456789abcdef", "StartLine": 8, "Description": "A key", "Secret": "` + strings.Repeat("a1", 32) + `.zip"}]`,
			[]findings.Finding{
				{Rule: "aws-key", Path: "a.go", Message: "line 7 of commit 0123456789ab: A key"},
				{Rule: "key (asset hash)", Path: "b.json", Message: "line 8 of commit 0123456789ab: A key"},
			},
		},
		"checkov": {
			parseCheckov,
			`{"results": {"failed_checks": [{"check_id": "CKV_1", "check_name": "A queue", "file_path": "/dev.json", "resource": "Q.A"}],
				"parsing_errors": ["prod.json"]}, "summary": {"passed": 1}}`,
			[]findings.Finding{
				{Rule: "CKV_1", Path: "Q.A", Message: "A queue (/dev.json)"},
				{Rule: "unreadable", Path: "prod.json", Message: "checkov cannot read the template"},
			},
		},
		"checkov without resources": {
			parseCheckov,
			`{"passed": 0, "failed": 0}`,
			[]findings.Finding{{Rule: "nothing-checked", Path: "test/snapshot/testdata", Message: "no check passed, so checkov saw no resources"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := test.parse([]byte(test.report))
			if err != nil || !slices.Equal(got, test.want) {
				t.Errorf("got %+v, %v, want %+v", got, err, test.want)
			}
			if _, err := test.parse([]byte("panic: …")); err == nil || !strings.Contains(err.Error(), "not JSON") {
				t.Errorf("a report that is not JSON: got %v, want an error that says so", err)
			}
		})
	}
}
