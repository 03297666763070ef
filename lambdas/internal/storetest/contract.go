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

// Store lists the operations on the shop's tables.
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
	Orders(ctx context.Context, ids []string) ([]store.Order, error)
	OrderWithMenu(ctx context.Context, id string) (store.Order, coffee.Menu, error)
	InState(context.Context, coffee.State) ([]store.Order, error)
	Latest(ctx context.Context, state coffee.State, since time.Time, most int) ([]store.Order, error)
	Entered(ctx context.Context, state coffee.State, from, to time.Time, most int) ([]store.Order, error)
	Arrived(ctx context.Context, from, to time.Time) ([]store.Order, error)
	PlacesTaken(context.Context) (int, error)
	Seats(context.Context) ([]string, error)
	GiveBackSeat(ctx context.Context, orderID string) error

	CurrentCode(ctx context.Context, now time.Time, drinks int, period time.Duration) (store.QRCode, error)
	LimitCode(ctx context.Context, now time.Time, drinks int) error

	Shop(context.Context) (coffee.ShopSettings, error)
	CheckAdmission(ctx context.Context, at time.Time) (coffee.Menu, error)
	PutOpen(ctx context.Context, open bool, at time.Time) error
	PutScheduled(ctx context.Context, scheduled coffee.Switch) (bool, error)
	NotePublished(ctx context.Context, at time.Time) error
	Timetable(context.Context) (coffee.Timetable, error)
	PutHours(ctx context.Context, hours coffee.Hours) error
	PutLimits(context.Context, coffee.Limits) error
	NoteFull(ctx context.Context, until time.Time) error
	Menu(context.Context) (coffee.Menu, error)
	PutMenu(context.Context, coffee.Menu) error
	SetAvailable(ctx context.Context, drink string, available bool) (coffee.Menu, error)

	Connect(ctx context.Context, connection string, at time.Time) error
	Subscribe(ctx context.Context, connection, channel string, at time.Time) (bool, error)
	Unsubscribe(ctx context.Context, connection, channel string) error
	Subscribers(ctx context.Context, channel string) ([]string, error)
	Disconnect(ctx context.Context, connection string) error
	DisconnectIdle(ctx context.Context, connection string) (bool, error)
}

// part is one part of the contract.
type part struct {
	name string
	test func(*testing.T, Store)
}

// TestStore checks a Store against the whole contract. It calls newStore, which
// returns a Store with empty tables, for each part.
func TestStore(t *testing.T, newStore func(*testing.T) Store) {
	TestAlone(t, newStore)
	TestRaces(t, newStore)
}

// TestAlone checks the parts of the contract that make one request at a time, for
// implementations whose updates are not atomic.
func TestAlone(t *testing.T, newStore func(*testing.T) Store) {
	run(t, newStore, nil, []part{
		{"an unknown order is not found", testUnknownOrder},
		{"an order moves with its events", testMoves},
		{"the last event of a history decides how the order ends", testEnds},
		{"a repeated change has no effect", testRepetition},
		{"of two tokens for one wait the later is kept", testSecondToken},
		{"an event that arrives late fills in what it knows", testLateChanges},
		{"an ended order never ends another way", testEndIsFinal},
		{"duplicate events do not change an ended order", testEndedOrdersIgnoreDuplicates},
		{"a duplicate event dated in the future has no effect", testReportFromTheFuture},
		{"a late event does not restore a spent token", testTokensStaySpent},
		{"the status event of an ended execution adds nothing", testReports},
		{"changes to one order leave the others alone", testOrdersAreIndependent},
		{"shuffled and repeated deliveries give the same order", testShuffles},
		{"customer and barista take an order through its steps", testWalk},
		{"a repeated order by hand is created once", testByHand},
		{"an order taken by hand can be rejected", testByHandTurnedAway},
		{"a cancelled order records who cancelled it and why", testCancel},
		{"a step succeeds, repeats without effect, or is refused", testStepsFromEverySituation},
		{"a step on an unknown order fails", testUnknownSteps},
		{"only its barista can change a claimed order", testOtherBarista},
		{"a choice can be repeated but not changed", testChoices},
		{"only its barista can recall an order, within the time limit", testRecall},
		{"a recalled order ignores the workflow", testRecalledOrdersIgnoreTheWorkflow},
		{"a drink that is not collected becomes UNCLAIMED", testUnclaimed},
		{"orders are listed by the time they entered a state", testLists},
		{"orders are listed by the time they entered a state, within limits", testEntered},
		{"the orders of a day are listed by when they arrived, in any state", testArrived},
		{"many orders are read at once", testOrders},
		{"the workflow confirms the end of an order", testConfirmation},
		{"a late token is kept while the workflow waits for it", testLateTokens},
		{"any sequence of events and steps gives the same as the store in memory", testLifetimes},

		{"a code lasts for its period", testPeriods},
		{"a new period applies from the next code on", testOtherPeriod},
		{"codes never overlap when the period changes", testPeriodsBackAndForth},
		{"a new number of drinks applies at once", testOtherDrinks},
		{"a code for no drinks or no time is an error", testNoCode},

		{"a shop without settings is closed", testDefaults},
		{"opening the shop and setting limits are independent", testSettings},
		{"limits out of range are refused", testInvalidLimits},
		{"opening hours read as they were written", testHours},
		{"a scheduled switch applies once, unless the shop was switched since", testScheduled},
		{"a shop with an empty menu is not opened by its hours", testScheduledWithoutMenu},
		{"a menu reads as it was written", testMenu},
		{"an invalid menu is refused", testInvalidMenu},
		{"an open shop always has a menu", testNoMenu},
		{"selling out one drink leaves the others available", testAvailability},
		{"giving back a seat that is not taken has no effect", testNoSeat},

		{"a connection may subscribe to several channels", testSubscriptions},
		{"disconnecting ends every subscription", testDisconnect},
		{"a dead client's subscription is deleted alone", testUnsubscribe},
		{"a connection without subscriptions is idle", testIdle},
		{"a connection that is gone cannot subscribe", testGoneConnection},
	})
	run(t, newStore, openWithTea, []part{
		{"redeeming a code creates an order", testRedeem},
		{"a repeated redemption returns the same order", testRedeemAgain},
		{"an order is read together with the menu", testOrderAndMenu},
		{"an order can be cancelled before the workflow starts", testCancelRequested},
		{"a refused code gets the error that says why", testRefusals},
		{"a closed shop refuses codes", testClosedShop},
		{"a full queue refuses codes for a while", testFullQueue},
		{"a shop that is sold out refuses codes", testEverythingSoldOut},
		{"lowering the limit of a code keeps the drinks already taken", testFewerDrinks},
		{"a drink is given back once", testGiveBack},
		{"an order without a code has no drink to give back", testNothingToGiveBack},
	})
}

// TestRaces checks the parts of the contract that make many requests at once.
func TestRaces(t *testing.T, newStore func(*testing.T) Store) {
	run(t, newStore, nil, []part{
		{"concurrent deliveries give the same order", testConcurrentDeliveries},
		{"one of several equal concurrent changes moves the order", testConcurrentEquals},
		{"one of many baristas claims an order", testOneClaim},
		{"one of many concurrent ends wins", testOneEnd},
		{"concurrent requests for the code get the same one", testOneCode},
		{"many drinks can sell out concurrently", testAvailabilityAtOnce},
	})
	run(t, newStore, openWithTea, []part{
		{"ten of 300 concurrent scans are accepted", testManyScans},
		{"concurrent repeats of one request create one order", testOneOrder},
		{"concurrent give-backs return a drink once", testGiveBackAtOnce},
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
	must(t, s.PutOpen(t.Context(), true, time.Now()))
}

// newID returns a unique order ID.
func newID() string { return "contract-" + rand.Text() }

func apply(t rapid.TB, s Store, orderID string, c coffee.Change) store.Outcome {
	t.Helper()
	c.OrderID = orderID
	order, outcome, err := s.Apply(context.Background(), c)
	if err != nil {
		t.Fatalf("Apply(%+v): %v", c, err)
	}
	if stored := get(t, s, orderID); !order.Equal(stored) {
		t.Fatalf("Apply(%+v) = %+v, want the stored order, %+v", c, order, stored)
	}
	return outcome
}

func get(t rapid.TB, s Store, orderID string) store.Order {
	t.Helper()
	r, ok, err := s.Order(context.Background(), orderID)
	if err != nil || !ok || r.ID != orderID {
		t.Fatalf("Order(%s) = %+v, %v, %v, want the order", orderID, r, ok, err)
	}
	return r
}

// content returns an order without its ID, to compare it with another order.
func content(t rapid.TB, s Store, orderID string) store.Order {
	t.Helper()
	r := get(t, s, orderID)
	r.ID = ""
	return r
}

// deliver applies changes to a new order and returns its ID.
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
		t.Errorf("Order(an unknown ID) = %+v, %v, %v, want nothing", r, ok, err)
	}
}
