package coffee_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// happyPath lists the states of an order that succeeds.
var happyPath = []coffee.State{
	coffee.Requested, coffee.Started, coffee.Placed, coffee.Queued, coffee.Making, coffee.Ready, coffee.Collected,
}

// allowed defines the life cycle a second time, independently of the code.
func allowed(from, to coffee.State) bool {
	at, towards := slices.Index(happyPath, from), slices.Index(happyPath, to)
	inWorkflow := at >= 0 && from != coffee.Ready && from != coffee.Collected
	switch to {
	case coffee.Rejected:
		return from == coffee.Requested || from == coffee.Placed // by hand
	case coffee.Cancelled, coffee.TimedOut, coffee.Failed:
		return inWorkflow
	case coffee.Collected, coffee.Unclaimed:
		return from == coffee.Ready
	case coffee.Making:
		return inWorkflow && at < towards || from == coffee.Ready // recalled
	case coffee.Queued:
		return inWorkflow && (at < towards || from == coffee.Making)
	default:
		return inWorkflow && at < towards
	}
}

func TestCanBecomeFollowsTheLifeCycle(t *testing.T) {
	for _, from := range coffee.States() {
		for _, to := range coffee.States() {
			if got, want := from.CanBecome(to), allowed(from, to); got != want {
				t.Errorf("%s.CanBecome(%s) = %v, want %v", from, to, got, want)
			}
		}
	}
}

func TestNoSequenceOfChangesLeavesTheLifeCycle(t *testing.T) {
	requests := append(coffee.States(), "TELEPORTED", "")
	rapid.Check(t, func(t *rapid.T) {
		life := []coffee.State{coffee.Requested}
		for _, request := range rapid.SliceOf(rapid.SampledFrom(requests)).Draw(t, "requests") {
			before := life[len(life)-1]
			after, err := before.Become(request)
			checkStep(t, before, request, after, err)
			life = append(life, after)
		}
		checkLife(t, life)
	})
}

func checkStep(t *rapid.T, before, request, after coffee.State, err error) {
	t.Helper()
	var refused *coffee.ChangeError
	switch accepted := before == request || allowed(before, request); {
	case accepted && (err != nil || after != request):
		t.Fatalf("%s.Become(%s) = %s, %v, want it to be accepted", before, request, after, err)
	case !accepted && (!errors.As(err, &refused) || *refused != coffee.ChangeError{From: before, To: request}):
		t.Fatalf("%s.Become(%s) = %s, %v, want a ChangeError with both states", before, request, after, err)
	case !accepted && after != before:
		t.Fatalf("%s.Become(%s) = %s, want the state unchanged", before, request, after)
	}
}

func checkLife(t *rapid.T, life []coffee.State) {
	t.Helper()
	for i, state := range life {
		if !slices.Contains(coffee.States(), state) {
			t.Fatalf("life %v reached %q, which is not a state", life, state)
		}
		if state.Terminal() && slices.ContainsFunc(life[i:], func(s coffee.State) bool { return s != state }) {
			t.Fatalf("life %v continued after the terminal state %s", life, state)
		}
	}
	was := func(state coffee.State) bool { return slices.Contains(life, state) }
	if (was(coffee.Collected) || was(coffee.Unclaimed)) && !was(coffee.Ready) {
		t.Fatalf("life %v was COLLECTED or UNCLAIMED without being READY", life)
	}
	if was(coffee.Rejected) && (was(coffee.Queued) || was(coffee.Making) || was(coffee.Ready)) {
		t.Fatalf("life %v was both queued and REJECTED", life)
	}
}

func TestAnOrderMayStayInItsState(t *testing.T) {
	for _, state := range coffee.States() {
		if got, err := state.Become(state); got != state || err != nil {
			t.Errorf("%[1]s.Become(%[1]s) = %s, %v, want %[1]s, nil", state, got, err)
		}
	}
}

func TestSixStatesAreTerminal(t *testing.T) {
	ends := []coffee.State{coffee.Collected, coffee.Unclaimed, coffee.Rejected, coffee.Cancelled, coffee.TimedOut, coffee.Failed}
	for _, state := range coffee.States() {
		if got, want := state.Terminal(), slices.Contains(ends, state); got != want {
			t.Errorf("%s.Terminal() = %v, want %v", state, got, want)
		}
	}
}

func TestOpenStatesAreThoseBeforeReady(t *testing.T) {
	for _, state := range coffee.States() {
		want := slices.Contains(happyPath[:slices.Index(happyPath, coffee.Ready)], state)
		if got := state.Open(); got != want {
			t.Errorf("%s.Open() = %v, want %v", state, got, want)
		}
	}
}

func TestBehindListsTheOpenStatesThatLeadForwards(t *testing.T) {
	for _, state := range coffee.States() {
		for _, from := range coffee.States() {
			back := from == coffee.Making && state == coffee.Queued
			want := from.Open() && from.CanBecome(state) && !back
			if got := slices.Contains(state.Behind(), from); got != want {
				t.Errorf("%s.Behind() = %v, has %s: %v, want %v", state, state.Behind(), from, got, want)
			}
		}
	}
}

func TestOnlyReleaseAndRecallLeadBackwards(t *testing.T) {
	for _, from := range happyPath {
		for _, to := range happyPath[:slices.Index(happyPath, from)] {
			want := from == coffee.Making && to == coffee.Queued || from == coffee.Ready && to == coffee.Making
			if got := from.CanBecome(to); got != want {
				t.Errorf("%s.CanBecome(%s) = %v, want %v", from, to, got, want)
			}
		}
	}
}

func TestEveryStateIsReachableAndLeadsToAnEnd(t *testing.T) {
	for _, state := range coffee.States() {
		if !reachable(coffee.Requested)[state] {
			t.Errorf("no path leads from %s to %s", coffee.Requested, state)
		}
		ends := false
		for end := range reachable(state) {
			ends = ends || end.Terminal()
		}
		if !ends {
			t.Errorf("no path leads from %s to an end", state)
		}
	}
}

// reachable returns from and every state that it can become, in any number of steps.
func reachable(from coffee.State) map[coffee.State]bool {
	seen := map[coffee.State]bool{from: true}
	for todo := []coffee.State{from}; len(todo) > 0; todo = todo[1:] {
		for _, to := range coffee.States() {
			if todo[0].CanBecome(to) && !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	return seen
}

func TestStatesAndBehindReturnCopies(t *testing.T) {
	clear(coffee.States())
	clear(coffee.Failed.Behind())
	if got := coffee.States(); slices.Contains(got, "") {
		t.Errorf("States() = %q after a caller changed an earlier list", got)
	}
	if got := coffee.Failed.Behind(); slices.Contains(got, "") {
		t.Errorf("Behind() = %q after a caller changed an earlier list", got)
	}
}
