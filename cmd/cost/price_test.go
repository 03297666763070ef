package main

import (
	"math"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/internal/meter"
)

func TestTheBillIsCountsTimesPrices(t *testing.T) {
	for name, row := range map[string]struct {
		counts meter.Counts
		orders int
		want   bill
	}{
		"nothing":     {meter.Counts{}, 1000, bill{}},
		"no orders":   {workshop, 0, bill{}},
		"transitions": {meter.Counts{Transitions: 8}, 1000, bill{Transitions: 0.20}},
		"invocations": {meter.Counts{Invocations: 5}, 1_000_000, bill{Invocations: 1}},
		"events":      {meter.Counts{Events: 3}, 1_000_000, bill{Events: 3}},
		"writes":      {meter.Counts{Units: meter.Units{Write: 2}}, 1_000_000, bill{DynamoDB: 1.25}},
		"reads":       {meter.Counts{Units: meter.Units{Read: 0.5}}, 1_000_000, bill{DynamoDB: 0.0625}},
		"units are billed, not requests": {
			meter.Counts{Requests: 10, Units: meter.Units{Write: 1, Read: 1, WriteAtMost: 99}}, 1_000_000, bill{DynamoDB: 0.75}},
		"the workshop": {workshop, 1000, bill{0.70, 0.0034, 0.007, 0.00625}},
	} {
		t.Run(name, func(t *testing.T) {
			got := billOf(row.counts, row.orders)
			for what, pair := range map[string][2]float64{
				"transitions": {got.Transitions, row.want.Transitions}, "invocations": {got.Invocations, row.want.Invocations},
				"events": {got.Events, row.want.Events}, "DynamoDB": {got.DynamoDB, row.want.DynamoDB},
			} {
				if math.Abs(pair[0]-pair[1]) > 1e-9 {
					t.Errorf("%s cost %v, want %v", what, pair[0], pair[1])
				}
			}
		})
	}
}

func TestMemoryIsBilledByTheSecond(t *testing.T) {
	o := meter.Order{Invocations: []meter.Invocation{
		{Billed: 500 * time.Millisecond, MemoryMB: 1024}, {Billed: time.Second, MemoryMB: 256},
	}}
	if got := gigabyteSeconds(o); got != 0.75 {
		t.Errorf("gigabyteSeconds = %v, want 0.75", got)
	}
}
