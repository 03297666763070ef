package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is the maximum nesting of objects and lists. A menu needs 6 levels.
const maxDepth = 16

// maxDigits is the maximum number of digits. Decimal numbers of up to 15 digits stay
// distinct when they are converted to float64 (DBL_DIG in C).
const maxDigits = 15

var (
	errSyntax  = errors.New("is not valid JSON in UTF-8 with unique names")
	errSeveral = errors.New("has data after the JSON value")
	errDeep    = fmt.Errorf("is nested more than %d levels deep", maxDepth)
	errNull    = errors.New("has a null, which is not allowed")
	errZero    = errors.New("has the character U+0000, which is not allowed")
	errDamaged = errors.New("has the replacement character U+FFFD, so text was lost in an encoding")
	errInexact = fmt.Errorf("has a number that is out of range or has more than %d digits", maxDigits)
)

// readJSON parses a JSON text strictly. It refuses what parsers treat differently:
// duplicate names, invalid UTF-8, unpaired surrogates, and numbers that would be rounded.
func readJSON(data []byte) (any, error) {
	tokens := jsontext.NewDecoder(bytes.NewReader(data))
	for values := 0; ; {
		token, err := tokens.ReadToken()
		switch {
		case errors.Is(err, io.EOF) && values == 1:
			var value any
			if json.Unmarshal(data, &value) != nil {
				return nil, errSyntax
			}
			return value, nil
		case err != nil:
			return nil, errSyntax
		case values == 1:
			return nil, errSeveral
		case tokens.StackDepth() > maxDepth:
			return nil, errDeep
		}
		if err := checkToken(token); err != nil {
			return nil, err
		}
		if tokens.StackDepth() == 0 {
			values++
		}
	}
}

func checkToken(token jsontext.Token) error {
	switch token.Kind() {
	case 'n':
		return errNull
	case '0':
		if !isExact(token.String()) {
			return errInexact
		}
	case '"':
		if text := token.String(); strings.ContainsRune(text, 0) {
			return errZero
		} else if strings.ContainsRune(text, '\uFFFD') {
			return errDamaged
		}
	}
	return nil
}

// isExact reports whether a number has at most maxDigits digits and is in the range of
// float64.
func isExact(number string) bool {
	mantissa := strings.FieldsFunc(number, func(r rune) bool { return r == 'e' || r == 'E' })[0]
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, mantissa)
	value, err := strconv.ParseFloat(number, 64)
	underflow := value == 0 && strings.Trim(digits, "0") != ""
	return err == nil && len(digits) <= maxDigits && !underflow
}
