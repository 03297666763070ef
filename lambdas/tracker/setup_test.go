package tracker

import (
	"bytes"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/storetest"
)

// theOrder is the ID of the order that all events in testdata are about.
const theOrder = "order-7c2f"

// shop is a handler together with its store, workflow and log.
type shop struct {
	*Handler
	store    *storetest.Memory
	workflow *doubles.Workflow
	log      *bytes.Buffer
}

func newShop() *shop {
	s := &shop{store: new(storetest.Memory), workflow: new(doubles.Workflow), log: new(bytes.Buffer)}
	log := slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	s.Handler = &Handler{Store: s.store, Workflow: s.workflow, Log: log, Now: func() time.Time { return theEnd }}
	return s
}

var errBroken = errors.New("out of order")

// fail makes one operation of the store fail with errBroken, or none if it is empty.
func (s *shop) fail(operation string) {
	s.store.Err = func(name string) error {
		if name == operation {
			return errBroken
		}
		return nil
	}
}

// deliver handles events of testdata, and fails the test at the first error.
func (s *shop) deliver(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := s.Handle(t.Context(), doubles.LoadEvent(t, name)); err != nil {
			t.Fatalf("handle(%s): %v", name, err)
		}
	}
}

// order returns the stored order, or the zero value if it is not stored.
func (s *shop) order(t *testing.T) store.Order {
	t.Helper()
	order, _, err := s.store.Order(t.Context(), theOrder)
	if err != nil {
		t.Fatal(err)
	}
	return order
}

// theEnd is the handler's present time, later than all events in testdata.
var theEnd = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// names lists the events of testdata by file name, without the extension.
func names(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("Glob(testdata) = %v, %v, want files", files, err)
	}
	for i, file := range files {
		files[i] = strings.TrimSuffix(filepath.Base(file), ".json")
	}
	return files
}
