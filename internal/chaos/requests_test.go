package chaos

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestRequestsArePassedOnOnceTheyHaveArrived(t *testing.T) {
	arriving := strings.NewReader(`{"TableName":"orders"}`)
	request := httptest.NewRequest(http.MethodPost, "/", io.NopCloser(arriving))
	var got []byte
	passOn(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if arriving.Len() > 0 {
			t.Errorf("passed on with %d bytes still to arrive, want none", arriving.Len())
		}
		got, _ = io.ReadAll(r.Body)
	}), httptest.NewRecorder(), request)
	if string(got) != `{"TableName":"orders"}` {
		t.Errorf("passed on %q, want the request's body", got)
	}
}
