package main

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	cfn "github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/internal/progress"
)

// shop is a shop in an emulator of its own.
type shop struct {
	*deployed.Shop
	at  *emulator.Temporary
	env config.Environment
	// password is that of the staff.
	password string
	customer *client.Client
	// barista and manager are signed in.
	barista, manager *client.Client
	orders           []*order
}

// keep makes an emulator keep its state over an orderly stop.
var keep = emulator.Setting("PERSIST_STATE=1")

// openShop deploys a shop with a menu and staff, and opens it. With an error it may
// return a shop too, whose emulator must be ended.
func openShop(ctx context.Context, root string) (*shop, error) {
	env, err := config.For("local")
	if err != nil {
		return nil, err
	}
	done := progress.Step("Starting an emulator")
	at, err := emulator.StartTemporary(ctx, root, keep)
	if done(err) != nil {
		return nil, err
	}
	s := &shop{at: at, env: env, password: deployed.NewPassword()}
	done = progress.Step("Building the functions and deploying %s", env.StackName())
	cli := cdk.CLI{Root: root, Env: at.Env(), OutputDir: filepath.Join(at.Dir, "cdk.out")}
	var outputs map[string]string
	if err = cli.Bootstrap(ctx, emulator.Account, emulator.Region); err == nil {
		outputs, err = cli.Deploy(ctx, env, nil)
	}
	if done(err) != nil {
		return s, err
	}
	s.Shop = deployed.Open(at.Config(), outputs)
	for _, group := range []string{coffee.GroupBarista, coffee.GroupManager} {
		if err := deployed.OpenStaff(at.Config(), outputs).Hire(ctx, group, group, s.password); err != nil {
			return s, err
		}
	}
	if err := s.signIn(ctx); err != nil {
		return s, err
	}
	return s, errors.Join(s.manager.SetMenu(ctx, menu), s.manager.SetOpen(ctx, true))
}

var (
	espresso = coffee.Choice{Drink: "espresso"}
	menu     = coffee.Menu{Drinks: []coffee.Drink{{ID: "espresso", Name: "Espresso", Available: true}}}
)

// signIn signs the staff in, whose tokens may not survive a restart.
func (s *shop) signIn(ctx context.Context) error {
	people := deployed.OpenStaff(s.at.Config(), s.Outputs)
	s.customer = client.New(s.at.API(s.Outputs["ApiUrl"]), nil)
	for group, as := range map[string]**client.Client{coffee.GroupBarista: &s.barista, coffee.GroupManager: &s.manager} {
		tokens, err := people.SignIn(ctx, group, s.password)
		if err != nil {
			return err
		}
		*as = s.customer.As(tokens.Access)
	}
	return nil
}

// isDeployed reports whether the emulator still has the shop's stack.
func (s *shop) isDeployed(ctx context.Context) (bool, error) {
	out, err := cloudformation.NewFromConfig(s.at.Config()).ListStacks(ctx, &cloudformation.ListStacksInput{})
	if err != nil {
		return false, err
	}
	for _, stack := range out.StackSummaries {
		if *stack.StackName == s.env.StackName() && stack.StackStatus != cfn.StackStatusDeleteComplete {
			return true, nil
		}
	}
	return false, nil
}

// order is an order of the demo.
type order struct {
	ticket api.Ticket
	// seen describes it at each look.
	seen []string
}

// place takes an order to a state.
func (s *shop) place(ctx context.Context, state coffee.State) error {
	code, err := s.manager.Code(ctx)
	if err != nil {
		return err
	}
	ticket, err := s.customer.Scan(ctx, code.Code, "")
	if err != nil {
		return err
	}
	s.orders = append(s.orders, &order{ticket: ticket})
	if _, err := s.Await(ctx, ticket.OrderID, coffee.Started); err != nil || state == coffee.Started {
		return err
	}
	if _, err = s.customer.Place(ctx, ticket, espresso); err == nil {
		_, err = s.Await(ctx, ticket.OrderID, coffee.Queued)
	}
	steps := []struct {
		to   coffee.State
		take func(context.Context, string) (api.QueuedOrder, error)
	}{{coffee.Queued, nil}, {coffee.Making, s.barista.Claim}, {coffee.Ready, s.barista.Complete}, {coffee.Collected, s.barista.Collect}}
	for _, step := range steps {
		if step.take != nil && err == nil {
			_, err = step.take(ctx, ticket.OrderID)
		}
		if err != nil || step.to == state {
			return err
		}
	}
	return nil
}
