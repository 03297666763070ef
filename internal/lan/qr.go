package lan

import (
	"fmt"
	"io"

	"github.com/mdp/qrterminal/v3"
)

// PrintQR prints text as a QR code of half blocks, one column and half a line for each
// module. Colours fix black and white, so that phones can read it in a light terminal
// too. Without colours it suits dark terminals only.
func PrintQR(w io.Writer, text string, colours bool) {
	config := qrterminal.Config{Level: qrterminal.L, Writer: w, HalfBlocks: true, QuietZone: qrterminal.QUIET_ZONE}
	if colours {
		config.BlackChar, config.BlackWhiteChar = halves(black, black), halves(black, white)
		config.WhiteChar, config.WhiteBlackChar = halves(white, white), halves(white, black)
	}
	qrterminal.GenerateWithConfig(text, config)
}

// Colours of the 256-colour palette. Terminal themes do not change them.
const (
	black = 16
	white = 231
)

// halves returns a character whose upper and lower half have these colours.
func halves(upper, lower int) string {
	return fmt.Sprintf("\x1b[38;5;%d;48;5;%dm▀\x1b[0m", upper, lower)
}
