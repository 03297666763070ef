// Package progress tells the person at the terminal what goes on.
package progress

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// Out is where it is told. A command whose standard output is for programs tells
// it on the standard error.
var Out io.Writer = os.Stdout

// Step says what begins, and returns what says how it ended and passes the error
// on.
func Step(format string, args ...any) func(error) error {
	start := time.Now()
	fmt.Fprintf(Out, "==> "+format+" ... ", args...)
	return func(err error) error {
		count("")
		if err != nil {
			fmt.Fprintln(Out, "failed")
			return err
		}
		fmt.Fprintf(Out, "done (%.0f s)\n", time.Since(start).Seconds())
		return nil
	}
}

// Count keeps how many of how many parts of a step are done at the end of its
// line, where there is someone to see it.
func Count(done, all string) {
	if info, err := os.Stdout.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		count(done + " of " + all + " ")
	}
}

var shown struct {
	sync.Mutex
	characters int
}

func count(text string) {
	shown.Lock()
	defer shown.Unlock()
	for range shown.characters {
		fmt.Fprint(Out, "\b \b")
	}
	shown.characters, _ = fmt.Fprint(Out, text)
}
