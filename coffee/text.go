package coffee

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The reasons for which CleanText refuses a text, in words that fit after the
// name of a field.
var (
	ErrNotUnicode = errors.New("is not valid Unicode")
	ErrBlankText  = errors.New("has nothing in it that can be seen")
	ErrHiddenText = errors.New("has a control character or another one that cannot be seen")
)

// CleanText returns a text that people wrote as the shop keeps it: in Unicode's
// normalization form C, without white space at its ends. It is one line, has
// something to see in it, and no characters that hide, or that change the
// direction of what follows. Cleaning a clean text changes nothing.
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

// IsCleanText reports whether CleanText would leave a text as it is.
func IsCleanText(text string) bool {
	clean, err := CleanText(text)
	return err == nil && clean == text
}

// invisible has what a text may contain, but not consist of.
var invisible = []*unicode.RangeTable{
	unicode.White_Space, unicode.Join_Control, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point, braille,
}

// braille is the one pattern of dots that has none.
var braille = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x2800, Hi: 0x2800, Stride: 1}}}

const (
	blackFlag   = '\U0001F3F4'
	replacement = '\uFFFD' // stands for what was lost when somebody converted the text
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
	default: // controls, formats, the separators of lines and of paragraphs
		return !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
	}
}

func isTag(r rune) bool { return r >= 0xE0020 && r <= 0xE007F }
