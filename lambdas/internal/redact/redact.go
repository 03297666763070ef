// Package redact keeps task tokens out of error messages.
package redact

import (
	"errors"
	"strings"

	"github.com/aws/smithy-go"
)

// piece is the number of consecutive characters of a secret that count as a leak.
const piece = 12

// Error returns err if its message has no piece of a secret. Otherwise it returns an
// error with only the AWS error code, since AWS may quote a rejected parameter in its
// message, whole or truncated.
func Error(err error, secrets ...string) error {
	if err == nil || !quotes(err.Error(), secrets) {
		return err
	}
	if known := smithy.APIError(nil); errors.As(err, &known) && !quotes(known.ErrorCode(), secrets) {
		return errors.New(known.ErrorCode() + ": message withheld, it quotes a task token")
	}
	return errors.New("error message withheld, it quotes a task token")
}

// quotes reports whether text has a piece of a secret, or a whole one if it is shorter.
func quotes(text string, secrets []string) bool {
	for _, secret := range secrets {
		length := min(piece, len(secret))
		for i := range len(secret) - length + 1 {
			if length > 0 && strings.Contains(text, secret[i:i+length]) {
				return true
			}
		}
	}
	return false
}
