package browser

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/test/needs"
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
	// passed is false until every test has passed.
	passed bool
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

// deployShop starts an emulator and deploys the local shop into it.
func deployShop(t *testing.T) *shop {
	t.Helper()
	ctx, root := t.Context(), needs.Path(".")
	began := time.Now()
	at, err := emulator.StartTemporary(ctx, root)
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{at: at, staff: map[string]person{}}
	theShop = s
	outputs, err := s.deploy(ctx, root)
	if err != nil {
		t.Fatal(err)
	}
	s.Shop, s.api = deployed.Open(at.Config(), outputs), at.API(outputs["ApiUrl"])
	if err := s.hire(ctx); err != nil {
		t.Fatal(err)
	}
	fmt.Printf("deployed a shop (%.1f s)\n", time.Since(began).Seconds())
	return s
}

func (s *shop) deploy(ctx context.Context, root string) (map[string]string, error) {
	env, err := config.For("local")
	if err != nil {
		return nil, err
	}
	s.stack = env.StackName()
	cli := cdk.CLI{
		Root: root, OutputDir: filepath.Join(s.at.Dir, "cdk.out"),
		Env: append(s.at.Env(), "CDK_VALIDATION=false"), // package snapshot validates the template
	}
	if err := cli.Bootstrap(ctx, emulator.Account, emulator.Region); err != nil {
		return nil, err
	}
	return cli.Deploy(ctx, env, nil)
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

func (s *shop) end() error {
	if s.at == nil {
		return errors.New("no emulator was started")
	}
	return s.at.End(s.passed)
}
