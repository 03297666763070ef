// Package emf reads metrics in the embedded metric format from logs, for tests. It checks
// them as strictly as CloudWatch Logs, which drops a record that breaks a rule without a
// word.
package emf

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Record is a log record with metrics.
type Record struct {
	Namespace string
	// Values has the metrics' values by name, and Dimensions the dimensions' by name.
	Values     map[string]float64
	Dimensions map[string]string
	OrderID    string // empty for a record that is not about an order
}

//go:embed schema.json
var schemaText []byte

// schemaURL names the schema, whichever folder the program runs in.
const schemaURL = "urn:embedded-metric-format"

var schema = sync.OnceValue(func() *jsonschema.Schema {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaText))
	if err != nil {
		panic(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(schemaURL, document); err != nil {
		panic(err)
	}
	return compiler.MustCompile(schemaURL)
})

// Read returns the records of a log that have metrics, in the log's order. Lines that are
// not JSON, such as Lambda's own, are skipped. It returns an error for a record that CloudWatch
// Logs would drop.
func Read(log []byte) ([]Record, error) {
	var records []Record
	lines := bufio.NewScanner(bytes.NewReader(log))
	lines.Buffer(nil, 1<<20) // a log event has at most 1 MB
	for lines.Scan() {
		var root map[string]any
		if json.Unmarshal(lines.Bytes(), &root) != nil || root["_aws"] == nil {
			continue
		}
		record, err := read(root)
		if err != nil {
			return nil, fmt.Errorf("metrics of %s: %w", lines.Bytes(), err)
		}
		records = append(records, record)
	}
	return records, lines.Err()
}

func read(root map[string]any) (Record, error) {
	record := Record{Values: map[string]float64{}, Dimensions: map[string]string{}}
	if err := schema().Validate(root); err != nil {
		return record, err
	}
	record.OrderID, _ = root["orderId"].(string)
	for _, directive := range root["_aws"].(map[string]any)["CloudWatchMetrics"].([]any) {
		if err := record.follow(directive.(map[string]any), root); err != nil {
			return record, err
		}
	}
	return record, nil
}

// follow reads what a directive refers to in the record: a metric's value is a number, a
// dimension's a string that is not empty.
func (r *Record) follow(directive, root map[string]any) error {
	r.Namespace = directive["Namespace"].(string)
	for _, metric := range directive["Metrics"].([]any) {
		name := metric.(map[string]any)["Name"].(string)
		value, ok := root[name].(float64)
		if !ok {
			return fmt.Errorf("the metric %s is %v, want a number", name, root[name])
		}
		r.Values[name] = value
	}
	for _, set := range directive["Dimensions"].([]any) {
		for _, name := range set.([]any) {
			value, _ := root[name.(string)].(string)
			if value == "" || len(value) > 1024 {
				return fmt.Errorf("the dimension %s is %v, want 1 to 1024 characters", name, root[name.(string)])
			}
			r.Dimensions[name.(string)] = value
		}
	}
	return nil
}
