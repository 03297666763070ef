package metric_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
)

func TestARecordHasItsMetricAtTheRoot(t *testing.T) {
	at := time.UnixMilli(1795338000001)
	for _, row := range []struct {
		name  string
		count slog.Attr
		want  string
	}{
		{"with a dimension", metric.Namespace("Mine").Count(at, "Repairs", 2, slog.String("Kind", "Seat")),
			`"_aws":{"Timestamp":1795338000001,"CloudWatchMetrics":[{"Namespace":"Mine","Dimensions":[["Kind"]],"Metrics":[{"Name":"Repairs","Unit":"Count"}]}]},"Repairs":2,"Kind":"Seat"}`},
		{"without", metric.Namespace("Mine").Count(at, "Repairs", 0),
			`"_aws":{"Timestamp":1795338000001,"CloudWatchMetrics":[{"Namespace":"Mine","Dimensions":[[]],"Metrics":[{"Name":"Repairs","Unit":"Count"}]}]},"Repairs":0}`},
	} {
		t.Run(row.name, func(t *testing.T) {
			var out bytes.Buffer
			slog.New(slog.NewJSONHandler(&out, nil)).Info("repaired", "orderId", "a", row.count)
			if got := strings.TrimSpace(out.String()); !strings.HasSuffix(got, `"orderId":"a",`+row.want) {
				t.Errorf("record = %s, want it to end in %s", got, row.want)
			}
		})
	}
}

func TestTheEnvironmentNamesTheNamespace(t *testing.T) {
	t.Setenv(envvar.MetricNamespace, "")
	if got := metric.FromEnvironment(); got != "CoffeeShop" {
		t.Errorf("FromEnvironment() = %q, want CoffeeShop", got)
	}
	t.Setenv(envvar.MetricNamespace, "Corner")
	if got := metric.FromEnvironment(); got != "Corner" {
		t.Errorf("FromEnvironment() = %q, want Corner", got)
	}
}
