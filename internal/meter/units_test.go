package meter

import (
	"strings"
	"testing"

	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

func text(n int) ddb.AttributeValue { return &ddb.AttributeValueMemberS{Value: strings.Repeat("x", n)} }

// sized is an item of so many bytes.
func sized(bytes int) item { return item{"id": text(bytes - len("id"))} }

func TestReadsTakeUnitsOfFourKilobytes(t *testing.T) {
	for name, row := range map[string]struct {
		item       item
		consistent bool
		want       float64
	}{
		"nothing":                     {nil, true, 1},
		"nothing, perhaps outdated":   {nil, false, 0.5},
		"a small item":                {sized(100), true, 1},
		"a small one, maybe outdated": {sized(100), false, 0.5},
		"just one unit":               {sized(4096), true, 1},
		"a byte more":                 {sized(4097), true, 2},
		"a byte more, maybe outdated": {sized(4097), false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if got := read(row.item, row.consistent); got != (Units{Read: row.want}) {
				t.Errorf("read = %+v, want %v to read", got, row.want)
			}
		})
	}
}

func TestWritesTakeUnitsOfAKilobyte(t *testing.T) {
	for name, row := range map[string]struct {
		write write
		want  float64
	}{
		"a new item":               {write{after: sized(100)}, 1},
		"just one unit":            {write{after: sized(1024)}, 1},
		"a byte more":              {write{after: sized(1025)}, 2},
		"one that shrinks":         {write{before: sized(3000), after: sized(100)}, 3},
		"one that is deleted":      {write{before: sized(3000)}, 3},
		"a condition, not met":     {write{before: sized(1500), after: sized(1500)}, 2},
		"a condition on nothing":   {write{}, 1},
		"in a transaction":         {write{after: sized(100), transactional: true}, 2},
		"larger, in a transaction": {write{after: sized(1025), transactional: true}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			if got := row.write.units(); got.Write != row.want {
				t.Errorf("units = %+v, want %v to write", got, row.want)
			}
		})
	}
}

// order is an item in a state since a time, with a large attribute that the
// index does not have, and one that it has.
func order(state, since, shown string) item {
	i := item{"id": text(10), "secret": text(700), "shown": &ddb.AttributeValueMemberS{Value: shown}}
	if state != "" {
		i["state"] = &ddb.AttributeValueMemberS{Value: state}
		i["since"] = &ddb.AttributeValueMemberN{Value: since}
	}
	return i
}

func TestIndexesTakeUnitsForWhatTheyShow(t *testing.T) {
	x := index{keys: []string{"state", "since"}, attributes: []string{"id", "state", "since", "shown"}}
	hidden := order("READY", "1", "")
	hidden["secret"] = text(3)
	for name, row := range map[string]struct {
		before, after item
		want          float64
	}{
		"a new entry":                  {nil, order("READY", "1", ""), 1},
		"none, since it lacks a key":   {nil, order("", "", ""), 0},
		"one that gets the key":        {order("", "", ""), order("READY", "1", ""), 1},
		"one that moves":               {order("READY", "1", ""), order("READY", "2", ""), 2},
		"one that moves, and is large": {order("READY", "1", strings.Repeat("x", 1200)), order("READY", "2", ""), 3},
		"one that changes":             {order("READY", "1", "a"), order("READY", "1", "b"), 1},
		"one that goes":                {order("READY", "1", ""), nil, 1},
		"a change that it hides":       {order("READY", "1", ""), hidden, 0},
		"no change":                    {order("READY", "1", ""), order("READY", "1", ""), 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := x.update(row.before, row.after); got != row.want {
				t.Errorf("update = %v, want %v", got, row.want)
			}
			all := index{keys: x.keys}
			if got := all.update(row.before, row.after); got < row.want {
				t.Errorf("an index of whole items takes %v, want at least %v", got, row.want)
			}
		})
	}
	in := write{after: order("READY", "1", ""), transactional: true, indexes: []index{x}}
	if got := in.units().Write; got != 3 {
		t.Errorf("a transaction with an index takes %v, want 2 and 1", got)
	}
}

func TestLongTaskTokensCountApart(t *testing.T) {
	with, without := sized(100), sized(100)
	with["customerToken"] = text(36)
	for name, row := range map[string]struct {
		write write
		want  Units
	}{
		"no token":          {write{after: without}, Units{Write: 1, WriteAtMost: 1}},
		"a token":           {write{after: with}, Units{Write: 1, WriteAtMost: 3}},
		"a token that goes": {write{before: with, after: without}, Units{Write: 1, WriteAtMost: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := row.write.units(); got != row.want {
				t.Errorf("units = %+v, want %+v", got, row.want)
			}
		})
	}
}

func TestItemsHaveTheSizeThatDynamoDBCounts(t *testing.T) {
	for name, row := range map[string]struct {
		value ddb.AttributeValue
		want  int // with one byte for the name
	}{
		"text counts in UTF-8":       {&ddb.AttributeValueMemberS{Value: "é"}, 3},
		"bytes":                      {&ddb.AttributeValueMemberB{Value: make([]byte, 32)}, 33},
		"a digit":                    {&ddb.AttributeValueMemberN{Value: "7"}, 3},
		"a time in milliseconds":     {&ddb.AttributeValueMemberN{Value: "1795338000123"}, 9},
		"a negative number":          {&ddb.AttributeValueMemberN{Value: "-7"}, 3},
		"a truth":                    {&ddb.AttributeValueMemberBOOL{Value: true}, 2},
		"nothing":                    {&ddb.AttributeValueMemberNULL{Value: true}, 2},
		"texts":                      {&ddb.AttributeValueMemberSS{Value: []string{"ab", "c"}}, 4},
		"numbers":                    {&ddb.AttributeValueMemberNS{Value: []string{"1", "2"}}, 5},
		"many bytes":                 {&ddb.AttributeValueMemberBS{Value: [][]byte{{1, 2}, {3}}}, 4},
		"a list has an overhead":     {&ddb.AttributeValueMemberL{Value: []ddb.AttributeValue{text(5)}}, 1 + 3 + 1 + 5},
		"a map has one, and the key": {&ddb.AttributeValueMemberM{Value: item{"key": text(5)}}, 1 + 3 + 1 + 3 + 5},
	} {
		t.Run(name, func(t *testing.T) {
			if got := size(item{"n": row.value}); got != row.want {
				t.Errorf("size = %d, want %d", got, row.want)
			}
		})
	}
}
