// Command simulate plays a busy morning in a deployed shop, over its HTTP API, and
// checks that no order is lost. `make simulate` calls it; -help tells the rest.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
)

// Exit codes.
const (
	ended   = 1 // an order was lost, or the simulation could not run to its end
	misused = 2
)

func main() {
	if runtime.GOOS == "windows" {
		fmt.Fprintln(os.Stderr, "simulate: Windows cannot run this project's commands: use WSL 2, and clone the repository inside it.")
		os.Exit(ended)
	}
	o, err := parse(os.Args[1:], os.Stderr)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "simulate:", err)
		os.Exit(misused)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // who interrupts again, quits
		fmt.Fprintln(os.Stderr, "\nClosing early: nobody comes in any more. Interrupt again to quit at once; "+
			"then the limits stay raised, and the simulated staff stays, until the next simulation or -restore.")
	})
	if err := simulate(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "simulate:", err)
		os.Exit(ended)
	}
}
