package lan

import (
	"strings"
	"testing"
)

func TestAQRCodeIsASquareWithColoursOrWithout(t *testing.T) {
	const link = "http://192.168.178.123:8080/#abcdefghijk-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	var plain, coloured strings.Builder
	PrintQR(&plain, link, false)
	PrintQR(&coloured, link, true)
	lines := strings.Split(strings.TrimSuffix(plain.String(), "\n"), "\n")
	for _, line := range lines {
		if width := len([]rune(line)); (width+1)/2 != len(lines) || width > 80 {
			t.Errorf("a line has %d modules, of %d lines, want twice as many, and at most 80", width, len(lines))
		}
	}
	same := strings.NewReplacer(halves(black, black), " ", halves(white, white), "█", halves(black, white), "▄", halves(white, black), "▀")
	if got := same.Replace(coloured.String()); got != plain.String() {
		t.Errorf("with colours the code is\n%s, want\n%s", got, plain.String())
	}
}
