package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/serverless-coffee/coffeeshop/internal/findings"
)

// call matches the name of the function in a message of errcheck.
var call = regexp.MustCompile("`([^`]+)`")

// parseGolangciLint reads the findings in a report. For gosec, the rule has gosec's
// code; for errcheck, the path has the call after the file.
func parseGolangciLint(report []byte) ([]findings.Finding, error) {
	var result struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename string
				Line     int
			}
		}
	}
	if err := firstJSON(report, &result); err != nil {
		return nil, err
	}
	var found []findings.Finding
	for _, issue := range result.Issues {
		f := findings.Finding{Rule: issue.FromLinter, Path: issue.Pos.Filename, Message: fmt.Sprintf("line %d: %s", issue.Pos.Line, issue.Text)}
		switch issue.FromLinter {
		case "gosec":
			code, _, _ := strings.Cut(issue.Text, ":")
			f.Rule += " " + code
		case "errcheck":
			if name := call.FindStringSubmatch(issue.Text); name != nil {
				f.Path += " " + name[1]
			}
		}
		found = append(found, f)
	}
	return found, nil
}

// assetHash matches the name of a file that the CDK deploys.
var assetHash = regexp.MustCompile(`^[0-9a-f]{64}\.(zip|json)$`)

// parseGitleaks reads the findings in a report, without the secrets. The rule says if
// what was found is the CDK's name of a deployed file, which is a hash of its content.
func parseGitleaks(report []byte) ([]findings.Finding, error) {
	var leaks []struct {
		RuleID, File, Commit, Description, Secret string
		StartLine                                 int
	}
	if err := firstJSON(report, &leaks); err != nil {
		return nil, err
	}
	var found []findings.Finding
	for _, leak := range leaks {
		rule := leak.RuleID
		if assetHash.MatchString(leak.Secret) {
			rule += " (asset hash)"
		}
		found = append(found, findings.Finding{Rule: rule, Path: leak.File, Message: fmt.Sprintf("line %d of commit %.12s: %s", leak.StartLine, leak.Commit, leak.Description)})
	}
	return found, nil
}

func parseCheckov(report []byte) ([]findings.Finding, error) {
	var result struct {
		Results struct {
			Failed []struct {
				ID       string `json:"check_id"`
				Name     string `json:"check_name"`
				File     string `json:"file_path"`
				Resource string
			} `json:"failed_checks"`
			ParsingErrors []string `json:"parsing_errors"`
		}
		Summary struct{ Passed int }
	}
	if err := firstJSON(report, &result); err != nil {
		return nil, err
	}
	var found []findings.Finding
	for _, check := range result.Results.Failed {
		found = append(found, findings.Finding{Rule: check.ID, Path: check.Resource, Message: check.Name + " (" + check.File + ")"})
	}
	for _, file := range result.Results.ParsingErrors {
		found = append(found, findings.Finding{Rule: "unreadable", Path: file, Message: "checkov cannot read the template"})
	}
	if result.Summary.Passed == 0 {
		found = append(found, findings.Finding{Rule: "nothing-checked", Path: "test/snapshot/testdata", Message: "no check passed, so checkov saw no resources"})
	}
	return found, nil
}
