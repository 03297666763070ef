package e2e

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/deployed"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/model"
)

// replay is a recorded trace that a shop replays.
type replay struct {
	*counter
	seed      int
	code      string
	exchanges []model.Exchange
	// alone is whether nothing else happens in the shop, so that its executions can be
	// counted.
	alone bool
	// ids and secrets have those of the shop, by those of the model.
	ids, secrets map[string]string
}

func (c *counter) replay(seed int, code string, exchanges []model.Exchange) *replay {
	return &replay{counter: c, seed: seed, code: code, exchanges: exchanges, ids: map[string]string{}, secrets: map[string]string{}}
}

// play sends every request, and compares its answer and its order with the model's.
func (r *replay) play() error {
	for i, x := range r.exchanges {
		err := r.exchange(x)
		if err == nil && r.alone && x.Status < http.StatusBadRequest {
			err = r.awaitRunning(x.Running)
		}
		if err == nil && x.Full {
			err = r.awaitFull()
		}
		if err != nil {
			return fmt.Errorf("trace %d, request %d of %d, %v: %w", r.seed, i+1, len(r.exchanges), x.Action, err)
		}
	}
	return nil
}

func (r *replay) exchange(x model.Exchange) error {
	status, got, err := r.send(x)
	if err != nil {
		return err
	}
	want := x.Reply
	if status != x.Status || status >= http.StatusBadRequest && got.Code != want.Code || got.State != want.State {
		return fmt.Errorf("the answer is %d %s%s, want %d %s%s", status, got.Code, got.State, x.Status, want.Code, want.State)
	}
	if _, known := r.ids[want.OrderID]; got.OrderID != "" && !known {
		r.ids[want.OrderID] = got.OrderID
		r.track(got.OrderID)
	}
	if got.Secret != "" {
		r.secrets[want.Secret] = got.Secret
	}
	if x.Order == nil || status >= http.StatusBadRequest {
		return nil // nothing may have changed, as the next requests show
	}
	return eventually(r.ctx, func(ctx context.Context) error {
		record, err := r.Order(ctx, r.ids[x.Order.ID])
		if err != nil {
			return err
		}
		return differs(record, *x.Order)
	})
}

// send sends a request with the shop's own IDs, secrets and code. It repeats it while a
// busy machine refuses it.
func (r *replay) send(x model.Exchange) (status int, got model.Reply, err error) {
	path, body := x.Path, x.Body
	for theirs, ours := range r.ids {
		path = strings.Replace(path, theirs, ours, 1)
	}
	if path == "/api/orders" {
		body = fmt.Sprintf(`{"code":%q}`, r.code)
	}
	bearer, headers := r.secrets[x.Secret], []string(nil)
	if x.Staff != "" {
		bearer = r.badges[x.Staff].Access
	}
	if x.Key != "" {
		headers = []string{"Idempotency-Key", fmt.Sprintf("%s-of-trace-%d", x.Key, r.seed)}
	}
	err = eventually(r.ctx, func(context.Context) error {
		answer, err := r.tryRaw(x.Method+" "+path, bearer, body, headers...)
		if err != nil {
			return err
		}
		if answer.status >= http.StatusInternalServerError {
			return fmt.Errorf("the answer is %d %s", answer.status, answer.text)
		}
		status = answer.status
		return json.Unmarshal([]byte(answer.text), &got)
	})
	return status, got, err
}

// differs returns an error if the record of an order is not what it became in the model.
func differs(record deployed.Order, want model.Outcome) error {
	got := model.Outcome{
		ID: want.ID, State: coffee.State(record[schema.StateAttribute]),
		Reason: record[schema.ReasonAttribute], By: record[schema.ByAttribute], Barista: record[schema.BaristaAttribute],
		Numbered: record[schema.NumberAttribute] != "", Recalled: record[schema.RecalledAttribute] != "",
		Returned: record[schema.DrinkReturnedAttribute] != "",
		Waiting:  cmp.Or(record[schema.CustomerTokenAttribute], record[schema.BaristaTokenAttribute]) != "",
	}
	if got != want {
		return fmt.Errorf("the order became %+v, want %+v", got, want)
	}
	return nil
}
