package deployed

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"
)

// proof proves to a user pool that one knows a password, without telling it: the
// Secure Remote Password protocol, as Cognito has it. The AWS SDK leaves it to
// its callers. Names of one letter are those of RFC 5054.
type proof struct {
	pool string // the pool's id
	a, A *big.Int
}

// The group of 3072 bits in RFC 5054, with Cognito's own generator.
var (
	srpN, _ = new(big.Int).SetString(""+
		"FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"+
		"EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"+
		"EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"+
		"83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"+
		"E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"+
		"15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"+
		"ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"+
		"BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF", 16)
	srpG = big.NewInt(2)
	srpK = hashed(padded(srpN), padded(srpG))
)

const (
	srpKeyInfo = "Caldera Derived Key" // Cognito's
	srpKeySize = 16
	srpTime    = "Mon Jan 2 15:04:05 UTC 2006"
)

func newProof(pool string) proof {
	a, err := rand.Int(rand.Reader, srpN)
	if err != nil {
		panic(err) // crypto/rand does not fail
	}
	return proof{pool: pool, a: a, A: new(big.Int).Exp(srpG, a, srpN)}
}

// answer is the response to the challenge PASSWORD_VERIFIER.
func (p proof) answer(challenge map[string]string, password string, at time.Time) (map[string]string, error) {
	user := challenge["USER_ID_FOR_SRP"]
	key, err := p.key(challenge, user, password)
	if err != nil {
		return nil, fmt.Errorf("signing in as %s: %w", user, err)
	}
	block, err := base64.StdEncoding.DecodeString(challenge["SECRET_BLOCK"])
	if err != nil {
		return nil, fmt.Errorf("signing in as %s: the pool's secret block: %w", user, err)
	}
	now := at.UTC().Format(srpTime)
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s%s%s%s", p.poolName(), user, block, now)
	return map[string]string{
		"USERNAME": user, "TIMESTAMP": now, "PASSWORD_CLAIM_SECRET_BLOCK": challenge["SECRET_BLOCK"],
		"PASSWORD_CLAIM_SIGNATURE": base64.StdEncoding.EncodeToString(mac.Sum(nil)),
	}, nil
}

// key is the secret that whoever knows the password shares with the pool.
func (p proof) key(challenge map[string]string, user, password string) ([]byte, error) {
	B, okB := new(big.Int).SetString(challenge["SRP_B"], 16)
	salt, okSalt := new(big.Int).SetString(challenge["SALT"], 16)
	if !okB || !okSalt || new(big.Int).Mod(B, srpN).Sign() == 0 {
		return nil, errors.New("the pool's challenge is not one")
	}
	u := hashed(padded(p.A), padded(B))
	inner := sha256.Sum256([]byte(p.poolName() + user + ":" + password))
	x := hashed(padded(salt), inner[:])
	base := new(big.Int).Exp(srpG, x, srpN) // S = (B - k g^x) ^ (a + u x)
	base.Mod(base.Sub(B, base.Mul(base, srpK)), srpN)
	power := new(big.Int).Mul(u, x)
	S := new(big.Int).Exp(base, power.Add(power, p.a), srpN)
	return hkdf.Key(sha256.New, padded(S), padded(u), srpKeyInfo, srpKeySize)
}

// poolName is what follows the region in the pool's id.
func (p proof) poolName() string {
	_, name, _ := strings.Cut(p.pool, "_")
	return name
}

// padded is a number as Cognito hashes it: never with the highest bit set.
func padded(n *big.Int) []byte {
	return n.FillBytes(make([]byte, n.BitLen()/8+1))
}

func hashed(parts ...[]byte) *big.Int {
	hash := sha256.New()
	for _, part := range parts {
		hash.Write(part)
	}
	return new(big.Int).SetBytes(hash.Sum(nil))
}
