package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/meter"
)

// shop is one that is deployed into an emulator, with a meter in it.
type shop struct {
	*deployed.Shop
	root     string // of the project
	emulator *emulator.Temporary
	proxy    *meter.Proxy
	tap      *deployed.Tap
	meter    *meter.Meter
	local    config.Environment

	customer, barista, manager *client.Client
}

// open starts an emulator, and deploys and opens a shop in it.
func open(ctx context.Context, root string) (s *shop, err error) {
	s = &shop{root: root}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.close(false))
		}
	}()
	if s.local, err = config.For("local"); err != nil {
		return s, err
	}
	done := step("Starting an emulator, with a proxy in front")
	if err := done(s.start(ctx)); err != nil {
		return s, err
	}
	done = step("Building the functions and deploying %s", s.local.StackName())
	if err := done(s.deploy(ctx)); err != nil {
		return s, err
	}
	return s, s.furnish(ctx)
}

func (s *shop) start(ctx context.Context) (err error) {
	if s.proxy, err = meter.NewProxy(); err != nil {
		return err
	}
	if s.emulator, err = emulator.StartTemporary(ctx, s.root, emulator.ReachedThrough(s.proxy.URL)); err != nil {
		return err
	}
	return s.proxy.Aim(s.emulator.URL())
}

func (s *shop) deploy(ctx context.Context) error {
	cli := s.cdk(s.local)
	if err := cli.Bootstrap(ctx, emulator.Account, emulator.Region); err != nil {
		return err
	}
	outputs, err := cli.Deploy(ctx, s.local, nil)
	if err != nil {
		return err
	}
	cfg := s.emulator.Config()
	s.Shop = deployed.Open(cfg, outputs)
	if s.tap, err = s.Tap(ctx, "cost", coffee.Source); err != nil {
		return err
	}
	if s.meter, err = meter.Open(ctx, cfg, s.local.StackName(), s.Shop, s.tap, s.proxy); err != nil {
		return err
	}
	s.customer = client.New(s.emulator.API(outputs["ApiUrl"]), s.meter.Called)
	people := deployed.OpenStaff(cfg, outputs)
	if s.barista, err = s.hire(ctx, people, coffee.GroupBarista); err != nil {
		return err
	}
	s.manager, err = s.hire(ctx, people, coffee.GroupManager)
	return err
}

// cdk is the CDK command line, with an output folder for the environment.
func (s *shop) cdk(env config.Environment) cdk.CLI {
	return cdk.CLI{Root: s.root, Env: s.emulator.Env(), OutputDir: filepath.Join(s.emulator.Dir, "cdk.out-"+env.Name)}
}

// hire makes a person of that group, and signs them in.
func (s *shop) hire(ctx context.Context, people *deployed.Staff, group string) (*client.Client, error) {
	password := deployed.NewPassword()
	if err := people.Hire(ctx, group, group, password); err != nil {
		return nil, err
	}
	tokens, err := people.SignIn(ctx, group, password)
	return s.customer.As(tokens.Access), err
}

var flatWhite = coffee.Choice{Drink: "flat-white", Modifiers: map[string]string{"milk": "oat"}}

// furnish opens the shop, with a menu and as many drinks for a code as there may
// be orders. Every function is up and has a name for the meter afterwards.
func (s *shop) furnish(ctx context.Context) error {
	menu := coffee.Menu{Drinks: []coffee.Drink{{
		ID: flatWhite.Drink, Name: "Flat White", Available: true,
		Modifiers: []coffee.Modifier{{Name: "milk", Options: []string{"whole", "oat"}}},
	}}}
	limits := coffee.Limits{
		QueueLimit: coffee.DefaultQueueLimit, DrinksPerCode: coffee.MaxDrinksPerCode,
		CodePeriodSeconds: coffee.DefaultCodePeriodSeconds,
	}
	return errors.Join(
		s.meter.Introduce("manager", func() error {
			return errors.Join(s.manager.SetOpen(ctx, true), s.manager.SetMenu(ctx, menu), s.manager.SetLimits(ctx, limits))
		}),
		s.meter.Introduce("customer", func() error { _, err := s.customer.Shop(ctx); return err }),
		s.meter.Introduce("barista", func() error { _, err := s.barista.Queue(ctx); return err }),
	)
}

// play plays so many orders, one after the other, and says what each cost. What
// the display asks for in between is not theirs.
func (s *shop) play(ctx context.Context, orders int) ([]meter.Order, error) {
	var played []meter.Order
	for i := range orders {
		code, err := s.manager.Code(ctx)
		if err != nil {
			return nil, err
		}
		order, err := s.meter.Happy(ctx, s.customer, s.barista, code.Code, flatWhite)
		if err != nil {
			return nil, fmt.Errorf("order %d: %w", i+1, err)
		}
		played = append(played, order)
	}
	return played, nil
}

// close clears up. Unless things went well, the emulator's log is kept.
func (s *shop) close(well bool) error {
	var errs []error
	if s.tap != nil {
		errs = append(errs, s.tap.Close(context.Background()))
	}
	if s.emulator != nil {
		errs = append(errs, s.emulator.End(well))
	}
	if s.proxy != nil {
		errs = append(errs, s.proxy.Close())
	}
	return errors.Join(errs...)
}
