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

// outputs are what callers may answer a task token with: any JSON.
var outputs = map[string]string{
	"an empty object":    `{}`,
	"a number":           `42`,
	"a fraction":         `-0.5e-3`,
	"a string":           `"flat white"`,
	"an empty string":    `""`,
	"null":               `null`,
	"true":               `true`,
	"false":              `false`,
	"an empty list":      `[]`,
	"nested lists":       `[1,[2,[]]]`,
	"nested objects":     `{"drink":{"name":"latte","modifiers":[{"milk":"oat"},null]},"taskToken":"none of ours"}`,
	"other scripts":      `{"drink":"café ☕ 咖啡 👩🏽‍🍳","note":"\" \\ / \t <b> {% $states %}"}`,
	"an expression":      `"{% $uuid() %}"`,
	"100 KB":             `{"note":"` + strings.Repeat("espresso ", 100<<10/9) + `"}`,
	"a key of no length": `{"":{"":1}}`,
}

func TestAnyOutputCarriesAnOrderToItsEnd(t *testing.T) {
	s := open(t, listing, openDoors)
	for name, output := range outputs {
		t.Run(name, func(t *testing.T) {
			if err := s.carries(output); err != nil {
				t.Error(err)
			}
		})
	}
}

// carries answers both waits of a new order with the output.
func (s *shop) carries(output string) error {
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
	return errors.Join(o.hasDrink(output), o.tells("OrderStarted", "AwaitingCompletion", "OrderCompleted"))
}

// hasDrink waits until the orders table has that JSON as the drink. The news of
// it may come after that of the order's end.
func (o order) hasDrink(want string) error {
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
		return errors.New("the order is " + shortened(got) + ", want " + shortened(want))
	}
	return nil
}

func shortened(text string) string { return text[:min(len(text), 200)] }

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
	s.must(o.tells("OrderStarted", "AwaitingCompletion", "OrderCompleted"))
	s.must(o.closed(s.ctx))
	s.must(o.hasDrink(`{"drink":"latte"}`))
}

// tooLate reports whether an answer came after the token was spent or had
// expired. AWS says TaskTimedOut, the emulator TaskDoesNotExist.
func tooLate(err error) bool {
	var timedOut *sfn.TaskTimedOut
	var unknown *sfn.TaskDoesNotExist
	return errors.As(err, &timedOut) || errors.As(err, &unknown)
}
