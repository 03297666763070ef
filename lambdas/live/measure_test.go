package live

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/emf"
	"github.com/serverless-coffee/coffeeshop/internal/metrics"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/doubles"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/metric"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// records lists the metrics in the log.
func (s *shop) records(t *testing.T) []emf.Record {
	t.Helper()
	records, err := emf.Read(s.log.Bytes())
	must(t, err)
	return records
}

// at returns a time in seconds after start.
func at(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

// The order of the rows: chosen after 10 s, queued at 12, claimed at 30, ready at 70,
// collected at 100.
var (
	placed    = store.Order{ID: "a", State: coffee.Placed, StartedAt: at(0), PlacedAt: at(10)}
	queued    = with(placed, coffee.Queued, func(o *store.Order) { o.QueuedAt, o.Number = at(12), 7 })
	making    = with(queued, coffee.Making, func(o *store.Order) { o.MakingAt = at(30) })
	ready     = with(making, coffee.Ready, func(o *store.Order) { o.ReadyAt = at(70) })
	recalled  = with(ready, coffee.Making, func(o *store.Order) { o.RecalledAt, o.MakingAt = at(80), at(80) })
	collected = with(ready, coffee.Collected, func(o *store.Order) { o.CollectedAt = at(100) })
)

// with returns an order in another state, changed.
func with(o store.Order, state coffee.State, change func(*store.Order)) store.Order {
	o.State = state
	change(&o)
	return o
}

// ended returns an order that ended early with an event.
func ended(o store.Order, state coffee.State, event coffee.Event) store.Order {
	return with(o, state, func(o *store.Order) { o.EndedAt, o.Reason = at(50), event.DetailType() })
}

func TestMeasureCountsWhatHappenedForTheFirstTime(t *testing.T) {
	for _, row := range []struct {
		name          string
		before, after store.Order
		want          metric.Values
	}{
		{"scanned", store.Order{}, store.Order{ID: "a", State: coffee.Requested, RequestedAt: at(0)}, metric.Values{}},
		{"admitted", store.Order{ID: "a"}, store.Order{ID: "a", StartedAt: at(0)}, metric.Values{"OrderStarted": 1}},
		{"placed", store.Order{ID: "a", StartedAt: at(0)}, placed, metric.Values{"WaitToPlace": 10}},
		{"placed by hand before it was admitted", store.Order{}, store.Order{ID: "a", PlacedAt: at(0)}, metric.Values{}},
		{"queued", placed, queued, metric.Values{"AwaitingCompletion": 1}},
		{"claimed", queued, making, metric.Values{}},
		{"ready", making, ready, metric.Values{"OrderCompleted": 1, "WaitInQueue": 18, "WaitWhileMade": 40, "Wait": 60}},
		{"ready without a claim", queued, with(queued, coffee.Ready, func(o *store.Order) { o.ReadyAt = at(70) }),
			metric.Values{"OrderCompleted": 1, "Wait": 60}},
		{"the workflow's confirmation", ready, ready, metric.Values{}},
		{"taken back", ready, recalled, metric.Values{}},
		{"ready again", recalled, with(recalled, coffee.Ready, func(o *store.Order) { o.ReadyAt = at(90) }), metric.Values{}},
		{"collected", ready, collected, metric.Values{"OrderCollected": 1, "WaitToCollect": 30}},
		{"not collected", ready, with(ready, coffee.Unclaimed, func(o *store.Order) { o.EndedAt = at(999) }), metric.Values{"OrderUnclaimed": 1}},
		{"closed", store.Order{ID: "a"}, ended(store.Order{ID: "a"}, coffee.Rejected, coffee.ShopClosed{}), metric.Values{"ShopClosed": 1}},
		{"full", store.Order{ID: "a"}, ended(store.Order{ID: "a"}, coffee.Rejected, coffee.QueueFull{}), metric.Values{"QueueFull": 1}},
		{"customer too late", placed, ended(placed, coffee.TimedOut, coffee.CustomerTimedOut{}), metric.Values{"CustomerTimedOut": 1}},
		{"barista too late", queued, ended(queued, coffee.TimedOut, coffee.BaristaTimedOut{}), metric.Values{"BaristaTimedOut": 1}},
		{"cancelled", queued, ended(queued, coffee.Cancelled, coffee.OrderCancelled{}), metric.Values{"OrderCancelled": 1}},
		{"failed", queued, ended(queued, coffee.Failed, coffee.OrderFailed{}), metric.Values{"OrderFailed": 1}},
		{"two changes in a batch", placed, ready,
			metric.Values{"AwaitingCompletion": 1, "OrderCompleted": 1, "WaitInQueue": 18, "WaitWhileMade": 40, "Wait": 60}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := (change{row.before, row.after}).measure(); !maps.Equal(got, row.want) {
				t.Errorf("measure() = %v, want %v", got, row.want)
			}
		})
	}
}

// The dashboard shows these metrics, so each must be recorded.
func TestEveryMetricOfTheLiveFunctionIsRecorded(t *testing.T) {
	s := newShop(t)
	s.watch(t, api.BoardChannel)
	lives := [][]store.Order{
		{{ID: "a", State: coffee.Requested}, {ID: "a", State: coffee.Started, StartedAt: at(0)}, placed, queued, making, ready, collected},
		{ready, with(ready, coffee.Unclaimed, func(o *store.Order) { o.EndedAt = at(999) })},
	}
	for _, event := range []coffee.Event{coffee.ShopClosed{}, coffee.QueueFull{}, coffee.CustomerTimedOut{}, coffee.BaristaTimedOut{}, coffee.OrderCancelled{}, coffee.OrderFailed{}} {
		lives = append(lives, []store.Order{queued, ended(queued, coffee.Failed, event)})
	}
	for _, life := range lives {
		for i := range life[1:] {
			s.stream(t, record(life[i], life[i+1]))
		}
	}
	got := map[metrics.Metric]bool{}
	for _, record := range s.records(t) {
		if record.Namespace != "Test" {
			t.Errorf("got metrics of the namespace %q, want Test", record.Namespace)
		}
		for name := range record.Values {
			got[metrics.Metric(name)] = true
		}
	}
	want := metrics.OfLive()
	slices.Sort(want)
	if recorded := slices.Sorted(maps.Keys(got)); !slices.Equal(recorded, want) {
		t.Errorf("recorded %q, want %q", recorded, want)
	}
}

func TestABatchThatIsRetriedCountsOnce(t *testing.T) {
	s := newShop(t)
	s.watch(t, api.BoardChannel)
	batch := s.change(t, anOrder, s.enter(coffee.Queued))
	broken := true
	s.store.Err = func(operation string) error {
		if broken && operation == "Subscribers" {
			return doubles.ErrBroken
		}
		return nil
	}
	s.stream(t, batch)
	if got := s.records(t); len(got) > 0 {
		t.Errorf("a batch that failed recorded %+v, want nothing", got)
	}
	broken = false
	s.stream(t, batch)
	if got := s.total(t, metrics.Of(coffee.AwaitingCompletion{})); got != 1 {
		t.Errorf("counted %v queued orders, want 1", got)
	}
}

func TestMessagesAndConnectionsAreCounted(t *testing.T) {
	s := newShop(t)
	for _, channel := range []api.Channel{api.BoardChannel, api.OrderChannel} {
		s.watch(t, channel)
	}
	s.sockets.Hook = func(_ context.Context, connection string) error {
		if connection == string(api.BoardChannel) {
			return doubles.ErrBroken
		}
		return nil
	}
	s.stream(t, s.change(t, anOrder, s.enter(coffee.Queued)))
	for m, want := range map[metrics.Metric]float64{metrics.Connections: 2, metrics.Messages: 2, metrics.FailedMessages: 1} {
		if got := s.total(t, m); got != want {
			t.Errorf("%s = %v, want %v", m, got, want)
		}
	}
}

// total returns the sum of a metric in the log.
func (s *shop) total(t *testing.T, m metrics.Metric) float64 {
	t.Helper()
	sum := 0.0
	for _, record := range s.records(t) {
		sum += record.Values[string(m)]
	}
	return sum
}
