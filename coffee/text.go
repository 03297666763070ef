package coffee

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Errors of CleanText, worded to follow the name of a field.
var (
	ErrNotUnicode = errors.New("is not valid Unicode")
	ErrBlankText  = errors.New("has no visible characters")
	ErrHiddenText = errors.New("has a control character or another invisible one")
)

// CleanText normalizes a text that a person typed, for storage: Unicode form NFC,
// without white space at the ends. The result is a single line with at least one
// visible character, and without control characters, invisible characters and
// changes of text direction. Cleaning a clean text changes nothing. It returns
// ErrNotUnicode, ErrBlankText or ErrHiddenText.
func CleanText(text string) (string, error) {
	if !utf8.ValidString(text) {
		return "", ErrNotUnicode
	}
	text = strings.TrimFunc(norm.NFC.String(text), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Join_Control, r)
	})
	var before rune
	visible := false
	for _, r := range text {
		if !allowed(before, r) {
			return "", ErrHiddenText
		}
		visible = visible || !unicode.In(r, invisible...)
		before = r
	}
	if !visible {
		return "", ErrBlankText
	}
	return text, nil
}

// IsCleanText reports whether CleanText returns text unchanged.
func IsCleanText(text string) bool {
	clean, err := CleanText(text)
	return err == nil && clean == text
}

// invisible has characters that are allowed beside visible ones, but not alone.
var invisible = []*unicode.RangeTable{
	unicode.White_Space, unicode.Join_Control, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point, braille,
}

// braille is the blank Braille pattern, which has no dots.
var braille = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x2800, Hi: 0x2800, Stride: 1}}}

const (
	blackFlag   = '\U0001F3F4'
	replacement = '\uFFFD' // marks characters lost in an earlier conversion
)

// allowed reports whether r may follow the character before it. Scripts and
// emoji need joiners and variation selectors, flags need tags.
func allowed(before, r rune) bool {
	switch {
	case unicode.Is(unicode.Join_Control, r), unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return true
	case isTag(r):
		return before == blackFlag || isTag(before)
	case r == replacement || unicode.Is(unicode.Noncharacter_Code_Point, r):
		return false
	default: // refuse controls, format characters, line and paragraph separators
		return !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
	}
}

func isTag(r rune) bool { return r >= 0xE0020 && r <= 0xE007F }
