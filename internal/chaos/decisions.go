package chaos

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

const (
	// spread is the time within which the copies of an event are delivered.
	spread = 2 * time.Second
	// mostKillDelay is how long after an invocation's beginning its process is killed at
	// most. Most invocations take about that long.
	mostKillDelay = 40 * time.Millisecond
	// tracker is in the names of the functions that Fault.Away is about.
	tracker = "Tracker"
)

// decide answers a question of the emulator about one delivery, batch or invocation.
func (i *Injector) decide(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	answer := i.answer(r.PathValue("about"), r.URL.Query().Get("function"))
	i.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(answer)
}

func (i *Injector) answer(about, function string) any {
	switch about {
	case "delivery":
		return i.delays()
	case "reachable":
		return i.reaches(function)
	case "batch":
		if i.fault.RepeatBatches {
			i.count(repeated, 1)
		}
		return i.fault.RepeatBatches
	case "invocation":
		i.active = time.Now()
		if rand.Float64() < i.fault.Kill {
			return rand.N(mostKillDelay).Seconds()
		}
		return nil
	case "killed":
		i.count(killed, 1)
		return nil
	default:
		return nil
	}
}

// delays returns after how many seconds each copy of an event is to be delivered.
func (i *Injector) delays() []float64 {
	if i.fault.Copies < 2 {
		return []float64{0}
	}
	delays := make([]float64, i.fault.Copies)
	for n := range delays {
		delays[n] = rand.N(spread).Seconds()
	}
	i.count(copied, len(delays)-1)
	return delays
}

// reaches reports whether events reach a function now.
func (i *Injector) reaches(function string) bool {
	age := time.Since(i.began) - i.fault.AwayAfter
	away := strings.Contains(function, tracker) && age >= 0 && age < i.fault.Away
	if away {
		i.count(unreached, 1)
	}
	return !away
}
