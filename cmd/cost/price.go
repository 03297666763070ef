package main

import "github.com/serverless-coffee/coffeeshop/internal/cost"

// item is something that AWS bills by the piece.
type item struct {
	what string
	// price is the list price of a million in us-east-1 in US dollars, on demand,
	// before free tiers and volume discounts. It is that of AWS's pricing pages, as
	// copies of these or reports on them had it in the month given.
	price float64
	month string
	count func(cost.Counts) float64
}

var items = []item{
	{"state transitions", 25, "March 2026", func(c cost.Counts) float64 { return float64(c.Transitions) }},
	{"Lambda invocations", 0.20, "May 2026", func(c cost.Counts) float64 { return float64(c.Invocations) }},
	{"events of up to 64 KB", 1, "June 2026", func(c cost.Counts) float64 { return float64(c.Events) }},
	{"HTTP API requests", 1, "May 2025", func(c cost.Counts) float64 { return float64(c.Calls) }},
	{"DynamoDB write units", 0.625, "July 2025", func(c cost.Counts) float64 { return c.WriteUnits }},
	{"DynamoDB read units", 0.125, "July 2025", func(c cost.Counts) float64 { return c.ReadUnits }},
}

// perGBSecond is the price of Lambda's duration on arm64 (May 2026).
const perGBSecond = 0.0000133334

// workshop is what an order takes in AWS's workshop. How many units its requests
// to DynamoDB consume and how many requests its API gets is not known: the former
// are priced as writes of one unit, the latter not at all.
var workshop = cost.Counts{Transitions: 28, Invocations: 17, Events: 7, Requests: 10, WriteUnits: 10}

// priced is how many orders prices are given for.
const priced = 1000

// priceOf is the price of one item for so many orders.
func (i item) priceOf(c cost.Counts) float64 { return priced * i.count(c) * i.price / 1e6 }

// total is the price of all items for so many orders.
func total(c cost.Counts) float64 {
	sum := 0.0
	for _, i := range items {
		sum += i.priceOf(c)
	}
	return sum
}
