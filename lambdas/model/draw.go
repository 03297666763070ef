package model

import (
	"slices"

	"pgregory.net/rapid"
)

// often lists the kinds of actions by how often they are drawn.
var often = map[int][]Kind{
	1: {KeepQuiet, Break, Stop, Close, Limit, Write, SellOut, Steal, Watch, Retry},
	2: {Rescan, Look, AgainHand, Refuse, Cancel, Open, ByHand, Repeat, Sweep, Pass, Lose, KeepSeat, KeepDrink},
	4: {Collect, Release, Recall, Deliver, Resume},
	8: {Scan, Flush, Place, Complete, Claim},
}

// drawable lists every kind as many times as it is drawn on average. rapid draws the first
// ones more often, and prefers them when it shrinks a trace.
var drawable = func() (all []Kind) {
	for round := 8; round > 0; round-- {
		for _, times := range []int{8, 4, 2, 1} {
			if times >= round {
				all = append(all, often[times]...)
			}
		}
	}
	return all
}()

// harms are drawn if an action has a fault.
var harms = []Harm{Refused, Lost, Dies, Pauses}

var (
	kinds   = rapid.SampledFrom(drawable)
	numbers = rapid.IntRange(0, 15)
	orders  = rapid.IntRange(0, 7)
	people  = rapid.IntRange(0, 1)
	fault   = rapid.IntRange(0, 19)
	places  = rapid.IntRange(1, 4)
	action  = rapid.Custom(drawAction)
	stretch = rapid.SliceOfN(action, 0, 16) // five on average
)

// stretches is how many stretches of actions a trace has. rapid shrinks each of them.
const stretches = 6

// Traces generates traces.
var Traces = rapid.Custom(func(t *rapid.T) Trace {
	trace := Trace{Seats: people.Draw(t, "seats") == 1, Calm: people.Draw(t, "calm") == 0}
	for range stretches {
		trace.Actions = append(trace.Actions, stretch.Draw(t, "actions")...)
	}
	return trace
})

func drawAction(t *rapid.T) Action {
	a := Action{Kind: kinds.Draw(t, "kind"), Order: orders.Draw(t, "order"), Who: people.Draw(t, "who"), N: numbers.Draw(t, "n")}
	if harm := fault.Draw(t, "harm") - 16; harm >= 0 {
		a.Fault = Fault{harms[harm], places.Draw(t, "at")}
		if a.Kind == Sweep { // which takes many more operations
			a.Fault.At *= 1 + a.N
		}
	}
	if a.Fault.Harm == Pauses && slices.Contains(parallel, a.Kind) {
		a.Fault = Fault{}
	}
	return a
}

// parallel lists the kinds whose functions read side by side. They are not paused, and
// write nothing.
var parallel = []Kind{Look, Steal, Watch}
