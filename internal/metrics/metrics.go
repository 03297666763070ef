// Package metrics names the shop's own CloudWatch metrics. Functions record them in the
// shop's namespace, and the dashboard and the alarms read them.
package metrics

import (
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

// Metric is the name of a metric.
type Metric string

// Unit returns the metric's unit, as CloudWatch names it.
func (m Metric) Unit() string {
	if strings.HasPrefix(string(m), "Wait") {
		return "Seconds"
	}
	return "Count"
}

// Of returns the metric that counts the orders that an event happened to.
func Of(event coffee.Event) Metric { return Metric(event.DetailType()) }

// Steps lists the metrics of an order that goes well, Rejections those of orders that the
// workflow turned away, and Ends those of orders that were admitted and ended without
// being collected.
func Steps() []Metric {
	return []Metric{Of(coffee.OrderStarted{}), Of(coffee.AwaitingCompletion{}), Of(coffee.OrderCompleted{}), Of(coffee.OrderCollected{})}
}

// Rejections: see Steps.
func Rejections() []Metric { return []Metric{Of(coffee.ShopClosed{}), Of(coffee.QueueFull{})} }

// Ends: see Steps.
func Ends() []Metric {
	return []Metric{
		Of(coffee.CustomerTimedOut{}), Of(coffee.BaristaTimedOut{}), Of(coffee.OrderCancelled{}),
		Of(coffee.OrderFailed{}), Of(coffee.OrderUnclaimed{}),
	}
}

// Waits of orders that get their drink.
const (
	WaitToPlace   Metric = "WaitToPlace"   // for the customer to choose, from STARTED to PLACED
	WaitInQueue   Metric = "WaitInQueue"   // for a barista, from QUEUED to the last claim
	WaitWhileMade Metric = "WaitWhileMade" // from that claim to READY
	WaitToCollect Metric = "WaitToCollect" // for the customer, from READY to COLLECTED
	Wait          Metric = "Wait"          // the customer's, from PLACED to READY
)

// Stages lists the waits whose sum is an order's time in the shop.
func Stages() []Metric { return []Metric{WaitToPlace, WaitInQueue, WaitWhileMade, WaitToCollect} }

// refusals has the metric of each reason to refuse a scan before there is an order.
var refusals = map[coffee.ErrorCode]Metric{
	coffee.ShopIsClosed:  "RefusedClosed",
	coffee.QueueIsFull:   "RefusedFull",
	coffee.CodeUsedUp:    "RefusedCodeUsedUp",
	coffee.CodeExpired:   "RefusedCodeExpired",
	coffee.NothingToHave: "RefusedNothingAvailable",
}

// Refusal returns the metric that counts the scans that were refused with a code.
func Refusal(code coffee.ErrorCode) (m Metric, counted bool) {
	m, counted = refusals[code]
	return m, counted
}

// Refusals lists the metrics of refused scans, sorted.
func Refusals() []Metric {
	var all []Metric
	for _, m := range refusals {
		all = append(all, m)
	}
	slices.Sort(all)
	return all
}

const (
	// Repairs counts what the janitor repaired: the total of each run, and each repair with
	// the dimension KindDimension.
	Repairs Metric = "Repairs"

	// OpenOrders, QueuedOrders and ReadyOrders are how many orders are in the shop, once a
	// minute: those whose workflow runs, those of them in QUEUED, and those in READY.
	OpenOrders   Metric = "OpenOrders"
	QueuedOrders Metric = "QueuedOrders"
	ReadyOrders  Metric = "ReadyOrders"

	// Connections is how many connections a change was sent to, Messages how many messages
	// about it, and FailedMessages how many of them could not be sent.
	Connections    Metric = "Connections"
	Messages       Metric = "Messages"
	FailedMessages Metric = "FailedMessages"
)

// KindDimension is the dimension of Repairs, whose values are the kinds of repairs.
const KindDimension = "Kind"

// OfLive lists the metrics that the live function records, OfCustomer those of the customer
// function and OfJanitor those of the janitor.
func OfLive() []Metric {
	return slices.Concat(Steps(), Rejections(), Ends(), Stages(), []Metric{Wait, Connections, Messages, FailedMessages})
}

// OfCustomer: see OfLive.
func OfCustomer() []Metric { return Refusals() }

// OfJanitor: see OfLive.
func OfJanitor() []Metric { return []Metric{Repairs, OpenOrders, QueuedOrders, ReadyOrders} }

// All lists every metric.
func All() []Metric { return slices.Concat(OfLive(), OfCustomer(), OfJanitor()) }
