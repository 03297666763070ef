package e2e

import (
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/cost"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// An order costs more while the queue is long, so this test runs first: its file sorts
// before the others.

func TestReadmeStatesTheCostOfAnOrder(t *testing.T) {
	c := staffedShop(t, listing)
	code := c.newCode(10)
	cfg := running.Config()
	before := c.variables()
	counter, err := cost.Open(c.ctx, cfg, c.env.StackName(), c.Shop, c.tap)
	c.must(err)
	counter.Quiet = 3 * time.Second
	players := cost.Players{
		Customer: c.customer, Barista: c.barista, Choice: flatWhite, SiteURL: c.url, LiveURL: c.site.LiveURL,
		TabletToken: c.badges[coffee.GroupBarista].Access, WallToken: c.badges[coffee.GroupDisplay].Access,
	}
	var played []cost.Played
	for _, watch := range []bool{false, false, true} {
		order, err := players.Play(c.ctx, c.Shop, code, watch)
		c.must(err)
		played = append(played, order)
	}
	screens, err := players.OpenScreens(c.ctx)
	c.must(err)
	followed, waits, err := players.Follow(c.ctx, code, 0)
	c.must(err)
	c.must(screens.Close())
	played = append(played, followed)
	counted, err := counter.Count(c.ctx, played)
	c.must(err)
	c.must(counter.Close(c.ctx))

	if after := c.variables(); !maps.EqualFunc(before, after, maps.Equal) {
		t.Errorf("the functions' variables are %v after counting, want %v as before", after, before)
	}

	for name, size := range counter.Zips() {
		if size == 0 || size > cost.MaxZip {
			t.Errorf("the code of %s has %d bytes, want at most %d", name, size, cost.MaxZip)
		}
	}
	one, watched := counted[0].WithoutLive(), counted[2].Counts
	if over := one.Over(cost.Budget); over != nil {
		t.Errorf("an order takes %s: %+v", strings.Join(over, "; "), counted[0])
	}
	if again := counted[1].WithoutLive(); again != one {
		t.Errorf("one order takes %+v, the next %+v", counted[0], counted[1])
	}
	if total := cost.Total(watched); total > cost.WatchedBudget {
		t.Errorf("1,000 watched orders cost $%.3f, want at most $%.2f: %+v", total, cost.WatchedBudget, watched)
	}
	// The customer gets two snapshots, and all three pages hear that the drink is ready.
	if live := watched.Live; live.Messages < 7 || live.Invocations < 3 || live.Pages < 3 {
		t.Errorf("live updates of a watched order take %+v, want the page, its connection and its messages", live)
	}
	// A followed order is also handed over.
	handedOver := one
	handedOver.Calls++
	handedOver.Invocations++
	handedOver.Events++
	handedOver.Requests++
	handedOver.WriteUnits += 3
	if got := counted[3].WithoutLive(); got != handedOver {
		t.Errorf("a followed order takes %+v, want %+v", got, handedOver)
	}
	if screens.Messages() == 0 || waits.Menu <= waits.Scan || waits.Queue <= 0 || waits.Page <= 0 {
		t.Errorf("a followed order: %d messages to the screens, waits %+v", screens.Messages(), waits)
	}
	readme, err := os.ReadFile(needs.Path("README.md"))
	c.must(err)
	for what, counts := range map[string][2]int{
		"state transitions": {one.Transitions, watched.Transitions}, "Lambda invocations": {one.Invocations, watched.Invocations},
		"events": {one.Events, watched.Events}, "DynamoDB requests": {one.Requests, watched.Requests},
		"live updates: requests for the page": {one.Live.Pages, watched.Live.Pages},
	} {
		if row := fmt.Sprintf("\n| %s | %d | %d |", what, counts[0], counts[1]); !strings.Contains(string(readme), row) {
			t.Errorf("README.md lacks the row %q: `go run ./cmd/cost -markdown` prints the table", row)
		}
	}
}

// variables returns the environment variables of each function of the shop.
func (c *counter) variables() map[string]map[string]string {
	names, err := c.resources(c.ctx, "AWS::Lambda::Function", "")
	c.must(err)
	client, all := lambda.NewFromConfig(c.site.AWS), map[string]map[string]string{}
	for _, name := range names {
		function, err := client.GetFunctionConfiguration(c.ctx, &lambda.GetFunctionConfigurationInput{FunctionName: &name})
		c.must(err)
		all[name] = function.Environment.Variables
	}
	return all
}
