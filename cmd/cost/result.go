package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/serverless-coffee/coffeeshop/internal/meter"
)

// result is all that was measured.
type result struct {
	Orders    []meter.Order
	Functions []function
}

// counts are those of an order, which are the same for all or else wrong.
func (r result) counts() meter.Counts { return r.Orders[0].Counts() }

// verdict is an error if orders differ, or if one or a function's code is over
// the budget. No time matters to it.
func (r result) verdict() error {
	var errs []error
	for i, order := range r.Orders {
		counts := order.Counts()
		if counts != r.counts() {
			errs = append(errs, fmt.Errorf("order %d is not like the first: %+v, not %+v", i+1, counts, r.counts()))
		}
		if over := counts.Over(meter.Budget); over != nil && (i == 0 || counts != r.counts()) {
			errs = append(errs, fmt.Errorf("order %d takes %s", i+1, strings.Join(over, "; ")))
		}
	}
	for _, f := range r.Functions {
		if f.Zipped > mostZipped {
			errs = append(errs, fmt.Errorf("the code of %s has %d bytes, where the budget is %d", f.Name, f.Zipped, mostZipped))
		}
	}
	return errors.Join(errs...)
}

// span is the least and the most of a number that each order has.
type span struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

func (s span) String() string {
	if s.Min == s.Max {
		return fmt.Sprint(s.Min)
	}
	return fmt.Sprintf("%d to %d", s.Min, s.Max)
}

func (r result) span(of func(meter.Counts) int) span {
	s := span{of(r.counts()), of(r.counts())}
	for _, order := range r.Orders {
		s.Min, s.Max = min(s.Min, of(order.Counts())), max(s.Max, of(order.Counts()))
	}
	return s
}

// line is one number of the report.
type line struct {
	What     string  `json:"what"`
	Count    span    `json:"count"`
	Budget   int     `json:"budget"`
	Workshop int     `json:"workshop"`
	Price    float64 `json:"price"` // of so many orders as are priced
	Theirs   float64 `json:"workshopPrice"`
}

// priced is how many orders prices are given for.
const priced = 1000

func (r result) lines() []line {
	ours, theirs := billOf(r.counts(), priced), billOf(workshop, priced)
	row := func(what string, of func(meter.Counts) int, price, workshopPrice float64) line {
		return line{what, r.span(of), of(meter.Budget), of(workshop), price, workshopPrice}
	}
	return []line{
		row("state transitions", func(c meter.Counts) int { return c.Transitions }, ours.Transitions, theirs.Transitions),
		row("Lambda invocations", func(c meter.Counts) int { return c.Invocations }, ours.Invocations, theirs.Invocations),
		row("events", func(c meter.Counts) int { return c.Events }, ours.Events, theirs.Events),
		row("DynamoDB requests", func(c meter.Counts) int { return c.Requests }, ours.DynamoDB, theirs.DynamoDB),
	}
}

// duration is how many GB-seconds an order took here, on average.
func (r result) duration() float64 {
	sum := 0.0
	for _, order := range r.Orders {
		sum += gigabyteSeconds(order)
	}
	return sum / float64(len(r.Orders))
}
