package coffee

import (
	"errors"
	"time"
)

// ErrorCode identifies an error for programs. Codes are part of the API and do not
// change. Package api declares the codes for malformed and unauthorized requests.
type ErrorCode string

// Error codes of the domain.
const (
	// Scanning a QR code.
	CodeMalformed ErrorCode = "code_malformed" // not in the form of a QR code's content
	CodeUnknown   ErrorCode = "code_unknown"
	CodeExpired   ErrorCode = "code_expired"
	CodeUsedUp    ErrorCode = "code_used_up" // RetryAfter is the time to the next code
	ShopIsClosed  ErrorCode = "shop_closed"
	QueueIsFull   ErrorCode = "queue_full"
	NothingToHave ErrorCode = "nothing_available" // the menu is empty or every drink is sold out

	// Ordering.
	UnknownOrder  ErrorCode = "order_unknown" // no such order, or the secret does not match
	UnknownDrink  ErrorCode = "drink_unknown"
	SoldOut       ErrorCode = "drink_sold_out"
	WrongModifier ErrorCode = "modifier_wrong"

	// Changing an order's state.
	WrongState     ErrorCode = "order_state"        // the order's state does not allow the change
	ClaimedByOther ErrorCode = "order_claimed"      // the message names the barista
	KeyReused      ErrorCode = "idempotency_reused" // the same Idempotency-Key with a different request

	// Managing.
	InvalidMenu     ErrorCode = "menu_invalid"
	EmptyMenu       ErrorCode = "menu_empty" // an open shop needs a drink on its menu
	InvalidSettings ErrorCode = "settings_invalid"
	InvalidHours    ErrorCode = "hours_invalid"
	DayOutOfRange   ErrorCode = "day_out_of_range" // in the future, or before the orders that are kept

	// Any request.
	Busy     ErrorCode = "busy" // safe to retry
	Internal ErrorCode = "internal"
)

// Error is an error that clients may see: a code for programs and a sentence for
// people, without internal details.
type Error struct {
	Code    ErrorCode
	Message string
	// RetryAfter is how long the client should wait before it retries, 0 for no
	// advice.
	RetryAfter time.Duration
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// NewError returns an Error.
func NewError(code ErrorCode, message string) *Error { return &Error{Code: code, Message: message} }

// CodeOf returns the code of the Error in err's chain, Internal if there is none.
func CodeOf(err error) ErrorCode {
	if known := new(Error); errors.As(err, &known) {
		return known.Code
	}
	return Internal
}
