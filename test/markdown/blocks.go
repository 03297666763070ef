package markdown

import (
	"regexp"
	"strings"
)

// Run lists the files whose commands the test of the commands runs, in this order, in a
// shell of make up.
var Run = []string{"README.md", "docs/tour.md", "docs/producers.md", "docs/operations.md"}

// Block is a box of commands in a Markdown file.
type Block struct {
	Commands string
	// Instead says why the test of the commands does not run them, in a comment above
	// the box: "in AWS" for those that need an account, "by " and the name of another
	// test, or "not" and a reason.
	Instead string
	// Prints has what the last commands print: a line for each of them, in which … stands
	// for anything.
	Prints []string
}

var shBlock = regexp.MustCompile("(?m)(?:^<!-- run (.*) -->\n)?^```sh\n((?s:.*?))^```$(?:\n```text\n((?s:.*?))^```$)?")

// Blocks returns the boxes of commands in a Markdown text, in their order.
func Blocks(text string) []Block {
	var blocks []Block
	for _, match := range shBlock.FindAllStringSubmatch(text, -1) {
		block := Block{Instead: match[1], Commands: match[2]}
		if match[3] != "" {
			block.Prints = strings.Split(strings.TrimSuffix(match[3], "\n"), "\n")
		}
		blocks = append(blocks, block)
	}
	return blocks
}
