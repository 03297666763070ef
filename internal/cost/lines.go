package cost

import (
	"cmp"
	"encoding/json"
	"regexp"
	"strconv"

	"github.com/serverless-coffee/coffeeshop/internal/requestlog"
)

// invocation is what a function's log has under one request ID.
type invocation struct {
	function string
	orderID  string
	// connectionID is the WebSocket connection that it was for.
	connectionID string
	requests     []Request
	// times is how often it ran: Lambda retries an event under the same ID.
	times           int
	gigabyteSeconds float64
}

// invocations maps request IDs to invocations.
type invocations map[string]*invocation

// requestID, orderID and connectionID find the IDs in a function's log lines, which are JSON on AWS
// and text in the emulator.
var (
	requestID    = regexp.MustCompile(`\brequestId"?[=:]"?([\w-]+)`)
	orderID      = regexp.MustCompile(`\borderId"?[=:]"?([\w-]+)`)
	connectionID = regexp.MustCompile(`\bconnectionId"?[=:]"?([\w=-]+)`)
)

// read adds one line of a function's log.
func (all invocations) read(function, text string) {
	if id, gigabyteSeconds, ok := readReport(text); ok {
		i := all.of(id, function)
		i.times++
		i.gigabyteSeconds += gigabyteSeconds
		return
	}
	id := requestID.FindStringSubmatch(text)
	if id == nil {
		return
	}
	i := all.of(id[1], function)
	var line requestlog.Line
	if json.Unmarshal([]byte(text), &line) == nil && line.Message == requestlog.Message {
		i.requests = append(i.requests, Request{
			From: function, Service: line.Service, Operation: line.Operation, Error: line.Error, Retry: line.Attempt > 1,
			ReadUnits: line.ReadUnits, WriteUnits: line.WriteUnits,
		})
		return
	}
	if order := orderID.FindStringSubmatch(text); order != nil {
		i.orderID = order[1]
	}
	if connection := connectionID.FindStringSubmatch(text); connection != nil {
		i.connectionID = connection[1]
	}
}

func (all invocations) of(id, function string) *invocation {
	if all[id] == nil {
		all[id] = &invocation{function: function}
	}
	return all[id]
}

// live is the name of the function that sends the live updates.
const live = "live"

// addTo adds each invocation to the order that it was for: the one in its log, or the one
// that its connection subscribed to. Others are dropped.
func (all invocations) addTo(orders map[string]*Order) {
	followed := map[string]string{} // orders by connection
	for _, i := range all {
		if i.connectionID != "" && i.orderID != "" {
			followed[i.connectionID] = i.orderID
		}
	}
	for _, i := range all {
		order := orders[cmp.Or(i.orderID, followed[i.connectionID])]
		switch {
		case order == nil:
		case i.function == live:
			order.addLive(i)
		default:
			order.Invocations += i.times
			order.GigabyteSeconds += i.gigabyteSeconds
			order.add(i.requests...)
		}
	}
}

// addLive adds an invocation of the function that sends the live updates.
func (o *Order) addLive(i *invocation) {
	o.All = append(o.All, i.requests...)
	o.GigabyteSeconds += i.gigabyteSeconds
	o.Live.Invocations += i.times
	o.Live.add(i.requests...)
}

// textReport is the REPORT line at the end of an invocation in a text log.
var textReport = regexp.MustCompile(`^REPORT RequestId: (\S+)\s.*Billed Duration: (\d+) ms\s+Memory Size: (\d+) MB`)

// readReport parses a REPORT line, or the same in JSON.
func readReport(text string) (id string, gigabyteSeconds float64, ok bool) {
	var report struct {
		Type   string
		Record struct {
			RequestID string
			Metrics   struct{ BilledDurationMs, MemorySizeMB float64 }
		}
	}
	if parts := textReport.FindStringSubmatch(text); parts != nil {
		report.Type, report.Record.RequestID = platformReport, parts[1]
		report.Record.Metrics.BilledDurationMs, _ = strconv.ParseFloat(parts[2], 64)
		report.Record.Metrics.MemorySizeMB, _ = strconv.ParseFloat(parts[3], 64)
	} else if json.Unmarshal([]byte(text), &report) != nil {
		return "", 0, false
	}
	r := report.Record
	return r.RequestID, r.Metrics.BilledDurationMs / 1000 * r.Metrics.MemorySizeMB / 1024, report.Type == platformReport
}

// platformReport is the type of a REPORT line in JSON (Lambda developer guide,
// Telemetry API).
const platformReport = "platform.report"
