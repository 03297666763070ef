package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// attempts is how often a request is sent that the shop does not answer or answers with
// a passing error.
const attempts = 10

// shop is a client of a shop's API.
type shop struct {
	url  string
	http *http.Client
}

// openShop returns a client that gets a token for the credentials, and a new one before
// that expires.
func openShop(url, signIn, client, secret string) *shop {
	credentials := clientcredentials.Config{
		ClientID: client, ClientSecret: secret, TokenURL: signIn + "/oauth2/token",
		Scopes: []string{coffee.OrdersScope}, AuthStyle: oauth2.AuthStyleInHeader,
	}
	caller := credentials.Client(context.Background())
	caller.Timeout = 15 * time.Second
	return &shop{url, caller}
}

// take takes an order. It repeats a request with the same key, so that an answer that got
// lost does not cost a second drink.
func (s *shop) take(ctx context.Context, choice api.Choice, key string) (api.QueuedOrder, error) {
	return s.insist(ctx, http.MethodPost, "/api/queue", key, choice)
}

// view returns an order that this client took.
func (s *shop) view(ctx context.Context, id string) (api.QueuedOrder, error) {
	return s.send(ctx, http.MethodGet, "/api/queue/"+id, "", nil)
}

// cancel cancels an order that this client took. The shop refuses that once a barista has
// claimed the order.
func (s *shop) cancel(ctx context.Context, id, reason string) error {
	_, err := s.insist(ctx, http.MethodPost, "/api/queue/"+id+"/cancel", "", api.Cancellation{Reason: reason})
	return err
}

// insist sends a request again, after a second, while the error is a passing one.
func (s *shop) insist(ctx context.Context, method, path, key string, body any) (order api.QueuedOrder, err error) {
	for range attempts {
		if order, err = s.send(ctx, method, path, key, body); !passing(err) {
			break
		}
		select {
		case <-ctx.Done():
			return order, err
		case <-time.After(time.Second):
		}
	}
	return order, err
}

// refusal is an answer that is not a success.
type refusal struct {
	status int
	api.Problem
	api.GatewayRefusal
}

func (r *refusal) Error() string {
	return fmt.Sprintf("the shop answered %d %s: %s", r.status, r.Code, cmp.Or(r.Detail, r.Message))
}

// passing reports whether the same request may succeed later: there was no answer, or the
// shop was busy. A token that the shop refuses, or no longer gets, is not passing.
func passing(err error) bool {
	if r := new(refusal); errors.As(err, &r) {
		return r.status == http.StatusTooManyRequests || r.status >= http.StatusInternalServerError
	}
	if denied := new(oauth2.RetrieveError); errors.As(err, &denied) {
		return denied.Response.StatusCode >= http.StatusInternalServerError
	}
	return err != nil
}

func (s *shop) send(ctx context.Context, method, path, key string, body any) (order api.QueuedOrder, err error) {
	text, err := json.Marshal(body)
	if err != nil {
		return order, err
	}
	if body == nil {
		text = nil
	}
	request, err := http.NewRequestWithContext(ctx, method, s.url+path, bytes.NewReader(text))
	if err != nil {
		return order, err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		request.Header.Set("Idempotency-Key", key)
	}
	response, err := s.http.Do(request)
	if err != nil {
		return order, err
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusMultipleChoices {
		refused := &refusal{status: response.StatusCode}
		_ = json.NewDecoder(response.Body).Decode(refused) // else the status alone
		return order, refused
	}
	return order, json.NewDecoder(response.Body).Decode(&order)
}
