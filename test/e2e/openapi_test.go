package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

const schemathesis = ".venv/bin/schemathesis"

// visitor is a caller whom schemathesis plays.
type visitor struct {
	name string
	// operations is a pattern of operation IDs to try.
	operations string
	phases     string
	examples   int // for each operation in each phase
	// equip returns the values of the variables in schemathesis.toml.
	equip func(*counter) map[string]string
}

const (
	allPhases  = "examples,coverage,fuzzing,stateful"
	withoutIDs = "examples,coverage,fuzzing" // no response has an ID for a next request
	briefly    = "examples,fuzzing"          // for callers who are refused nearly everywhere
)

// rounds run in parallel, each in its own shop, so that visitors do not depend on each
// other.
var rounds = []struct {
	name     string
	shop     func() (*stack, error)
	visitors []visitor
}{
	{"one shop", listing, []visitor{
		{"customer", "^(shop-view|board-view|openapi-view|order-)", allPhases, 10, (*counter).asCustomer},
		{"manager", "^(code-view|shop-|menu-|drink-|settings-|hours-|day-)", withoutIDs, 10, badge(coffee.GroupManager)},
	}},
	{"another shop", seating, []visitor{
		{"barista", "^queue-", allPhases, 10, (*counter).asBarista},
		{"display", "-", briefly, 3, badge(coffee.GroupDisplay)},
		{"nobody", "-", briefly, 3, badge("")},
	}},
}

// badge returns an equip function with the access token of a group, empty for "".
func badge(group string) func(*counter) map[string]string {
	return func(c *counter) map[string]string {
		return map[string]string{"STAFF_TOKEN": c.badges[group].Access}
	}
}

// asCustomer equips a customer with an order, and a code that has drinks left.
func (c *counter) asCustomer() map[string]string {
	code := c.newCode(100)
	ticket, err := c.admit(code)
	c.must(err)
	return map[string]string{"CODE": code, "OWN": ticket.OrderID, "ORDER_SECRET": ticket.Secret}
}

// asBarista equips a barista with one order for each action on orders.
func (c *counter) asBarista() map[string]string {
	values := badge(coffee.GroupBarista)(c)
	line := c.line(6)
	for i, name := range []string{"TO_CLAIM", "TO_CANCEL", "TO_RELEASE", "TO_COMPLETE", "TO_COLLECT", "TO_RECALL"} {
		values[name] = line[i].OrderID
	}
	for _, name := range []string{"TO_RELEASE", "TO_COMPLETE"} {
		_, err := c.barista.Claim(c.ctx, values[name])
		c.must(err)
	}
	for _, name := range []string{"TO_COLLECT", "TO_RECALL"} {
		_, err := c.barista.Complete(c.ctx, values[name])
		c.must(err)
	}
	return values
}

func TestTheAPIMatchesItsDocument(t *testing.T) {
	t.Parallel()
	var succeeded sync.Map // operations
	t.Run("visited", func(t *testing.T) {
		for _, round := range rounds {
			t.Run(round.name, func(t *testing.T) {
				t.Parallel()
				for _, v := range round.visitors {
					t.Run(v.name, func(t *testing.T) {
						c := staffedShop(t, round.shop)
						c.forgetCodes()
						defer c.forgetCodes() // schemathesis changed the limits
						c.visit(v, &succeeded)
					})
				}
			})
		}
	})
	t.Run("every operation succeeds for some visitor", func(t *testing.T) {
		for _, operation := range staffedShop(t, listing).documentedRoutes() {
			if _, ok := succeeded.Load(operation); !ok {
				t.Errorf("%s succeeded for no visitor, want at least one 2xx response", operation)
			}
		}
	})
}

// visit runs schemathesis as v, and adds the operations with a 2xx response to
// succeeded.
func (c *counter) visit(v visitor, succeeded *sync.Map) {
	c.t.Helper()
	dir := c.t.TempDir()
	config, record := filepath.Join(dir, "schemathesis.toml"), filepath.Join(dir, "record.ndjson")
	template, err := os.ReadFile("testdata/schemathesis.toml")
	c.must(err)
	values := v.equip(c)
	filled := os.Expand(string(template), func(name string) string {
		if values[name] == "" {
			return "none"
		}
		return values[name]
	})
	c.must(os.WriteFile(config, []byte(filled), 0o600))
	cmd := exec.CommandContext(c.ctx, needs.Path(schemathesis), "--config-file", config, "run", c.url+"/api/openapi.json", "--url", c.url, "--no-color",
		"--include-operation-id-regex", v.operations, "--phases", v.phases, "--max-examples", fmt.Sprint(v.examples), "--report-ndjson-path", record)
	cmd.Dir = dir
	report, err := cmd.CombinedOutput()
	c.t.Logf("schemathesis as %s:\n%s", v.name, report)
	c.must(err)
	c.must(readRecord(record, succeeded))
}

// readRecord adds the operations that got a 2xx response to succeeded. The file has one
// event of schemathesis per line.
func readRecord(name string, succeeded *sync.Map) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	for decoder := json.NewDecoder(file); decoder.More(); {
		var event struct {
			ScenarioFinished struct {
				Recorder struct {
					Label        string
					Interactions map[string]struct {
						Request  struct{ Method string }
						Response struct {
							Status int `json:"status_code"`
						}
					}
				}
			}
		}
		if err := decoder.Decode(&event); err != nil {
			return err
		}
		scenario := event.ScenarioFinished.Recorder
		for _, asked := range scenario.Interactions {
			if asked.Response.Status/100 == 2 && strings.HasPrefix(scenario.Label, asked.Request.Method+" ") {
				succeeded.Store(scenario.Label, true)
			}
		}
	}
	return nil
}
