// Package metric adds CloudWatch metrics to log records, in the embedded metric format:
// CloudWatch Logs extracts them from the JSON, without a request by the function.
package metric

import (
	"log/slog"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
)

// Namespace is a CloudWatch namespace for metrics. The empty one records none.
type Namespace string

// FromEnvironment returns the namespace that the function's environment variables name,
// empty if there is none.
func FromEnvironment() Namespace { return Namespace(os.Getenv(envvar.MetricNamespace)) }

// Values has values of metrics.
type Values map[metrics.Metric]float64

// The parts of the embedded metric format (CloudWatch user guide, "Embedded metric format
// specification").
type (
	metadata struct {
		Timestamp         int64 // epoch milliseconds
		CloudWatchMetrics []directive
	}
	directive struct {
		Namespace  Namespace
		Dimensions [][]string
		Metrics    []definition
	}
	definition struct{ Name, Unit string }
)

// Record returns a log attribute that records values under dimensions, whose values are
// strings. The attribute must be at the root of a JSON record, and the only one of its
// kind there. Without a namespace, the values are only logged.
func (n Namespace) Record(at time.Time, values Values, dimensions ...slog.Attr) slog.Attr {
	keys := []string{} // not null in JSON
	for _, dimension := range dimensions {
		keys = append(keys, dimension.Key)
	}
	var attributes []slog.Attr
	var definitions []definition
	for _, m := range slices.Sorted(maps.Keys(values)) {
		attributes = append(attributes, slog.Float64(string(m), values[m]))
		definitions = append(definitions, definition{string(m), m.Unit()})
	}
	attributes = append(attributes, dimensions...)
	if n != "" && len(definitions) > 0 {
		attributes = append(attributes, slog.Any("_aws",
			metadata{at.UnixMilli(), []directive{{n, [][]string{keys}, definitions}}}))
	}
	return slog.Attr{Value: slog.GroupValue(attributes...)} // without a key, slog inlines the group
}
