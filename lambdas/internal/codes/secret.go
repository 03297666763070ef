package codes

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"strings"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Secret returns an id for the order that redeems a code, and the secret of 256
// bits that opens it. With an idempotency key, the same code and key always
// give the same two; without one they are random. The error may have the code
// CodeMalformed or, with a key, CodeUnknown.
func (s *Store) Secret(ctx context.Context, text, idempotencyKey string) (orderID, secret string, err error) {
	period, err := Parse(text)
	if err != nil {
		return "", "", err
	}
	if idempotencyKey == "" {
		salt := make([]byte, saltBytes)
		if _, err := rand.Read(salt); err != nil {
			return "", "", err
		}
		orderID, secret = Derive(salt, "")
		return orderID, secret, nil
	}
	found, err := s.get(ctx, period)
	if err != nil {
		return "", "", err
	}
	if found.text() != text || len(found.salt()) != saltBytes {
		return "", "", coffee.NewError(coffee.CodeUnknown, "Nobody knows this code.")
	}
	orderID, secret = Derive(found.salt(), idempotencyKey)
	return orderID, secret, nil
}

// Derive makes an order's id and secret out of a code's salt and a key. The
// names of executions are like the ids: short, of letters and digits.
func Derive(salt []byte, idempotencyKey string) (orderID, secret string) {
	id := derive(salt, "order", idempotencyKey)
	orderID = strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(id[:16]))
	secret = base64.RawURLEncoding.EncodeToString(derive(salt, "secret", idempotencyKey))
	return orderID, secret
}

func derive(salt []byte, what, key string) []byte {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(what + "\x00" + key))
	return mac.Sum(nil)
}
