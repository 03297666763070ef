// Package codes keeps the QR codes, in the counter table: one for each period,
// each good for a number of drinks.
package codes

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Grace is how long a code may be redeemed after its period, by those who
// scanned it just before it rolled over.
const Grace = time.Minute

// Code is one QR code.
type Code struct {
	// Text is what the QR code says: the number of its period, a dash, and at
	// least 128 random bits.
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

// newText makes the text of a new code.
func newText(period int64) string {
	return strconv.FormatInt(period, 36) + "-" + rand.Text()
}

// Parse returns the number of a code's period, or an error with the code
// CodeMalformed for what cannot be a code.
func Parse(text string) (period int64, err error) {
	number, random, _ := strings.Cut(text, "-")
	period, err = strconv.ParseInt(number, 36, 64)
	if err != nil || period < 0 || strconv.FormatInt(period, 36) != number ||
		len(random) != randomDigits || strings.Trim(random, base32Digits) != "" {
		return 0, coffee.NewError(coffee.CodeMalformed, "This is not one of our codes.")
	}
	return period, nil
}

// Refuse returns the error for a code that cannot be redeemed: CodeUnknown,
// CodeExpired, CodeUsedUp, or nil if it can. The text and the rest are those of
// the code that is kept under the same period, zero where there is none.
func Refuse(text, kept string, remaining int, validUntil, at time.Time) error {
	switch {
	case kept != text:
		return coffee.NewError(coffee.CodeUnknown, "Nobody knows this code.")
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
