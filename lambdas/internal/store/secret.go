package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/base64"
	"strings"
)

// An order's ID and secret are derived from the request's idempotency key. So a repeated
// request gets the same answer as the first, although the table only has a hash of the
// secret. The key must be hard to guess: anyone who has it and the QR code can repeat the
// request and get the secret.

const saltBytes = 32

// NewSalt returns 256 random bits, to be stored with an order.
func NewSalt() []byte {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails
	return salt
}

// OrderID returns the ID of the order that redeems a QR code with a key: 128 bits in
// base 32, lower case, which is valid as the name of an execution.
func OrderID(text, key string) string {
	id := derive([]byte(text), "order", key)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(id[:16]))
}

// Secret returns the secret of the order with that salt and key: 256 bits in URL-safe
// base64.
func Secret(salt []byte, key string) string {
	return base64.RawURLEncoding.EncodeToString(derive(salt, "secret", key))
}

// HashSecret returns the SHA-256 of an order's secret, which is stored in its place.
func HashSecret(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// HasSecret reports, in constant time, whether secret is the order's secret. Orders taken
// by hand, and orders that do not exist, have none.
func (o Order) HasSecret(secret string) bool {
	return subtle.ConstantTimeCompare(HashSecret(secret), o.SecretHash) == 1
}

func derive(from []byte, what, key string) []byte {
	mac := hmac.New(sha256.New, from)
	mac.Write([]byte(what + "\x00" + key))
	return mac.Sum(nil)
}
