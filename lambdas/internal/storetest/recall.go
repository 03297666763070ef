package storetest

import (
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

func testRecall(t *testing.T, s Store) {
	for _, situation := range []string{"completed", "completed and confirmed"} {
		id, last := walk(t, s, situations[situation]...)
		before := get(t, s, id)
		for name, row := range map[string]struct {
			by   string
			at   time.Time
			want coffee.ErrorCode
		}{
			"by another": {ole, last.Add(time.Second), coffee.ClaimedByOther},
			"too late":   {mia, before.ReadyAt.Add(store.RecallWithin), coffee.WrongState},
		} {
			if got, err := s.Recall(t.Context(), id, row.by, row.at); codeOf(err) != row.want || !got.Equal(before) {
				t.Errorf("Recall %s when %s = %+v, %v, want %s", name, situation, got, err, row.want)
			}
			checkUnchanged(t, s, before)
		}
		at := before.ReadyAt.Add(store.RecallWithin - time.Millisecond)
		want := before
		want.State, want.Since, want.MakingAt, want.RecalledAt = coffee.Making, at, at, at
		want.Expires = at.Add(coffee.OrderRetention).Truncate(time.Second)
		for range 2 {
			got, err := s.Recall(t.Context(), id, mia, at)
			if err != nil || !got.Equal(want) {
				t.Errorf("Recall when %s = %+v, %v, want %+v", situation, got, err, want)
			}
		}
		checkUnchanged(t, s, want)
	}
	id, _ := walk(t, s, started, "Place", awaiting, "Claim")
	for by, want := range map[string]coffee.ErrorCode{mia: coffee.WrongState, ole: coffee.ClaimedByOther} {
		if got, err := s.Recall(t.Context(), id, by, now()); codeOf(err) != want {
			t.Errorf("Recall by %s of what mia makes for the first time = %+v, %v, want %s", by, got, err, want)
		}
	}
	id, _ = walk(t, s, situations["collected"]...)
	if got, err := s.Recall(t.Context(), id, mia, now()); codeOf(err) != coffee.WrongState {
		t.Errorf("Recall of a collected drink = %+v, %v, want %s", got, err, coffee.WrongState)
	}
}

// A recalled order ignores the workflow's events, and its later steps are not marked
// as unconfirmed.
func testRecalledOrdersIgnoreTheWorkflow(t *testing.T, s Store) {
	for name, way := range map[string][]any{
		"before the workflow confirmed": {started, "Place", awaiting, "Claim", "Complete", "Recall", completed},
		"after the workflow confirmed":  {started, "Place", awaiting, "Claim", "Complete", completed, "Recall"},
	} {
		for _, row := range []struct {
			way  []any
			want coffee.State
		}{
			{nil, coffee.Making},
			{[]any{completed, slow, failed, awaiting, started}, coffee.Making},
			{[]any{"Complete"}, coffee.Ready},
			{[]any{"Complete", "Recall", "Complete", "Collect"}, coffee.Collected},
			{[]any{"Release"}, coffee.Queued},
			{[]any{"Release", "Claim", completed, "Complete"}, coffee.Ready},
			{[]any{"Release", "Cancel"}, coffee.Cancelled},
		} {
			id, last := walk(t, s, way...)
			for _, one := range row.way {
				last = last.Add(time.Second)
				walkOn(t, s, id, last, one)
			}
			got := get(t, s, id)
			if got.State != row.want || got.Unconfirmed || got.CustomerToken+got.BaristaToken != "" || got.RecalledAt.IsZero() {
				t.Errorf("order recalled %s, then %v = %+v, want it %s, confirmed, without a token", name, row.way, got, row.want)
			}
		}
	}
}

func testUnclaimed(t *testing.T, s Store) {
	id, last := walk(t, s, situations["completed and confirmed"]...)
	before := get(t, s, id)
	later := last.Add(10 * time.Minute)
	for _, other := range []time.Time{before.Since.Add(-time.Millisecond), before.Since.Add(time.Millisecond)} {
		if got, err := s.Unclaim(t.Context(), id, other, later); codeOf(err) != coffee.WrongState || !got.Equal(before) {
			t.Errorf("Unclaim(another readySince) = %+v, %v, want %s", got, err, coffee.WrongState)
		}
		if got, err := s.Remind(t.Context(), id, other, later); codeOf(err) != coffee.WrongState || !got.Equal(before) {
			t.Errorf("Remind(another readySince) = %+v, %v, want %s", got, err, coffee.WrongState)
		}
	}
	want := before
	want.RemindedAt = later
	for _, at := range []time.Time{later, later.Add(time.Minute)} {
		if got, err := s.Remind(t.Context(), id, before.Since, at); err != nil || !got.Equal(want) {
			t.Errorf("Remind = %+v, %v, want %+v", got, err, want)
		}
	}
	checkUnchanged(t, s, want)
	end := later.Add(10 * time.Minute)
	want.State, want.Since, want.EndedAt, want.Expires = coffee.Unclaimed, end, end, end.Add(coffee.OrderRetention).Truncate(time.Second)
	for _, at := range []time.Time{end, end.Add(time.Minute)} {
		if got, err := s.Unclaim(t.Context(), id, before.Since, at); err != nil || !got.Equal(want) {
			t.Errorf("Unclaim = %+v, %v, want %+v", got, err, want)
		}
	}
	checkUnchanged(t, s, want)
	for _, step := range steps {
		if got, err := step.take(t.Context(), s, id, end); codeOf(err) != coffee.WrongState && !repeats(step, want) {
			t.Errorf("%s of an UNCLAIMED order = %+v, %v, want %s", step, got, err, coffee.WrongState)
		}
	}
	checkUnchanged(t, s, want)
}
