package live

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// join subscribes a connection to the board.
func (s *shop) join(t testing.TB, connection string) {
	t.Helper()
	must(t, s.store.Connect(t.Context(), connection, s.at))
	_, err := s.store.Subscribe(t.Context(), connection, "board", s.at)
	must(t, err)
}

func TestClientsThatVanishCostTheirSubscriptionAndNothingElse(t *testing.T) {
	s := newShop(t)
	s.join(t, "alive")
	for i := range 100 {
		connection := fmt.Sprint("gone-", i)
		s.join(t, connection)
		s.sockets.Gone = append(s.sockets.Gone, connection)
	}
	var deleted int
	s.store.Err = func(operation string) error {
		if operation == "Unsubscribe" {
			deleted++
		}
		return nil
	}
	for range 2 {
		s.stream(t, s.change(t, anOrder, s.enter(coffee.Queued)))
		s.stream(t, s.change(t, anOrder, s.enter(coffee.Ready)))
	}
	if got := s.sockets.Take("alive"); len(got) != 4 {
		t.Errorf("the client that is left got %d messages, want all 4", len(got))
	}
	s.checkSubscribers(t, "board", "alive")
	if deleted != 100 {
		t.Errorf("%d subscriptions were deleted, want 100", deleted)
	}
}

// The slow client's post ends only when its own deadline or the test's end cancels it, and
// it does not end before the others' messages have been sent.
func TestASlowOrFailingClientDelaysNobody(t *testing.T) {
	s := newShop(t)
	const others = 20
	var sent sync.WaitGroup
	sent.Add(others)
	s.join(t, "slow")
	s.join(t, "failing")
	for i := range others {
		s.join(t, fmt.Sprint("client-", i))
	}
	s.sockets.Hook = func(ctx context.Context, connection string) error {
		switch connection {
		case "slow":
			if _, limited := ctx.Deadline(); !limited {
				t.Error("the slow client's message has no deadline")
			}
			sent.Wait()
			return context.DeadlineExceeded
		case "failing":
			return errBroken
		default:
			sent.Done()
			return nil
		}
	}
	if got := s.stream(t, s.change(t, anOrder, s.enter(coffee.Queued))); got != noFailure {
		t.Errorf("the response is %s, want no failure", got)
	}
	for i := range others {
		if got := s.sockets.Take(fmt.Sprint("client-", i)); len(got) != 1 {
			t.Errorf("client %d got %v, want the board", i, got)
		}
	}
	for _, connection := range []string{"slow", "failing"} {
		if !strings.Contains(s.log.String(), `"connectionId":"`+connection+`"`) {
			t.Errorf("the log does not name the client %s:\n%s", connection, s.log)
		}
	}
	if strings.Contains(s.log.String(), "preparing") {
		t.Errorf("the log has the message:\n%s", s.log)
	}
}

// Clients subscribe, vanish and hear of changes at once. The race detector checks what
// they share.
func TestACustomerDoesNotWaitForTheBoardOfOthers(t *testing.T) {
	s := newShop(t)
	message := []byte(`{"type":"pong","at":"2026-11-25T09:00:00Z"}`)
	board := delivery{channel: "board", message: message}
	for i := range 2 * postsAtOnce {
		board.subscribers = append(board.subscribers, fmt.Sprint("client-", i))
	}
	told := make(chan struct{})
	s.sockets.Hook = func(ctx context.Context, connection string) error {
		if connection == "customer" {
			close(told)
			return nil
		}
		select {
		case <-told:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	s.deliver(t.Context(), []delivery{board, {"order#1", []string{"customer"}, message}})
	if strings.Contains(s.log.String(), "could not send") {
		t.Error("the board was sent before the order")
	}
}

func TestACustomerDoesNotWaitUntilTheBoardIsRead(t *testing.T) {
	s := newShop(t)
	s.watch(t, api.OrderChannel)
	s.watch(t, api.BoardChannel)
	told := make(chan struct{})
	s.sockets.Hook = func(_ context.Context, connection string) error {
		if connection == string(api.OrderChannel) {
			close(told)
		}
		return nil
	}
	s.store.Err = func(operation string) error {
		if operation != "InState" {
			return nil
		}
		select {
		case <-told:
			return nil
		case <-time.After(5 * time.Second):
			return errBroken
		}
	}
	if got := s.stream(t, s.change(t, anOrder, s.enter(coffee.Queued))); got != noFailure {
		t.Errorf("the response is %s: the order was not sent before the board was read", got)
	}
}

func TestRequestsAndChangesMayComeAtOnce(t *testing.T) {
	s := newShop(t)
	s.watch(t, api.BoardChannel)
	queued := s.change(t, anOrder, s.enter(coffee.Queued))
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			connection := fmt.Sprint("client-", i)
			s.connect(t, connection)
			s.send(t, connection, api.LiveRequest{Action: api.Subscribe, Channel: api.BoardChannel})
			if got := s.sockets.Take(connection); len(got) == 0 {
				t.Errorf("%s got nothing, want a snapshot", connection)
			}
		})
		all.Go(func() { s.stream(t, queued) })
	}
	all.Wait()
}
