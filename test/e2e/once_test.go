package e2e

import (
	"slices"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestStartingAnOrderTwiceStartsOneExecution(t *testing.T) {
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		again := func(o order, times int) {
			t.Helper()
			s.must(atOnce(slices.Repeat([]order{o}, times), times, order.start))
		}
		one, many := s.newOrder(), s.newOrder()
		again(one, 1)
		s.must(one.emits("OrderStarted"))
		again(one, 1)
		again(many, 20)
		s.must(many.emits("OrderStarted"))
		s.must(playToTheEnd(one))
		s.must(playToTheEnd(many))
		s.must(one.ends("SUCCEEDED", "EmitOrderCompleted"))
		again(one, 2)

		for _, o := range []order{one, many} {
			s.must(o.ends("SUCCEEDED", "EmitOrderCompleted"))
			s.must(o.emits("OrderStarted", "AwaitingCompletion", "OrderCompleted"))
			if got := s.count(o); got != 1 {
				t.Errorf("order %s has %d executions, want 1", o.id, got)
			}
		}
	})
}

// count returns the number of executions of an order.
func (s *shop) count(o order) (n int) {
	executions, err := s.executions(s.ctx, "")
	s.must(err)
	for _, id := range executions {
		if id == o.id {
			n++
		}
	}
	return n
}

func TestFourHundredOpenOrdersHaveDifferentNumbers(t *testing.T) {
	const crowd, width = coffee.MaxQueueLimit, 50
	s := open(t, seating, coffee.ShopSettings{Open: true, QueueLimit: crowd})
	orders := s.newOrders(crowd)
	s.must(atOnce(orders, width, order.start))
	s.must(atOnce(orders, width, func(o order) error { return o.emits("OrderStarted") }))
	seats, err := s.seats(s.ctx)
	s.must(err)
	if len(seats) != crowd {
		t.Errorf("%d open orders have %d seats, want one each", crowd, len(seats))
	}

	s.must(atOnce(orders, width, func(o order) error { return o.place("{}") }))
	holders := map[int]string{}
	for _, o := range orders {
		heard, err := o.hear(coffee.AwaitingCompletion{})
		s.must(err)
		event, err := coffee.DecodeEvent(heard.DetailType, heard.Detail)
		s.must(err)
		number := event.(coffee.AwaitingCompletion).OrderNumber
		if other, taken := holders[number]; taken {
			t.Errorf("the orders %s and %s both have the number %d", o.id, other, number)
		}
		holders[number] = o.id
	}
	s.must(atOnce(orders, width, func(o order) error { return o.complete("{}") }))
	s.must(atOnce(orders, width, func(o order) error { return o.emits("OrderStarted", "AwaitingCompletion", "OrderCompleted") }))
}
