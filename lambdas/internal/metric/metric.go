// Package metric adds CloudWatch metrics to log records, in the embedded metric format:
// CloudWatch Logs extracts them from the JSON, without a request by the function.
package metric

import (
	"cmp"
	"log/slog"
	"os"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/envvar"
)

// DefaultNamespace is the namespace of metrics unless the environment names another one.
const DefaultNamespace = "CoffeeShop"

// Namespace is a CloudWatch namespace for metrics.
type Namespace string

// FromEnvironment returns the namespace that the function's environment variables name.
func FromEnvironment() Namespace {
	return Namespace(cmp.Or(os.Getenv(envvar.MetricNamespace), DefaultNamespace))
}

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

// Count returns a log attribute that records a count under a name and dimensions, whose
// values are strings. The attribute must be at the root of a JSON record.
func (n Namespace) Count(at time.Time, name string, count int, dimensions ...slog.Attr) slog.Attr {
	keys := []string{} // not null in JSON
	for _, dimension := range dimensions {
		keys = append(keys, dimension.Key)
	}
	attributes := append([]slog.Attr{
		slog.Any("_aws", metadata{at.UnixMilli(), []directive{{n, [][]string{keys}, []definition{{name, "Count"}}}}}),
		slog.Int(name, count),
	}, dimensions...)
	return slog.Attr{Value: slog.GroupValue(attributes...)} // without a key, slog inlines the group
}
