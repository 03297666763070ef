package orders

import (
	"reflect"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Record is an order as the table has it. Times are in UTC, to the
// millisecond, and zero where the table has none.
type Record struct {
	ID    string
	State coffee.State
	// Since is when the order entered its state.
	Since time.Time

	RequestedAt, StartedAt, PlacedAt, QueuedAt, MakingAt, ReadyAt, CollectedAt time.Time
	// EndedAt is when the order ended early.
	EndedAt time.Time
	// Expires is when the table forgets the order, to the second.
	Expires time.Time

	Number int
	// Order is what the customer ordered, as JSON.
	Order string
	// Reason names the event that ended the order early; Error and Cause are
	// what that event said. By is who cancelled it.
	Reason, Error, Cause, By string
	// Barista is who claimed or made it.
	Barista string
	// ReleasedBy is who claimed it before, and gave it back to the queue.
	ReleasedBy string

	// Code is the QR code that the order took its drink from, and DrinkReturned
	// says that the code has the drink back.
	Code          string
	DrinkReturned bool
	// SecretHash is the SHA-256 of the secret that opens the order.
	SecretHash []byte
	// Salt is what that secret was made with.
	Salt []byte

	// Unconfirmed says that somebody ended the order, and that the workflow did
	// not say yet that it knows.
	Unconfirmed bool

	// CustomerToken and BaristaToken are credentials: never log them.
	CustomerToken, BaristaToken string
}

// Equal reports whether two records have the same content.
func (r Record) Equal(other Record) bool { return reflect.DeepEqual(r, other) }

type item map[string]types.AttributeValue

func record(i item) Record {
	return Record{
		ID:            i.text(coffee.OrderIDAttribute),
		State:         coffee.State(i.text(coffee.StateAttribute)),
		Since:         i.moment(coffee.SinceAttribute, time.UnixMilli),
		RequestedAt:   i.moment(coffee.RequestedAttribute, time.UnixMilli),
		StartedAt:     i.moment(coffee.StartedAttribute, time.UnixMilli),
		PlacedAt:      i.moment(coffee.PlacedAttribute, time.UnixMilli),
		QueuedAt:      i.moment(coffee.QueuedAttribute, time.UnixMilli),
		MakingAt:      i.moment(coffee.MakingAttribute, time.UnixMilli),
		ReadyAt:       i.moment(coffee.ReadyAttribute, time.UnixMilli),
		CollectedAt:   i.moment(coffee.CollectedAttribute, time.UnixMilli),
		EndedAt:       i.moment(coffee.EndedAttribute, time.UnixMilli),
		Expires:       i.moment(coffee.ExpiresAttribute, seconds),
		Number:        int(i.integer(coffee.NumberAttribute)),
		Order:         i.text(coffee.DrinkAttribute),
		Reason:        i.text(coffee.ReasonAttribute),
		Error:         i.text(coffee.ErrorAttribute),
		Cause:         i.text(coffee.CauseAttribute),
		By:            i.text(coffee.ByAttribute),
		Barista:       i.text(coffee.BaristaAttribute),
		ReleasedBy:    i.text(coffee.ReleasedByAttribute),
		Code:          i.text(coffee.CodeAttribute),
		DrinkReturned: i[coffee.DrinkReturnedAttribute] != nil,
		SecretHash:    i.bytes(coffee.SecretHashAttribute),
		Salt:          i.bytes(coffee.SaltAttribute),
		Unconfirmed:   i[coffee.UnconfirmedAttribute] != nil,
		CustomerToken: i.text(coffee.CustomerTokenAttribute),
		BaristaToken:  i.text(coffee.BaristaTokenAttribute),
	}
}

// text returns a string attribute, or "" where there is none.
func (i item) text(attribute string) string {
	if s, ok := i[attribute].(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}

// bytes returns a binary attribute, or nil where there is none.
func (i item) bytes(attribute string) []byte {
	if b, ok := i[attribute].(*types.AttributeValueMemberB); ok {
		return b.Value
	}
	return nil
}

// integer returns a number attribute, or 0 where there is none. All that this
// package writes are integers.
func (i item) integer(attribute string) int64 {
	if n, ok := i[attribute].(*types.AttributeValueMemberN); ok {
		value, _ := strconv.ParseInt(n.Value, 10, 64)
		return value
	}
	return 0
}

// moment returns a time that is kept as a number since the epoch.
func (i item) moment(attribute string, unit func(int64) time.Time) time.Time {
	if n := i.integer(attribute); n != 0 {
		return unit(n).UTC()
	}
	return time.Time{}
}

func seconds(n int64) time.Time { return time.Unix(n, 0) }
