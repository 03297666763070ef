package commands

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/serverless-coffee/coffeeshop/test/markdown"
)

// scriptOf returns a script of the commands in a Markdown file, apart from those that are
// run elsewhere. It repeats each command up to 50 times until it succeeds and prints what
// the file says: unlike a person who types them, it is faster than the workflow.
func (n *newcomer) scriptOf(file string) string {
	n.t.Helper()
	text, err := os.ReadFile(filepath.Join(n.root, file))
	if err != nil {
		n.t.Fatal(err)
	}
	var script strings.Builder
	for _, block := range markdown.Blocks(string(text)) {
		if block.Instead != "" {
			continue
		}
		all := commands(block.Commands)
		if len(block.Prints) > len(all) {
			n.t.Fatalf("%s: %d commands print %d lines:\n%s", file, len(all), len(block.Prints), block.Commands)
		}
		silent := len(all) - len(block.Prints)
		for i, command := range all {
			if i >= silent {
				command = prints(command, block.Prints[i-silent])
			}
			script.WriteString(untilItSucceeds(command))
		}
	}
	if script.Len() == 0 {
		n.t.Fatalf("%s has no commands to run", file)
	}
	return script.String()
}

// commands splits a block into its commands, of which functions take several lines.
func commands(block string) []string {
	var all []string
	var function string
	for line := range strings.Lines(strings.ReplaceAll(block, "\\\n", " ")) {
		line = strings.TrimRight(line, "\n")
		switch {
		case function != "" || strings.HasSuffix(line, "() {"):
			function += line + "\n"
			if line == "}" {
				all, function = append(all, function), ""
			}
		case line != "" && !strings.HasPrefix(line, "#"):
			all = append(all, line)
		}
	}
	return all
}

// prints returns a command that fails unless its output is like want.
func prints(command, want string) string {
	var pattern strings.Builder
	for part := range strings.SplitSeq(want, "…") {
		pattern.WriteString("*'" + strings.ReplaceAll(strings.TrimSpace(part), "'", `'\''`) + "'")
	}
	return fmt.Sprintf("printed=$(%s\n) && printf '%%s\\n' \"$printed\" && case $printed in %s*) ;; *) false ;; esac", command, pattern.String())
}

func untilItSucceeds(command string) string {
	give := "echo 'never succeeds: '" + "'" + strings.ReplaceAll(command, "'", `'\''`) + "'"
	return fmt.Sprintf("tries=0\nuntil\n%s\ndo tries=$((tries+1)); [ $tries -lt 50 ] || { %s; exit 1; }; sleep 0.2; done\n", command, give)
}
