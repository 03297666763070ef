package storetest

import (
	"sync"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func current(t *testing.T, s Store, now time.Time, drinks int) store.QRCode {
	t.Helper()
	code, err := s.CurrentCode(t.Context(), now, drinks, period)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func testPeriods(t *testing.T, s Store) {
	begin := time.Now().UTC().Truncate(period)
	first := current(t, s, begin, 10)
	if first.Remaining != 10 || !first.ExpiresAt.Equal(begin.Add(period)) {
		t.Errorf("CurrentCode = %+v, want ten drinks until %v", first, begin.Add(period))
	}
	if _, err := store.ParseQRCode(first.Text); err != nil {
		t.Errorf("ParseQRCode(%s): %v", first.Text, err)
	}
	if got := current(t, s, begin.Add(period-time.Millisecond), 10); got != first {
		t.Errorf("CurrentCode at the end of the period = %+v, want the same code, %+v", got, first)
	}
	next := current(t, s, begin.Add(period), 7)
	if next.Text == first.Text || next.Remaining != 7 || !next.ExpiresAt.Equal(begin.Add(2*period)) {
		t.Errorf("CurrentCode in the next period = %+v, want a new code of seven drinks", next)
	}
	later := current(t, s, begin.Add(5*period+time.Second), 7)
	if later.Text == next.Text || !later.ExpiresAt.Equal(begin.Add(6*period)) {
		t.Errorf("CurrentCode after four periods without a request = %+v, want a new code until %v", later, begin.Add(6*period))
	}
}

func testOtherPeriod(t *testing.T, s Store) {
	begin := time.Now().UTC().Truncate(period)
	first := current(t, s, begin.Add(time.Second), 10)
	for _, length := range []time.Duration{time.Second, time.Minute, time.Hour} {
		if got, err := s.CurrentCode(t.Context(), begin.Add(period-time.Second), 10, length); err != nil || got != first {
			t.Errorf("CurrentCode with a period of %v = %+v, %v, want the code that is already shown, %+v", length, got, err, first)
		}
	}
	next, err := s.CurrentCode(t.Context(), begin.Add(period), 10, time.Minute)
	if err != nil || next.Text == first.Text || !next.ExpiresAt.Equal(begin.Add(period+time.Minute)) {
		t.Errorf("the next code = %+v, %v, want a new code with the new period", next, err)
	}
}

// However the period changes, each code is shown from the end of the one before, for
// at least the shortest period.
func testPeriodsBackAndForth(t *testing.T, s Store) {
	begin := time.Now().UTC().Truncate(time.Hour)
	var last store.QRCode
	for i := range 120 {
		length := []time.Duration{300 * time.Second, 600 * time.Second, 301 * time.Second, 300 * time.Second}[i%4]
		code, err := s.CurrentCode(t.Context(), begin.Add(time.Duration(i)*time.Minute), 10, length)
		if err != nil {
			t.Fatal(err)
		}
		if last.Text != "" && code.Text != last.Text {
			if shown := code.ExpiresAt.Sub(last.ExpiresAt); shown < 300*time.Second {
				t.Errorf("%+v follows %+v and is shown for %v, want a whole period", code, last, shown)
			}
		}
		last = code
	}
}

func testOtherDrinks(t *testing.T, s Store) {
	now := time.Now()
	if err := s.LimitCode(t.Context(), now, 3); err != nil {
		t.Fatalf("LimitCode without a code: %v", err)
	}
	first := current(t, s, now, 10)
	for _, drinks := range []int{25, 3, 10} {
		if err := s.LimitCode(t.Context(), now, drinks); err != nil {
			t.Fatal(err)
		}
		if got := current(t, s, now, drinks); got.Text != first.Text || got.Remaining != drinks {
			t.Errorf("CurrentCode of %d drinks = %+v, want the same code with that many left", drinks, got)
		}
	}
}

func testOneCode(t *testing.T, s Store) {
	now := time.Now()
	var all sync.WaitGroup
	var texts sync.Map
	for range 50 {
		all.Go(func() {
			code, err := s.CurrentCode(t.Context(), now, 10, period)
			if err != nil || code.Remaining != 10 {
				t.Errorf("CurrentCode = %+v, %v", code, err)
			}
			texts.Store(code.Text, nil)
		})
	}
	all.Wait()
	var got []any
	texts.Range(func(text, _ any) bool { got = append(got, text); return true })
	if len(got) != 1 {
		t.Errorf("50 concurrent requests got the codes %v, want one", got)
	}
}

func testNoCode(t *testing.T, s Store) {
	if code, err := s.CurrentCode(t.Context(), time.Now(), 0, period); err == nil {
		t.Errorf("CurrentCode(0 drinks) = %+v, want an error", code)
	}
	if code, err := s.CurrentCode(t.Context(), time.Now(), 10, 0); err == nil {
		t.Errorf("CurrentCode(no period) = %+v, want an error", code)
	}
}
