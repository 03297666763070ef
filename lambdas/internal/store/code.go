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

// Grace is how long a code may be redeemed after its period, by those who
// scanned it just before it rolled over.
const Grace = time.Minute

// QRCode is one QR code.
type QRCode struct {
	// Text is what the QR code says: its period, a dash, and at least 128 random
	// bits.
	Text string
	// Remaining is how many drinks it is still good for.
	Remaining int
	// ExpiresAt is the end of its period, when the next code comes.
	ExpiresAt time.Time
}

const (
	base32Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	randomDigits = 26 // as rand.Text makes them: 130 bits
)

// Period is one slot of a fixed length, counted from the Unix epoch or from the end
// of the one before.
type Period struct {
	Seconds int64 // its length
	Start   int64 // in seconds since the epoch
}

// periodSince returns the slot of a length that now is in, counted from a moment on.
func periodSince(from, now time.Time, length time.Duration) Period {
	seconds := int64(length / time.Second)
	gone := (now.Unix() - from.Unix()) / seconds
	return Period{seconds, from.Unix() + gone*seconds}
}

// End is when the next one begins.
func (p Period) End() time.Time { return time.Unix(p.Start+p.Seconds, 0).UTC() }

func (p Period) String() string {
	return strconv.FormatInt(p.Seconds, 36) + "-" + strconv.FormatInt(p.Start, 36)
}

// NewText makes the text of a new code.
func (p Period) NewText() string { return p.String() + "-" + rand.Text() }

// ParseQRCode returns the period of a code, or an error with the code CodeMalformed
// for what cannot be a code.
func ParseQRCode(text string) (Period, error) {
	parts := strings.SplitN(text, "-", 3)
	if len(parts) == 3 && len(parts[2]) == randomDigits && strings.Trim(parts[2], base32Digits) == "" {
		p := Period{number36(parts[0]), number36(parts[1])}
		if p.String() == parts[0]+"-"+parts[1] {
			return p, nil
		}
	}
	return Period{}, coffee.NewError(coffee.CodeMalformed, "This is not one of our codes.")
}

// number36 reads a number of base 36, which is written in another way than the
// text where that is none.
func number36(text string) int64 {
	n, _ := strconv.ParseInt(text, 36, 64)
	return max(n, 0)
}

// RefuseCode returns the error for a code that cannot be redeemed: CodeUnknown,
// CodeExpired, CodeUsedUp, or nil if it can. The text and the rest are those of the
// code that is kept under the same period, zero where there is none.
func RefuseCode(text, kept string, remaining int, validUntil, at time.Time) error {
	switch {
	case kept != text:
		return coffee.NewError(coffee.CodeUnknown, "We don't recognise this code.")
	case !at.Before(validUntil):
		return coffee.NewError(coffee.CodeExpired, "This code has expired. Please scan the new one.")
	case remaining <= 0:
		return usedUp(validUntil.Add(-Grace).Sub(at))
	default:
		return nil
	}
}

// usedUp says when the next code comes, in seconds, at least one.
func usedUp(next time.Duration) error {
	wait := max(time.Second, (next + time.Second - 1).Truncate(time.Second))
	err := coffee.NewError(coffee.CodeUsedUp, fmt.Sprintf("All drinks of this code are taken. The next code comes in %v.", wait))
	if next <= 0 {
		err.Message = "All drinks of this code are taken. Please scan the new one."
	}
	err.RetryAfter = wait
	return err
}

// kept is how long the table keeps a code that can no longer be redeemed: for it to
// be called expired, and for requests that are repeated late.
const kept = 24 * time.Hour

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
	i[schema.CodeExpiresAttribute] = number(end.Add(Grace + kept).Unix())
	return i
}

// codeOf is the code of an item, which is zero for no item.
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

// remaining is not less than none, though the code may have been good for more.
func remaining(i item) int {
	return int(max(0, readNumber(i[schema.CodeDrinksAttribute])-readNumber(i[schema.CodeTakenAttribute])))
}

// refuseCode is RefuseCode for the item that the table has under the code's key.
func refuseCode(content string, i item, at time.Time) error {
	return RefuseCode(content, readText(i[schema.CodeTextAttribute]), remaining(i), readMillis(i[schema.CodeValidUntilAttribute]), at)
}
