package e2e

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/sfn"
	sfntypes "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/loan"
	steps "github.com/serverless-coffee/coffeeshop/internal/progress"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

var (
	givenShop = flag.String("shop", "", "run the tests that hold for any shop in this `environment`, which is deployed already: in the account of\n"+
		"your AWS settings, or, for one that begins with local and without AWS_ENDPOINT_URL, where make up deployed it")
	yesReally = flag.Bool("yes-really", false, "run the tests even if the environment is protected, or has open orders")
	onlyGive  = flag.Bool("restore", false, "run no test, but put back what a killed run left")
)

const help = `usage: make test-aws ENV=dev ARGS="..."

Runs the end-to-end tests that hold for any shop in one that is deployed: in the AWS
account that your shell is signed in to, or at AWS_ENDPOINT_URL. The credentials must
allow reading the stack and its logs, the tables, starting and answering executions,
invoking the janitor, a queue and a rule on the shop's bus, and adding, signing in and
removing users.

The tests take over the shop: they open and close it, replace its menu, settings and QR
codes, and cancel the orders that they took and those that come in meanwhile. At the end
they restore it. Their orders stay in its numbers of the day, and failed ones may set off
its alarms.

Flags:
`

// usage prints the help for make test-aws.
func usage() {
	fmt.Fprint(os.Stderr, help)
	flag.VisitAll(func(f *flag.Flag) {
		if slices.Contains([]string{"yes-really", "restore"}, f.Name) {
			fmt.Fprintf(os.Stderr, "  -%s\n    \t%s\n", f.Name, f.Usage)
		}
	})
	fmt.Fprint(os.Stderr, "  -test.run, -test.skip, -test.failfast and so on, as go help testflag says\n")
}

var (
	// given is the shop of the flag -shop, nil if the tests deploy shops of their own.
	given *stack
	// interrupted ends at the first Ctrl-C while the tests run in a given shop. The tests
	// then fail, and the shop is restored.
	interrupted = context.Background()
)

// testGivenShop runs the tests in the shop of the flag -shop, and restores it.
func testGivenShop(m *testing.M) (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // a second interrupt ends the process
		fmt.Fprintln(os.Stderr, "\nInterrupted: restoring the shop. Interrupt again to leave it as it is, until ARGS=-restore.")
	})
	interrupted = ctx
	after := context.WithoutCancel(ctx)
	s, err := findGiven(ctx)
	if err != nil {
		return err
	}
	lent := loan.Of(s.Shop, s.people())
	if *onlyGive {
		return restore(after, lent)
	}
	if err := s.refuseOpenOrders(ctx); err != nil {
		return err
	}
	if err := lent.Begin(ctx); errors.Is(err, loan.ErrLent) {
		return fmt.Errorf("%w: wait for its end or, if it was killed, restore the shop with ARGS=-restore", err)
	} else if err != nil {
		return errors.Join(err, restore(after, lent))
	}
	defer func() { err = errors.Join(err, restore(after, lent)) }()
	if err := s.prepare(ctx, lent); err != nil {
		return err
	}
	given = s
	leaveOut(s.env.ReserveSeats)
	if code := m.Run(); code != 0 {
		err = fmt.Errorf("some tests failed in %s", s.env.StackName())
	}
	return errors.Join(err, ctx.Err(), s.checkGiven(after), s.tap.Close(after))
}

// findGiven finds the shop of the flag -shop, and prints where it is.
func findGiven(ctx context.Context) (*stack, error) {
	env, err := config.For(*givenShop)
	if err != nil {
		return nil, err
	}
	if env.Retain && !*yesReally {
		return nil, fmt.Errorf("%s is protected: the tests open and close the shop, replace its menu, and take and cancel orders. "+
			"If that is what you want: ARGS=-yes-really", env.Name)
	}
	where := env
	if account, err := deployed.LoadAccount(ctx); err == nil && account.Elsewhere() {
		where.Emulated = false // the shell says where the emulator is
	}
	site, err := deployed.Find(ctx, needs.Path("."), where)
	if err != nil {
		return nil, err
	}
	fmt.Printf("==> %s in %s, its API at %s\n", env.StackName(), site.Where, site.URL)
	return newStack(site, env), nil
}

// refuseOpenOrders returns an error if orders are open, and notes when the newest order
// began.
func (s *stack) refuseOpenOrders(ctx context.Context) error {
	arn := s.Outputs["StateMachineArn"]
	open, err := s.executions(ctx, sfntypes.ExecutionStatusRunning)
	if err == nil && len(open) > 0 && !*yesReally {
		err = fmt.Errorf("%d orders are open in %s, such as %s: wait until they have ended, or run the tests all the same with ARGS=-yes-really",
			len(open), s.env.StackName(), open[0])
	}
	if err != nil {
		return err
	}
	newest, err := s.Executions.ListExecutions(ctx, &sfn.ListExecutionsInput{StateMachineArn: &arn})
	if err != nil {
		return err
	}
	for _, execution := range newest.Executions {
		if execution.StartDate.After(s.since) {
			s.since = *execution.StartDate
		}
	}
	return nil
}

// prepare hires a barista, who looks for drinks at the counter, and listens to the bus.
func (s *stack) prepare(ctx context.Context, lent *loan.Loan) (err error) {
	done := steps.Step("Preparing the shop for the tests")
	defer func() { err = done(err) }()
	s.hireStaff = lent.Hire
	if err := s.refuseReadyDrinks(ctx); err != nil {
		return err
	}
	if s.tap, err = lent.Tap(ctx, "e2e-"+s.env.Name+"-"+run, coffee.Source); err != nil {
		return err
	}
	listening, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	s.keep()
	return s.tap.AwaitListening(listening)
}

// restore ends a loan.
func restore(ctx context.Context, lent *loan.Loan) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	done := steps.Step("Restoring the shop's settings, menu, QR codes and staff")
	if err := done(lent.End(ctx)); err != nil {
		return fmt.Errorf("the shop was not restored, try again with ARGS=-restore: %w", err)
	}
	return nil
}
