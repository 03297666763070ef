package codestest

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
)

// Store is the QR codes of a shop.
type Store interface {
	Current(ctx context.Context, now time.Time, drinks int, period time.Duration) (codes.Code, error)
	Secret(ctx context.Context, text, idempotencyKey string) (orderID, secret string, err error)
}

const period = 5 * time.Minute

// TestStore checks that QR codes keep their contract. newStore is called for
// each part of it, and returns a store without codes.
func TestStore(t *testing.T, newStore func(*testing.T) Store) {
	for _, part := range []struct {
		name string
		test func(*testing.T, Store)
	}{
		{"a code lasts for its period", testPeriods},
		{"a change of the period makes another code", testOtherPeriod},
		{"many who ask at once get one code", testOneCode},
		{"a code for nothing is an error", testNoCode},
		{"a key always gives the same secret", testKeys},
		{"without a key every secret is another", testNoKeys},
		{"there is no secret for what is no code", testNoSecret},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, newStore(t)) })
	}
}

func current(t *testing.T, s Store, now time.Time, drinks int) codes.Code {
	t.Helper()
	code, err := s.Current(t.Context(), now, drinks, period)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func testPeriods(t *testing.T, s Store) {
	begin := time.Now().UTC().Truncate(period)
	first := current(t, s, begin, 10)
	if first.Remaining != 10 || !first.ExpiresAt.Equal(begin.Add(period)) {
		t.Errorf("Current = %+v, want ten drinks until %v", first, begin.Add(period))
	}
	if _, err := codes.Parse(first.Text); err != nil {
		t.Errorf("Parse(%s): %v", first.Text, err)
	}
	if got := current(t, s, begin.Add(period-time.Millisecond), 7); got != first {
		t.Errorf("Current at the end of the period = %+v, want the same code, %+v", got, first)
	}
	next := current(t, s, begin.Add(period), 7)
	if next.Text == first.Text || next.Remaining != 7 || !next.ExpiresAt.Equal(begin.Add(2*period)) {
		t.Errorf("Current in the next period = %+v, want a new code of seven drinks", next)
	}
	if got := current(t, s, begin, 10); got != first {
		t.Errorf("Current in the first period = %+v, want its code, %+v", got, first)
	}
}

func testOtherPeriod(t *testing.T, s Store) {
	now := time.Now()
	first := current(t, s, now, 10)
	second, err := s.Current(t.Context(), now, 10, time.Minute)
	if err != nil || second.Text == first.Text || second.ExpiresAt.Sub(now) > time.Minute {
		t.Errorf("Current of another period = %+v, %v, want another code than %s, for a minute", second, err, first.Text)
	}
}

func testOneCode(t *testing.T, s Store) {
	now := time.Now()
	var all sync.WaitGroup
	var texts sync.Map
	for range 50 {
		all.Go(func() {
			code, err := s.Current(t.Context(), now, 10, period)
			if err != nil || code.Remaining != 10 {
				t.Errorf("Current = %+v, %v", code, err)
			}
			texts.Store(code.Text, nil)
		})
	}
	all.Wait()
	var got []any
	texts.Range(func(text, _ any) bool { got = append(got, text); return true })
	if len(got) != 1 {
		t.Errorf("50 who asked at once got the codes %v, want one", got)
	}
}

func testNoCode(t *testing.T, s Store) {
	if code, err := s.Current(t.Context(), time.Now(), 0, period); err == nil {
		t.Errorf("Current(0 drinks) = %+v, want an error", code)
	}
	if code, err := s.Current(t.Context(), time.Now(), 10, 0); err == nil {
		t.Errorf("Current(no period) = %+v, want an error", code)
	}
}

func secret(t *testing.T, s Store, text, key string) [2]string {
	t.Helper()
	orderID, secret, err := s.Secret(t.Context(), text, key)
	if err != nil {
		t.Fatalf("Secret(%s, %q): %v", text, key, err)
	}
	const letters = "abcdefghijklmnopqrstuvwxyz234567"
	if len(orderID) != 26 || strings.Trim(orderID, letters) != "" {
		t.Errorf("Secret = order %s, want 26 small letters and digits", orderID)
	}
	if len(secret) != 43 {
		t.Errorf("Secret has %d characters, want the 43 of 256 bits", len(secret))
	}
	return [2]string{orderID, secret}
}

func testKeys(t *testing.T, s Store) {
	now := time.Now()
	first, second := current(t, s, now, 10), current(t, s, now.Add(period), 10)
	seen := map[string]bool{}
	for _, text := range []string{first.Text, second.Text} {
		for _, key := range []string{"a", "b"} {
			got := secret(t, s, text, key)
			if again := secret(t, s, text, key); again != got {
				t.Errorf("Secret(%s, %s) again = %v, want %v", text, key, again, got)
			}
			if seen[got[0]] || seen[got[1]] {
				t.Errorf("Secret(%s, %s) = %v, as of another code or key", text, key, got)
			}
			seen[got[0]], seen[got[1]] = true, true
		}
	}
}

func testNoKeys(t *testing.T, s Store) {
	code := current(t, s, time.Now(), 10)
	first, second := secret(t, s, code.Text, ""), secret(t, s, code.Text, "")
	if first[0] == second[0] || first[1] == second[1] {
		t.Errorf("Secret without a key = %v and %v, want all of it random", first, second)
	}
}

func testNoSecret(t *testing.T, s Store) {
	code := current(t, s, time.Now(), 10)
	unknown := code.Text[:len(code.Text)-26] + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	for _, row := range []struct {
		text, key string
		want      coffee.Code
	}{
		{"", "", coffee.CodeMalformed},
		{"", "a", coffee.CodeMalformed},
		{code.Text + "A", "a", coffee.CodeMalformed},
		{unknown, "a", coffee.CodeUnknown},
		{"1" + code.Text, "a", coffee.CodeUnknown},
	} {
		if orderID, secret, err := s.Secret(t.Context(), row.text, row.key); coffee.CodeOf(err) != row.want || orderID+secret != "" {
			t.Errorf("Secret(%s, %q) = %q, %q, %v, want %s", row.text, row.key, orderID, secret, err, row.want)
		}
	}
}
