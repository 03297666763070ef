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

func TestDismissRemovesAnIncompleteCrew(t *testing.T) {
	api := newFakeShop().serve(t)
	people := &fakePool{people: map[string]bool{}, full: 4}
	crew := newCrew(people, newJournal(t), api)
	err := crew.hire(t.Context(), 3)
	if err == nil || len(people.people) != 4 {
		t.Fatalf("hired %v (%v), want an error after four people", people.people, err)
	}
	for name := range people.people {
		if !strings.HasPrefix(name, "simulated-") {
			t.Errorf("person %s lacks the prefix simulated-", name)
		}
	}
	if err := crew.dismiss(t.Context()); err != nil || len(people.people) > 0 {
		t.Errorf("%v are still in the pool (%v), want none", slices.Collect(maps.Keys(people.people)), err)
	}
}

func TestAnExpiredTokenIsRenewed(t *testing.T) {
	for _, signedOut := range []coffee.ErrorCode{api.Unauthenticated, "http_401"} {
		api := newFakeShop().serve(t)
		p := &person{name: "ada", pool: &fakePool{}, api: api}
		sent := 0
		err := p.do(context.Background(), func(c *client.Client) error {
			if sent++; c == api {
				return coffee.NewError(signedOut, "")
			}
			return nil
		})
		if err != nil || sent != 2 {
			t.Errorf("%s: sent %d times (%v), want success the second time", signedOut, sent, err)
		}
	}
}
