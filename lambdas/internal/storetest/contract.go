package storetest

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// Store is the shop's tables.
type Store interface {
	Apply(context.Context, coffee.Change) (store.Order, store.Outcome, error)
	Redeem(context.Context, store.Redemption) (store.Order, error)
	GiveBack(ctx context.Context, order store.Order, at time.Time) error
	TakeByHand(ctx context.Context, id, barista string, choice coffee.Choice, at time.Time) (store.Order, error)

	Place(ctx context.Context, id string, choice coffee.Choice, at time.Time) (store.Order, error)
	Claim(ctx context.Context, id, barista string, at time.Time) (store.Order, error)
	Release(ctx context.Context, id, barista string, at time.Time) (store.Order, error)
	Complete(ctx context.Context, id, barista string, at time.Time) (store.Order, error)
	Recall(ctx context.Context, id, barista string, at time.Time) (store.Order, error)
	Collect(ctx context.Context, id string, at time.Time) (store.Order, error)
	Remind(ctx context.Context, id string, readySince, at time.Time) (store.Order, error)
	Unclaim(ctx context.Context, id string, readySince, at time.Time) (store.Order, error)
	Cancel(ctx context.Context, id, by, reason string, from []coffee.State, at time.Time) (store.Order, error)

	Order(ctx context.Context, id string) (store.Order, bool, error)
	OrderWithMenu(ctx context.Context, id string) (store.Order, coffee.Menu, error)
	InState(context.Context, coffee.State) ([]store.Order, error)
	Latest(ctx context.Context, state coffee.State, since time.Time, most int) ([]store.Order, error)
	PlacesTaken(context.Context) (int, error)
	GiveBackSeat(ctx context.Context, orderID string) error

	CurrentCode(ctx context.Context, now time.Time, drinks int, period time.Duration) (store.QRCode, error)
	LimitCode(ctx context.Context, now time.Time, drinks int) error

	Shop(context.Context) (coffee.ShopSettings, error)
	CheckAdmission(ctx context.Context, at time.Time) (coffee.Menu, error)
	PutOpen(ctx context.Context, open bool) error
	PutLimits(context.Context, coffee.Limits) error
	NoteFull(ctx context.Context, until time.Time) error
	Menu(context.Context) (coffee.Menu, error)
	PutMenu(context.Context, coffee.Menu) error
	SetAvailable(ctx context.Context, drink string, available bool) (coffee.Menu, error)
}

// part is one part of the contract.
type part struct {
	name string
	test func(*testing.T, Store)
}

// TestStore checks that a Store keeps the contract. newStore is called for each part
// of it, and returns a Store of empty tables.
func TestStore(t *testing.T, newStore func(*testing.T) Store) {
	TestAlone(t, newStore)
	TestRaces(t, newStore)
}

// TestAlone checks the parts of the contract in which one request follows the other,
// for implementations that are not atomic.
func TestAlone(t *testing.T, newStore func(*testing.T) Store) {
	run(t, newStore, nil, []part{
		{"an unknown order is not found", testUnknownOrder},
		{"an order moves with its events", testMoves},
		{"every history ends as its last event says", testEnds},
		{"a repeated change is known", testRepetition},
		{"of two tokens for one wait the later stays", testSecondToken},
		{"late news is noted", testLateNews},
		{"an order that ended stays as it is", testEndIsFinal},
		{"an ended order is history, whatever comes twice", testEndedOrdersAreHistory},
		{"a report with a time in the future holds nothing up", testReportFromTheFuture},
		{"no late event brings a token back", testTokensStaySpent},
		{"the report of an execution's end adds nothing", testReports},
		{"an order knows nothing of another", testOrdersAreApart},
		{"shuffled and repeated deliveries end the same", testShuffles},
		{"customer and barista take an order from step to step", testWalk},
		{"an order is taken by hand once", testByHand},
		{"an order taken by hand may be turned away", testByHandTurnedAway},
		{"a cancelled order says by whom and why", testCancel},
		{"a step is taken, repeated without effect, or refused", testStepsFromEverySituation},
		{"no step is taken on an unknown order", testUnknownSteps},
		{"a claimed order is for its barista to change", testOtherBarista},
		{"a choice may be repeated but not changed", testChoices},
		{"an order is recalled by who made it, and not for long", testRecall},
		{"a recalled order has left the workflow", testRecalledOrdersAreApart},
		{"a drink that nobody collects is given up", testUnclaimed},
		{"orders are listed by how long they are in a state", testLists},
		{"the workflow confirms an end", testConfirmation},
		{"a late token is kept while it is good", testLateTokens},
		{"any life of events and steps is that of the store in memory", testLives},

		{"a code lasts for its period", testPeriods},
		{"a change of the period holds from the next code on", testOtherPeriod},
		{"no changes of the period show two codes at one time", testPeriodsBackAndForth},
		{"a change of the drinks holds at once", testOtherDrinks},
		{"a code for nothing is an error", testNoCode},

		{"a shop without settings is closed", testNothing},
		{"opening and limits leave one another alone", testSettings},
		{"limits out of range are refused", testInvalidLimits},
		{"a menu comes back as it was put", testMenu},
		{"an invalid menu is refused", testInvalidMenu},
		{"no shop is open without a menu", testNoMenu},
		{"a drink sells out alone", testAvailability},
		{"a seat that nobody has can be given back", testNoSeat},
	})
	run(t, newStore, openWithTea, []part{
		{"a code becomes an order", testRedeem},
		{"a redemption may be repeated", testRedeemAgain},
		{"an order is read along with the menu", testOrderAndMenu},
		{"an order may be cancelled before the workflow speaks", testCancelRequested},
		{"a code that cannot be redeemed says why", testRefusals},
		{"a closed shop takes no drink", testClosedShop},
		{"a full queue takes no drink for a while", testFullQueue},
		{"no drink is taken while nothing can be chosen", testNothingToHave},
		{"a drink that is taken stays so when there are fewer", testFewerDrinks},
		{"a drink is given back once", testGiveBack},
		{"an order without a drink gives none back", testNothingToGiveBack},
	})
}

// TestRaces checks the parts of the contract in which many come at once.
func TestRaces(t *testing.T, newStore func(*testing.T) Store) {
	run(t, newStore, nil, []part{
		{"concurrent deliveries end the same", testConcurrentDeliveries},
		{"of concurrent equal changes one moves the order", testConcurrentEquals},
		{"of many baristas one claims an order", testOneClaim},
		{"of many ends one wins", testOneEnd},
		{"many who ask at once get one code", testOneCode},
		{"many drinks sell out at once", testAvailabilityAtOnce},
	})
	run(t, newStore, openWithTea, []part{
		{"of 300 scans at once ten are accepted", testManyScans},
		{"one order of one request however often", testOneOrder},
		{"a drink is given back once by many at once", testGiveBackAtOnce},
	})
}

func run(t *testing.T, newStore func(*testing.T) Store, prepare func(*testing.T, Store), parts []part) {
	for _, part := range parts {
		t.Run(part.name, func(t *testing.T) {
			s := newStore(t)
			if prepare != nil {
				prepare(t, s)
			}
			part.test(t, s)
		})
	}
}

func openWithTea(t *testing.T, s Store) {
	must(t, s.PutMenu(t.Context(), tea))
	must(t, s.PutOpen(t.Context(), true))
}

// newID is unlike the id of any other order.
func newID() string { return "contract-" + rand.Text() }

func apply(t rapid.TB, s Store, orderID string, c coffee.Change) store.Outcome {
	t.Helper()
	c.OrderID = orderID
	order, outcome, err := s.Apply(context.Background(), c)
	if err != nil {
		t.Fatalf("Apply(%+v): %v", c, err)
	}
	if stored := get(t, s, orderID); !order.Equal(stored) {
		t.Fatalf("Apply(%+v) = %+v, want the order as it is then, %+v", c, order, stored)
	}
	return outcome
}

func get(t rapid.TB, s Store, orderID string) store.Order {
	t.Helper()
	r, ok, err := s.Order(context.Background(), orderID)
	if err != nil || !ok || r.ID != orderID {
		t.Fatalf("Get(%s) = %+v, %v, %v, want the order", orderID, r, ok, err)
	}
	return r
}

// content is an order but for its id, to be compared with that of another.
func content(t rapid.TB, s Store, orderID string) store.Order {
	t.Helper()
	r := get(t, s, orderID)
	r.ID = ""
	return r
}

// deliver applies changes to a new order, and returns its id.
func deliver(t rapid.TB, s Store, changes ...coffee.Change) string {
	t.Helper()
	orderID := newID()
	for _, c := range changes {
		apply(t, s, orderID, c)
	}
	return orderID
}

func testUnknownOrder(t *testing.T, s Store) {
	if r, ok, err := s.Order(t.Context(), newID()); ok || err != nil || !r.Equal(store.Order{}) {
		t.Errorf("Get(an unknown order) = %+v, %v, %v, want nothing", r, ok, err)
	}
}
