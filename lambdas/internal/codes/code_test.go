package codes_test

import (
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/codes"
)

const random = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

func TestParse(t *testing.T) {
	for text, want := range map[string]int64{
		"0-" + random:             0,
		"3k9z-" + random:          166247,
		"1y2p0ij32e8e7-" + random: 1<<63 - 1,
	} {
		if got, err := codes.Parse(text); got != want || err != nil {
			t.Errorf("Parse(%s) = %d, %v, want %d", text, got, err, want)
		}
	}
	for name, text := range map[string]string{
		"empty":                  "",
		"a dash":                 "-",
		"no period":              "-" + random,
		"no random bits":         "3k9z-",
		"no dash":                "3k9z" + random,
		"a leading zero":         "03k9z-" + random,
		"a sign":                 "+3k9z-" + random,
		"a negative period":      "-3k9z-" + random,
		"capitals in the period": "3K9Z-" + random,
		"a period too large":     "1y2p0ij32e8e8-" + random,
		"shorter":                "3k9z-" + random[1:],
		"longer":                 "3k9z-" + random + "A",
		"small letters":          "3k9z-" + strings.ToLower(random),
		"other digits":           "3k9z-0" + random[1:],
		"another dash":           "3k9z--" + random[1:],
		"other characters":       "3k9z-é" + random[2:],
	} {
		if got, err := codes.Parse(text); coffee.CodeOf(err) != coffee.CodeMalformed {
			t.Errorf("Parse(%s, %q) = %d, %v, want %s", name, text, got, err, coffee.CodeMalformed)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("3k9z-" + random)
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		period, err := codes.Parse(text)
		if err == nil && (period < 0 || len(text) < 28 || len(text) > 40) {
			t.Errorf("Parse(%q) = %d, want %s", text, period, coffee.CodeMalformed)
		}
		if err != nil && coffee.CodeOf(err) != coffee.CodeMalformed {
			t.Errorf("Parse(%q) = %v, want %s", text, err, coffee.CodeMalformed)
		}
	})
}
