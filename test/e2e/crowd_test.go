package e2e

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// The tests of crowds use a separate emulator, in which transactions conflict and
// ListExecutions lags, as on AWS.
const (
	transactionsTake = 10 * time.Millisecond // about as long as on AWS
	// listingsLag is about a second on AWS. Here it is longer than a busy machine needs
	// until the last order of a burst has listed executions.
	listingsLag = 10 * time.Second
)

func TestInACrowd(t *testing.T) {
	for _, deploy := range []func() (*stack, error){crowdedListing, crowdedSeating} {
		go func() { _, _ = deploy() }() // while other tests wait
	}
	t.Parallel()
	t.Run("a thousand scans take ten drinks while the manager changes the shop", testScansInACrowd)
	t.Run("orders within the lag of ListExecutions do not see each other", testOrdersWithinTheLag)
}

// testScansInACrowd repeats scans that the closed shop refused once it is open again.
// An order that was scanned just before the shop closed, and is rejected for that,
// returns its drink.
func testScansInACrowd(t *testing.T) {
	const scans, width, drinks, changes = 1000, 100, 10, 5
	c := staffedShop(t, crowdedSeating)
	defer c.cancelAll()
	code := c.newCode(drinks)
	asked, managed := c.recordCalls()
	change, done := c.changeShop()
	tickets := make([]api.Ticket, scans)
	scan := func(i int) error {
		return c.insist(func() (err error) {
			tickets[i], err = c.scan(code, fmt.Sprintf("customer-%08d", i))
			return err
		})
	}
	var begun atomic.Int32
	answers := c.ask(scans, width, func(i int) error {
		if begun.Add(1)%(scans/changes) == 1 {
			change()
		}
		return scan(i)
	})
	if err := done(); err != nil {
		t.Errorf("the manager's changes: %v, want success", err)
	}
	closed := slices.DeleteFunc(numbers(scans), func(i int) bool { return codeOf(answers[i]) != coffee.ShopIsClosed })
	for i, answer := range c.ask(len(closed), width, func(i int) error { return scan(closed[i]) }) {
		answers[closed[i]] = answer
	}
	fmt.Printf("%d scans of one code, %d of them again after the shop was closed: the slowest took %v, the slowest of the manager's changes %v\n",
		scans, len(closed), asked.slowest(), managed.slowest())

	got := tally(answers)
	if want := map[coffee.ErrorCode]int{"": got[""], coffee.CodeUsedUp: scans - got[""]}; !maps.Equal(got, want) {
		t.Errorf("the scans were answered %v, want only success and %s", got, coffee.CodeUsedUp)
	}
	if busy := asked.count(coffee.Busy); busy > 0 {
		t.Errorf("%d scans were answered %s, want none", busy, coffee.Busy)
	}
	redeemed := slices.DeleteFunc(tickets, func(ticket api.Ticket) bool { return ticket.OrderID == "" })
	admitted := c.admittedOf(redeemed, make([]error, len(redeemed)))
	c.must(c.awaitRemaining(drinks - len(admitted)))
	for range drinks - len(admitted) {
		_, err := c.admit(code)
		c.must(err)
	}
	if _, err := c.scan(code, ""); codeOf(err) != coffee.CodeUsedUp {
		t.Errorf("a scan after %d orders were admitted = %v, want %s", drinks, err, coffee.CodeUsedUp)
	}
}

// changeShop returns two functions. change starts a sequence of the manager's calls in
// the background: change the limits, close the shop, change the limits again, open it.
// Sequences run one after the other. done waits for all of them and returns their
// errors.
func (c *counter) changeShop() (change func(), done func() error) {
	limits, err := c.manager.Limits(c.ctx)
	c.must(err)
	var (
		turn   sync.Mutex
		group  sync.WaitGroup
		failed error
	)
	limit := func() error {
		limits.QueueLimit++
		return c.manager.SetLimits(c.ctx, limits)
	}
	setOpen := func(open bool) func() error { return func() error { return c.manager.SetOpen(c.ctx, open) } }
	change = func() {
		group.Go(func() {
			turn.Lock()
			defer turn.Unlock()
			for _, step := range []func() error{limit, setOpen(false), limit, setOpen(true)} {
				failed = errors.Join(failed, step())
			}
		})
	}
	return change, func() error { group.Wait(); return failed }
}

// calls records the calls of a client.
type calls struct {
	mu   sync.Mutex
	made []client.Call
}

// recordCalls records all later calls of customers and of the manager.
func (c *counter) recordCalls() (customers, manager *calls) {
	customers, manager = new(calls), new(calls)
	c.customer = client.New(c.url, customers.add)
	c.manager = client.New(c.url, manager.add).As(c.badges[coffee.GroupManager].Access)
	return customers, manager
}

func (c *calls) add(call client.Call) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made = append(c.made, call)
}

func (c *calls) slowest() (longest time.Duration) {
	for _, call := range c.made {
		longest = max(longest, call.Took)
	}
	return longest.Round(time.Millisecond)
}

// count returns the number of calls that got the error code.
func (c *calls) count(code coffee.ErrorCode) (n int) {
	for _, call := range c.made {
		if call.Code == code {
			n++
		}
	}
	return n
}
