package meter

import (
	"cmp"
	"maps"
	"reflect"
	"slices"

	"strings"

	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// What on-demand tables are billed by: request units. The rules are those of the
// DynamoDB developer guide ("DynamoDB read and write operations", "DynamoDB item
// sizes and formats", "Using Global Secondary Indexes", "DynamoDB
// transactions").

// Units are request units.
type Units struct {
	Read, Write float64
	// WriteAtMost is Write with the longest task tokens that AWS may hand out. The
	// emulator's are short.
	WriteAtMost float64
}

// Plus adds units.
func (u Units) Plus(more Units) Units {
	return Units{u.Read + more.Read, u.Write + more.Write, u.WriteAtMost + more.WriteAtMost}
}

// A unit reads so many bytes of an item consistently, or writes so many.
const (
	bytesPerRead  = 4 << 10
	bytesPerWrite = 1 << 10
)

// item is nil where there is none.
type item = map[string]ddb.AttributeValue

// read is what it takes to read an item: half as much if it need not be the
// latest version. To find none costs as much as a small one.
func read(i item, consistent bool) Units {
	if consistent {
		return Units{Read: started(size(i), bytesPerRead)}
	}
	return Units{Read: started(size(i), bytesPerRead) / 2}
}

// write is what a request did, or had a mind to do, to one item.
type write struct {
	// before and after are the same where it only checked something, or where its
	// condition did not hold. It is billed in any case.
	before, after item
	transactional bool
	indexes       []index
}

// units are what it is billed.
func (w write) units() Units {
	longest := w
	longest.before, longest.after = withLongestTokens(w.before), withLongestTokens(w.after)
	return Units{Write: w.count(), WriteAtMost: longest.count()}
}

// count is the units of the larger of the two versions, twice that in a
// transaction, and what it takes to bring every index up to date, which happens
// after the transaction.
func (w write) count() float64 {
	units := started(max(size(w.before), size(w.after)), bytesPerWrite)
	if w.transactional {
		units *= 2
	}
	for _, index := range w.indexes {
		units += index.update(w.before, w.after)
	}
	return units
}

// longestToken is how long a task token may be (Step Functions API reference,
// SendTaskSuccess).
const longestToken = 2048

func withLongestTokens(i item) item {
	i = maps.Clone(i)
	for _, name := range []string{coffee.CustomerTokenAttribute, coffee.BaristaTokenAttribute} {
		if i[name] != nil {
			i[name] = &ddb.AttributeValueMemberS{Value: strings.Repeat("t", longestToken)}
		}
	}
	return i
}

// index is a secondary index.
type index struct {
	keys []string
	// attributes are all that it has of an item, nil for the whole item.
	attributes []string
}

// update is what it takes to bring the index from one version of an item to the
// next: nothing if it does not show the difference, a write to add, change or
// remove its entry, and two to move it, since its key is another.
func (x index) update(before, after item) float64 {
	from, to := x.entry(before), x.entry(after)
	switch {
	case reflect.DeepEqual(from, to):
		return 0
	case from != nil && to != nil && !x.sameKey(from, to):
		return started(size(from), bytesPerWrite) + started(size(to), bytesPerWrite)
	default:
		return started(max(size(from), size(to)), bytesPerWrite)
	}
}

// entry is what the index has of an item: nil for one that lacks a key.
func (x index) entry(i item) item {
	for _, key := range x.keys {
		if i[key] == nil {
			return nil
		}
	}
	if x.attributes == nil {
		return i
	}
	entry := maps.Clone(i)
	maps.DeleteFunc(entry, func(name string, _ ddb.AttributeValue) bool { return !slices.Contains(x.attributes, name) })
	return entry
}

func (x index) sameKey(a, b item) bool {
	return !slices.ContainsFunc(x.keys, func(key string) bool { return !reflect.DeepEqual(a[key], b[key]) })
}

// started is how many units a size has begun, at least one.
func started(size, unit int) float64 { return float64(max(1, (size+unit-1)/unit)) }

// size is how many bytes DynamoDB counts of an item: the names and the values of
// its attributes.
func size(i item) int {
	sum := 0
	for name, value := range i {
		sum += len(name) + sizeOf(value)
	}
	return sum
}

func sizeOf(value ddb.AttributeValue) int {
	switch v := value.(type) {
	case *ddb.AttributeValueMemberS:
		return len(v.Value)
	case *ddb.AttributeValueMemberN:
		return sizeOfNumber(v.Value)
	case *ddb.AttributeValueMemberB:
		return len(v.Value)
	case *ddb.AttributeValueMemberSS:
		return sum(v.Value, func(s string) int { return len(s) })
	case *ddb.AttributeValueMemberNS:
		return sum(v.Value, sizeOfNumber)
	case *ddb.AttributeValueMemberBS:
		return sum(v.Value, func(b []byte) int { return len(b) })
	case *ddb.AttributeValueMemberL:
		return 3 + sum(v.Value, func(v ddb.AttributeValue) int { return 1 + sizeOf(v) })
	case *ddb.AttributeValueMemberM:
		return 3 + len(v.Value) + size(v.Value)
	default: // BOOL and NULL
		return 1
	}
}

func sum[T any](values []T, size func(T) int) int {
	sum := 0
	for _, value := range values {
		sum += size(value)
	}
	return sum
}

// sizeOfNumber is a byte for every two digits, and one more. The guide calls it
// approximate.
func sizeOfNumber(number string) int {
	digits := 0
	for _, c := range number {
		if c >= '0' && c <= '9' {
			digits++
		}
	}
	return cmp.Or((digits+1)/2, 1) + 1
}
