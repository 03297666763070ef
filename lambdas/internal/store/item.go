package store

import (
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

// item is an item of a table, or its key. The functions that read attributes return the
// zero value for one that is missing or has another type, since people may edit the tables
// by hand.
type item = map[string]types.AttributeValue

func text(s string) types.AttributeValue { return &types.AttributeValueMemberS{Value: s} }

func number(n int64) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.FormatInt(n, 10)}
}

func binary(b []byte) types.AttributeValue { return &types.AttributeValueMemberB{Value: b} }

func flag(b bool) types.AttributeValue { return &types.AttributeValueMemberBOOL{Value: b} }

func millis(t time.Time) types.AttributeValue { return number(t.UnixMilli()) }

func list[T any](all []T, value func(T) types.AttributeValue) types.AttributeValue {
	values := make([]types.AttributeValue, len(all))
	for i, one := range all {
		values[i] = value(one)
	}
	return &types.AttributeValueMemberL{Value: values}
}

func readText(value types.AttributeValue) string {
	if s, ok := value.(*types.AttributeValueMemberS); ok {
		return s.Value
	}
	return ""
}

// readTexts reads a set of strings.
func readTexts(value types.AttributeValue) []string {
	if ss, ok := value.(*types.AttributeValueMemberSS); ok {
		return ss.Value
	}
	return nil
}

func readNumber(value types.AttributeValue) int64 {
	if n, ok := value.(*types.AttributeValueMemberN); ok {
		whole, _ := strconv.ParseInt(n.Value, 10, 64)
		return whole
	}
	return 0
}

func readBinary(value types.AttributeValue) []byte {
	if b, ok := value.(*types.AttributeValueMemberB); ok {
		return b.Value
	}
	return nil
}

func readFlag(value types.AttributeValue) bool {
	b, ok := value.(*types.AttributeValueMemberBOOL)
	return ok && b.Value
}

// readMillis reads a time stored in milliseconds since the Unix epoch.
func readMillis(value types.AttributeValue) time.Time {
	if n := readNumber(value); n != 0 {
		return time.UnixMilli(n).UTC()
	}
	return time.Time{}
}

// readSeconds reads a time stored in seconds since the Unix epoch.
func readSeconds(value types.AttributeValue) time.Time {
	if n := readNumber(value); n != 0 {
		return time.Unix(n, 0).UTC()
	}
	return time.Time{}
}

func readMap(value types.AttributeValue) item {
	if m, ok := value.(*types.AttributeValueMemberM); ok {
		return m.Value
	}
	return nil
}

// readList reads a list, empty if there is none.
func readList[T any](value types.AttributeValue, read func(types.AttributeValue) T) []T {
	l, ok := value.(*types.AttributeValueMemberL)
	if !ok {
		return []T{}
	}
	all := make([]T, 0, len(l.Value))
	for _, one := range l.Value {
		all = append(all, read(one))
	}
	return all
}
