package chaos

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/eventbridge"
	"github.com/aws/aws-sdk-go-v2/service/sfn"
	"github.com/aws/smithy-go"

	"github.com/serverless-coffee/coffeeshop/internal/emulator"
)

// between returns an injector before a service that answers every request with {} and
// counts them.
func between(t *testing.T, fault Fault) (*Injector, *atomic.Int32) {
	t.Helper()
	served := new(atomic.Int32)
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		served.Add(1)
		_, _ = w.Write([]byte("{}"))
	}))
	t.Cleanup(service.Close)
	i, err := NewInjector()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { i.Close() })
	if err := i.Target(service.URL); err != nil {
		t.Fatal(err)
	}
	i.Begin(fault)
	return i, served
}

// The SDK must take each answer for the service's own, and for one that it may retry.
func TestRefusalsAreErrorsThatTheSDKRetries(t *testing.T) {
	i, served := between(t, Fault{Refuse: 1})
	cfg := emulator.ConfigFor(i.URL)
	cfg.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	seen := map[string]bool{}
	for n := 0; n < 500 && len(seen) < 6; n++ {
		for service, call := range map[string]func() error{
			"DynamoDB":    func() error { return second(dynamodb.NewFromConfig(cfg).ListTables(t.Context(), nil)) },
			"EventBridge": func() error { return second(eventbridge.NewFromConfig(cfg).ListRules(t.Context(), nil)) },
			"workflow":    func() error { return second(sfn.NewFromConfig(cfg).ListStateMachines(t.Context(), nil)) },
		} {
			err := call()
			if !retry.NewStandard().IsErrorRetryable(err) {
				t.Fatalf("%s: %v is not retried", service, err)
			}
			known := smithy.APIError(nil)
			if !errors.As(err, &known) {
				t.Fatalf("%s: %v has no code", service, err)
			}
			seen[service+" "+known.ErrorCode()] = true
		}
	}
	if counts := i.End(); len(seen) != 6 || counts[throttled] == 0 || counts[internal] == 0 || served.Load() > 0 {
		t.Errorf("got %v and counted %v, with %d requests carried out, want two codes of each service, both counted, none carried out", seen, counts, served.Load())
	}
}

func second[T any](_ T, err error) error { return err }

func TestADroppedAnswersRequestIsCarriedOut(t *testing.T) {
	i, served := between(t, Fault{Drop: 1})
	_, err := http.Post(i.URL, "text/plain", nil)
	if counts := i.End(); err == nil || served.Load() != 1 || counts[dropped] != 1 {
		t.Errorf("error %v, %d requests carried out, counted %v, want an error, 1 and 1", err, served.Load(), counts)
	}
	if _, err := http.Post(i.URL, "text/plain", nil); err != nil {
		t.Errorf("after the fault: %v", err)
	}
}

// ask asks a question as the emulator does.
func ask[T any](t *testing.T, i *Injector, about, function string) (answer T) {
	t.Helper()
	response, err := http.Post(i.URL+"/faults/"+about+"?function="+function, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err == nil {
		err = json.Unmarshal(content, &answer)
	}
	if err != nil {
		t.Fatalf("%s: %v", content, err)
	}
	return answer
}

func TestWithoutAFaultNothingHappens(t *testing.T) {
	i, _ := between(t, Fault{})
	delays, kill := ask[[]float64](t, i, "delivery", "Tracker"), ask[*float64](t, i, "invocation", "Tracker")
	if len(delays) != 1 || delays[0] != 0 || kill != nil || ask[bool](t, i, "batch", "Live") || !ask[bool](t, i, "reachable", "Tracker") {
		t.Errorf("deliveries after %v s, killed after %v s, want one at once and no kill", delays, kill)
	}
	if counts := i.End(); len(counts) > 0 {
		t.Errorf("counted %v, want nothing", counts)
	}
}

func TestEachFaultIsInjectedAndCounted(t *testing.T) {
	i, _ := between(t, Fault{Copies: 3, RepeatBatches: true, Kill: 1, Away: time.Hour})
	delays := ask[[]float64](t, i, "delivery", "Tracker")
	if len(delays) != 3 || max(delays[0], delays[1], delays[2]) >= spread.Seconds() {
		t.Errorf("deliveries after %v s, want three within %v", delays, spread)
	}
	if kill := ask[*float64](t, i, "invocation", "Site"); kill == nil || *kill >= mostKillDelay.Seconds() {
		t.Errorf("killed after %v s, want less than %v", kill, mostKillDelay)
	}
	ask[any](t, i, "killed", "Site")
	if !ask[bool](t, i, "batch", "Live") || ask[bool](t, i, "reachable", "ShopTrackerX") || !ask[bool](t, i, "reachable", "Live") {
		t.Error("want batches repeated, and only the tracker unreachable")
	}
	counts := i.End()
	for kind, want := range map[Kind]int{copied: 2, repeated: 1, killed: 1, unreached: 1} {
		if counts[kind] != want {
			t.Errorf("counted %d %s, want %d", counts[kind], kind, want)
		}
	}
}

func TestInvocationsEndIdleness(t *testing.T) {
	i, _ := between(t, Fault{})
	if i.Idle() < time.Hour {
		t.Errorf("idle for %v before the first invocation, want ever since", i.Idle())
	}
	ask[any](t, i, "invocation", "Site")
	if i.Idle() > time.Hour {
		t.Errorf("idle for %v after an invocation", i.Idle())
	}
}

func TestAMorningWithoutItsFaultFails(t *testing.T) {
	for _, f := range Faults() {
		r := Result{Fault: f, Orders: 1, Injected: map[Kind]int{}}
		for _, kind := range f.kinds() {
			if r.Err() == nil {
				t.Errorf("%s: Err() = nil without %s", f.Name, kind)
			}
			r.Injected[kind] = 1
		}
		if err := r.Err(); err != nil {
			t.Errorf("%s: Err() = %v, want nil with all faults", f.Name, err)
		}
		r.Findings = []Finding{{Stuck, "order x"}}
		if r.Err() == nil {
			t.Errorf("%s: Err() = nil with a stuck order", f.Name)
		}
	}
}

func TestContradictionsAreFindingsButImpatienceIsNone(t *testing.T) {
	var r report
	if err := json.Unmarshal([]byte(`{"Lost":[{"OrderID":"a","Outcome":"stuck","Because":["it never ended"]},
		{"OrderID":"b","Outcome":"stuck","Because":["two baristas","it never ended"]},{"OrderID":"c","Outcome":"collected","Because":["two numbers"]}]}`), &r); err != nil {
		t.Fatal(err)
	}
	if got := r.contradictions(); len(got) != 2 || got[0].Text != "order b: two baristas" || got[1].Text != "order c: two numbers" {
		t.Errorf("contradictions() = %v, want those of b and c", got)
	}
}
