package deployed

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"math/big"
	"testing"
	"time"
)

// cognitoK is the multiplier that the published clients of Cognito come to.
const cognitoK = "538282c4354742d7cbbde2359fcf67f9f5b3a6b08791e5011b43b8a5b66d9ee6"

func TestTheMultiplierIsThatOfOtherClients(t *testing.T) {
	if got := srpK.Text(16); got != cognitoK {
		t.Errorf("k = %s, want %s", got, cognitoK)
	}
}

// The end-to-end tests sign in to a pool that somebody else wrote; here, what
// the pool computes is written out from RFC 5054.
func TestClientAndPoolComeToTheSameKey(t *testing.T) {
	const pool, user, password, salt = "eu-west-1_abc", "ada", "Coffee-1-here", "00ff12"
	inner := sha256.Sum256([]byte("abc" + user + ":" + password))
	v := new(big.Int).Exp(srpG, hashed([]byte{0, 0xff, 0x12}, inner[:]), srpN)
	b := big.NewInt(7654321)
	B := new(big.Int).Exp(srpG, b, srpN)
	B.Mod(B.Add(B, new(big.Int).Mul(srpK, v)), srpN)
	challenge := map[string]string{"USER_ID_FOR_SRP": user, "SALT": salt, "SRP_B": B.Text(16), "SECRET_BLOCK": "YmxvY2s="}

	p := newProof(pool)
	S := new(big.Int).Exp(v, hashed(padded(p.A), padded(B)), srpN)
	S.Exp(S.Mul(S, p.A), b, srpN)
	want, err := hkdf.Key(sha256.New, padded(S), padded(hashed(padded(p.A), padded(B))), srpKeyInfo, srpKeySize)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := p.key(challenge, user, password); err != nil || !bytes.Equal(got, want) {
		t.Errorf("key = %x (%v), want that of the pool, %x", got, err, want)
	}
	if got, _ := p.key(challenge, user, "another"); bytes.Equal(got, want) {
		t.Error("another password comes to the same key")
	}
}

func TestAnAnswerIsToTheLetterOfTheTime(t *testing.T) {
	challenge := map[string]string{"USER_ID_FOR_SRP": "ada", "SALT": "0f", "SRP_B": "2", "SECRET_BLOCK": "YmxvY2s="}
	at := time.Date(2026, 11, 2, 8, 5, 0, 0, time.FixedZone("", 3600))
	got, err := newProof("eu-west-1_abc").answer(challenge, "x", at)
	if err != nil || got["TIMESTAMP"] != "Mon Nov 2 07:05:00 UTC 2026" || got["USERNAME"] != "ada" {
		t.Errorf("answer = %v (%v), want the time in UTC, its day without a zero", got, err)
	}
}

func TestAChallengeThatIsNoneIsRefused(t *testing.T) {
	for name, challenge := range map[string]map[string]string{
		"nothing":      {},
		"no number":    {"SALT": "0f", "SRP_B": "what"},
		"zero":         {"SALT": "0f", "SRP_B": "0"},
		"the group":    {"SALT": "0f", "SRP_B": srpN.Text(16)},
		"another text": {"SALT": "0f", "SRP_B": "2", "SECRET_BLOCK": "?"},
	} {
		if got, err := newProof("eu-west-1_abc").answer(challenge, "x", time.Now()); err == nil {
			t.Errorf("%s: answer = %v, want an error", name, got)
		}
	}
}
