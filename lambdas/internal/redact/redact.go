// Package redact keeps task tokens out of the texts of errors.
package redact

import (
	"errors"
	"strings"

	"github.com/aws/smithy-go"
)

// piece is how many characters of a secret in a row give too much of it away.
const piece = 12

// Error returns err, or an error that says no more than its code if the text of err
// has a piece of one of the secrets in it: a service may quote what it refuses, whole
// or cut off.
func Error(err error, secrets ...string) error {
	if err == nil || !quotes(err.Error(), secrets) {
		return err
	}
	if known := smithy.APIError(nil); errors.As(err, &known) && !quotes(known.ErrorCode(), secrets) {
		return errors.New(known.ErrorCode() + ": the rest quotes a task token")
	}
	return errors.New("the error quotes a task token")
}

func quotes(text string, secrets []string) bool {
	for _, secret := range secrets {
		for i := range max(0, len(secret)-piece+1) {
			if strings.Contains(text, secret[i:i+piece]) {
				return true
			}
		}
		if len(secret) > 0 && len(secret) < piece && strings.Contains(text, secret) {
			return true
		}
	}
	return false
}
