// Command restart shows what survives a restart of the local AWS: it stops an emulator of
// its own in the middle of orders. `make restart-demo` runs it.
package main

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/command"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const usage = `usage: restart

Starts an emulator of its own, deploys the shop, and stops the emulator while orders are in
each of their states: in order, keeping its state; by kill -9; and as make down does. After
each restart it shows what became of the orders, in the table and in the workflow.
It takes about three minutes, and removes all of it in the end.
`

// timeout bounds the demo, which takes a fraction of it.
const timeout = 10 * time.Minute

func main() { command.Main("restart", run) }

func run(ctx context.Context, args []string) (err error) {
	if err := command.Parse(command.Flags("restart", usage, os.Stderr), args); err != nil {
		return err
	}
	root, err := project.Root()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	s, err := openShop(ctx, root)
	if s != nil {
		defer func() { err = errors.Join(err, s.at.End(err == nil)) }()
	}
	if err != nil {
		return err
	}
	return s.demonstrate(ctx)
}
