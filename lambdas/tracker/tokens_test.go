package tracker

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
)

// fakeToken is what every task token in testdata begins with.
const fakeToken = "FAKE-TASK-TOKEN"

func TestTaskTokensAreNotLogged(t *testing.T) {
	s := newShop()
	withTokens := 0
	for _, name := range names(t) {
		event := doubles.LoadEvent(t, name)
		if bytes.Contains(event.Detail, []byte(fakeToken)) {
			withTokens++
		}
		for range 2 { // the second is a duplicate
			if err := s.Handle(t.Context(), event); err != nil && strings.Contains(err.Error(), fakeToken) {
				t.Errorf("handle(%s) = %q, want no task token in it", name, err)
			}
		}
	}
	if withTokens < 3 {
		t.Fatalf("%d events of testdata have a task token, want at least 3", withTokens)
	}
	if log := s.log.String(); log == "" || strings.Contains(log, fakeToken) {
		t.Errorf("log = %s, want no task token in it", log)
	}
}

func FuzzHandle(f *testing.F) {
	for _, name := range names(f) {
		event := doubles.LoadEvent(f, name)
		f.Add(event.DetailType, []byte(event.Detail))
	}
	f.Fuzz(func(t *testing.T, detailType string, detail []byte) {
		if inName(detailType, detail) {
			return // a name is no secret, even if it looks like a token
		}
		s := newShop()
		event := events.EventBridgeEvent{ID: "fuzz", DetailType: detailType, Detail: detail}
		if err := s.Handle(t.Context(), event); err != nil && strings.Contains(err.Error(), fakeToken) {
			t.Errorf("handle(%s, %s) = %q, want no task token in it", detailType, detail, err)
		}
		if log := s.log.String(); strings.Contains(log, fakeToken) {
			t.Errorf("handle(%s, %s) logged %s, want no task token in it", detailType, detail, log)
		}
	})
}

// inName reports whether fakeToken is part of the event's or its order's name.
func inName(detailType string, detail []byte) bool {
	var head coffee.OrderDetail
	_ = json.Unmarshal(detail, &head) // reads as much as it can
	return strings.Contains(detailType+" "+head.OrderID, fakeToken)
}
