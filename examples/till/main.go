// Command till takes an order as a till or an order robot does, with a machine client's
// credentials, and follows it until the drink is ready. Ctrl-C cancels the order.
// docs/producers.md says where the flags' values come from. TILL_SECRET is the client's
// secret: other users of the machine could see it among the arguments.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "till:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("till", flag.ContinueOnError)
	url := flags.String("api", "", "the shop's output ApiUrl")
	signIn := flags.String("signin", "", "the shop's output SignInUrl")
	client := flags.String("client", "", "the shop's output MachineTillClientId")
	every := flags.Duration("every", 2*time.Second, "how often to ask for the order's state")
	choice := api.Choice{Modifiers: map[string]string{}}
	flags.StringVar(&choice.Drink, "drink", "espresso", "the id of a drink on the menu")
	flags.Func("with", "an option, such as milk=oat; may be repeated", func(text string) error {
		name, option, ok := strings.Cut(text, "=")
		if !ok {
			return errors.New("want NAME=OPTION")
		}
		choice.Modifiers[name] = option
		return nil
	})
	if err := flags.Parse(args); err != nil {
		return err
	}
	secret := os.Getenv("TILL_SECRET")
	if *url == "" || *signIn == "" || *client == "" || secret == "" || *every <= 0 {
		return errors.New("the flags -api, -signin and -client and the variable TILL_SECRET are required: see docs/producers.md")
	}
	s := openShop(*url, *signIn, *client, secret)
	order, err := s.take(ctx, choice, rand.Text())
	if err != nil {
		return err
	}
	return follow(ctx, s, order, *every)
}

// follow prints the order's states until its drink is ready. It returns an error if the
// order ends without a drink, and cancels the order when ctx ends.
func follow(ctx context.Context, s *shop, order api.QueuedOrder, every time.Duration) error {
	shown := coffee.State("")
	for {
		if order.State != shown {
			fmt.Printf("order %s, number %d: %s\n", order.OrderID, order.Number, order.State)
			shown = order.State
		}
		switch {
		case order.State == coffee.Ready || order.State == coffee.Collected || order.State == coffee.Unclaimed:
			return nil
		case order.EndedAt != nil:
			return fmt.Errorf("the order ended without a drink: %s %s", order.Reason, order.Explanation)
		}
		select {
		case <-ctx.Done():
			return s.cancel(context.WithoutCancel(ctx), order.OrderID, "Cancelled at the till.")
		case <-time.After(every):
		}
		next, err := s.view(ctx, order.OrderID)
		switch {
		case err == nil:
			order = next
		case ctx.Err() == nil && !passing(err): // a passing error is no news of the order
			return err
		}
	}
}
