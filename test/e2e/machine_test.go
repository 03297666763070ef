package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// secret returns the secret of the machine client, as docs/producers.md fetches it.
func (c *counter) secret() string {
	c.t.Helper()
	out, err := cognito.NewFromConfig(c.at.Config()).DescribeUserPoolClient(c.ctx, &cognito.DescribeUserPoolClientInput{
		UserPoolId: new(c.Outputs["UserPoolId"]), ClientId: new(c.Outputs["MachineTillClientId"]),
	})
	c.must(err)
	return *out.UserPoolClient.ClientSecret
}

// machineToken returns an access token of the machine client.
func (c *counter) machineToken() string {
	c.t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {coffee.OrdersScope}}
	request, err := http.NewRequestWithContext(c.ctx, http.MethodPost, c.at.URL()+"/oauth2/token", strings.NewReader(form.Encode()))
	c.must(err)
	request.SetBasicAuth(c.Outputs["MachineTillClientId"], c.secret())
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultClient.Do(request)
	c.must(err)
	defer response.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	c.must(json.NewDecoder(response.Body).Decode(&answer))
	if answer.Token == "" {
		c.t.Fatalf("the token endpoint answered %d, want an access token", response.StatusCode)
	}
	return answer.Token
}

// till runs examples/till for an espresso, and returns a function that waits for its end
// and returns what it printed.
func (c *counter) till() (wait func() (string, error)) {
	c.t.Helper()
	program := filepath.Join(c.t.TempDir(), "till")
	build := exec.CommandContext(c.ctx, "go", "build", "-o", program, "./till")
	build.Dir = needs.Path("examples")
	if out, err := build.CombinedOutput(); err != nil {
		c.t.Fatalf("go build ./till: %v\n%s", err, out)
	}
	run := exec.CommandContext(c.ctx, program, "-api", c.url, "-signin", c.at.URL(), "-client", c.Outputs["MachineTillClientId"],
		"-drink", espresso.Drink, "-every", "50ms")
	var out bytes.Buffer
	run.Env, run.Stdout, run.Stderr = []string{"TILL_SECRET=" + c.secret()}, &out, &out
	c.must(run.Start())
	return func() (string, error) {
		err := run.Wait()
		return out.String(), err
	}
}

// tillsOrder waits until an order of the till is in the queue, and returns it.
func (c *counter) tillsOrder() (found api.QueuedOrder) {
	c.t.Helper()
	c.must(eventually(c.ctx, func(ctx context.Context) error {
		queue, err := c.barista.Queue(ctx)
		if err != nil {
			return err
		}
		for _, found = range queue.Orders {
			if found.TakenBy == "till (machine)" && found.State == coffee.Queued {
				return nil
			}
		}
		return fmt.Errorf("the queue is %+v, want an order of the till", queue)
	}))
	c.track(found.OrderID)
	return found
}

func TestATillTakesAnOrderAndHearsThatItIsReady(t *testing.T) {
	c := staffedShop(t, listing)
	wait := c.till()
	taken := c.tillsOrder()
	_, err := c.barista.Complete(c.ctx, taken.OrderID)
	c.must(err)
	out, err := wait()
	if want := fmt.Sprintf("order %s, number %d: READY\n", taken.OrderID, taken.Number); err != nil || !strings.HasSuffix(out, want) {
		t.Errorf("the till printed %s (%v), want %s at the end", out, err, want)
	}
	c.must(order{c.shop, taken.OrderID}.ends("SUCCEEDED", "EmitOrderCompleted"))
}

func TestATillHearsThatItsOrderWasCancelled(t *testing.T) {
	c := staffedShop(t, listing)
	wait := c.till()
	taken := c.tillsOrder()
	_, err := c.barista.TurnDown(c.ctx, taken.OrderID, "No beans left.")
	c.must(err)
	out, err := wait()
	if err == nil || !strings.Contains(out, "No beans left.") {
		t.Errorf("the till printed %s (%v), want the reason and a failure", out, err)
	}
}
