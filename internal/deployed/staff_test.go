package deployed

import (
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

// cognitoAnswers returns the staff of a user pool that answers every request with
// that status and body, and the requests that it received.
func cognitoAnswers(t *testing.T, status int, body string) (*Staff, *[]*http.Request) {
	received := new([]*http.Request)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var sent map[string]any
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
			t.Error(err)
		}
		want := map[string]any{
			"UserPoolId": "pool", "ClientId": "client", "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
			"AuthParameters": map[string]any{"USERNAME": "ada", "PASSWORD": secret},
		}
		if !reflect.DeepEqual(sent, want) {
			t.Errorf("sent %v, want %v", sent, want)
		}
		*received = append(*received, r)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	cfg := aws.Config{
		Region: "eu-west-1", BaseEndpoint: &server.URL,
		Credentials: credentials.NewStaticCredentialsProvider("the-caller", "key", ""),
	}
	return OpenStaff(cfg, map[string]string{"UserPoolId": "pool", "UserPoolClientId": "client"}), received
}

func TestSignInUsesTheCallersRights(t *testing.T) {
	staff, received := cognitoAnswers(t, 200, `{"AuthenticationResult": {"AccessToken": "for-the-api", "IdToken": "who"}}`)
	got, err := staff.SignIn(t.Context(), "ada", secret)
	if want := (Tokens{Access: "for-the-api", ID: "who"}); err != nil || got != want {
		t.Errorf("SignIn() = %v, %v, want %v", got, err, want)
	}
	if len(*received) != 1 {
		t.Fatalf("sent %d requests, want 1", len(*received))
	}
	header := (*received)[0].Header
	if target := header.Get("X-Amz-Target"); !strings.HasSuffix(target, ".AdminInitiateAuth") {
		t.Errorf("called %s, want AdminInitiateAuth", target)
	}
	if signature := header.Get("Authorization"); !strings.Contains(signature, "Credential=the-caller/") {
		t.Errorf("the request is signed %q, want the caller's signature", signature)
	}
}

func TestSignInErrorsHoldNoPassword(t *testing.T) {
	for name, test := range map[string]struct {
		status     int
		body, want string
	}{
		"a wrong password":       {400, `{"__type": "NotAuthorizedException", "message": "Incorrect username or password."}`, "Incorrect username or password."},
		"a first sign-in":        {200, `{"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "session"}`, "the pool wants NEW_PASSWORD_REQUIRED first"},
		"a second factor":        {200, `{"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "session"}`, "the pool wants SOFTWARE_TOKEN_MFA first"},
		"no rights":              {400, `{"__type": "AccessDeniedException", "message": "not authorized"}`, "AccessDeniedException"},
		"a password quoted back": {400, `{"__type": "InvalidParameterException", "message": "what is ` + secret + `?"}`, "InvalidParameterException"},
	} {
		t.Run(name, func(t *testing.T) {
			staff, _ := cognitoAnswers(t, test.status, test.body)
			tokens, err := staff.SignIn(t.Context(), "ada", secret)
			if err == nil || tokens != (Tokens{}) || !strings.Contains(err.Error(), "ada did not sign in") || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("SignIn() = %v, %v, want an error with %q", tokens, err, test.want)
			}
			if strings.Contains(err.Error(), secret) || strings.Contains(err.Error(), "session") {
				t.Errorf("SignIn() = %v, want an error without the password and the session", err)
			}
		})
	}
}
