// Package progress shows the steps of a command on the terminal.
package progress

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// Out receives the steps. Set it to stderr in commands whose stdout is for programs.
var Out io.Writer = os.Stdout

// Step prints that a step begins. The function that it returns prints whether it
// succeeded and how long it took, and returns the step's error.
func Step(format string, args ...any) func(error) error {
	start := time.Now()
	fmt.Fprintf(Out, "==> "+format+" ... ", args...)
	return func(err error) error {
		showCount("")
		if err != nil {
			fmt.Fprintln(Out, "failed")
			return err
		}
		fmt.Fprintf(Out, "done (%.0f s)\n", time.Since(start).Seconds())
		return nil
	}
}

// Count shows how many parts of a step are done at the end of its line, if stdout is
// a terminal.
func Count(done, all string) {
	if info, err := os.Stdout.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		showCount(done + " of " + all + " ")
	}
}

// shown is the length of the count on the terminal.
var shown struct {
	sync.Mutex
	characters int
}

// showCount replaces the count on the terminal.
func showCount(text string) {
	shown.Lock()
	defer shown.Unlock()
	for range shown.characters {
		fmt.Fprint(Out, "\b \b")
	}
	shown.characters, _ = fmt.Fprint(Out, text)
}
