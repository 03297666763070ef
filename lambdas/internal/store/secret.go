package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"strings"
)

// What an order is called, and what opens it, both follow from the key that the
// request for it brings along. So a repeated request can be answered like the
// first, though the table has no more than a hash of the secret. The key must
// not be guessed: whoever has it, and the code, can repeat the request.

const saltBytes = 32

// NewSalt returns 256 random bits, to be kept with an order.
func NewSalt() []byte {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // which never fails
	return salt
}

// OrderID is the id of the order that redeems a code with a key: 128 bits, as
// small letters and digits, which the name of an execution may have.
func OrderID(text, key string) string {
	id := derive([]byte(text), "order", key)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(id[:16]))
}

// Secret opens the order with that salt to whoever brought the key: 256 bits,
// in base64 for URLs.
func Secret(salt []byte, key string) string {
	return base64.RawURLEncoding.EncodeToString(derive(salt, "secret", key))
}

func derive(from []byte, what, key string) []byte {
	mac := hmac.New(sha256.New, from)
	mac.Write([]byte(what + "\x00" + key))
	return mac.Sum(nil)
}
