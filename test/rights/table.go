package rights

import (
	"fmt"
	"slices"
	"strings"
)

// Row says what fails without a right.
type Row struct {
	Right
	// Check is the name of the first end-to-end check that failed without the right, or
	// succeeded without the condition; Failure is how.
	Check, Failure string
}

const heading = `<!-- make rights writes this file. -->

# Every permission is needed

` + "`make rights`" + ` deploys the shop into an emulator that enforces IAM, takes one permission
away from one role, and runs the end-to-end checks of that role until one fails. Then it gives
the permission back, and the same check must succeed again. It does this for each action on
each resource in each statement, so a statement as a whole is needed too: without it, at least
the same checks fail. A condition is taken away while the statement stays; then a check must
find that the role reaches items that it must not.

A permission that no check needs fails ` + "`make rights`" + `; remove it from its construct. A
permission that is in a template and not in this file fails ` + "`make test`" + `, and so does one
that is here and in no template.
`

// Render returns the document for rows that are sorted by role. Rights that the emulator
// does not check have no row.
func Render(rows []Row) string {
	var text strings.Builder
	text.WriteString(heading)
	role := ""
	for _, row := range rows {
		if row.Role != role {
			role = row.Role
			fmt.Fprintf(&text, "\n## %s\n\n| action | on | for | without it, this fails | how |\n|---|---|---|---|---|\n", role)
		}
		fmt.Fprintf(&text, "| %s | %s | %s | %s | %s |\n", cell(row.Action), cell(row.on()), cell(purposes[row.Role][row.Resource]), cell(row.Check), cell(row.Failure))
	}
	text.WriteString(renderUnchecked())
	return text.String()
}

func renderUnchecked() string {
	var text strings.Builder
	text.WriteString("\n## Not checked by the emulator\n\n" +
		"AWS needs these. The emulator does what they are for without asking, so nothing fails there\n" +
		"without them. A test asserts them in the template.\n\n" +
		"| actions | on | needed because | asserted by |\n|---|---|---|---|\n")
	for _, u := range unchecked {
		fmt.Fprintf(&text, "| %s | %s | %s | %s |\n", strings.Join(u.actions, ", "), u.resource, u.reason, u.test)
	}
	return text.String()
}

// on returns the resource with the limit, as the table has it.
func (r Right) on() string {
	if r.Limit == "" {
		return r.Resource
	}
	return r.Resource + " (" + r.Limit + ")"
}

// cell returns text that fits into a cell.
func cell(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "|", `\|`)
}

// Parse reads the rows of a document that Render wrote.
func Parse(document string) []Row {
	var rows []Row
	role := ""
	for line := range strings.Lines(document) {
		if name, ok := strings.CutPrefix(line, "## "); ok {
			role = strings.TrimSpace(name)
		}
		cells := strings.Split(strings.Trim(strings.ReplaceAll(line, `\|`, "\x00"), "| \n"), " | ")
		if len(cells) != 5 || cells[0] == "action" || strings.HasPrefix(cells[0], "---") {
			continue
		}
		for i := range cells {
			cells[i] = strings.ReplaceAll(cells[i], "\x00", "|")
		}
		resource, limit, _ := strings.Cut(strings.TrimSuffix(cells[1], ")"), " (")
		rows = append(rows, Row{Right{Role: role, Action: cells[0], Resource: resource, Limit: limit}, cells[3], cells[4]})
	}
	return rows
}

// Differences lists what a document lacks or has too much for the rights in templates.
func Differences(document string, templates []Right) []string {
	var problems []string
	rows := Parse(document)
	for _, right := range templates {
		if Unchecked(right) {
			continue
		}
		if purposes[right.Role][right.Resource] == "" {
			problems = append(problems, fmt.Sprintf("%s: test/rights/purposes.go does not say what it is for", right))
		}
		i := slices.IndexFunc(rows, func(row Row) bool { return row.Right == right })
		if i < 0 {
			problems = append(problems, fmt.Sprintf("%s: not in docs/rights.md", right))
		} else if rows[i].Check == "" || rows[i].Failure == "" {
			problems = append(problems, fmt.Sprintf("%s: docs/rights.md does not say what fails without it", right))
		}
	}
	for _, row := range rows {
		if !slices.Contains(templates, row.Right) {
			problems = append(problems, fmt.Sprintf("%s: in docs/rights.md, and in no template", row.Right))
		}
	}
	return append(problems, unused(templates)...)
}
