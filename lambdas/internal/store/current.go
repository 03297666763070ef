package store

import (
	"context"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// CurrentCode returns the code to display at now. The first call after the previous code's
// period has ended creates the next code, with a period in whole seconds; concurrent
// callers get the same one. The code is good for that many drinks in all, including those
// already taken.
func (s *Store) CurrentCode(ctx context.Context, now time.Time, drinks int, period time.Duration) (QRCode, error) {
	if drinks < 1 || period < time.Second {
		return QRCode{}, fmt.Errorf("code for %d drinks in %v: want at least one drink and a second", drinks, period)
	}
	found, err := s.currentCode(ctx, now, drinks, period)
	if err != nil {
		return QRCode{}, fmt.Errorf("current code: %w", err)
	}
	return codeOf(found), nil
}

func (s *Store) currentCode(ctx context.Context, now time.Time, drinks int, period time.Duration) (item, error) {
	shown, err := s.shownCode(ctx)
	if err != nil {
		return nil, err
	}
	if _, current := periodOf(shown, now); !current {
		if shown, err = s.followCode(ctx, shown, now, period); err != nil {
			return nil, err
		}
	}
	p, current := periodOf(shown, now)
	if !current { // now is far in the past, or the table was edited by hand
		return nil, fmt.Errorf("the code of period %v is not current at %v", p, now)
	}
	found, err := s.client.get(ctx, s.tables.Counter, codeKey(p))
	if err == nil && len(found) == 0 {
		found, err = s.putNew(ctx, newCode(p, shown, drinks))
	}
	if err == nil && readNumber(found[schema.CodeDrinksAttribute]) != int64(drinks) {
		found, err = s.limitCode(ctx, p, found, drinks)
	}
	return found, err
}

// LimitCode changes the current code, if there is one, to be good for that many drinks in
// all, including those already taken.
func (s *Store) LimitCode(ctx context.Context, now time.Time, drinks int) error {
	shown, err := s.shownCode(ctx)
	if err != nil {
		return fmt.Errorf("current code: %w", err)
	}
	p, current := periodOf(shown, now)
	if !current {
		return nil
	}
	found, err := s.client.get(ctx, s.tables.Counter, codeKey(p))
	if err == nil && len(found) > 0 {
		_, err = s.limitCode(ctx, p, found, drinks)
	}
	if err != nil {
		return fmt.Errorf("code of period %v: %w", p, err)
	}
	return nil
}

// periodOf returns the period of a code's text, and whether now is before its end.
func periodOf(content string, now time.Time) (Period, bool) {
	p, err := ParseQRCode(content)
	return p, err == nil && now.Before(p.End())
}

// shownCode returns the text of the latest code, empty if there is none yet.
func (s *Store) shownCode(ctx context.Context) (string, error) {
	found, err := s.client.get(ctx, s.tables.Counter, currentCodeKey())
	return readText(found[schema.CodeTextAttribute]), err
}

// followCode replaces the latest code, whose text is last, by a new one, and returns the
// new text. If another caller replaced it first, it returns that caller's.
func (s *Store) followCode(ctx context.Context, last string, now time.Time, period time.Duration) (string, error) {
	next := currentCodeKey()
	next[schema.CodeTextAttribute] = text(NextPeriod(last, now, period).NewText())
	w := writeTo(next)
	w.condition = anyOf(w.missing(schema.CounterIDAttribute), w.compares(schema.CodeTextAttribute, "=", text(last)))
	other, held, err := s.client.put(ctx, s.tables.Counter, w)
	if !held {
		next = other
	}
	return readText(next[schema.CodeTextAttribute]), err
}

// NextPeriod returns the period that contains now and follows that of the last code. Slots
// are counted from the end of the last period, so that periods never overlap.
func NextPeriod(last string, now time.Time, length time.Duration) Period {
	from := time.Unix(0, 0)
	if p, err := ParseQRCode(last); err == nil && p.End().Before(now.Add(time.Second)) {
		from = p.End()
	}
	return periodSince(from, now, length)
}

// putNew creates an item of the counter table, and returns it, or the existing item with
// the same key.
func (s *Store) putNew(ctx context.Context, created item) (item, error) {
	w := writeTo(created)
	w.condition = w.missing(schema.CounterIDAttribute)
	other, held, err := s.client.put(ctx, s.tables.Counter, w)
	if !held {
		return other, err
	}
	return created, nil
}

// limitCode changes how many drinks a code is good for, unless another caller has changed
// that since the item was read. It returns the item afterwards.
func (s *Store) limitCode(ctx context.Context, p Period, found item, drinks int) (item, error) {
	w := writeTo(codeKey(p))
	w.set(schema.CodeDrinksAttribute, number(int64(drinks)))
	w.condition = w.compares(schema.CodeDrinksAttribute, "=", found[schema.CodeDrinksAttribute])
	now, _, err := s.client.update(ctx, s.tables.Counter, w)
	return now, err
}
