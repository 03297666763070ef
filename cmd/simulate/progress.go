package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// every is how often progress is told where nobody watches a terminal.
const every = 10 * time.Second

// progress returns what shows how many customers came in and left again, and
// what ends that.
func progress(out io.Writer, customers int) (show func(came, left int), end func()) {
	if file, ok := out.(*os.File); !ok || !term.IsTerminal(int(file.Fd())) {
		return lines(out, customers), func() {}
	}
	bar := progressbar.NewOptions(customers,
		progressbar.OptionSetWriter(out), progressbar.OptionShowCount(), progressbar.OptionSetWidth(30),
		progressbar.OptionSetPredictTime(false), progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionSetRenderBlankState(true), progressbar.OptionClearOnFinish())
	show = func(came, left int) {
		bar.Describe(fmt.Sprintf("%3d inside, served", came-left))
		_ = bar.Set(left)
	}
	return show, func() { _ = bar.Clear() }
}

// lines tells progress in a line now and then.
func lines(out io.Writer, customers int) func(came, left int) {
	told := time.Now()
	return func(came, left int) {
		if time.Since(told) >= every {
			told = time.Now()
			fmt.Fprintf(out, "%d of %d customers served, %d inside\n", left, customers, came-left)
		}
	}
}
