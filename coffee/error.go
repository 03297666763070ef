package coffee

import (
	"errors"
	"time"
)

// ErrorCode says what went wrong, for programs to act on. Codes are part of the API:
// they do not change. Those about HTTP requests as such are in package api.
type ErrorCode string

// Error codes of the domain.
const (
	// Scanning a QR code.
	CodeMalformed ErrorCode = "code_malformed" // shorter, longer or otherwise not a code
	CodeUnknown   ErrorCode = "code_unknown"
	CodeExpired   ErrorCode = "code_expired"
	CodeUsedUp    ErrorCode = "code_used_up" // says when the next one comes
	ShopIsClosed  ErrorCode = "shop_closed"
	QueueIsFull   ErrorCode = "queue_full"
	NothingToHave ErrorCode = "nothing_available" // the menu is empty, or all of it sold out

	// Ordering.
	UnknownOrder  ErrorCode = "order_unknown" // or one of somebody else's
	UnknownDrink  ErrorCode = "drink_unknown"
	SoldOut       ErrorCode = "drink_sold_out"
	WrongModifier ErrorCode = "modifier_wrong"

	// Changing an order's state.
	WrongState     ErrorCode = "order_state"        // the order cannot do that any more, or not yet
	ClaimedByOther ErrorCode = "order_claimed"      // says by whom
	KeyReused      ErrorCode = "idempotency_reused" // the same Idempotency-Key with another request

	// Managing.
	InvalidMenu     ErrorCode = "menu_invalid"
	EmptyMenu       ErrorCode = "menu_empty" // no shop opens, or is open, without a drink on its menu
	InvalidSettings ErrorCode = "settings_invalid"

	// Anything.
	Busy     ErrorCode = "busy" // try again
	Internal ErrorCode = "internal"
)

// Error is an error to be told to whoever asked: a code for programs, and a
// sentence for people that gives nothing away.
type Error struct {
	Code    ErrorCode
	Message string
	// RetryAfter is how long to wait before asking again, 0 for no advice.
	RetryAfter time.Duration
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// NewError returns an Error.
func NewError(code ErrorCode, message string) *Error { return &Error{Code: code, Message: message} }

// CodeOf is the code of an error, Internal where it has none.
func CodeOf(err error) ErrorCode {
	if known := new(Error); errors.As(err, &known) {
		return known.Code
	}
	return Internal
}
