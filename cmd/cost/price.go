package main

import "github.com/serverless-coffee/coffeeshop/internal/cost"

// item is something that AWS bills per unit.
type item struct {
	what string
	// price is the on-demand list price of a million in us-east-1, in US dollars,
	// before free tiers and volume discounts. It was on AWS's pricing pages (or a
	// copy of them) in the given month.
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

// perGBSecond is the price of a GB-second of Lambda on arm64, in US dollars (May
// 2026).
const perGBSecond = 0.0000133334

// workshop is what an order takes in AWS's workshop. Its DynamoDB units and API
// requests are not known: each DynamoDB request is priced as a write of one unit,
// API requests are not priced.
var workshop = cost.Counts{Transitions: 28, Invocations: 17, Events: 7, Requests: 10, WriteUnits: 10}

// priced is the number of orders that prices are for.
const priced = 1000

// priceOf returns the price of an item for 1,000 orders.
func (i item) priceOf(c cost.Counts) float64 { return priced * i.count(c) * i.price / 1e6 }

// total returns the price of all items for 1,000 orders.
func total(c cost.Counts) float64 {
	sum := 0.0
	for _, i := range items {
		sum += i.priceOf(c)
	}
	return sum
}
