package store

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

// Grace is how long a code can still be redeemed after its period, for customers who
// scanned it just before the display changed to the next code.
const Grace = time.Minute

// QRCode is a QR code that customers redeem for drinks.
type QRCode struct {
	// Text is the encoded text: the period, a dash, and 130 random bits in base 32.
	Text string
	// Remaining is the number of drinks left.
	Remaining int
	// ExpiresAt is the end of the period, when the next code replaces this one.
	ExpiresAt time.Time
}

const (
	base32Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	randomDigits = 26 // of rand.Text: 130 bits
)

// Period is one slot of a fixed length, counted from the Unix epoch or from the end
// of the one before.
type Period struct {
	Seconds int64 // its length
	Start   int64 // in seconds since the epoch
}

// periodSince returns the slot that contains now, for slots of the given length that
// follow each other from the time from on.
func periodSince(from, now time.Time, length time.Duration) Period {
	seconds := int64(length / time.Second)
	slots := (now.Unix() - from.Unix()) / seconds
	return Period{seconds, from.Unix() + slots*seconds}
}

// End returns when the next period may begin.
func (p Period) End() time.Time { return time.Unix(p.Start+p.Seconds, 0).UTC() }

// String returns the length and the start in base 36, as in "8c-3k9z".
func (p Period) String() string {
	return strconv.FormatInt(p.Seconds, 36) + "-" + strconv.FormatInt(p.Start, 36)
}

// NewText returns a random text for a new code of this period.
func (p Period) NewText() string { return p.String() + "-" + rand.Text() }

// ParseQRCode returns the period of a QR code's text. A text in another format is an error
// with the code CodeMalformed.
func ParseQRCode(text string) (Period, error) {
	parts := strings.SplitN(text, "-", 3)
	if len(parts) == 3 && len(parts[2]) == randomDigits && strings.Trim(parts[2], base32Digits) == "" {
		p := Period{number36(parts[0]), number36(parts[1])}
		if p.String() == parts[0]+"-"+parts[1] {
			return p, nil
		}
	}
	return Period{}, coffee.NewError(coffee.CodeMalformed, "This is not one of our QR codes.")
}

// number36 parses a number in base 36. An invalid text gives a number that String writes
// differently, which ParseQRCode compares.
func number36(text string) int64 {
	n, _ := strconv.ParseInt(text, 36, 64)
	return max(n, 0)
}

// RefuseCode returns the error for a code that cannot be redeemed (CodeUnknown,
// CodeExpired or CodeUsedUp), or nil if it can. The arguments after text belong to the
// stored code of the same period, and are zero if there is none.
func RefuseCode(text, stored string, remaining int, validUntil, at time.Time) error {
	switch {
	case stored != text:
		return coffee.NewError(coffee.CodeUnknown, "We don't recognise this code.")
	case !at.Before(validUntil):
		return coffee.NewError(coffee.CodeExpired, "This code has expired. Please scan the new one.")
	case remaining <= 0:
		return usedUp(validUntil.Add(-Grace).Sub(at))
	default:
		return nil
	}
}

// usedUp returns the error for a code without drinks left. It says in how many seconds the
// next code comes, at least 1.
func usedUp(next time.Duration) error {
	wait := max(time.Second, (next + time.Second - 1).Truncate(time.Second))
	err := coffee.NewError(coffee.CodeUsedUp, fmt.Sprintf("All drinks on this code are taken. The next code comes in %v.", wait))
	if next <= 0 {
		err.Message = "All drinks on this code are taken. Please scan the new one."
	}
	err.RetryAfter = wait
	return err
}

// codeRetention is how long the table keeps a code that can no longer be redeemed, so that
// late scans get CodeExpired instead of CodeUnknown.
const codeRetention = 24 * time.Hour

func codeKey(p Period) item {
	return item{schema.CounterIDAttribute: text(schema.CodeIDPrefix + p.String())}
}

func currentCodeKey() item { return item{schema.CounterIDAttribute: text(schema.CurrentCodeID)} }

func newCode(p Period, content string, drinks int) item {
	i, end := codeKey(p), p.End()
	i[schema.CodeTextAttribute] = text(content)
	i[schema.CodeDrinksAttribute] = number(int64(drinks))
	i[schema.CodeTakenAttribute] = number(0)
	i[schema.CodeValidUntilAttribute] = millis(end.Add(Grace))
	i[schema.CodeExpiresAttribute] = number(end.Add(Grace + codeRetention).Unix())
	return i
}

// codeOf returns the code of an item, zero if there is no item.
func codeOf(i item) QRCode {
	if len(i) == 0 {
		return QRCode{}
	}
	return QRCode{
		Text:      readText(i[schema.CodeTextAttribute]),
		Remaining: remaining(i),
		ExpiresAt: readMillis(i[schema.CodeValidUntilAttribute]).Add(-Grace),
	}
}

// remaining returns the drinks left, at least 0: the limit may have been lowered below the
// number taken.
func remaining(i item) int {
	return int(max(0, readNumber(i[schema.CodeDrinksAttribute])-readNumber(i[schema.CodeTakenAttribute])))
}

// refuseCode is RefuseCode for the stored item of the code's period.
func refuseCode(content string, i item, at time.Time) error {
	return RefuseCode(content, readText(i[schema.CodeTextAttribute]), remaining(i), readMillis(i[schema.CodeValidUntilAttribute]), at)
}
