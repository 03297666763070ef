package store

import (
	"context"
	"fmt"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// CurrentCode returns the code that is shown now. The first to ask after the last
// one ended makes the next, which is shown for that period, in whole seconds;
// everybody gets the same. It is good for that many drinks in all, of which some may
// be taken.
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
	if !current { // since now is long ago, or somebody wrote into the table
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

// LimitCode makes the code that is shown now, if there is one, good for that many
// drinks in all. What was taken stays taken.
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

// periodOf is the period of a code, and whether now is before its end.
func periodOf(content string, now time.Time) (Period, bool) {
	p, err := ParseQRCode(content)
	return p, err == nil && now.Before(p.End())
}

// shownCode is the text of the code that was made last, empty for none.
func (s *Store) shownCode(ctx context.Context) (string, error) {
	found, err := s.client.get(ctx, s.tables.Counter, currentCodeKey())
	return readText(found[schema.CodeTextAttribute]), err
}

// followCode makes the code that comes after the last, and is there from then on. It
// returns that of somebody else who was quicker.
func (s *Store) followCode(ctx context.Context, last string, now time.Time, period time.Duration) (string, error) {
	made := currentCodeKey()
	made[schema.CodeTextAttribute] = text(NextPeriod(last, now, period).NewText())
	w := writeTo(made)
	w.condition = anyOf(w.missing(schema.CounterIDAttribute), w.compares(schema.CodeTextAttribute, "=", text(last)))
	other, held, err := s.client.put(ctx, s.tables.Counter, w)
	if !held {
		made = other
	}
	return readText(made[schema.CodeTextAttribute]), err
}

// NextPeriod is the period after that of the last code: it begins where that ended,
// so that no time has two.
func NextPeriod(last string, now time.Time, length time.Duration) Period {
	from := time.Unix(0, 0)
	if p, err := ParseQRCode(last); err == nil && p.End().Before(now.Add(time.Second)) {
		from = p.End()
	}
	return periodSince(from, now, length)
}

// putNew creates an item of the counter table, and returns it or the one that is
// there already.
func (s *Store) putNew(ctx context.Context, made item) (item, error) {
	w := writeTo(made)
	w.condition = w.missing(schema.CounterIDAttribute)
	other, held, err := s.client.put(ctx, s.tables.Counter, w)
	if !held {
		return other, err
	}
	return made, nil
}

// limitCode changes how many drinks a code is good for, unless somebody else did
// since it was found. It returns the code as it is then.
func (s *Store) limitCode(ctx context.Context, p Period, found item, drinks int) (item, error) {
	w := writeTo(codeKey(p))
	w.set(schema.CodeDrinksAttribute, number(int64(drinks)))
	w.condition = w.compares(schema.CodeDrinksAttribute, "=", found[schema.CodeDrinksAttribute])
	now, _, err := s.client.update(ctx, s.tables.Counter, w)
	return now, err
}
