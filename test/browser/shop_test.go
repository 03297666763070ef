package browser

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
)

// shop is a deployed shop with its staff.
type shop struct {
	*deployed.Shop
	at *emulator.Temporary
	// stack is the name of its stack.
	stack string
	// api is the URL under which this machine reaches the HTTP API.
	api string
	// staff holds the people who work there, by name.
	staff map[string]person
}

// person is a member of the staff, as the specs get it.
type person struct {
	Group    string `json:"group"`
	Password string `json:"password"`
	Token    string `json:"token"`
}

// hired lists the staff's names and groups.
var hired = map[string]string{
	"mia": coffee.GroupBarista, "ole": coffee.GroupBarista, "dora": coffee.GroupDisplay, "max": coffee.GroupManager,
}

// deployShop deploys the local shop.
func deployShop(t *testing.T) *shop {
	t.Helper()
	began := time.Now()
	at := startLocal(t)
	env, err := config.For("local")
	if err != nil {
		t.Fatal(err)
	}
	outputs, err := cdkFor(at).Deploy(t.Context(), env, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, at, env.StackName(), outputs)
	fmt.Printf("deployed a shop (%.1f s)\n", time.Since(began).Seconds())
	return s
}

// open returns the shop with these outputs of a stack, and adds its staff.
func open(t *testing.T, at *emulator.Temporary, stack string, outputs map[string]string) *shop {
	t.Helper()
	s := &shop{Shop: deployed.Open(at.Config(), outputs), at: at, stack: stack, api: at.API(outputs["ApiUrl"]), staff: map[string]person{}}
	if err := s.hire(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// hire adds the staff, each with a password of their own, and signs them in.
func (s *shop) hire(ctx context.Context) error {
	people := deployed.OpenStaff(s.at.Config(), s.Outputs)
	for name, group := range hired {
		password := deployed.NewPassword()
		if err := people.Hire(ctx, name, group, password); err != nil {
			return err
		}
		tokens, err := people.SignIn(ctx, name, password)
		if err != nil {
			return err
		}
		s.staff[name] = person{Group: group, Password: password, Token: tokens.Access}
	}
	return nil
}

// as returns a client of the HTTP API that is signed in as one of the staff.
func (s *shop) as(name string) *client.Client {
	return client.New(s.api, nil).As(s.staff[name].Token)
}
