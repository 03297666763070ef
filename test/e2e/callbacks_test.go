package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	sfn "github.com/aws/aws-sdk-go-v2/service/sfn/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// outputs lists JSON of every shape: what callers can answer a task token with.
var outputs = map[string]string{
	"an empty object": `{}`,
	"a number":        `42`,
	"a fraction":      `-0.5e-3`,
	"a string":        `"flat white"`,
	"an empty string": `""`,
	"null":            `null`,
	"true":            `true`,
	"false":           `false`,
	"an empty list":   `[]`,
	"nested lists":    `[1,[2,[]]]`,
	"nested objects":  `{"drink":{"name":"latte","modifiers":[{"milk":"oat"},null]},"taskToken":"none of ours"}`,
	"Unicode":         `{"drink":"café ☕ 咖啡 👩🏽‍🍳","note":"\" \\ / \t <b> {% $states %}"}`,
	"an expression":   `"{% $uuid() %}"`,
	"100 KB":          `{"note":"` + strings.Repeat("espresso ", 100<<10/9) + `"}`,
	"an empty key":    `{"":{"":1}}`,
}

func TestACallbackAcceptsAnyJSON(t *testing.T) {
	s := open(t, listing, openDoors)
	for name, output := range outputs {
		t.Run(name, func(t *testing.T) {
			if err := s.carryThrough(output); err != nil {
				t.Error(err)
			}
		})
	}
}

// carryThrough answers both waits of a new order with the output.
func (s *shop) carryThrough(output string) error {
	o := s.newOrder()
	if err := o.start(); err != nil {
		return err
	}
	if err := o.place(output); err != nil {
		return err
	}
	heard, err := o.hear(coffee.AwaitingCompletion{})
	if err != nil {
		return err
	}
	var event coffee.AwaitingCompletion
	if err := json.Unmarshal(heard.Detail, &event); err != nil {
		return err
	}
	if err := sameJSON(string(event.Order), output); err != nil {
		return err
	}
	if err := o.complete(output); err != nil {
		return err
	}
	if err := o.becomes(coffee.Ready); err != nil {
		return err
	}
	return errors.Join(o.awaitDrink(output), o.emits("OrderStarted", "AwaitingCompletion", "OrderCompleted"))
}

// awaitDrink waits until the orders table has that JSON as the drink. The event that
// carries it can arrive after the one that ends the order.
func (o order) awaitDrink(want string) error {
	return eventually(o.ctx, func(ctx context.Context) error {
		record, err := o.Order(ctx, o.id)
		if err != nil {
			return err
		}
		return sameJSON(record[schema.DrinkAttribute], want)
	})
}

func sameJSON(got, want string) error {
	var g, w any
	if err := errors.Join(json.Unmarshal([]byte(got), &g), json.Unmarshal([]byte(want), &w)); err != nil {
		return err
	}
	if !reflect.DeepEqual(g, w) {
		return errors.New("the order is " + shorten(got) + ", want " + shorten(want))
	}
	return nil
}

func shorten(text string) string { return text[:min(len(text), 200)] }

func TestASecondAnswerIsRefusedAndChangesNothing(t *testing.T) {
	s := open(t, listing, openDoors)
	o := s.startOrder()
	s.must(o.place(`{"drink":"latte"}`))
	_, err := o.hear(coffee.AwaitingCompletion{})
	s.must(err)

	if err := o.place(`{"drink":"mocha"}`); !tooLate(err) {
		t.Errorf("placing a second time = %v, want TaskTimedOut or TaskDoesNotExist", err)
	}
	if err := o.cancel(coffee.OrderStarted{}, "Customer.ChangedMind", ""); !tooLate(err) {
		t.Errorf("cancelling with the spent token = %v, want TaskTimedOut or TaskDoesNotExist", err)
	}
	s.must(o.complete("{}"))
	s.must(o.ends("SUCCEEDED", "EmitOrderCompleted"))
	if err := o.complete("{}"); !tooLate(err) {
		t.Errorf("completing a second time = %v, want TaskTimedOut or TaskDoesNotExist", err)
	}
	s.must(o.emits("OrderStarted", "AwaitingCompletion", "OrderCompleted"))
	s.must(o.checkEnd(s.ctx))
	s.must(o.awaitDrink(`{"drink":"latte"}`))
}

// tooLate reports whether err says that the token was spent or had expired. AWS
// returns TaskTimedOut, the emulator TaskDoesNotExist.
func tooLate(err error) bool {
	var timedOut *sfn.TaskTimedOut
	var unknown *sfn.TaskDoesNotExist
	return errors.As(err, &timedOut) || errors.As(err, &unknown)
}
