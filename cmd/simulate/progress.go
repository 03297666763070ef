package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// lineInterval is how often progress prints a line where there is no terminal.
const lineInterval = 10 * time.Second

// progress makes the tally show how many customers came in and left again: by a bar on a
// terminal, otherwise by a line every lineInterval. It returns a function that ends the
// display.
func (t *tally) progress(out io.Writer, customers int) (end func()) {
	if file, ok := out.(*os.File); !ok || !term.IsTerminal(int(file.Fd())) {
		t.changed, t.say = printLines(out, customers), func(line string) { fmt.Fprintln(out, line) }
		return func() {}
	}
	bar := progressbar.NewOptions(customers,
		progressbar.OptionSetWriter(out), progressbar.OptionShowCount(), progressbar.OptionSetWidth(30),
		progressbar.OptionSetPredictTime(false), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetRenderBlankState(true), progressbar.OptionClearOnFinish())
	t.changed = func(came, left int) {
		bar.Describe(fmt.Sprintf("%3d inside, served", came-left))
		_ = bar.Set(left)
	}
	t.say = func(line string) {
		_ = bar.Clear()
		fmt.Fprintln(out, line)
		_ = bar.RenderBlank()
	}
	return func() { _ = bar.Clear() }
}

func printLines(out io.Writer, customers int) func(came, left int) {
	printed := time.Now()
	return func(came, left int) {
		if time.Since(printed) >= lineInterval {
			printed = time.Now()
			fmt.Fprintf(out, "%d of %d customers served, %d inside\n", left, customers, came-left)
		}
	}
}
