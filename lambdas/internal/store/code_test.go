package store_test

import (
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

const random = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

func TestParseQRCode(t *testing.T) {
	for text, want := range map[string]store.Period{
		"1-0-" + random:                         {Seconds: 1},
		"8c-3k9z-" + random:                     {Seconds: 300, Start: 166247},
		"1y2p0ij32e8e7-1y2p0ij32e8e7-" + random: {Seconds: 1<<63 - 1, Start: 1<<63 - 1},
	} {
		if got, err := store.ParseQRCode(text); got != want || err != nil {
			t.Errorf("ParseQRCode(%s) = %v, %v, want %v", text, got, err, want)
		}
	}
	for name, text := range map[string]string{
		"empty":                  "",
		"dashes":                 "--",
		"no period":              "-" + random,
		"no number of a period":  "8c-" + random,
		"no length of a period":  "-3k9z-" + random,
		"no random bits":         "8c-3k9z-",
		"no dash":                "8c-3k9z" + random,
		"a leading zero":         "8c-03k9z-" + random,
		"a sign":                 "8c-+3k9z-" + random,
		"a negative number":      "8c--3k9z-" + random,
		"a negative length":      "-8c-3k9z-" + random,
		"capitals in the period": "8c-3K9Z-" + random,
		"a number too large":     "8c-1y2p0ij32e8e8-" + random,
		"shorter":                "8c-3k9z-" + random[1:],
		"longer":                 "8c-3k9z-" + random + "A",
		"small letters":          "8c-3k9z-" + strings.ToLower(random),
		"other digits":           "8c-3k9z-0" + random[1:],
		"another dash":           "8c-3k9z--" + random[1:],
		"other characters":       "8c-3k9z-é" + random[2:],
	} {
		if got, err := store.ParseQRCode(text); coffee.CodeOf(err) != coffee.CodeMalformed {
			t.Errorf("ParseQRCode(%s, %q) = %v, %v, want %s", name, text, got, err, coffee.CodeMalformed)
		}
	}
}

func FuzzParseQRCode(f *testing.F) {
	f.Add("8c-3k9z-" + random)
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		period, err := store.ParseQRCode(text)
		if err == nil && !strings.HasPrefix(text, period.String()+"-") {
			t.Errorf("ParseQRCode(%q) = %v, want %s", text, period, coffee.CodeMalformed)
		}
		if err != nil && coffee.CodeOf(err) != coffee.CodeMalformed {
			t.Errorf("ParseQRCode(%q) = %v, want %s", text, err, coffee.CodeMalformed)
		}
	})
}
