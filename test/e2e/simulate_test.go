package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// The time-outs of this shop are so short that orders run out of them while
// somebody is about to place, to cancel or to make them.
func TestABusyMorningLosesNoOrder(t *testing.T) {
	simulate := filepath.Join(t.TempDir(), "simulate")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", simulate, "./cmd/simulate")
	build.Dir = needs.Path(".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	c := staffed(t, hasty)
	before, err := c.manager.Limits(c.ctx)
	c.must(err)

	morning := exec.CommandContext(c.ctx, simulate, "-env", c.env.Name, "-url", c.url, "-json",
		"-orders", "300", "-rate", "5", "-queue-limit", "399", "-baristas", "8", "-making", "200ms",
		"-cancel", "0.15", "-abandon", "0.1", "-seed", "2026", "-patience", "1m")
	morning.Dir, morning.Env, morning.Stderr = needs.Path("."), running.Env(), os.Stderr
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
	if report.Orders != 300 || len(report.Lost) > 0 {
		t.Errorf("%d orders, and lost %v, want 300 and none", report.Orders, report.Lost)
	}
	for _, outcome := range []string{"collected", "cancelled", "customerTimedOut"} {
		if report.Outcomes[outcome] == 0 {
			t.Errorf("no order was %s, want some: %v", outcome, report.Outcomes)
		}
	}
	c.isAsBefore(before)
}

// isAsBefore checks that a simulation left nothing behind.
func (c *counter) isAsBefore(before coffee.Limits) {
	if after, err := c.manager.Limits(c.ctx); err != nil || after != before {
		c.t.Errorf("the limits are %+v, %v, want them as they were, %+v", after, err, before)
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
