package model

import (
	"errors"
	"sync"
)

// Errors of operations that a fault harms.
var (
	errRefused = errors.New("the model refused the operation")
	errLost    = errors.New("the model lost the answer")
	errDead    = errors.New("the model killed the function")
)

// call is one invocation of a function.
type call struct {
	fault Fault
	done  func() // what follows when the function has returned
	// ticket is that of the order which the function takes by hand.
	ticket *ticket

	mu     sync.Mutex // functions read side by side
	ops    int
	losing string // the operation whose answer is lost
	dead   bool

	pause, resume chan struct{}
	end           chan struct{}
}

// before begins an operation of the running function. It returns an error if the
// operation fails.
func (w *World) before(op string) error {
	c := w.current
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ops++
	if c.dead {
		return errDead
	}
	if c.ops != c.fault.At {
		return nil
	}
	w.count(c.fault.Harm)
	switch c.fault.Harm {
	case Refused:
		return errRefused
	case Lost:
		c.losing = op
	case Dies:
		c.dead = true
		return errDead
	case Pauses:
		c.pause <- struct{}{}
		<-c.resume
		if c.dead {
			return errDead
		}
	}
	return nil
}

// after ends a write of the running function: it checks all orders, and returns err, or
// an error if the answer is lost.
func (w *World) after(op string, err error) error {
	w.checkWrites(op)
	if c := w.current; c != nil && c.losing == op {
		c.losing = ""
		return errLost
	}
	return err
}

// outage returns an error if an operation of the running function falls into an outage.
func (w *World) outage(left *int, kind Kind) error {
	if !w.refuse(left, kind) {
		return nil
	}
	if w.current.fault.Harm != Pauses {
		w.current.fault.Harm = Outage
	}
	return errRefused
}

// refuse counts down what is left of an outage, and reports whether something was.
func (w *World) refuse(left *int, kind Kind) bool {
	if *left == 0 {
		return false
	}
	*left--
	w.count(kind)
	return true
}

// run runs a function until it returns, or pauses.
func (w *World) run(c *call, function func()) {
	if w.calm {
		c.fault = Fault{}
	}
	if c.fault.Harm != Pauses {
		w.current = c
		function()
		w.current = nil
		c.done()
		return
	}
	c.pause, c.resume, c.end = make(chan struct{}), make(chan struct{}), make(chan struct{})
	w.current = c
	go func() {
		function()
		close(c.end)
	}()
	w.await(c)
}

// await waits until a function returns, or pauses.
func (w *World) await(c *call) {
	select {
	case <-c.pause:
		w.current = nil
		w.paused = append(w.paused, c)
	case <-c.end:
		w.current = nil
		c.done()
	}
}

// wake continues a paused function, or lets it die.
func (w *World) wake(i int, dies bool) {
	c := w.paused[i]
	w.paused = append(w.paused[:i:i], w.paused[i+1:]...)
	c.dead = dies
	w.current = c
	c.resume <- struct{}{}
	w.await(c)
}

// abandon lets the functions die that an interrupted trace left.
func (w *World) abandon() {
	w.current = nil
	for len(w.paused) > 0 {
		w.wake(0, true)
	}
}
