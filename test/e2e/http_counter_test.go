package e2e

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/lambda"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// shows waits until the board lists the number under preparing and under ready exactly
// as the two flags say.
func (c *counter) shows(number int, preparing, ready bool) {
	c.t.Helper()
	c.must(eventually(c.ctx, func(ctx context.Context) error {
		board, err := c.customer.Board(ctx)
		if err == nil && (slices.Contains(board.Preparing, number) != preparing || slices.Contains(board.Ready, number) != ready) {
			err = fmt.Errorf("the board is %+v, want %d preparing: %v, ready: %v", board, number, preparing, ready)
		}
		return err
	}))
}

func TestAReadyDrinkIsOnTheBoardAndCanBeRecalled(t *testing.T) {
	c := staffedShop(t, listing)
	ticket, err := c.enqueue(c.newCode(10))
	c.must(err)
	seen, err := c.sees(ticket, coffee.Queued)
	c.must(err)
	c.shows(seen.Number, true, false)
	for _, step := range []struct {
		name  string
		take  func(context.Context, string) (api.QueuedOrder, error)
		state coffee.State
	}{
		{"complete", c.barista.Complete, coffee.Ready},
		{"recall", c.barista.Recall, coffee.Making},
		{"release", c.barista.Release, coffee.Queued},
		{"complete again", c.barista.Complete, coffee.Ready},
		{"recall again", c.barista.Recall, coffee.Making},
		{"complete for good", c.barista.Complete, coffee.Ready},
	} {
		if order, err := step.take(c.ctx, ticket.OrderID); err != nil || order.State != step.state {
			t.Fatalf("%s = %+v, %v, want %s", step.name, order, err, step.state)
		}
		c.shows(seen.Number, step.state != coffee.Ready, step.state == coffee.Ready)
	}
	queue, err := c.barista.Queue(c.ctx)
	c.must(err)
	i := slices.IndexFunc(queue.Orders, func(o api.QueuedOrder) bool { return o.OrderID == ticket.OrderID })
	if i < 0 || queue.Orders[i].State != coffee.Ready || queue.Orders[i].ReadyAt == nil {
		t.Errorf("the queue is %+v, want the ready order in it", queue.Orders)
	}
	made := order{c.shop, ticket.OrderID}
	c.must(made.ends("SUCCEEDED", "EmitOrderCompleted"))
	heard, err := made.await(c.ctx, func(heard []deployed.Heard) bool { return len(heard) >= 6 })
	c.must(err)
	want := []string{"AwaitingCompletion", "OrderCompleted", "OrderRecalled", "OrderRecalled", "OrderReleased", "OrderStarted"}
	if got := slices.Sorted(slices.Values(names(heard))); !slices.Equal(got, want) {
		t.Errorf("the bus heard %v, want %v", got, want)
	}
}

// The janitor runs every minute. The test invokes it instead of waiting for that.
func TestAnUncollectedDrinkBecomesUnclaimed(t *testing.T) {
	c := staffedShop(t, listing)
	ticket, err := c.enqueue(c.newCode(10))
	c.must(err)
	seen, err := c.sees(ticket, coffee.Queued)
	c.must(err)
	_, err = c.barista.Complete(c.ctx, ticket.OrderID)
	c.must(err)
	c.must(order{c.shop, ticket.OrderID}.ends("SUCCEEDED", "EmitOrderCompleted"))
	c.changeLimits(func(l *coffee.Limits) { l.CollectWithinSeconds = 1 })

	functions, janitor := lambda.NewFromConfig(c.site.AWS), c.resource("AWS::Lambda::Function", janitorFunction)
	reminded := false
	c.must(eventually(c.ctx, func(ctx context.Context) error {
		out, err := functions.Invoke(ctx, &lambda.InvokeInput{FunctionName: &janitor, Payload: []byte(`{"detail-type":"Scheduled Event","detail":{}}`)})
		if err != nil || out.FunctionError != nil {
			return fmt.Errorf("the janitor answered %s: %w", out.Payload, err)
		}
		order, err := c.customer.View(ctx, ticket)
		reminded = reminded || order.RemindedAt != nil
		if err == nil && order.State != coffee.Unclaimed {
			err = fmt.Errorf("the order is %+v, want %s", order, coffee.Unclaimed)
		}
		return err
	}))
	if !reminded {
		t.Error("the customer was not reminded before the order became UNCLAIMED")
	}
	c.shows(seen.Number, false, false)
	made := order{c.shop, ticket.OrderID}
	heard, err := made.await(c.ctx, func(heard []deployed.Heard) bool { return slices.Contains(names(heard), "OrderUnclaimed") })
	if err != nil {
		t.Errorf("the bus heard %v, %v, want OrderUnclaimed", names(heard), err)
	}
	if _, err := c.barista.Collect(c.ctx, ticket.OrderID); codeOf(err) != coffee.WrongState {
		t.Errorf("collecting an UNCLAIMED drink = %v, want %s", err, coffee.WrongState)
	}
}
