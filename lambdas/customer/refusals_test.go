package customer

import (
	"bytes"
	"log/slog"
	"maps"
	"slices"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/emf"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/web/webtest"
)

func TestEachReasonToTurnACustomerAwayIsCounted(t *testing.T) {
	got := map[metrics.Metric]bool{}
	for _, code := range []coffee.ErrorCode{
		coffee.ShopIsClosed, coffee.QueueIsFull, coffee.CodeUsedUp, coffee.CodeExpired, coffee.NothingToHave, coffee.CodeUnknown,
	} {
		s, log := newShop(t), new(bytes.Buffer)
		s.store.Err = func(string) error { return coffee.NewError(code, "No.") }
		s.handler.Metrics = "Test"
		serve := s.handler.Serve(web.New(slog.New(slog.NewJSONHandler(log, nil))))
		webtest.Ask(t, serve, webtest.Request(webtest.Nobody, "POST", "/api/orders", s.scan()))
		records, err := emf.Read(log.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		for _, record := range records {
			for name, value := range record.Values {
				got[metrics.Metric(name)] = value == 1 && record.Namespace == "Test"
			}
		}
	}
	want := metrics.OfCustomer()
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, want) || slices.Contains(slices.Collect(maps.Values(got)), false) {
		t.Errorf("counted %v, want each of %q once", got, want)
	}
}
