package storetest

import (
	"slices"
	"testing"
)

// connect stores new connections, and returns their IDs.
func connect(t *testing.T, s Store) (a, b string) {
	t.Helper()
	a, b = newID(), newID()
	must(t, s.Connect(t.Context(), a, now()))
	must(t, s.Connect(t.Context(), b, now()))
	return a, b
}

func subscribe(t *testing.T, s Store, connection string, channels ...string) {
	t.Helper()
	for _, channel := range channels {
		if ok, err := s.Subscribe(t.Context(), connection, channel, now()); !ok || err != nil {
			t.Fatalf("Subscribe(%s, %s) = %v, %v, want it subscribed", connection, channel, ok, err)
		}
	}
}

func checkSubscribers(t *testing.T, s Store, channel string, want ...string) {
	t.Helper()
	got, err := s.Subscribers(t.Context(), channel)
	slices.Sort(got)
	slices.Sort(want)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("Subscribers(%s) = %v, %v, want %v", channel, got, err, want)
	}
}

func checkIdle(t *testing.T, s Store, connection string, want bool) {
	t.Helper()
	if got, err := s.DisconnectIdle(t.Context(), connection); got != want || err != nil {
		t.Errorf("DisconnectIdle(%s) = %v, %v, want %v", connection, got, err, want)
	}
}

func testSubscriptions(t *testing.T, s Store) {
	checkSubscribers(t, s, "board")
	a, b := connect(t, s)
	checkSubscribers(t, s, "board")
	subscribe(t, s, a, "board", "order#1", "board")
	subscribe(t, s, b, "board")
	checkSubscribers(t, s, "board", a, b)
	checkSubscribers(t, s, "order#1", a)
	checkSubscribers(t, s, "order#2")
}

func testDisconnect(t *testing.T, s Store) {
	a, b := connect(t, s)
	subscribe(t, s, a, "board", "order#1")
	subscribe(t, s, b, "board")
	for range 2 {
		must(t, s.Disconnect(t.Context(), a))
		checkSubscribers(t, s, "board", b)
		checkSubscribers(t, s, "order#1")
	}
	must(t, s.Disconnect(t.Context(), newID()))
	must(t, s.Disconnect(t.Context(), b))
	checkSubscribers(t, s, "board")
}

func testUnsubscribe(t *testing.T, s Store) {
	a, b := connect(t, s)
	subscribe(t, s, a, "board", "order#1")
	subscribe(t, s, b, "board")
	for range 2 {
		must(t, s.Unsubscribe(t.Context(), a, "board"))
		checkSubscribers(t, s, "board", b)
		checkSubscribers(t, s, "order#1", a)
	}
}

func testIdle(t *testing.T, s Store) {
	a, b := connect(t, s)
	subscribe(t, s, a, "board")
	checkIdle(t, s, a, false)
	checkSubscribers(t, s, "board", a)
	checkIdle(t, s, b, true)
	checkIdle(t, s, b, true)
	checkIdle(t, s, newID(), true)
}

func testGoneConnection(t *testing.T, s Store) {
	a, b := connect(t, s)
	must(t, s.Disconnect(t.Context(), a))
	checkIdle(t, s, b, true)
	for _, connection := range []string{a, b, newID()} {
		if ok, err := s.Subscribe(t.Context(), connection, "board", now()); ok || err != nil {
			t.Errorf("Subscribe(a connection that is gone) = %v, %v, want false", ok, err)
		}
	}
	checkSubscribers(t, s, "board")
}
