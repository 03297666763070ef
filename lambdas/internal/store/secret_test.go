package store_test

import (
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func TestOrderIDAndSecretAreDerivedFromTheKey(t *testing.T) {
	const letters = "abcdefghijklmnopqrstuvwxyz234567"
	seen := map[string]bool{}
	for _, text := range []string{"1-A", "1-B"} {
		for _, key := range []string{"a", "b"} {
			id, salt := store.OrderID(text, key), store.NewSalt()
			secret := store.Secret(salt, key)
			if len(id) != 26 || strings.Trim(id, letters) != "" || len(secret) != 43 {
				t.Errorf("OrderID(%s, %s) = %s and Secret = %s, want 26 letters and digits, and the 43 characters of 256 bits", text, key, id, secret)
			}
			if again := store.OrderID(text, key); again != id {
				t.Errorf("OrderID(%s, %s) again = %s, want %s", text, key, again, id)
			}
			if again := store.Secret(salt, key); again != secret {
				t.Errorf("Secret of the same salt and key = %s, want %s", again, secret)
			}
			if other := store.Secret(store.NewSalt(), key); other == secret {
				t.Errorf("Secret of another salt = %s, want a different one", other)
			}
			if seen[id] || seen[secret] {
				t.Errorf("OrderID(%s, %s) = %s, Secret = %s, want them to differ from those of other codes and keys", text, key, id, secret)
			}
			seen[id], seen[secret] = true, true
		}
	}
}
