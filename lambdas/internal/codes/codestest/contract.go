package codestest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
)

// Store is the QR codes of a shop.
type Store interface {
	Current(ctx context.Context, now time.Time, drinks int, period time.Duration) (codes.Code, error)
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
		{"a change of the period shows no old code", testNoOldCode},
		{"many who ask at once get one code", testOneCode},
		{"a code for nothing is an error", testNoCode},
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

// A length that differs by a second may give the number of an old period again.
func testNoOldCode(t *testing.T, s Store) {
	const day = 24 * time.Hour
	midnight := time.Now().UTC().Truncate(day)
	old, err := s.Current(t.Context(), midnight, 10, day)
	if err != nil {
		t.Fatal(err)
	}
	now := midnight.Add(day + time.Hour)
	code, err := s.Current(t.Context(), now, 10, day+time.Second)
	if err != nil || code.Text == old.Text || !code.ExpiresAt.After(now) {
		t.Errorf("Current at %v = %+v, %v, want one that has not expired", now, code, err)
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
