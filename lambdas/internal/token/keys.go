package token

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/lestrrat-go/jwx/v3/jwk"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

const (
	// refetchAfter is how long an unknown key ID is refused before the keys are fetched
	// again, so that made-up tokens do not cause a request each.
	refetchAfter = 30 * time.Second
	// fetchWithin is how long fetching the keys may take.
	fetchWithin = 3 * time.Second
)

// keys caches the public keys of a user pool.
type keys struct {
	url string
	now func() time.Time

	mu      sync.Mutex
	set     jwk.Set
	fetched time.Time
}

// find returns the key with an ID. It fetches the keys if it does not know the ID and has
// not fetched them for refetchAfter. An unknown ID is an error with the code
// api.Unauthenticated, and one with the code coffee.Busy means that the keys could not be
// fetched.
func (k *keys) find(ctx context.Context, id string) (jwk.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if key, ok := k.lookUp(id); ok {
		return key, nil
	}
	if k.set == nil || k.now().Sub(k.fetched) >= refetchAfter {
		if err := k.fetch(ctx); err != nil {
			return nil, err
		}
	}
	if key, ok := k.lookUp(id); ok {
		return key, nil
	}
	return nil, invalid("is signed with an unknown key")
}

func (k *keys) lookUp(id string) (jwk.Key, bool) {
	if k.set == nil || id == "" {
		return nil, false
	}
	return k.set.LookupKeyID(id)
}

func (k *keys) fetch(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, fetchWithin)
	defer cancel()
	set, err := jwk.Fetch(ctx, k.url)
	if err != nil {
		return fmt.Errorf("%w: keys of the user pool: %w", coffee.NewError(coffee.Busy, "The sign-in is not available right now. Please try again."), err)
	}
	k.set, k.fetched = set, k.now()
	return nil
}
