package web

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how deep objects and lists may be nested. Those of a menu are six
// deep.
const maxDepth = 16

// maxDigits is how many digits a float64 holds whatever they are, so that no
// other number can be taken for the one that was sent.
const maxDigits = 15

var (
	errSyntax  = errors.New("is not JSON with each name once, in valid UTF-8")
	errSeveral = errors.New("has something after the JSON")
	errDeep    = errors.New("is nested too deep")
	errNull    = errors.New("has a null, which nothing here may be")
	errZero    = errors.New("has a character U+0000")
	errDamaged = errors.New("has a character U+FFFD, which stands for one that was lost")
	errInexact = errors.New("has a number with too many digits, or out of range")
)

// readJSON reads a JSON text. It is strict where others guess: about names that
// come twice, invalid UTF-8, halves of surrogate pairs, and numbers that would
// be rounded.
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

// isExact reports whether a number is the same as a float64.
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
