package main

import (
	"fmt"
	"regexp"
	"strings"
)

// repository is where the links of the notes lead.
const repository = "https://github.com/serverless-coffee/coffeeshop"

// relativeLink matches the end of a Markdown link to a file of the repository.
var relativeLink = regexp.MustCompile(`\]\(([^):#]+)(#[^)]*)?\)`)

// notesOf returns the section of a version in the changelog, without its heading. Links
// to files lead to the files of that version.
func notesOf(changelog, version string) (string, error) {
	var notes []string
	found := false
	for line := range strings.Lines(changelog) {
		if strings.HasPrefix(line, "## ") {
			found = strings.TrimSpace(line) == "## "+version
			continue
		}
		if found {
			notes = append(notes, line)
		}
	}
	text := strings.TrimSpace(strings.Join(notes, ""))
	if text == "" {
		return "", fmt.Errorf("CHANGELOG.md says nothing of %s: rename its section \"## Unreleased\" to \"## %[1]s\", and commit that", version)
	}
	return relativeLink.ReplaceAllString(text, "]("+repository+"/blob/v"+version+"/$1$2)") + "\n", nil
}
