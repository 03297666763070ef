package e2e

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/serverless-coffee/coffeeshop/internal/emulator"
	"github.com/serverless-coffee/coffeeshop/test/rights"
)

var rightsFile = flag.String("rights", "", "take every right from every role, and write what fails to this `file`")

const (
	// failsWithin is how long a check may take without a right. A check that takes
	// longer counts only if the right was denied meanwhile.
	failsWithin = 8 * time.Second
	// succeedsWithin is how long the same check may take with it.
	succeedsWithin = waitTimeout
)

// TestEveryRightIsNeeded takes rights from roles, one at a time, and wants a check of the
// role to fail. Without -rights it does so with those of one role that starts no orders.
func TestEveryRightIsNeeded(t *testing.T) {
	var rows []rights.Row
	var known []rights.Right
	for _, get := range []func() (*stack, error){listing, seating} {
		if *rightsFile == "" && known != nil {
			break
		}
		c := staffedShop(t, get)
		c.ctx = t.Context() // longer than one test has
		for _, place := range c.rights() {
			if slices.Contains(known, place.Right) || rights.Unchecked(place.Right) {
				continue
			}
			known = append(known, place.Right)
			if *rightsFile == "" && !shortly(place.Right) {
				continue
			}
			t.Run(place.String(), func(t *testing.T) { rows = append(rows, c.without(t, place)) })
		}
	}
	if *rightsFile == "" {
		return
	}
	slices.SortStableFunc(rows, func(a, b rights.Row) int { return strings.Compare(a.Role, b.Role) })
	if err := os.WriteFile(*rightsFile, []byte(rights.Render(rows)), 0o644); err != nil {
		t.Error(err)
	}
}

// shortly reports whether make test tries a right: one action, and one condition.
func shortly(right rights.Right) bool {
	return right.Role == managerFunction && (right.Action == "dynamodb:ConditionCheckItem" || right.Action == rights.Condition)
}

// rights lists the rights in the shop's template.
func (c *counter) rights() []rights.Place {
	c.t.Helper()
	folder, err := assembly(c.ctx, c.at.cli(), c.env)
	c.must(err)
	template, err := os.ReadFile(filepath.Join(folder, c.env.StackName()+".template.json"))
	c.must(err)
	places, err := rights.Of(template)
	c.must(err)
	return places
}

// without takes a right from its role, runs checks until one fails, and gives the right
// back. Then the same check must succeed.
func (c *counter) without(t *testing.T, place rights.Place) rights.Row {
	began := time.Now()
	within := *c
	within.shop = &shop{stack: c.stack, t: t, ctx: c.ctx}
	c = &within
	check, failure := c.firstFailure(place)
	if check.run == nil {
		t.Errorf("no check fails without %s: remove it from its construct, or add a check", place)
		return rights.Row{Right: place.Right}
	}
	c.tidy()
	if err := c.attempt(c.ctx, succeedsWithin, check.run); err != nil {
		t.Errorf("with %s again, the check that %s fails: %v", place, check.name, err)
	}
	c.tidy()
	fmt.Printf("%s: %s (%.1f s)\n", place, check.name, time.Since(began).Seconds())
	return rights.Row{Right: place.Right, Check: check.name, Failure: brief(failure)}
}

// firstFailure returns the first check that fails without a right, and how. The check is
// zero if all succeed.
func (c *counter) firstFailure(place rights.Place) (rightsCheck, error) {
	cfg := c.at.Config()
	policies, role := iam.NewFromConfig(cfg), c.resource("AWS::IAM::Role", strings.TrimPrefix(place.RoleID, "Shop"))
	found, err := policies.GetRolePolicy(c.ctx, &iam.GetRolePolicyInput{RoleName: &role, PolicyName: &place.PolicyName})
	c.must(err)
	whole, err := url.QueryUnescape(*found.PolicyDocument)
	c.must(err)
	reduced, err := rights.Without(whole, place)
	c.must(err)
	put := func(ctx context.Context, document string) {
		_, err := policies.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: &role, PolicyName: &place.PolicyName, PolicyDocument: &document})
		c.must(err)
	}
	put(c.ctx, reduced)
	defer put(context.WithoutCancel(c.ctx), whole)
	for _, check := range checksOf(place.Right) {
		before := c.refusals(role, place.Right)
		failure := c.attempt(c.ctx, failsWithin, check.run)
		if failure == nil {
			c.tidy()
			continue
		}
		if place.Action == rights.Condition || c.refusals(role, place.Right) > before {
			return check, failure
		}
		c.t.Errorf("the check that %s fails, and not for want of %s: %v", check.name, place, failure)
	}
	return rightsCheck{}, nil
}

// refusals counts how often the emulator has denied the right to a role.
func (c *counter) refusals(role string, right rights.Right) int {
	c.t.Helper()
	log, err := os.ReadFile(emulator.Log(c.at.Dir))
	c.must(err)
	return len(regexp.MustCompile(`denied \S*:assumed-role/`+regexp.QuoteMeta(role)+`/\S* `+regexp.QuoteMeta(right.Action)+` `).FindAll(log, -1))
}

// changing is what differs in each run: IDs, numbers, and values of structs.
var changing = regexp.MustCompile(`\{.*\}|\b[a-z0-9]{20,}\b|EveryRightIsNeeded-\w+-\d+|\b\d+\b`)

// refusal is what AWS's errors for missing permissions have in common.
var refusal = regexp.MustCompile(`not authorized to perform: [\w:-]+`)

// brief returns the first line of an error, without what differs in each run.
func brief(err error) string {
	if refused := refusal.FindString(err.Error()); refused != "" {
		return refused
	}
	line, _, _ := strings.Cut(err.Error(), "\n")
	line = strings.TrimSuffix(line, ": context deadline exceeded")
	return changing.ReplaceAllString(line, "…")
}
