package e2e

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
)

// counter is a shop with clients of its HTTP API for customers and staff.
type counter struct {
	*shop
	// url is the URL of the API.
	url string
	// customer has no credentials. The others are signed in as one person of each
	// group, with the group's name.
	customer, barista, display, manager *client.Client
}

var (
	flatWhite = coffee.Choice{Drink: "flat-white", Modifiers: map[string]string{"milk": "oat"}}
	espresso  = coffee.Choice{Drink: "espresso"}

	menu = coffee.Menu{Drinks: []coffee.Drink{
		{ID: "flat-white", Name: "Flat White", Available: true,
			Modifiers: []coffee.Modifier{{Name: "milk", Options: []string{"whole", "oat"}}}},
		{ID: "espresso", Name: "Espresso", Available: true},
	}}
)

// run is part of the names of orders, users and idempotency keys, so that no two runs in a
// shop share one.
var run = strings.ToLower(rand.Text()[:6])

// password is that of all the staff.
var password = deployed.NewPassword()

// session holds the tokens of a member of the staff.
type session struct {
	deployed.Tokens
	began time.Time
}

// sessionLasts is how long the tests use a token, which is valid for an hour.
const sessionLasts = 30 * time.Minute

// staffedShop opens a shop with a menu and staff for a test.
func staffedShop(t testing.TB, get func() (*stack, error)) *counter {
	t.Helper()
	s := open(t, get, openDoors)
	c := &counter{shop: s, url: s.site.URL}
	c.customer = client.New(c.url, nil)
	c.barista = c.hire(coffee.GroupBarista, coffee.GroupBarista)
	c.display = c.hire(coffee.GroupDisplay, coffee.GroupDisplay)
	c.manager = c.hire(coffee.GroupManager, coffee.GroupManager)
	c.must(c.manager.SetMenu(c.ctx, menu))
	return c
}

// hire adds a person to a group, unless the shop has them already, and returns their
// signed-in client.
func (c *counter) hire(name, group string) *client.Client {
	c.t.Helper()
	c.must(c.signIn(c.ctx, name, group))
	return c.customer.As(c.badges[name].Access)
}

// signIn adds a person to a group and signs them in, unless that was done before.
func (s *stack) signIn(ctx context.Context, name, group string) error {
	signedIn, known := s.badges[name]
	if !known {
		if err := s.hireStaff(ctx, s.userName(name), group, password); err != nil {
			return err
		}
	}
	if time.Since(signedIn.began) < sessionLasts {
		return nil
	}
	tokens, err := s.people().SignIn(ctx, s.userName(name), password)
	if err == nil {
		s.badges[name] = session{tokens, time.Now()}
	}
	return err
}

// userName returns the name of a member of the staff in the user pool. The given shop has
// staff of its own.
func (s *stack) userName(name string) string {
	if s.at == nil {
		return "e2e-" + name + "-" + run
	}
	return name
}

func (s *stack) people() *deployed.Staff { return deployed.OpenStaff(s.site.AWS, s.Outputs) }

// newCode returns a new QR code, good for that many drinks and shown for at least two
// minutes. The queue has room for all of them.
func (c *counter) newCode(drinks int) string {
	c.t.Helper()
	return c.mint(drinks, newPeriod(2*time.Minute, time.Hour)).Code
}

func (c *counter) mint(drinks, period int) api.QRCode {
	c.t.Helper()
	c.forgetCodes()
	c.must(c.manager.SetLimits(c.ctx, coffee.Limits{
		QueueLimit: max(2*drinks, coffee.DefaultQueueLimit), DrinksPerCode: drinks, CodePeriodSeconds: period,
	}))
	code, err := c.display.Code(c.ctx)
	c.must(err)
	if code.Remaining != drinks {
		c.t.Fatalf("a new code has %d drinks, want %d", code.Remaining, drinks)
	}
	return code
}

var periods atomic.Int64

// newPeriod returns a code period in seconds, a different one at each call, of whose
// current slot (counted from the Unix epoch) between least and most is left. It is at
// least a minute, so that the code after the first one lasts.
func newPeriod(least, most time.Duration) int {
	for {
		period := time.Minute + time.Duration(periods.Add(1))*time.Second
		left := period - time.Duration(time.Now().UnixNano())%period
		if least <= left && left <= most {
			return int(period.Seconds())
		}
	}
}

// changeLimits changes some of the shop's limits.
func (c *counter) changeLimits(change func(*coffee.Limits)) {
	c.t.Helper()
	limits, err := c.manager.Limits(c.ctx)
	c.must(err)
	change(&limits)
	c.must(c.manager.SetLimits(c.ctx, limits))
}

func (c *counter) limitQueue(limit int) {
	c.t.Helper()
	c.changeLimits(func(l *coffee.Limits) { l.QueueLimit = limit })
}

// awaitRemaining waits until the current code has that many drinks left.
func (c *counter) awaitRemaining(drinks int) error {
	return eventually(c.ctx, func(ctx context.Context) error {
		code, err := c.display.Code(ctx)
		if err == nil && code.Remaining != drinks {
			err = fmt.Errorf("%d drinks remain, want %d", code.Remaining, drinks)
		}
		return err
	})
}

// ask sends n requests, width at a time, and returns the error of each: nil or a
// *coffee.Error. Any other error fails the test.
func (c *counter) ask(n, width int, send func(i int) error) []error {
	c.t.Helper()
	answers := make([]error, n)
	c.must(atOnce(numbers(n), width, func(i int) error {
		answers[i] = send(i)
		if problem := new(coffee.Error); answers[i] != nil && !errors.As(answers[i], &problem) {
			return answers[i]
		}
		return nil
	}))
	return answers
}

// insist repeats a request while a busy machine answers 502, 503 or coffee.Busy.
func (c *counter) insist(request func() error) (err error) {
	_ = eventually(c.ctx, func(context.Context) error {
		switch err = request(); codeOf(err) {
		case "http_502", "http_503", coffee.Busy:
			return err
		default:
			return nil
		}
	})
	return err
}

// tally counts answers by error code, "" for success.
func tally(answers []error) map[coffee.ErrorCode]int {
	counts := map[coffee.ErrorCode]int{}
	for _, err := range answers {
		counts[codeOf(err)]++
	}
	return counts
}

func numbers(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i
	}
	return numbers
}

// codeOf returns the error code of a client's error, or "" for nil.
func codeOf(err error) coffee.ErrorCode {
	if err == nil {
		return ""
	}
	return coffee.CodeOf(err)
}

// forgetCodes deletes all QR codes, so that the next one is new and has the limits of
// that time.
func (c *counter) forgetCodes() {
	c.t.Helper()
	c.must(c.ForgetCodes(c.ctx))
}
