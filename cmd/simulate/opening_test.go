package main

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
)

// opened returns an opening of a shop.
func opened(t *testing.T, s *fakeShop) *opening {
	api, _ := s.serve(t)
	return &opening{manager: &person{hands: api}, say: new(strings.Builder), journal: newJournal(t)}
}

func TestAnOpenedShopIsPutBack(t *testing.T) {
	s := newFakeShop()
	s.open = false
	before, op := s.limits, opened(t, s)
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
	op := opened(t, s)
	if _, err := op.open(t.Context(), quick); err != nil {
		t.Fatal(err)
	}
	if err := op.restore(t.Context()); err != nil || !s.open {
		t.Errorf("restored: open is %v (%v), want it open", s.open, err)
	}
}

func TestLimitsThatAManagerSetMeanwhileStay(t *testing.T) {
	s := newFakeShop()
	op := opened(t, s)
	if _, err := op.open(t.Context(), quick); err != nil {
		t.Fatal(err)
	}
	s.limits.DrinksPerCode = 12
	if err := op.restore(t.Context()); err != nil || s.limits.DrinksPerCode != 12 {
		t.Errorf("restored: %+v (%v), want the manager's 12 drinks", s.limits, err)
	}
}

func TestAShopWithNothingToDrinkSaysWhatToDo(t *testing.T) {
	s := newFakeShop()
	s.menu.Drinks = s.menu.Drinks[1:]
	before := s.limits
	if _, err := opened(t, s).open(t.Context(), quick); err == nil || !strings.Contains(err.Error(), "PUT /api/menu") || s.limits != before {
		t.Errorf("error %v with the limits %+v, want one that names the route, and limits as before", err, s.limits)
	}
}

func TestACrewThatIsNotCompleteIsDismissed(t *testing.T) {
	api, _ := newFakeShop().serve(t)
	people := &fakePool{people: map[string]bool{}, full: 4}
	crew, err := hire(t.Context(), people, newJournal(t), api, 3)
	if err == nil || len(people.people) != 4 {
		t.Fatalf("hired %v (%v), want an error after four people", people.people, err)
	}
	for name := range people.people {
		if !strings.HasPrefix(name, "simulated-") {
			t.Errorf("%s does not tell where it comes from", name)
		}
	}
	if err := crew.dismiss(t.Context()); err != nil || len(people.people) > 0 {
		t.Errorf("still there: %v (%v), want nobody", slices.Collect(maps.Keys(people.people)), err)
	}
}

func TestWhoseTokenExpiredSignsInAgain(t *testing.T) {
	for _, signedOut := range []coffee.ErrorCode{api.Unauthenticated, "http_401"} {
		api, _ := newFakeShop().serve(t)
		p := &person{name: "ada", pool: &fakePool{}, hands: api}
		sent := 0
		err := p.do(context.Background(), func(c *client.Client) error {
			if sent++; c == api {
				return coffee.NewError(signedOut, "")
			}
			return nil
		})
		if err != nil || sent != 2 {
			t.Errorf("%s: sent %d times (%v), want it to work the second time", signedOut, sent, err)
		}
	}
}
