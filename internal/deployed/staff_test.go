package deployed

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
)

const secret = "Coffee-1-here"

// fakeCognito answers the operations that it has an answer for, and all others with
// success.
type fakeCognito struct {
	answers map[string]answer // by operation
	// signature and body are those of the last request.
	signature string
	body      map[string]any
}

type answer struct {
	status int
	body   string
}

// staffOf returns the staff of a user pool that Cognito serves.
func (c *fakeCognito) staffOf(t *testing.T) *Staff {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.signature, c.body = r.Header.Get("Authorization"), nil
		if err := json.NewDecoder(r.Body).Decode(&c.body); err != nil {
			t.Error(err)
		}
		_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		answer, ok := c.answers[operation]
		if !ok {
			answer.status, answer.body = http.StatusOK, "{}"
		}
		w.WriteHeader(answer.status)
		_, _ = w.Write([]byte(answer.body))
	}))
	t.Cleanup(server.Close)
	return OpenStaff(aws.Config{
		Region: "eu-west-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("the-caller", "key", ""),
	}, map[string]string{"UserPoolId": "pool", "UserPoolClientId": "client"})
}

func TestSignInUsesTheCallersRights(t *testing.T) {
	pool := &fakeCognito{answers: map[string]answer{
		"AdminInitiateAuth": {200, `{"AuthenticationResult": {"AccessToken": "for-the-api", "IdToken": "who"}}`},
	}}
	got, err := pool.staffOf(t).SignIn(t.Context(), "ada", secret)
	if want := (Tokens{Access: "for-the-api", ID: "who"}); err != nil || got != want {
		t.Errorf("SignIn() = %v, %v, want %v", got, err, want)
	}
	want := map[string]any{
		"UserPoolId": "pool", "ClientId": "client", "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
		"AuthParameters": map[string]any{"USERNAME": "ada", "PASSWORD": secret},
	}
	if !reflect.DeepEqual(pool.body, want) {
		t.Errorf("sent %v, want %v", pool.body, want)
	}
	if !strings.Contains(pool.signature, "Credential=the-caller/") {
		t.Errorf("the request is signed %q, want the caller's signature", pool.signature)
	}
}

func TestWhoCannotSignInLearnsWhy(t *testing.T) {
	for name, test := range map[string]struct {
		answer answer
		want   string
	}{
		"a wrong password": {answer{400, `{"__type": "NotAuthorizedException", "message": "Incorrect username or password."}`}, "Incorrect username or password."},
		"no rights":        {answer{400, `{"__type": "AccessDeniedException", "message": "not authorized"}`}, "AccessDeniedException"},
		"a first sign-in":  {answer{200, `{"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "confidential"}`}, "the pool wants NEW_PASSWORD_REQUIRED first"},
		"a second factor":  {answer{200, `{"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "confidential"}`}, "the pool wants SOFTWARE_TOKEN_MFA first"},
	} {
		t.Run(name, func(t *testing.T) {
			pool := &fakeCognito{answers: map[string]answer{"AdminInitiateAuth": test.answer}}
			tokens, err := pool.staffOf(t).SignIn(t.Context(), "ada", secret)
			if err == nil || tokens != (Tokens{}) || !strings.Contains(err.Error(), "ada did not sign in") || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("SignIn() = %v, %v, want an error with %q", tokens, err, test.want)
			}
			if strings.Contains(err.Error(), "confidential") {
				t.Errorf("SignIn() = %v, want an error without the session", err)
			}
		})
	}
}

func TestErrorsDoNotQuoteThePassword(t *testing.T) {
	for operation, call := range map[string]func(*Staff, context.Context) error{
		"AdminCreateUser":      func(s *Staff, ctx context.Context) error { return s.Hire(ctx, "ada", "barista", secret) },
		"AdminSetUserPassword": func(s *Staff, ctx context.Context) error { return s.Hire(ctx, "ada", "barista", secret) },
		"AdminInitiateAuth": func(s *Staff, ctx context.Context) error {
			_, err := s.SignIn(ctx, "ada", secret)
			return err
		},
	} {
		pool := &fakeCognito{answers: map[string]answer{
			operation: {400, `{"__type": "InvalidParameterException", "message": "Value '` + secret + `' is too odd"}`},
		}}
		err := call(pool.staffOf(t), t.Context())
		if err == nil || !strings.Contains(err.Error(), "ada") || !strings.Contains(err.Error(), "is too odd") || strings.Contains(err.Error(), secret) {
			t.Errorf("%s fails with %v, want the name and Cognito's message without the password", operation, err)
		}
	}
}
