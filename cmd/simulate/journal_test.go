package main

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// newJournal opens an empty journal in a temporary folder.
func newJournal(t *testing.T) *journal {
	t.Helper()
	return reopened(t, t.TempDir())
}

func reopened(t *testing.T, root string) *journal {
	t.Helper()
	j, err := openJournal(root, "the-pool")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(j.close)
	return j
}

// cutOff prepares a shop for a simulation and does not restore it, as a kill would.
func cutOff(t *testing.T, root string, s *fakeShop, people *fakePool) {
	t.Helper()
	api := s.serve(t)
	j := reopened(t, root)
	defer j.close()
	c := newCrew(people, j, api)
	if err := c.hire(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	op := &opening{manager: c.manager, say: new(strings.Builder), journal: j}
	if _, err := op.open(t.Context(), quick); err != nil {
		t.Fatal(err)
	}
}

func TestTheNextSimulationUndoesAKilledOne(t *testing.T) {
	root, s := t.TempDir(), newFakeShop()
	people := &fakePool{people: map[string]bool{"ada": true}, full: 99}
	s.open = false
	before := s.limits
	cutOff(t, root, s, people)
	if s.limits == before || !s.open || len(people.people) != 5 {
		t.Fatalf("after the kill: %+v, open %v, staff %v, want raised limits, an open shop and four more people", s.limits, s.open, people.people)
	}

	api := s.serve(t)
	j := reopened(t, root)
	if err := j.putBack(t.Context(), people, api, new(strings.Builder)); err != nil {
		t.Fatal(err)
	}
	if s.limits != before || s.open || len(people.people) != 1 || !people.people["ada"] {
		t.Errorf("put back: %+v, open %v, staff %v, want %+v, a closed shop and only ada", s.limits, s.open, people.people, before)
	}
	if _, err := os.Stat(j.file); err == nil || !j.empty() {
		t.Errorf("the journal is still there: %+v", j)
	}
}

func TestTheJournalKeepsWhatCouldNotBeUndone(t *testing.T) {
	root, s := t.TempDir(), newFakeShop()
	people := &fakePool{people: map[string]bool{}, full: 99}
	before := s.limits
	cutOff(t, root, s, people)
	api := s.serve(t)

	s.refuseLimits = true
	j := reopened(t, root)
	if err := j.putBack(t.Context(), people, api, new(strings.Builder)); coffee.CodeOf(err) != coffee.InvalidSettings {
		t.Fatalf("putBack() = %v, want the shop's refusal", err)
	}
	j.close()

	s.refuseLimits = false
	if err := reopened(t, root).putBack(t.Context(), people, api, new(strings.Builder)); err != nil || s.limits != before {
		t.Errorf("putBack() again = %v with %+v, want %+v", err, s.limits, before)
	}
}

func TestOneSimulationAtATime(t *testing.T) {
	root := t.TempDir()
	first := reopened(t, root)
	if _, err := openJournal(root, "the-pool"); err == nil || !strings.Contains(err.Error(), "another simulation") {
		t.Errorf("openJournal() while another is open = %v, want an error", err)
	}
	if _, err := openJournal(root, "another-pool"); err != nil {
		t.Errorf("openJournal() of another shop = %v", err)
	}
	first.close()
	reopened(t, root)
}

func TestAnInvalidJournalIsAnErrorWithItsName(t *testing.T) {
	root := t.TempDir()
	j := reopened(t, root)
	j.close()
	if err := errors.Join(os.WriteFile(j.file, []byte("{"), 0o644)); err != nil {
		t.Fatal(err)
	}
	if _, err := openJournal(root, "the-pool"); err == nil || !strings.Contains(err.Error(), j.file) {
		t.Errorf("openJournal() = %v, want the file's name", err)
	}
}

// newOpening returns an opening whose manager works in the shop.
func newOpening(t *testing.T, s *fakeShop) *opening {
	api := s.serve(t)
	return &opening{manager: &person{api: api}, say: new(strings.Builder), journal: newJournal(t)}
}

func TestAnOpenedShopIsRestored(t *testing.T) {
	s := newFakeShop()
	s.open = false
	before, op := s.limits, newOpening(t, s)
	menu, err := op.open(t.Context(), quick)
	want := coffee.Limits{QueueLimit: 50, DrinksPerCode: 99, CodePeriodSeconds: codePeriodSeconds}
	if err != nil || len(menu.Drinks) != 2 || !s.open || s.limits != want {
		t.Fatalf("opened: %v, with %+v and the menu %v (%v), want %+v", s.open, s.limits, menu, err, want)
	}
	if err := op.restore(t.Context()); err != nil || s.open || s.limits != before {
		t.Errorf("restored: open is %v, with %+v (%v), want it closed, with %+v", s.open, s.limits, err, before)
	}
}

func TestAnOpenShopStaysOpen(t *testing.T) {
	s := newFakeShop()
	op := newOpening(t, s)
	if _, err := op.open(t.Context(), quick); err != nil {
		t.Fatal(err)
	}
	if err := op.restore(t.Context()); err != nil || !s.open {
		t.Errorf("restored: open is %v (%v), want it open", s.open, err)
	}
}

func TestLimitsThatAManagerChangedMeanwhileStay(t *testing.T) {
	s := newFakeShop()
	op := newOpening(t, s)
	if _, err := op.open(t.Context(), quick); err != nil {
		t.Fatal(err)
	}
	s.limits.DrinksPerCode = 12
	if err := op.restore(t.Context()); err != nil || s.limits.DrinksPerCode != 12 {
		t.Errorf("restored: %+v (%v), want the manager's 12 drinks", s.limits, err)
	}
}

func TestASoldOutShopIsAnErrorThatSaysWhatToDo(t *testing.T) {
	s := newFakeShop()
	s.menu.Drinks = s.menu.Drinks[1:]
	before := s.limits
	if _, err := newOpening(t, s).open(t.Context(), quick); err == nil || !strings.Contains(err.Error(), "PUT /api/menu") || s.limits != before {
		t.Errorf("error %v with the limits %+v, want one that names the route, and limits as before", err, s.limits)
	}
}
