package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/cost"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
)

// shop is a deployed shop in which orders are played and counted.
type shop struct {
	*deployed.Shop
	players cost.Players
	manager *client.Client // may read the QR code
	counter *cost.Counter
	tap     *deployed.Tap
	site    deployed.Site
	// emulator is the URL of the emulator that openTemporary started.
	emulator string

	played  []cost.Played
	cleanup []func(ok bool) error // run last to first
}

// openDeployed opens a deployed environment.
func openDeployed(ctx context.Context, root, name string) (*shop, error) {
	env, err := config.For(name)
	if err != nil {
		return nil, err
	}
	site, err := deployed.Find(ctx, root, env)
	if err != nil {
		return nil, err
	}
	s := new(shop)
	if err := s.enter(ctx, env, site, func() error { return nil }); err != nil {
		return nil, errors.Join(err, s.close(false))
	}
	return s, nil
}

// openTemporary starts an emulator, deploys local into it, and opens the shop with a
// menu of one drink.
func openTemporary(ctx context.Context, root string) (*shop, error) {
	env, err := config.For("local")
	if err != nil {
		return nil, err
	}
	s := new(shop)
	site, err := s.deploy(ctx, root, env)
	if err == nil {
		err = s.enter(ctx, env, site, func() error {
			return errors.Join(s.manager.SetMenu(ctx, menu), s.manager.SetOpen(ctx, true))
		})
	}
	if err != nil {
		return nil, errors.Join(err, s.close(false))
	}
	return s, nil
}

var menu = coffee.Menu{Drinks: []coffee.Drink{{
	ID: "flat-white", Name: "Flat White", Available: true,
	Modifiers: []coffee.Modifier{{Name: "milk", Options: []string{"oat", "whole"}}},
}}}

func (s *shop) deploy(ctx context.Context, root string, env config.Environment) (deployed.Site, error) {
	done := progress.Step("Starting an emulator")
	e, err := emulator.StartTemporary(ctx, root)
	if done(err) != nil {
		return deployed.Site{}, err
	}
	s.cleanup, s.emulator = append(s.cleanup, e.End), e.URL()
	done = progress.Step("Building the functions and deploying %s", env.StackName())
	cli := cdk.CLI{Root: root, Env: e.Env(), OutputDir: filepath.Join(e.Dir, "cdk.out")}
	var outputs map[string]string
	if err = cli.Bootstrap(ctx, emulator.Account, emulator.Region); err == nil {
		outputs, err = cli.Deploy(ctx, env, nil)
	}
	if done(err) != nil {
		return deployed.Site{}, err
	}
	return deployed.Site{AWS: e.Config(), Outputs: outputs, URL: e.API(outputs["ApiUrl"]), LiveURL: e.Live(outputs["LiveUrl"])}, nil
}

// enter adds a barista and a manager until close, calls prepare, and starts the
// counter.
func (s *shop) enter(ctx context.Context, env config.Environment, site deployed.Site, prepare func() error) (err error) {
	s.site, s.Shop = site, deployed.Open(site.AWS, site.Outputs)
	s.players.Customer, s.players.SiteURL, s.players.LiveURL = client.New(site.URL, nil), site.URL, site.LiveURL
	if s.players.TabletToken, err = s.hire(ctx, site, coffee.GroupBarista); err != nil {
		return err
	}
	if s.players.WallToken, err = s.hire(ctx, site, coffee.GroupManager); err != nil {
		return err
	}
	s.players.Barista = s.players.Customer.As(s.players.TabletToken)
	s.manager = s.players.Customer.As(s.players.WallToken)
	s.cleanup = append(s.cleanup, func(bool) error { return s.handOver(context.WithoutCancel(ctx)) })
	if err := prepare(); err != nil {
		return err
	}
	if s.players.Choice, err = s.choose(ctx); err != nil {
		return err
	}
	if s.tap, err = s.Tap(ctx, "cost-"+unique(), coffee.Source); err != nil {
		return err
	}
	s.cleanup = append(s.cleanup, func(bool) error { return s.tap.Close(context.WithoutCancel(ctx)) })
	done := progress.Step("Switching on the functions' request logs")
	s.counter, err = cost.Open(ctx, site.AWS, env.StackName(), s.Shop, s.tap)
	if done(err) != nil {
		return err
	}
	s.cleanup = append(s.cleanup, func(bool) error { return s.counter.Close(ctx) })
	if env.Emulated {
		s.counter.Quiet = 3 * time.Second // its logs have no delay
	}
	return nil
}

// hire adds a user to a group and returns their access token. Close removes the user.
func (s *shop) hire(ctx context.Context, site deployed.Site, group string) (token string, err error) {
	people, name, password := deployed.OpenStaff(site.AWS, site.Outputs), "cost-"+group+"-"+unique(), deployed.NewPassword()
	s.cleanup = append(s.cleanup, func(bool) error { return people.Remove(context.WithoutCancel(ctx), name) })
	if err := people.Hire(ctx, name, group, password); err != nil {
		return "", err
	}
	tokens, err := people.SignIn(ctx, name, password)
	return tokens.Access, err
}

func unique() string { return strings.ToLower(rand.Text()[:8]) }

// choose returns the first available drink on the menu, with the first option of
// each modifier.
func (s *shop) choose(ctx context.Context) (coffee.Choice, error) {
	now, err := s.players.Customer.Shop(ctx)
	if err != nil {
		return coffee.Choice{}, err
	}
	if !now.Open {
		return coffee.Choice{}, errors.New("the shop is closed: open it to count what orders cost")
	}
	for _, drink := range now.Menu.Drinks {
		if drink.Available {
			choice := coffee.Choice{Drink: drink.ID, Modifiers: map[string]string{}}
			for _, modifier := range drink.Modifiers {
				choice.Modifiers[modifier.Name] = modifier.Options[0]
			}
			return choice, nil
		}
	}
	return coffee.Choice{}, errors.New("no drink on the menu is available")
}

// play plays unwatched orders, then a watched one, one after the other.
func (s *shop) play(ctx context.Context, orders int) error {
	for i := range orders + 1 {
		code, err := s.manager.Code(ctx)
		if err != nil {
			return err
		}
		played, err := s.players.Play(ctx, s.Shop, code.Code, i == orders)
		if played.OrderID != "" {
			s.played = append(s.played, played)
		}
		if err != nil {
			return fmt.Errorf("order %d: %w", i+1, err)
		}
	}
	return nil
}

// handOver collects the ready drinks, and cancels orders that did not get that far.
func (s *shop) handOver(ctx context.Context) error {
	var errs []error
	for _, order := range s.played {
		if _, err := s.players.Barista.Collect(ctx, order.OrderID); err != nil {
			_, err = s.players.Barista.TurnDown(ctx, order.OrderID, "The cost count was interrupted.")
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// close undoes everything that open and enter set up. Unless ok, an emulator's log is
// kept.
func (s *shop) close(ok bool) error {
	var errs []error
	for _, undo := range slices.Backward(s.cleanup) {
		errs = append(errs, undo(ok))
	}
	return errors.Join(errs...)
}
