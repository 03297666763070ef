package main

import "github.com/serverless-coffee/coffeeshop/internal/meter"

// entry is how often an order causes a request.
type entry struct {
	Step      meter.Step `json:"step,omitempty"`
	From      string     `json:"from"`
	Service   string     `json:"service"`
	Operation string     `json:"operation"`
	Note      string     `json:"note,omitempty"`
	Times     int        `json:"times"`
	Read      float64    `json:"readUnits"`
	Write     float64    `json:"writeUnits"`
}

// tally lists the requests of an order, those of a kind as one.
func tally(o meter.Order) []entry {
	var all []entry
	for _, r := range o.Requests {
		e := entry{Step: r.Step, From: r.From, Service: r.Service, Operation: r.Operation, Note: note(r)}
		at := len(all)
		for i, other := range all {
			if e == (entry{Step: other.Step, From: other.From, Service: other.Service, Operation: other.Operation, Note: other.Note}) {
				at = i
			}
		}
		if at == len(all) {
			all = append(all, e)
		}
		all[at].Times++
		all[at].Read += r.Units.Read
		all[at].Write += r.Units.Write
	}
	return all
}

func note(r meter.Request) string {
	switch {
	case r.Retry && r.Refused:
		return "again, refused"
	case r.Retry:
		return "again"
	case r.Refused:
		return "refused"
	default:
		return ""
	}
}
