package main

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

var (
	nine   = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	ticket = api.Ticket{OrderID: "order-1", Secret: "secret", PlaceBy: nine.Add(time.Hour)}
	oat    = coffee.Choice{Drink: "latte", Modifiers: map[string]string{"milk": "oat"}}
	soy    = coffee.Choice{Drink: "latte", Modifiers: map[string]string{"milk": "soy"}}
)

// record records an answer about order-1, with the seconds after nine at which its
// request was sent and it arrived.
func record(l *ledger, asked, heard int, state coffee.State, more ...func(*sight)) {
	at := func(seconds int) time.Time { return nine.Add(time.Duration(seconds) * time.Second) }
	s := sight{asked: at(asked), heard: at(heard), id: "order-1", state: state}
	for _, change := range more {
		change(&s)
	}
	l.note("order-1", func(o *order) { o.see(s) })
}

func number(n int) func(*sight)           { return func(s *sight) { s.number = n } }
func choice(c coffee.Choice) func(*sight) { return func(s *sight) { s.choice = &c } }
func of(id string) func(*sight)           { return func(s *sight) { s.id = id } }
func version(v int64) func(*sight)        { return func(s *sight) { s.version = v } }
func pushed(s *sight)                     { s.asked = time.Time{} }

// In each row, key-1 got order-1, and its customer chose a latte with oat milk.
func TestJudgeFindsContradictions(t *testing.T) {
	for name, test := range map[string]struct {
		happens func(*ledger)
		end     coffee.State // as the customer saw it, COLLECTED if empty
		want    string       // no contradiction if empty
	}{
		"a good order": {func(l *ledger) {
			record(l, 0, 1, coffee.Started)
			record(l, 1, 2, coffee.Queued, number(7), choice(oat))
			record(l, 2, 3, coffee.Making, number(7), choice(oat))
			l.claim("order-1", "ada")
			record(l, 3, 4, coffee.Ready, number(7))
			l.complete("order-1", "ada")
			l.complete("order-1", "ada") // a repeat
		}, "", ""},
		"the same scan, the same ticket": {func(l *ledger) { l.acknowledge("key-1", ticket) }, "", ""},
		"the same scan, another order": {func(l *ledger) {
			l.acknowledge("key-1", api.Ticket{OrderID: "order-2", Secret: "secret", PlaceBy: ticket.PlaceBy})
		}, "", "its repeated scan got another order: order-2"},
		"the same scan, another secret": {func(l *ledger) {
			l.acknowledge("key-1", api.Ticket{OrderID: "order-1", Secret: "more", PlaceBy: ticket.PlaceBy})
		}, "", "its repeated scan got another secret"},
		"the same scan, another time": {func(l *ledger) {
			l.acknowledge("key-1", api.Ticket{OrderID: "order-1", Secret: "secret", PlaceBy: ticket.PlaceBy.Add(-time.Second)})
		}, "", "may place a drink until 09:59:59.000, not until 10:00:00.000"},
		"the same scan, refused": {func(l *ledger) { l.deny("key-1", coffee.WrongState) }, "", "its repeated scan was refused with order_state"},
		"the same scan, refused because the order was rejected": {func(l *ledger) {
			l.deny("key-1", coffee.WrongState)
		}, coffee.Rejected, ""},
		"another scan, the same order": {func(l *ledger) { l.acknowledge("key-2", ticket) }, "", "two scans with different keys"},

		"another number":        {func(l *ledger) { record(l, 0, 1, coffee.Queued, number(7)); record(l, 0, 1, coffee.Queued, number(8)) }, "", "its number was 7 and then 8"},
		"another choice":        {func(l *ledger) { record(l, 0, 1, coffee.Making, choice(soy)) }, "", "latte map[milk:soy] is in the order, but the customer chose latte map[milk:oat]"},
		"an answer for another": {func(l *ledger) { record(l, 0, 1, coffee.Making, of("order-9")) }, "", "an answer was about another order: order-9"},

		"back in time":             {func(l *ledger) { record(l, 0, 1, coffee.Making); record(l, 2, 3, coffee.Placed) }, "", "it was PLACED after it was MAKING"},
		"answers that overtake":    {func(l *ledger) { record(l, 0, 2, coffee.Making); record(l, 1, 3, coffee.Placed) }, "", ""},
		"answers recorded late":    {func(l *ledger) { record(l, 2, 3, coffee.Placed); record(l, 0, 1, coffee.Making) }, "", "it was PLACED after it was MAKING"},
		"back to the queue":        {func(l *ledger) { record(l, 0, 1, coffee.Making); record(l, 2, 3, coffee.Queued) }, "", "it was QUEUED after it was MAKING"},
		"released":                 {func(l *ledger) { record(l, 0, 1, coffee.Making); l.release("order-1"); record(l, 2, 3, coffee.Queued) }, "", ""},
		"back from the end":        {func(l *ledger) { record(l, 0, 1, coffee.Collected); record(l, 2, 3, coffee.Ready) }, "", "it was READY after it was COLLECTED"},
		"cancelled, and collected": {func(l *ledger) { record(l, 0, 9, coffee.Cancelled); record(l, 0, 9, coffee.Collected) }, "", "answers said it was COLLECTED and CANCELLED"},
		"made, and timed out":      {func(l *ledger) { record(l, 0, 9, coffee.Ready); record(l, 0, 9, coffee.TimedOut) }, "", "answers said it was READY and TIMED_OUT"},

		"a late push": {func(l *ledger) {
			record(l, 0, 1, coffee.Making, version(5))
			record(l, 0, 9, coffee.Queued, version(4), pushed)
		}, "", ""},
		"a push from the past": {func(l *ledger) {
			record(l, 0, 1, coffee.Making, version(5))
			record(l, 0, 9, coffee.Queued, version(6), pushed)
		}, "", "its version 6 was QUEUED, but version 5 was MAKING"},
		"two states in a version": {func(l *ledger) {
			record(l, 0, 1, coffee.Making, version(5))
			record(l, 0, 9, coffee.Ready, version(5), pushed)
		}, "", "answers said that its version 5 was MAKING and READY"},

		"two claims":                  {func(l *ledger) { l.claim("order-1", "ada"); l.claim("order-1", "bob") }, "", "2 baristas claimed it and 0 released it"},
		"two claims, one put it back": {func(l *ledger) { l.claim("order-1", "ada"); l.release("order-1"); l.claim("order-1", "bob") }, "", ""},
		"completed by two":            {func(l *ledger) { l.complete("order-1", "ada"); l.complete("order-1", "bob") }, "", "2 baristas got the answer that they completed it"},
		"never ended":                 {func(l *ledger) { record(l, 11, 12, coffee.Ready) }, coffee.Ready, "it never ended: the last state that its customer saw was READY"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLedger()
			l.acknowledge("key-1", ticket)
			l.choose("order-1", oat)
			test.happens(l)
			l.taken[0].last.State = cmp.Or(test.end, coffee.Collected)
			got := strings.Join(l.judge(false)[0].wrong, "; ")
			if got != test.want && (test.want == "" || !strings.Contains(got, test.want)) {
				t.Errorf("wrong is %q, want %q", got, test.want)
			}
		})
	}
}

func TestTwoOrdersWithTheSameNumberAreBothWrong(t *testing.T) {
	l := newLedger()
	for i, id := range []string{"order-1", "order-2", "order-3"} {
		l.acknowledge("key-"+id, api.Ticket{OrderID: id})
		l.look(id, api.Order{OrderID: id, State: coffee.Collected, Number: 7 + i/2}, nine)
	}
	var wrong []string
	for _, v := range l.judge(false) {
		wrong = append(wrong, strings.Join(v.wrong, "; "))
	}
	want := []string{"its number 7 is also that of order order-2", "its number 7 is also that of order order-1", ""}
	if !slices.Equal(wrong, want) {
		t.Errorf("wrong is %q, want %q", wrong, want)
	}
}

func TestTheOutcomeIsWhatTheCustomerSaw(t *testing.T) {
	for _, test := range []struct {
		state       coffee.State
		reason      coffee.Event
		gaveUp      bool
		interrupted bool
		want        outcome
	}{
		{state: coffee.Collected, want: collected},
		{state: coffee.Cancelled, gaveUp: true, want: cancelled},
		{state: coffee.Cancelled, want: cancelledByShop},
		{state: coffee.TimedOut, reason: coffee.CustomerTimedOut{}, want: customerSlow},
		{state: coffee.TimedOut, reason: coffee.BaristaTimedOut{}, want: baristaSlow},
		{state: coffee.Rejected, reason: coffee.QueueFull{}, want: queueFull},
		{state: coffee.Rejected, reason: coffee.ShopClosed{}, want: shopClosed},
		{state: coffee.Failed, reason: coffee.OrderFailed{}, want: failed},
		{state: coffee.Ready, want: stuck},
		{want: stuck},
		{state: coffee.Queued, interrupted: true, want: unfinished},
		{state: coffee.Collected, interrupted: true, want: collected},
	} {
		l := newLedger()
		l.acknowledge("key-1", ticket)
		if test.gaveUp {
			l.giveUp("order-1")
		}
		l.taken[0].last.State = test.state
		if test.reason != nil {
			l.taken[0].last.Reason = test.reason.DetailType()
		}
		v := l.judge(test.interrupted)[0]
		if v.outcome != test.want || (len(v.wrong) > 0) != (test.want == stuck) {
			t.Errorf("%s (%v): %s, wrong %q, want %s", test.state, test.reason, v.outcome, v.wrong, test.want)
		}
	}
}

func TestTheLedgerIgnoresOtherPeoplesOrders(t *testing.T) {
	l := newLedger()
	l.look("theirs", api.Order{OrderID: "theirs", State: coffee.Ready}, nine)
	l.claim("theirs", "ada")
	if verdicts := l.judge(false); len(verdicts) > 0 || l.knows("theirs") {
		t.Errorf("judged %v, want nothing", verdicts)
	}
}
