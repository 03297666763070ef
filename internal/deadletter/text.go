package deadletter

import (
	"strings"
	"unicode"
)

// piece is the number of consecutive characters of a task token that count as a leak.
const piece = 12

// withhold returns text, unless it has a piece of a secret.
func withhold(text string, secrets ...string) string {
	for _, secret := range secrets {
		for i := range len(secret) - min(piece, len(secret)) + 1 {
			if secret != "" && strings.Contains(text, secret[i:min(i+piece, len(secret))]) {
				return "(message withheld, it quotes the task token)"
			}
		}
	}
	return text
}

// longest is the most characters of a text that are shown.
const longest = 120

// line returns the beginning of a text on one line, without control characters, since a
// message may have been written by anybody.
func line(text string) string {
	var shown []rune
	for _, r := range text {
		if len(shown) == longest {
			return string(shown) + "…"
		}
		if !unicode.IsPrint(r) {
			r = ' '
		}
		shown = append(shown, r)
	}
	return string(shown)
}
