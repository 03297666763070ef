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

// visitor is somebody in whose name schemathesis asks the API.
type visitor struct {
	name string
	// operations is a pattern of the ids of those that it tries.
	operations string
	phases     string
	examples   int // for each operation in each phase
	// equip returns values for schemathesis.toml.
	equip func(*counter) map[string]string
}

const (
	allPhases  = "examples,coverage,fuzzing,stateful"
	withoutIDs = "examples,coverage,fuzzing" // nothing in an answer leads on
	briefly    = "examples,fuzzing"          // for who is refused nearly everywhere
)

// rounds are visited side by side, each in a shop of its own: what a visitor
// does is not to depend on another.
var rounds = []struct {
	name     string
	shop     func() (*stack, error)
	visitors []visitor
}{
	{"one shop", listing, []visitor{
		{"customer", "^(shop-view|board-view|openapi-view|order-)", allPhases, 10, (*counter).asCustomer},
		{"manager", "^(code-view|shop-|menu-|drink-|settings-)", withoutIDs, 10, badge(coffee.GroupManager)},
	}},
	{"another shop", seating, []visitor{
		{"barista", "^queue-", allPhases, 10, (*counter).asBarista},
		{"display", "-", briefly, 3, badge(coffee.GroupDisplay)},
		{"nobody", "-", briefly, 3, badge("")},
	}},
}

// badge is all that a member of the staff needs, or nobody has.
func badge(group string) func(*counter) map[string]string {
	return func(c *counter) map[string]string {
		return map[string]string{"STAFF_TOKEN": c.badges[group].Access}
	}
}

// asCustomer scans a code, which has more drinks, and gets an order.
func (c *counter) asCustomer() map[string]string {
	code := c.newCode(100)
	ticket, err := c.admitted(code)
	c.must(err)
	return map[string]string{"CODE": code, "OWN": ticket.OrderID, "ORDER_SECRET": ticket.Secret}
}

// asBarista has an order for everything that a barista does to orders.
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

func TestTheAPIDoesAsItsDocumentSays(t *testing.T) {
	t.Parallel()
	var succeeded sync.Map // operations
	t.Run("visited", func(t *testing.T) {
		for _, round := range rounds {
			t.Run(round.name, func(t *testing.T) {
				t.Parallel()
				for _, v := range round.visitors {
					t.Run(v.name, func(t *testing.T) {
						c := staffed(t, round.shop)
						c.forgetCodes()
						defer c.forgetCodes() // whose limits schemathesis made up
						c.visit(v, &succeeded)
					})
				}
			})
		}
	})
	t.Run("every operation succeeds for somebody", func(t *testing.T) {
		for _, operation := range staffed(t, listing).documentedRoutes() {
			if _, ok := succeeded.Load(operation); !ok {
				t.Errorf("%s never did what it is for, want it to for somebody", operation)
			}
		}
	})
}

// visit lets schemathesis ask as v, and notes the operations that it was
// successful with.
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

// readRecord reads what schemathesis recorded, one event a line, for operations
// that did what they are for.
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
