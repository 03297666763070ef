// Package progress tells the person at the terminal what goes on.
package progress

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// Step says what begins, and returns what says how it ended and passes the error
// on.
func Step(format string, args ...any) func(error) error {
	start := time.Now()
	fmt.Printf("==> "+format+" ... ", args...)
	return func(err error) error {
		count("")
		if err != nil {
			fmt.Println("failed")
			return err
		}
		fmt.Printf("done (%.0f s)\n", time.Since(start).Seconds())
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
		fmt.Print("\b \b")
	}
	shown.characters, _ = fmt.Print(text)
}
