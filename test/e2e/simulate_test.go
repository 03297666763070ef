package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// The time-outs of this shop are 4 s, so that orders time out while someone is about to
// place, cancel or make them. No test runs beside it, and a slow machine lets customers in
// more slowly, or all orders would time out.
func TestABusyMorningLosesNoOrder(t *testing.T) {
	const orders = 100
	c := staffedShop(t, hasty)
	before, err := c.manager.Limits(c.ctx)
	c.must(err)

	morning := c.simulation("-json", "-orders", fmt.Sprint(orders), "-rate", "8", "-inside", "10", "-queue-limit", "399", "-baristas", "5", "-making", "200ms",
		"-cancel", "0.15", "-abandon", "0.1", "-seed", "2026", "-patience", "1m")
	morning.Stderr = os.Stderr
	content, err := morning.Output()
	if err != nil {
		t.Errorf("simulate: %v", err)
	}
	var report struct {
		Orders   int
		Outcomes map[string]int
		Refused  map[string]int
		Lost     []struct {
			OrderID string
			Because []string
		}
	}
	c.must(json.Unmarshal(content, &report))
	t.Logf("%d orders: %v, refused: %v", report.Orders, report.Outcomes, report.Refused)
	if report.Orders != orders || len(report.Lost) > 0 {
		t.Errorf("%d orders, lost %v, want %d, none lost", report.Orders, report.Lost, orders)
	}
	for _, outcome := range []string{"collected", "cancelled", "customerTimedOut"} {
		if report.Outcomes[outcome] == 0 {
			t.Errorf("no order was %s, want some: %v", outcome, report.Outcomes)
		}
	}
	c.checkRestored(before)
}

// buildSimulate builds cmd/simulate and returns its path.
var buildSimulate = sync.OnceValues(func() (string, error) {
	simulate := needs.Path(".local/e2e/simulate")
	build := exec.Command("go", "build", "-o", simulate, "./cmd/simulate")
	build.Dir = needs.Path(".")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return simulate, nil
})

// simulation returns the command that runs cmd/simulate in this shop.
func (c *counter) simulation(args ...string) *exec.Cmd {
	c.t.Helper()
	simulate, err := buildSimulate()
	c.must(err)
	cmd := exec.CommandContext(c.ctx, simulate, append([]string{"-env", c.env.Name, "-url", c.url}, args...)...)
	cmd.Dir, cmd.Env = needs.Path("."), running.Env()
	return cmd
}

func TestRestoreUndoesAKilledSimulation(t *testing.T) {
	c := staffedShop(t, hasty)
	before, err := c.manager.Limits(c.ctx)
	c.must(err)
	killed := c.simulation("-orders", "1000", "-rate", "1")
	c.must(killed.Start())
	c.must(eventually(c.ctx, func(ctx context.Context) error {
		now, err := c.manager.Limits(ctx)
		if err == nil && now == before {
			err = errors.New("the limits are not raised yet")
		}
		return err
	}))
	c.must(killed.Process.Kill())
	_ = killed.Wait() // always an error: the process was killed
	if out, err := c.simulation("-restore").CombinedOutput(); err != nil {
		t.Errorf("simulate -restore: %v\n%s", err, out)
	}
	c.checkRestored(before)
}

// checkRestored checks that a simulation restored the limits and removed its staff.
func (c *counter) checkRestored(before coffee.Limits) {
	if after, err := c.manager.Limits(c.ctx); err != nil || after != before {
		c.t.Errorf("the limits are %+v, %v, want the old ones, %+v", after, err, before)
	}
	cfg := running.Config()
	people, err := cognito.NewFromConfig(cfg).ListUsers(c.ctx, &cognito.ListUsersInput{UserPoolId: new(c.Outputs["UserPoolId"])})
	c.must(err)
	for _, person := range people.Users {
		if strings.HasPrefix(*person.Username, "simulated-") {
			c.t.Errorf("%s is still on the staff", *person.Username)
		}
	}
}
