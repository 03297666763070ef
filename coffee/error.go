package coffee

import (
	"errors"
	"time"
)

// Code says what went wrong, for programs to act on. Codes are part of the API:
// they do not change.
type Code string

// What the API may answer with.
const (
	// Scanning a QR code.
	CodeMalformed Code = "code_malformed" // shorter, longer or otherwise not a code
	CodeUnknown   Code = "code_unknown"
	CodeExpired   Code = "code_expired"
	CodeUsedUp    Code = "code_used_up" // says when the next one comes
	ShopIsClosed  Code = "shop_closed"
	QueueIsFull   Code = "queue_full"
	NothingToHave Code = "nothing_available" // the menu is empty, or all of it sold out

	// Ordering.
	UnknownOrder  Code = "order_unknown" // or one of somebody else's
	UnknownDrink  Code = "drink_unknown"
	SoldOut       Code = "drink_sold_out"
	WrongModifier Code = "modifier_wrong"

	// Changing an order's state.
	WrongState     Code = "order_state"        // the order cannot do that any more, or not yet
	ClaimedByOther Code = "order_claimed"      // says by whom
	KeyReused      Code = "idempotency_reused" // the same Idempotency-Key with another request

	// Managing.
	InvalidMenu     Code = "menu_invalid"
	EmptyMenu       Code = "menu_empty" // no shop opens, or is open, without a drink on its menu
	InvalidSettings Code = "settings_invalid"

	// Any request.
	InvalidRequest  Code = "request_invalid"
	TooLarge        Code = "request_too_large"
	Unauthenticated Code = "unauthenticated"
	Forbidden       Code = "forbidden"
	NotFound        Code = "not_found"
	WrongMethod     Code = "method_not_allowed" // says which would do
	Busy            Code = "busy"               // try again
	Internal        Code = "internal"
)

// Error is an error to be told to whoever asked: a code for programs, and a
// sentence for people that gives nothing away.
type Error struct {
	Code    Code
	Message string
	// RetryAfter is how long to wait before asking again, 0 for no advice.
	RetryAfter time.Duration
}

func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// NewError returns an Error.
func NewError(code Code, message string) *Error { return &Error{Code: code, Message: message} }

// CodeOf is the code of an error, Internal where it has none.
func CodeOf(err error) Code {
	if known := new(Error); errors.As(err, &known) {
		return known.Code
	}
	return Internal
}
