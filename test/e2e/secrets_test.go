package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// secrets are values that nobody may see but those whom they are for, with what each is.
type secrets map[string]string

// leaked returns what a text has of the secrets, sorted.
func (s secrets) leaked(text string) []string {
	found := map[string]bool{}
	for secret, what := range s {
		if strings.Contains(text, secret) {
			found[what] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// ofRun are the secrets of all tests so far, which checkRun looks for in the logs.
var ofRun struct {
	sync.Mutex
	all secrets
}

// keep adds secrets to those of the run.
func (s secrets) keep() {
	ofRun.Lock()
	defer ofRun.Unlock()
	if ofRun.all == nil {
		ofRun.all = secrets{}
	}
	maps.Copy(ofRun.all, s)
}

// secretsOfRun returns the secrets of the run, among them the task tokens of all events.
func secretsOfRun() secrets {
	ofRun.Lock()
	defer ofRun.Unlock()
	all := maps.Clone(ofRun.all)
	if all == nil {
		all = secrets{}
	}
	for _, s := range stacks {
		heard, _ := s.tap.Events()
		for _, h := range heard {
			if token := h.TaskToken(); token != "" {
				all[token] = "a task token"
			}
		}
	}
	return all
}

// count says how many secrets there are of each kind.
func (s secrets) count() string {
	kinds := map[string]int{}
	for _, what := range s {
		kinds[what]++
	}
	var counts []string
	for _, what := range slices.Sorted(maps.Keys(kinds)) {
		counts = append(counts, fmt.Sprintf("%d × %s", kinds[what], what))
	}
	return strings.Join(counts, ", ")
}
