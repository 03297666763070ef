package model

import (
	"time"
)

// do performs an action. It does nothing if the order or the event that the action is about
// does not exist.
func (w *World) do(a Action) {
	w.now = w.now.Add(100 * time.Millisecond)
	switch a.Kind {
	case Scan, Rescan, Look, Place, Cancel, Steal:
		w.doAsCustomer(a)
	case ByHand, AgainHand:
		w.takeByHand(a)
	case Claim, Release, Complete, Recall, Collect, Refuse:
		w.doAsBarista(a)
	case Watch, Open, Close, Limit, Write, SellOut:
		w.doInShop(a)
	case Deliver, Repeat, Flush, Lose, Pass, Sweep, Resume:
		w.happen(a)
	case Retry, Break, Stop, KeepSeat, KeepDrink, KeepQuiet:
		if !w.calm {
			w.harm(a)
		}
	}
}

// happen performs an action without people: it delivers events, lets time pass, and runs the
// janitor or a paused function.
func (w *World) happen(a Action) {
	event := len(w.bus) > 0
	switch {
	case a.Kind == Pass:
		w.pass(durations[a.N%len(durations)], a.N)
	case a.Kind == Sweep:
		w.sweep(a.Fault)
	case a.Kind == Resume && len(w.paused) > 0:
		w.wake(a.N%len(w.paused), false)
	case a.Kind == Flush:
		w.flush(a.N)
	case a.Kind == Lose && event && !w.calm:
		i := a.N % len(w.bus)
		w.bus = append(w.bus[:i:i], w.bus[i+1:]...)
	case (a.Kind == Deliver || a.Kind == Repeat) && event:
		w.deliver(a.N%len(w.bus), a.Fault, a.Kind == Repeat)
	default:
		return
	}
	w.count(a.Kind)
}

// durations are how long Pass may take.
var durations = []time.Duration{
	time.Second, 10 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 6 * time.Minute, 10 * time.Minute, 16 * time.Minute,
}

// sweepAtLeast is how long the janitor may be away. It looks for what an order lacks only
// for an hour after its end, so the longest Pass must fit.
const sweepAtLeast = 30 * time.Minute

// pass lets time pass. Paused functions go on before, or run out of time, as n says.
func (w *World) pass(d time.Duration, n int) {
	for len(w.paused) > 0 {
		w.wake(0, n%2 == 1)
	}
	if w.calm {
		w.flush(n)
	}
	w.now = w.now.Add(d)
	w.machine.Elapse()
	if w.calm {
		w.flush(n)
	}
	if w.now.Sub(w.lastSweep) > sweepAtLeast {
		w.sweep(Fault{})
	}
}

// harm makes the next attempts to do something fail, or harms an order's execution.
func (w *World) harm(a Action) {
	switch a.Kind {
	case KeepSeat:
		w.keepSeats = 1 + a.N%4
	case KeepDrink:
		w.keepDrinks = 1 + a.N%4
	case KeepQuiet:
		w.keepQuiet = 1 + a.N%2
	default:
		if len(w.tickets) > 0 {
			w.harmExecution(a)
		}
	}
}

func (w *World) harmExecution(a Action) {
	id := w.tickets[a.Order%len(w.tickets)].id
	if w.machine.Waiting(id) == "" {
		return
	}
	w.count(a.Kind)
	switch a.Kind {
	case Retry:
		w.machine.Retry(id)
	case Break:
		w.machine.Break(id)
	case Stop:
		w.machine.Stop(id)
	}
}

// finish lets everything come to its end: paused functions, events, the time-outs of the
// workflow and of orders that nobody collects or completes again. The janitor runs as
// often as it must for its promise.
func (w *World) finish() {
	for i, d := range []time.Duration{0, 2, 5, 11, 3, 15, 4} {
		w.pass(d*time.Minute, i)
		w.flush(i)
		w.sweep(Fault{})
		w.flush(i)
		w.keepSeats, w.keepDrinks, w.keepQuiet = 0, 0, 0
	}
	if w.broken == nil {
		w.checkEnd()
	}
}
