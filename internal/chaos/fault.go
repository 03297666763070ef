// Package chaos injects faults between a shop's functions and an emulator of AWS, and
// audits the shop after a simulated morning with them.
package chaos

import (
	"fmt"
	"strings"
	"time"
)

// Fault is something that goes wrong between functions and AWS. Its parts may be combined.
type Fault struct {
	Name string
	// Text describes it, for help texts and tables.
	Text string

	// Refuse is the share of functions' requests that are refused before they have an
	// effect, half with a throttling error and half with a 500.
	Refuse float64
	// Drop is the share of functions' requests that are carried out, but whose connection
	// ends without an answer.
	Drop float64
	// Kill is the share of invocations during which the function's process is killed,
	// unless they end earlier.
	Kill float64
	// Copies is how often each event is delivered to each function, at random moments of
	// the next two seconds and so in random order. 0 means once and at once.
	Copies int
	// RepeatBatches delivers each batch of the orders table's stream twice.
	RepeatBatches bool
	// Away is how long no event reaches the tracker, from AwayAfter the fault's beginning.
	AwayAfter, Away time.Duration
}

// Faults lists the faults that a shop is tried with.
func Faults() []Fault {
	faults := []Fault{
		{Name: "none", Text: "no faults, for comparison"},
		{Name: "refused", Text: "20% of requests throttled or answered with a 500", Refuse: 0.2},
		{Name: "dropped", Text: "5% of answers lost after the request was carried out", Drop: 0.05},
		{Name: "killed", Text: "functions killed during 5% of invocations", Kill: 0.05},
		{Name: "tripled", Text: "each event delivered three times, in random order", Copies: 3},
		{Name: "repeated", Text: "each batch of the stream delivered twice", RepeatBatches: true},
		{Name: "away", Text: "no event reaches the tracker for a minute", AwayAfter: 20 * time.Second, Away: time.Minute},
	}
	return append(faults, allOf("all", "all of these at once", faults))
}

func allOf(name, text string, faults []Fault) Fault {
	all := Fault{Name: name, Text: text}
	for _, f := range faults {
		all.Refuse, all.Drop, all.Kill = all.Refuse+f.Refuse, all.Drop+f.Drop, all.Kill+f.Kill
		all.Copies, all.RepeatBatches = all.Copies+f.Copies, all.RepeatBatches || f.RepeatBatches
		all.AwayAfter, all.Away = all.AwayAfter+f.AwayAfter, all.Away+f.Away
	}
	return all
}

// Named returns the fault with a name. The error lists the names.
func Named(name string) (Fault, error) {
	var names []string
	for _, f := range Faults() {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Fault{}, fmt.Errorf("unknown fault %q: choose one of %s", name, strings.Join(names, ", "))
}

// Kind is a kind of injected fault, in words for the table.
type Kind string

const (
	throttled Kind = "requests throttled"
	internal  Kind = "500s"
	dropped   Kind = "answers lost"
	killed    Kind = "processes killed"
	copied    Kind = "extra deliveries"
	repeated  Kind = "batches repeated"
	unreached Kind = "deliveries failed"
)

// kinds lists the kinds that a fault consists of.
func (f Fault) kinds() []Kind {
	var kinds []Kind
	for _, part := range []struct {
		on    bool
		kinds []Kind
	}{
		{f.Refuse > 0, []Kind{throttled, internal}},
		{f.Drop > 0, []Kind{dropped}},
		{f.Kill > 0, []Kind{killed}},
		{f.Copies > 1, []Kind{copied}},
		{f.RepeatBatches, []Kind{repeated}},
		{f.Away > 0, []Kind{unreached}},
	} {
		if part.on {
			kinds = append(kinds, part.kinds...)
		}
	}
	return kinds
}
