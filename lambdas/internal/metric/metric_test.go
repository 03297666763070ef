package metric_test

import (
	"bytes"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/emf"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
)

var at = time.UnixMilli(1795338000001)

// record returns the line of a log with an attribute.
func record(a slog.Attr) string {
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("repaired", "orderId", "a", a)
	return strings.TrimSpace(out.String())
}

func TestARecordHasItsMetricsAtTheRoot(t *testing.T) {
	for _, row := range []struct {
		name  string
		attr  slog.Attr
		want  string
		value emf.Record
	}{
		{"with a dimension", metric.Namespace("Mine").Record(at, metric.Values{metrics.Repairs: 2}, slog.String("Kind", "Seat")),
			`"Repairs":2,"Kind":"Seat","_aws":{"Timestamp":1795338000001,"CloudWatchMetrics":[{"Namespace":"Mine","Dimensions":[["Kind"]],"Metrics":[{"Name":"Repairs","Unit":"Count"}]}]}}`,
			emf.Record{Namespace: "Mine", Values: map[string]float64{"Repairs": 2}, Dimensions: map[string]string{"Kind": "Seat"}, OrderID: "a"}},
		{"several", metric.Namespace("Mine").Record(at, metric.Values{metrics.Wait: 2.5, metrics.OpenOrders: 0}),
			`"OpenOrders":0,"Wait":2.5,"_aws":{"Timestamp":1795338000001,"CloudWatchMetrics":[{"Namespace":"Mine","Dimensions":[[]],"Metrics":[{"Name":"OpenOrders","Unit":"Count"},{"Name":"Wait","Unit":"Seconds"}]}]}}`,
			emf.Record{Namespace: "Mine", Values: map[string]float64{"OpenOrders": 0, "Wait": 2.5}, Dimensions: map[string]string{}, OrderID: "a"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			line := record(row.attr)
			if !strings.HasSuffix(line, `"orderId":"a",`+row.want) {
				t.Errorf("record = %s, want it to end in %s", line, row.want)
			}
			if got, err := emf.Read([]byte(line)); err != nil || !reflect.DeepEqual(got, []emf.Record{row.value}) {
				t.Errorf("emf.Read(%s) = %+v, %v, want %+v", line, got, err, row.value)
			}
		})
	}
}

func TestWithoutANamespaceValuesAreOnlyLogged(t *testing.T) {
	t.Setenv(envvar.MetricNamespace, "")
	line := record(metric.FromEnvironment().Record(at, metric.Values{metrics.Repairs: 2}, slog.String("Kind", "Seat")))
	if want := `"orderId":"a","Repairs":2,"Kind":"Seat"}`; !strings.HasSuffix(line, want) {
		t.Errorf("record = %s, want it to end in %s", line, want)
	}
}

func TestTheEnvironmentNamesTheNamespace(t *testing.T) {
	t.Setenv(envvar.MetricNamespace, "Corner")
	if got := metric.FromEnvironment(); got != "Corner" {
		t.Errorf("FromEnvironment() = %q, want Corner", got)
	}
}
