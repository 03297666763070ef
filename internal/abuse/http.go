package abuse

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

// scans returns the floods of POST /api/orders.
func (t Target) scans() []Flood {
	scan := func(code, key string, want coffee.ErrorCode) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := t.Client.Scan(ctx, code, key)
			return refused(err, want)
		}
	}
	period := t.UsedUp[:strings.LastIndex(t.UsedUp, "-")+1]
	return []Flood{
		{Name: "QR codes of the current period", Cost: Cost{1, 1, 0}, Send: func(ctx context.Context, _ int) error {
			return scan(period+rand.Text(), "", coffee.CodeUnknown)(ctx)
		}},
		{Name: "QR codes of another format", Cost: Cost{1, 0, 0}, Send: func(ctx context.Context, _ int) error {
			return scan(rand.Text(), "", coffee.CodeMalformed)(ctx)
		}},
		{Name: "idempotency keys for a used-up code", Cost: Cost{1, 1, 0}, Send: func(ctx context.Context, _ int) error {
			return scan(t.UsedUp, rand.Text(), coffee.CodeUsedUp)(ctx)
		}},
		{Name: "idempotency keys that are too short", Cost: Cost{1, 0, 0}, Send: func(ctx context.Context, _ int) error {
			return scan(t.UsedUp, rand.Text()[:15], api.InvalidRequest)(ctx)
		}},
	}
}

// orders returns the floods of the routes for the customer of an order.
func (t Target) orders() []Flood {
	return []Flood{
		{Name: "secrets, to read an order", Cost: Cost{1, 1, 0}, Send: func(ctx context.Context, _ int) error {
			_, err := t.Client.View(ctx, t.ticket(secret()))
			return refused(err, coffee.UnknownOrder)
		}},
		{Name: "secrets, to place a drink", Cost: Cost{1, 1, 0}, Send: func(ctx context.Context, _ int) error {
			_, err := t.Client.Place(ctx, t.ticket(secret()), coffee.Choice{Drink: "espresso"})
			return refused(err, coffee.UnknownOrder)
		}},
		{Name: "secrets, to cancel an order", Cost: Cost{1, 1, 0}, Send: func(ctx context.Context, _ int) error {
			_, err := t.Client.Cancel(ctx, t.ticket(secret()))
			return refused(err, coffee.UnknownOrder)
		}},
		{Name: "order IDs", Cost: Cost{1, 1, 0}, Send: func(ctx context.Context, _ int) error {
			_, err := t.Client.View(ctx, api.Ticket{OrderID: strings.ToLower(rand.Text()), Secret: secret()})
			return refused(err, coffee.UnknownOrder)
		}},
		{Name: "requests for an order without a secret", Cost: Cost{1, 0, 0}, Send: func(ctx context.Context, _ int) error {
			_, err := t.Client.View(ctx, t.ticket(""))
			return refused(err, api.Unauthenticated)
		}},
	}
}

// requests returns the floods of the other routes.
func (t Target) requests() []Flood {
	return []Flood{
		{Name: "paths below /api", Cost: Cost{1, 0, 0}, Send: func(ctx context.Context, _ int) error {
			return t.ask(ctx, http.MethodGet, "/api/"+rand.Text(), "", http.StatusNotFound)
		}},
		{Name: "other paths", Cost: Cost{1, 0, 0}, Send: func(ctx context.Context, _ int) error {
			return t.ask(ctx, http.MethodGet, "/"+rand.Text(), "", http.StatusNotFound)
		}},
		{Name: "bodies of 100 KB", Cost: Cost{1, 0, 0}, Send: func(ctx context.Context, _ int) error {
			return t.ask(ctx, http.MethodPost, "/api/orders", `{"code":"`+strings.Repeat("x", 100_000)+`"}`, http.StatusRequestEntityTooLarge)
		}},
		{Name: "access tokens with a made-up signature, to claim an order", Send: func(ctx context.Context, _ int) error {
			_, err := t.Client.As(forge(t.Display)).Claim(ctx, t.OrderID)
			return refused(err, "http_401")
		}},
		{Name: "claims with a display's access token", Cost: Cost{1, 0, 0}, Send: func(ctx context.Context, _ int) error {
			_, err := t.Client.As(t.Display).Claim(ctx, t.OrderID)
			return refused(err, api.Forbidden)
		}},
	}
}

// ask sends a request and returns an error unless the answer has that status.
func (t Target) ask(ctx context.Context, method, path, body string, want int) error {
	request, err := http.NewRequestWithContext(ctx, method, t.SiteURL+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode != want {
		return fmt.Errorf("%s %s = %d, want %d", method, path, response.StatusCode, want)
	}
	return nil
}

// secret returns a made-up secret of an order, as long as a real one.
func secret() string { return (rand.Text() + rand.Text())[:43] }

// forge returns an access token with the same claims and a made-up signature.
func forge(token string) string {
	end := strings.LastIndex(token, ".") + 1
	signature := strings.Repeat(rand.Text(), len(token)/26+1)
	return token[:end] + signature[:len(token)-end]
}
