package coffee_test

import (
	"errors"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestCleanText(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"plain":                         {"Flat White", "Flat White"},
		"white space at the ends":       {" \t\r\n\u00a0\u3000Tea\u2003\u0085\u2028", "Tea"},
		"white space inside":            {"Flat\u00a0White\u3000L", "Flat\u00a0White\u3000L"},
		"decomposed":                    {"Cafe\u0301", "Café"},
		"a compatibility character":     {"ﬁlter", "ﬁlter"},
		"a singleton":                   {"\u212bngström", "Ångström"},
		"hangul":                        {"\u1112\u1161\u11ab", "한"},
		"emoji":                         {"☕\ufe0f", "☕\ufe0f"},
		"joined emoji":                  {"👩\u200d🍳", "👩\u200d🍳"},
		"a flag of tags":                {"🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F"},
		"persian":                       {"می\u200cخواهم", "می\u200cخواهم"},
		"a joiner at the end":           {"Tea\u200d", "Tea"},
		"right to left":                 {"קפה", "קפה"},
		"markup":                        {"<b>&</b>", "<b>&</b>"},
		"beyond the basic plane":        {"𠮷野家", "𠮷野家"},
		"an ideograph's variation":      {"葛\U000E0100", "葛\U000E0100"},
		"an arabic sign before numbers": {"\u0600\u0661", "\u0600\u0661"},
	} {
		if got, err := coffee.CleanText(c.text); got != c.want || err != nil {
			t.Errorf("CleanText(%s, %q) = %q, %v, want %q", name, c.text, got, err, c.want)
		}
	}
}

func TestCleanTextRefusesBlankHiddenAndInvalidText(t *testing.T) {
	for text, want := range map[string]error{
		"": coffee.ErrBlankText, " \n\t": coffee.ErrBlankText, "\u200d\u200c": coffee.ErrBlankText, "\ufe0f": coffee.ErrBlankText,
		"\u3164": coffee.ErrBlankText, "\u115f\u1160\uffa0": coffee.ErrBlankText, "\u2800": coffee.ErrBlankText, "\u034f": coffee.ErrBlankText,
		"a\nb": coffee.ErrHiddenText, "a\rb": coffee.ErrHiddenText, "a\tb": coffee.ErrHiddenText, "a\x00b": coffee.ErrHiddenText,
		"a\x1b[31m": coffee.ErrHiddenText, "a\x7f": coffee.ErrHiddenText, "a\u0085b": coffee.ErrHiddenText, "a\u009f": coffee.ErrHiddenText,
		"a\u2028b": coffee.ErrHiddenText, "a\u2029b": coffee.ErrHiddenText, "a\u202eb": coffee.ErrHiddenText, "a\u2066b": coffee.ErrHiddenText,
		"a\u200bb": coffee.ErrHiddenText, "\ufeffa": coffee.ErrHiddenText, "a\u2060b": coffee.ErrHiddenText, "a\u00adb": coffee.ErrHiddenText,
		"a\U000E0067": coffee.ErrHiddenText, "a\ufffd": coffee.ErrHiddenText, "a\uffff": coffee.ErrHiddenText, "a\ufdd0": coffee.ErrHiddenText,
		"a\xff": coffee.ErrNotUnicode, "\xed\xa0\x80": coffee.ErrNotUnicode,
	} {
		if got, err := coffee.CleanText(text); !errors.Is(err, want) || got != "" {
			t.Errorf("CleanText(%q) = %q, %v, want %v", text, got, err, want)
		}
	}
}

func FuzzCleanText(f *testing.F) {
	for _, text := range []string{"Flat White", " Cafe\u0301\u200d ", "\u0301a", "👩\u200d🍳", "a\u202eb", "\u1112\u1161\u11ab\xff"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		clean, err := coffee.CleanText(text)
		if err != nil {
			return
		}
		if again, err := coffee.CleanText(clean); again != clean || err != nil {
			t.Errorf("CleanText(CleanText(%q)) = %[3]q, %[4]v, want %[2]q unchanged", text, clean, again, err)
		}
		if !utf8.ValidString(clean) || !norm.NFC.IsNormalString(clean) {
			t.Errorf("CleanText(%q) = %q, want normalized UTF-8", text, clean)
		}
		if decomposed, err := coffee.CleanText(norm.NFD.String(text)); decomposed != clean || err != nil {
			t.Errorf("CleanText(%q decomposed) = %q, %v, want %q", text, decomposed, err, clean)
		}
	})
}
