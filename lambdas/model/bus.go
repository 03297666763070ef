package model

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"

	"github.com/aws/aws-lambda-go/events"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/workflow"
)

// message is an event on its way to a function.
type message struct {
	events.EventBridgeEvent
	failures int
}

// mostFailures is how often Lambda invokes a function with an event (Lambda developer
// guide, asynchronous invocation: two retries). Then the event is a dead letter.
const mostFailures = 3

func (w *World) send(detailType string, detail any) {
	text, err := json.Marshal(detail)
	if err != nil {
		panic(err)
	}
	w.bus = append(w.bus, message{EventBridgeEvent: events.EventBridgeEvent{DetailType: detailType, Detail: text}})
}

// emit publishes an event of the workflow.
func (w *World) emit(e coffee.Event) {
	w.checkAdmitted(e)
	w.noteEnd(e)
	w.send(e.DetailType(), e)
}

// ended publishes the status of an execution that ended abnormally.
func (w *World) ended(e workflow.Execution) {
	delete(w.admitted, e.OrderID)
	w.send(workflow.StatusChange, map[string]any{
		"name": e.OrderID, "status": e.Status, "stopDate": e.StoppedAt.UnixMilli(), "error": e.Error, "cause": e.Cause})
}

// refuses reports whether the bus refuses the end of an order.
func (w *World) refuses(coffee.Event) bool {
	return w.refuse(&w.keepQuiet, KeepQuiet)
}

// noteEnd notes the events that end orders.
func (w *World) noteEnd(e coffee.Event) {
	if c := coffee.ChangeOf(e); !c.To.Open() {
		w.ends[c.OrderID] = append(w.ends[c.OrderID], e)
		delete(w.admitted, c.OrderID)
	}
}

// ofWorkflow reports whether the tracker gets an event.
func ofWorkflow(e coffee.Event) bool {
	return slices.ContainsFunc(coffee.WorkflowEvents(), func(known coffee.Event) bool { return known.DetailType() == e.DetailType() })
}

// bus is the bus as functions publish on it. Only the tracker's events are delivered.
type bus struct{ w *World }

func (b bus) Put(_ context.Context, e coffee.Event) error {
	if err := b.w.before("Put"); err != nil {
		return err
	}
	if ofWorkflow(e) {
		b.w.checkPublished(e)
		b.w.emit(e)
	}
	return b.w.after("Put", nil)
}

// deliver hands an event to its function. Unless it fails or keeps is set, the event is
// gone then.
func (w *World) deliver(i int, fault Fault, keep bool) {
	m := w.bus[i]
	w.bus = slices.Delete(w.bus, i, i+1)
	var err error
	c := &call{fault: fault}
	c.done = func() {
		switch {
		case err != nil && c.fault.Harm == None:
			w.violate("the function failed with %s %s: %v", m.DetailType, m.Detail, err)
		case err != nil || c.dead:
			if m.failures++; m.failures < mostFailures {
				w.bus = append(w.bus, m)
			}
		case keep:
			w.bus = append(w.bus, m)
		}
		if err == nil && !c.dead {
			w.checkDelivered(m, c.fault.Harm != None)
		}
	}
	w.run(c, func() {
		if m.DetailType == workflow.StatusChange {
			err = w.janitor.Handle(context.Background(), m.EventBridgeEvent)
		} else {
			err = w.tracker.Handle(context.Background(), m.EventBridgeEvent)
		}
	})
}

// flush delivers all events. n selects the sequence.
func (w *World) flush(n int) {
	for len(w.bus) > 0 && w.broken == nil {
		w.deliver(n%len(w.bus), Fault{}, false)
	}
}

// sweep runs the janitor.
func (w *World) sweep(fault Fault) {
	w.lastSweep = w.now
	var err error
	c := &call{fault: fault}
	c.done = func() {
		if err != nil && c.fault.Harm == None {
			w.violate("the janitor failed: %v", err)
		}
		if c.fault.Harm == None {
			w.checkSwept()
		}
	}
	w.run(c, func() { err = w.janitor.Handle(context.Background(), events.EventBridgeEvent{}) })
}

// repairs is the log of a World. It counts the janitor's repairs, by their kinds.
type repairs struct{ w *World }

func (r repairs) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelWarn }
func (r repairs) WithAttrs([]slog.Attr) slog.Handler               { return r }
func (r repairs) WithGroup(string) slog.Handler                    { return r }

func (r repairs) Handle(_ context.Context, record slog.Record) error {
	record.Attrs(func(a slog.Attr) bool {
		if a.Value.Kind() != slog.KindGroup { // the metric is one
			return true
		}
		for _, part := range a.Value.Group() {
			if part.Key == "Kind" {
				r.w.repaired(part.Value.String(), record)
			}
		}
		return true
	})
	return nil
}

// repaired counts a repair. Calm traces may have none but those of recalled orders, which
// need nothing but a barista who does not make them again.
func (w *World) repaired(kind string, record slog.Record) {
	w.count(Kind("repair " + kind))
	if kind == "Recalled" {
		return
	}
	w.repairs++
	record.Attrs(func(a slog.Attr) bool {
		if a.Key == "why" {
			w.why = kind + ": " + a.Value.String()
		}
		return true
	})
}
