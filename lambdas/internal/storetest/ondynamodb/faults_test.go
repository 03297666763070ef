package ondynamodb

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// fault stands between the SDK's client and DynamoDB. It returns a response or an
// error in place of DynamoDB's, or nil and nil to send the request.
type fault func(operation string, items int, send func() (*http.Response, error)) (*http.Response, error)

var faults = map[string]fault{
	"a conflict": func(operation string, items int, _ func() (*http.Response, error)) (*http.Response, error) {
		switch operation {
		case "TransactWriteItems":
			return cancelledTransaction(items, "TransactionConflict"), nil
		case "PutItem", "UpdateItem", "DeleteItem":
			return errorResponse("TransactionConflictException"), nil
		default: // reads do not conflict
			return nil, nil
		}
	},
	"a throttled request": func(operation string, items int, _ func() (*http.Response, error)) (*http.Response, error) {
		if operation == "TransactWriteItems" {
			return cancelledTransaction(items, "ThrottlingError"), nil
		}
		return errorResponse("ThrottlingException"), nil
	},
	"a throttled table": func(operation string, items int, _ func() (*http.Response, error)) (*http.Response, error) {
		if operation == "TransactWriteItems" {
			return cancelledTransaction(items, "ProvisionedThroughputExceeded"), nil
		}
		return errorResponse("ProvisionedThroughputExceededException"), nil
	},
	"an internal error": func(string, int, func() (*http.Response, error)) (*http.Response, error) {
		return httpResponse(http.StatusInternalServerError, `{"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError"}`), nil
	},
	"an unavailable service": func(string, int, func() (*http.Response, error)) (*http.Response, error) {
		return httpResponse(http.StatusServiceUnavailable, ``), nil
	},
	"a lost response": func(_ string, _ int, send func() (*http.Response, error)) (*http.Response, error) {
		response, err := send()
		if err != nil {
			return nil, err
		}
		_ = response.Body.Close()
		return nil, io.ErrUnexpectedEOF
	},
}

func errorResponse(code string) *http.Response {
	return httpResponse(http.StatusBadRequest, fmt.Sprintf(`{"__type":"com.amazonaws.dynamodb.v20120810#%s"}`, code))
}

// cancelledTransaction returns the response for a transaction of that many items that
// failed because of the last one.
func cancelledTransaction(items int, code string) *http.Response {
	reasons := strings.Repeat(`{"Code":"None"},`, items-1) + fmt.Sprintf(`{"Code":%q}`, code)
	return httpResponse(http.StatusBadRequest,
		`{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","CancellationReasons":[`+reasons+`]}`)
}

func httpResponse(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/x-amz-json-1.0"}}, Body: io.NopCloser(strings.NewReader(body)),
	}
}

// faulty is an HTTP client that applies a fault to the first two requests of each
// DynamoDB operation.
type faulty struct {
	aws.HTTPClient
	fault fault
	mu    sync.Mutex
	count map[string]int
	hits  int
}

func (f *faulty) Do(request *http.Request) (*http.Response, error) {
	operation := strings.TrimPrefix(request.Header.Get("X-Amz-Target"), "DynamoDB_20120810.")
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	send := func() (*http.Response, error) { return f.HTTPClient.Do(request) }
	f.mu.Lock()
	f.count[operation]++
	again := f.count[operation] > 2
	f.mu.Unlock()
	if again {
		return send()
	}
	var transaction struct{ TransactItems []json.RawMessage }
	_ = json.Unmarshal(body, &transaction)
	response, err := f.fault(operation, len(transaction.TransactItems), send)
	if response == nil && err == nil {
		return send()
	}
	f.hits++
	return response, err
}

// testFaults checks that every operation of the store succeeds, and takes effect once,
// under every transient fault. Each row prepares the tables through a store without
// faults, and uses it to check the result.
func testFaults(t *testing.T, cfg aws.Config) {
	for _, name := range operations() {
		if rows[name] == nil {
			t.Errorf("there is no row for the operation %s", name)
		}
	}
	for operation, row := range rows {
		for name, fault := range faults {
			t.Run(operation+" with "+name, func(t *testing.T) {
				tables := newTables(t, cfg)
				broken := cfg
				client := &faulty{HTTPClient: cfg.HTTPClient, fault: fault, count: map[string]int{}}
				broken.HTTPClient = client
				row(&trial{T: t, clean: store.New(cfg, tables), store: store.New(broken, tables), at: time.Now().UTC().Truncate(time.Millisecond)})
				if reads[operation] && name == "a conflict" {
					return
				}
				if client.hits == 0 {
					t.Errorf("%s met no fault", operation)
				}
			})
		}
	}
}

// operations lists the names of the store's methods.
func operations() []string {
	var names []string
	for method := range reflect.TypeFor[*store.Store]().Methods() {
		names = append(names, method.Name)
	}
	return names
}

// reads lists the operations that write nothing.
var reads = map[string]bool{
	"Order": true, "Orders": true, "OrderWithMenu": true, "InState": true, "Latest": true, "Entered": true, "Arrived": true, "PlacesTaken": true, "Seats": true,
	"Shop": true, "Timetable": true, "CheckAdmission": true, "Menu": true, "Subscribers": true,
}

// trial runs one operation under one fault.
type trial struct {
	*testing.T
	clean, store *store.Store
	at           time.Time
}

// timetable checks the timetable that a store reads.
func (t *trial) timetable(s *store.Store, when string, right func(coffee.Timetable) bool) {
	t.Helper()
	if table, err := s.Timetable(t.Context()); err != nil || !right(table) {
		t.Errorf("%s, Timetable = %+v, %v", when, table, err)
	}
}

func (t *trial) must(err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// checkOrder checks that an operation returned the order that want accepts, and that
// the table holds the same.
func (t *trial) checkOrder(got store.Order, err error, want func(store.Order) bool) {
	t.Helper()
	if err != nil || !want(got) {
		t.Errorf("the operation returned %+v, %v", got, err)
	}
	stored, _, err := t.clean.Order(t.Context(), "an-order")
	if err != nil || !stored.Equal(got) {
		t.Errorf("the table holds %+v, %v, want what the operation returned, %+v", stored, err, got)
	}
}

// apply applies events to the order, one second apart.
func (t *trial) apply(events ...coffee.Event) {
	t.Helper()
	for _, event := range events {
		c := coffee.ChangeOf(event)
		c.OrderID, c.At = "an-order", t.at
		_, _, err := t.clean.Apply(t.Context(), c)
		t.must(err)
		t.at = t.at.Add(time.Second)
	}
}

func (t *trial) open() store.QRCode {
	t.Helper()
	t.must(t.clean.PutMenu(t.Context(), tea))
	t.must(t.clean.PutOpen(t.Context(), true, time.Now()))
	code, err := t.clean.CurrentCode(t.Context(), t.at, 10, time.Hour)
	t.must(err)
	return code
}

func (t *trial) checkRemaining(want int) {
	t.Helper()
	if code, err := t.clean.CurrentCode(t.Context(), t.at, 10, time.Hour); err != nil || code.Remaining != want {
		t.Errorf("the code is %+v, %v, want %d drinks left", code, err, want)
	}
}

// subscribe subscribes the connection to channels.
func (t *trial) subscribe(channels ...string) {
	t.Helper()
	for _, channel := range channels {
		if ok, err := t.clean.Subscribe(t.Context(), aConnection, channel, t.at); !ok || err != nil {
			t.Errorf("Subscribe(%s) = %v, %v, want it subscribed", channel, ok, err)
		}
	}
}

// checkSubscribers checks how many connections are subscribed to the board.
func (t *trial) checkSubscribers(s *store.Store, want int) {
	t.Helper()
	if got, err := s.Subscribers(t.Context(), "board"); err != nil || len(got) != want {
		t.Errorf("Subscribers = %v, %v, want %d", got, err, want)
	}
}

var (
	started   = coffee.OrderStarted{TaskToken: "FAKE-1"}
	awaiting  = coffee.AwaitingCompletion{OrderNumber: 7, Order: []byte(`{"drink":"tea"}`), TaskToken: "FAKE-2"}
	completed = coffee.OrderCompleted{OrderNumber: 7}
	choice    = coffee.Choice{Drink: "tea"}
)

const (
	anOrder = "an-order"
	mia     = "mia"

	aConnection = "a-connection"
)

var rows = map[string]func(*trial){
	"Apply": func(t *trial) {
		for _, event := range []coffee.Event{started, awaiting, completed} {
			c := coffee.ChangeOf(event)
			c.OrderID, c.At = anOrder, t.at
			got, _, err := t.store.Apply(t.Context(), c)
			t.checkOrder(got, err, func(o store.Order) bool {
				return o.State == c.To && o.CustomerToken == c.CustomerToken && o.BaristaToken == c.BaristaToken
			})
			t.at = t.at.Add(time.Second)
		}
	},
	"Redeem": func(t *trial) {
		code := t.open()
		r := scan(code)
		r.OrderID = anOrder
		got, err := t.store.Redeem(t.Context(), r)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Requested && o.Code == code.Text })
		t.checkRemaining(9)
	},
	"GiveBack": func(t *trial) {
		r := scan(t.open())
		r.OrderID = anOrder
		order, err := t.clean.Redeem(t.Context(), r)
		t.must(err)
		t.must(t.store.GiveBack(t.Context(), order, t.at))
		t.checkRemaining(10)
	},
	"TakeByHand": func(t *trial) {
		got, err := t.store.TakeByHand(t.Context(), anOrder, mia, choice, t.at)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Placed && o.TakenBy == mia })
	},
	"Place": func(t *trial) {
		t.apply(started)
		got, err := t.store.Place(t.Context(), anOrder, choice, t.at)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Placed && o.Chose(choice) })
	},
	"Claim": func(t *trial) {
		t.apply(started, awaiting)
		got, err := t.store.Claim(t.Context(), anOrder, mia, t.at)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Making && o.Barista == mia })
	},
	"Release": func(t *trial) {
		t.apply(started, awaiting)
		_, err := t.clean.Claim(t.Context(), anOrder, mia, t.at)
		t.must(err)
		got, err := t.store.Release(t.Context(), anOrder, mia, t.at)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Queued && o.ReleasedBy == mia })
	},
	"Complete": func(t *trial) {
		t.apply(started, awaiting)
		got, err := t.store.Complete(t.Context(), anOrder, mia, t.at)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Ready && o.Unconfirmed })
	},
	"Recall": func(t *trial) {
		t.apply(started, awaiting)
		_, err := t.clean.Complete(t.Context(), anOrder, mia, t.at)
		t.must(err)
		got, err := t.store.Recall(t.Context(), anOrder, mia, t.at.Add(time.Second))
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Making && !o.RecalledAt.IsZero() })
	},
	"Collect": func(t *trial) {
		t.apply(started, awaiting, completed)
		got, err := t.store.Collect(t.Context(), anOrder, t.at)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Collected })
	},
	"Remind": func(t *trial) {
		t.apply(started, awaiting, completed)
		got, err := t.store.Remind(t.Context(), anOrder, t.at.Add(-time.Second), t.at)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Ready && o.RemindedAt.Equal(t.at) })
	},
	"Unclaim": func(t *trial) {
		t.apply(started, awaiting, completed)
		got, err := t.store.Unclaim(t.Context(), anOrder, t.at.Add(-time.Second), t.at)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Unclaimed })
	},
	"Cancel": func(t *trial) {
		t.apply(started)
		got, err := t.store.Cancel(t.Context(), anOrder, mia, "why", []coffee.State{coffee.Started}, t.at)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Cancelled && o.By == mia })
	},
	"Order": func(t *trial) {
		t.apply(started)
		got, _, err := t.store.Order(t.Context(), anOrder)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Started })
	},
	"Orders": func(t *trial) {
		t.apply(started)
		if got, err := t.store.Orders(t.Context(), []string{anOrder, "another"}); err != nil || len(got) != 1 {
			t.Errorf("Orders = %+v, %v, want one order", got, err)
		}
	},
	"OrderWithMenu": func(t *trial) {
		t.open()
		t.apply(started)
		got, menu, err := t.store.OrderWithMenu(t.Context(), anOrder)
		t.checkOrder(got, err, func(o store.Order) bool { return o.State == coffee.Started && len(menu.Drinks) == 1 })
	},
	"InState": func(t *trial) {
		t.apply(started)
		if got, err := t.store.InState(t.Context(), coffee.Started); err != nil || len(got) != 1 {
			t.Errorf("InState = %+v, %v, want one order", got, err)
		}
	},
	"Latest": func(t *trial) {
		t.apply(started)
		if got, err := t.store.Latest(t.Context(), coffee.Started, time.Time{}, 3); err != nil || len(got) != 1 {
			t.Errorf("Latest = %+v, %v, want one order", got, err)
		}
	},
	"Entered": func(t *trial) {
		t.apply(started)
		if got, err := t.store.Entered(t.Context(), coffee.Started, time.Time{}, t.at.Add(time.Hour), 3); err != nil || len(got) != 1 {
			t.Errorf("Entered = %+v, %v, want one order", got, err)
		}
	},
	"Arrived": func(t *trial) {
		t.apply(started)
		if got, err := t.store.Arrived(t.Context(), t.at.Add(-time.Hour), t.at.Add(time.Hour)); err != nil || len(got) != 1 {
			t.Errorf("Arrived = %+v, %v, want one order", got, err)
		}
	},
	"PlacesTaken": func(t *trial) {
		t.apply(started)
		if got, err := t.store.PlacesTaken(t.Context()); err != nil || got != 1 {
			t.Errorf("PlacesTaken = %d, %v, want one order's", got, err)
		}
	},
	"Seats": func(t *trial) {
		if got, err := t.store.Seats(t.Context()); err != nil || len(got) > 0 {
			t.Errorf("Seats = %v, %v, want none", got, err)
		}
	},
	"GiveBackSeat": func(t *trial) { t.must(t.store.GiveBackSeat(t.Context(), anOrder)) },
	"CurrentCode": func(t *trial) {
		got, err := t.store.CurrentCode(t.Context(), t.at, 10, time.Hour)
		want, wanted := t.clean.CurrentCode(t.Context(), t.at, 10, time.Hour)
		if err != nil || wanted != nil || got != want {
			t.Errorf("CurrentCode = %+v, %v, want the stored one, %+v, %v", got, err, want, wanted)
		}
	},
	"LimitCode": func(t *trial) {
		t.open()
		t.must(t.store.LimitCode(t.Context(), t.at, 3))
		if code, err := t.clean.CurrentCode(t.Context(), t.at, 3, time.Hour); err != nil || code.Remaining != 3 {
			t.Errorf("the code is %+v, %v, want three drinks left", code, err)
		}
	},
	"CheckAdmission": func(t *trial) {
		t.open()
		if menu, err := t.store.CheckAdmission(t.Context(), t.at); err != nil || len(menu.Drinks) != 1 {
			t.Errorf("CheckAdmission = %+v, %v, want tea", menu, err)
		}
	},
	"Shop": func(t *trial) {
		t.open()
		if shop, err := t.store.Shop(t.Context()); err != nil || !shop.Open {
			t.Errorf("Shop = %+v, %v, want it open", shop, err)
		}
	},
	"Timetable": func(t *trial) {
		t.open()
		t.timetable(t.store, "after PutOpen", func(table coffee.Timetable) bool { return table.Shop.Open })
	},
	"PutHours": func(t *trial) {
		t.must(t.store.PutHours(t.Context(), coffee.Hours{Week: coffee.Week{Monday: []coffee.Interval{{From: "08:00", To: "18:00"}}}}))
		t.timetable(t.clean, "after PutHours", func(table coffee.Timetable) bool { return len(table.Hours.Week.Monday) == 1 })
	},
	"PutScheduled": func(t *trial) {
		t.must(t.clean.PutMenu(t.Context(), tea))
		for i, open := range []bool{true, false} {
			due := coffee.Switch{At: t.at.Add(time.Duration(i) * time.Hour), Open: open}
			_, err := t.store.PutScheduled(t.Context(), due)
			t.must(err)
			t.timetable(t.clean, "after PutScheduled", func(table coffee.Timetable) bool {
				return table.Shop.Open == open && table.LastSwitch.Equal(due.At) && table.Unpublished
			})
		}
	},
	"NotePublished": func(t *trial) {
		_, err := t.clean.PutScheduled(t.Context(), coffee.Switch{At: t.at})
		t.must(err)
		t.must(t.store.NotePublished(t.Context(), t.at))
		t.timetable(t.clean, "after NotePublished", func(table coffee.Timetable) bool { return !table.Unpublished })
	},
	"PutOpen": func(t *trial) {
		t.must(t.clean.PutMenu(t.Context(), tea))
		for _, open := range []bool{true, false} {
			t.must(t.store.PutOpen(t.Context(), open, time.Now()))
			if shop, err := t.clean.Shop(t.Context()); err != nil || shop.Open != open {
				t.Errorf("Shop = %+v, %v, want open: %v", shop, err, open)
			}
		}
	},
	"PutLimits": func(t *trial) {
		want := coffee.Limits{QueueLimit: 5, DrinksPerCode: 4, CodePeriodSeconds: 3, CollectWithinSeconds: 2, TimeZone: "Europe/Berlin"}
		t.must(t.store.PutLimits(t.Context(), want))
		if shop, err := t.clean.Shop(t.Context()); err != nil || shop.Limits() != want {
			t.Errorf("Shop = %+v, %v, want the limits %+v", shop, err, want)
		}
	},
	"NoteFull": func(t *trial) {
		code := t.open()
		t.apply(started) // which takes a place
		t.must(t.store.NoteFull(t.Context(), t.at.Add(time.Hour)))
		if _, err := t.clean.Redeem(t.Context(), scan(code)); coffee.CodeOf(err) != coffee.QueueIsFull {
			t.Errorf("Redeem = %v, want %s", err, coffee.QueueIsFull)
		}
	},
	"Menu": func(t *trial) {
		t.open()
		if menu, err := t.store.Menu(t.Context()); err != nil || len(menu.Drinks) != 1 {
			t.Errorf("Menu = %+v, %v, want tea", menu, err)
		}
	},
	"PutMenu": func(t *trial) {
		for _, menu := range []coffee.Menu{tea, {}} {
			t.must(t.store.PutMenu(t.Context(), menu))
			if got, err := t.clean.Menu(t.Context()); err != nil || len(got.Drinks) != len(menu.Drinks) {
				t.Errorf("Menu = %+v, %v, want %+v", got, err, menu)
			}
		}
	},
	"SetAvailable": func(t *trial) {
		t.open()
		menu, err := t.store.SetAvailable(t.Context(), "tea", false)
		if err != nil || menu.Drinks[0].Available {
			t.Errorf("SetAvailable = %+v, %v, want it sold out", menu, err)
		}
	},
	"Connect": func(t *trial) {
		t.must(t.store.Connect(t.Context(), aConnection, t.at))
		t.subscribe("board")
	},
	"Subscribe": func(t *trial) {
		t.must(t.clean.Connect(t.Context(), aConnection, t.at))
		if ok, err := t.store.Subscribe(t.Context(), aConnection, "board", t.at); !ok || err != nil {
			t.Errorf("Subscribe = %v, %v, want it subscribed", ok, err)
		}
		t.checkSubscribers(t.clean, 1)
	},
	"Subscribers": func(t *trial) {
		t.must(t.clean.Connect(t.Context(), aConnection, t.at))
		t.subscribe("board")
		t.checkSubscribers(t.store, 1)
	},
	"Unsubscribe": func(t *trial) {
		t.must(t.clean.Connect(t.Context(), aConnection, t.at))
		t.subscribe("board")
		t.must(t.store.Unsubscribe(t.Context(), aConnection, "board"))
		t.checkSubscribers(t.clean, 0)
	},
	"Disconnect": func(t *trial) {
		t.must(t.clean.Connect(t.Context(), aConnection, t.at))
		t.subscribe("order#1", "board")
		t.must(t.store.Disconnect(t.Context(), aConnection))
		t.checkSubscribers(t.clean, 0)
	},
	"DisconnectIdle": func(t *trial) {
		t.must(t.clean.Connect(t.Context(), aConnection, t.at))
		if idle, err := t.store.DisconnectIdle(t.Context(), aConnection); !idle || err != nil {
			t.Errorf("DisconnectIdle = %v, %v, want it deleted", idle, err)
		}
		if ok, err := t.clean.Subscribe(t.Context(), aConnection, "board", t.at); ok || err != nil {
			t.Errorf("Subscribe afterwards = %v, %v, want false", ok, err)
		}
	},
}

// testRefusalsWriteNothing counts the requests of a code that cannot be redeemed.
func testRefusalsWriteNothing(t *testing.T, cfg aws.Config) {
	counting := &faulty{HTTPClient: cfg.HTTPClient, count: map[string]int{}}
	counting.fault = func(string, int, func() (*http.Response, error)) (*http.Response, error) { return nil, nil }
	tables := newTables(t, cfg)
	clean, counted := store.New(cfg, tables), cfg
	counted.HTTPClient = counting
	s := store.New(counted, tables)
	tr := &trial{T: t, clean: clean, at: time.Now().UTC()}
	code := tr.open()
	wrong := code
	wrong.Text = code.Text[:len(code.Text)-26] + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	refuse := func(name string, r store.Redemption, want coffee.ErrorCode, requests int) {
		t.Helper()
		clear(counting.count)
		if _, err := s.Redeem(t.Context(), r); coffee.CodeOf(err) != want {
			t.Errorf("Redeem(%s) = %v, want %s", name, err, want)
		}
		if len(counting.count) > 1 || counting.count["BatchGetItem"] != requests {
			t.Errorf("Redeem(%s) made the requests %v, want %d reads and no write", name, counting.count, requests)
		}
	}
	refuse("no code", store.Redemption{Code: "abc", OrderID: anOrder, At: tr.at}, coffee.CodeMalformed, 0)
	refuse("a made-up code", scan(wrong), coffee.CodeUnknown, 1)
	late := scan(code)
	late.At = code.ExpiresAt.Add(store.Grace)
	refuse("an expired code", late, coffee.CodeExpired, 1)
	for range 10 {
		_, err := clean.Redeem(t.Context(), scan(code))
		tr.must(err)
	}
	refuse("a used-up code", scan(code), coffee.CodeUsedUp, 1)
	tr.must(clean.PutOpen(t.Context(), false, time.Now()))
	refuse("a code while the shop is closed", scan(code), coffee.ShopIsClosed, 1)
}

// Retries stop at a permanent error and at the deadline of the context.
func TestRetriesEnd(t *testing.T) {
	for name, row := range map[string]struct {
		response func() *http.Response
		want     string
		within   time.Duration
	}{
		"access denied":        {func() *http.Response { return errorResponse("AccessDeniedException") }, "AccessDeniedException", time.Minute},
		"missing table":        {func() *http.Response { return errorResponse("ResourceNotFoundException") }, "ResourceNotFoundException", time.Minute},
		"throttled throughout": {func() *http.Response { return errorResponse("ThrottlingException") }, context.DeadlineExceeded.Error(), 50 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			s := store.New(aws.Config{Region: "eu-central-1", HTTPClient: canned(row.response), Credentials: aws.AnonymousCredentials{}}, store.Tables{Orders: "orders"})
			ctx, cancel := context.WithTimeout(t.Context(), row.within)
			defer cancel()
			_, _, err := s.Order(ctx, anOrder)
			if err == nil || !strings.Contains(err.Error(), row.want) || !strings.Contains(err.Error(), anOrder) {
				t.Errorf("Order = %v, want an error about the order with %q", err, row.want)
			}
		})
	}
}

// canned is an HTTP client that returns the same response to every request.
type canned func() *http.Response

func (c canned) Do(*http.Request) (*http.Response, error) { return c(), nil }
