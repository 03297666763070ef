package orders

import (
	"reflect"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
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
		ID:            i.text(schema.OrderIDAttribute),
		State:         coffee.State(i.text(schema.StateAttribute)),
		Since:         i.moment(schema.SinceAttribute, time.UnixMilli),
		RequestedAt:   i.moment(schema.RequestedAttribute, time.UnixMilli),
		StartedAt:     i.moment(schema.StartedAttribute, time.UnixMilli),
		PlacedAt:      i.moment(schema.PlacedAttribute, time.UnixMilli),
		QueuedAt:      i.moment(schema.QueuedAttribute, time.UnixMilli),
		MakingAt:      i.moment(schema.MakingAttribute, time.UnixMilli),
		ReadyAt:       i.moment(schema.ReadyAttribute, time.UnixMilli),
		CollectedAt:   i.moment(schema.CollectedAttribute, time.UnixMilli),
		EndedAt:       i.moment(schema.EndedAttribute, time.UnixMilli),
		Expires:       i.moment(schema.ExpiresAttribute, seconds),
		Number:        int(i.integer(schema.NumberAttribute)),
		Order:         i.text(schema.DrinkAttribute),
		Reason:        i.text(schema.ReasonAttribute),
		Error:         i.text(schema.ErrorAttribute),
		Cause:         i.text(schema.CauseAttribute),
		By:            i.text(schema.ByAttribute),
		Barista:       i.text(schema.BaristaAttribute),
		ReleasedBy:    i.text(schema.ReleasedByAttribute),
		Code:          i.text(schema.CodeAttribute),
		DrinkReturned: i[schema.DrinkReturnedAttribute] != nil,
		SecretHash:    i.bytes(schema.SecretHashAttribute),
		Salt:          i.bytes(schema.SaltAttribute),
		Unconfirmed:   i[schema.UnconfirmedAttribute] != nil,
		CustomerToken: i.text(schema.CustomerTokenAttribute),
		BaristaToken:  i.text(schema.BaristaTokenAttribute),
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
