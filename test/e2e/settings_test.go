package e2e

import (
	"maps"
	"testing"

	ddb "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func text(s string) ddb.AttributeValue   { return &ddb.AttributeValueMemberS{Value: s} }
func number(s string) ddb.AttributeValue { return &ddb.AttributeValueMemberN{Value: s} }
func truth(b bool) ddb.AttributeValue    { return &ddb.AttributeValueMemberBOOL{Value: b} }

// item is the config item {pk: "config", sk: "shop"} without its keys; nil means that
// it does not exist.
type item map[string]ddb.AttributeValue

func TestAShopIsClosedUnlessTheConfigItemSaysOpen(t *testing.T) {
	s := open(t, listing, openDoors)
	for name, config := range map[string]item{
		"no item":           nil,
		"an empty item":     {},
		"a limit only":      {"queueLimit": number("5")},
		"open is a string":  {"open": text("true")},
		"open is a number":  {"open": number("1")},
		"open is null":      {"open": &ddb.AttributeValueMemberNULL{Value: true}},
		"open is a map":     {"open": &ddb.AttributeValueMemberM{Value: item{"BOOL": truth(true)}}},
		"open is a list":    {"open": &ddb.AttributeValueMemberL{Value: []ddb.AttributeValue{truth(true)}}},
		"closed, and busy":  {"open": truth(false), "queueLimit": number("100")},
		"Open, capitalized": {"Open": truth(true)},
	} {
		t.Run(name, func(t *testing.T) {
			if err := s.emitsWith(config, "ShopClosed"); err != nil {
				t.Error(err)
			}
		})
	}
}

// emitsWith starts an order with the given config item, and checks its events.
func (s *shop) emitsWith(config item, want ...string) error {
	if err := s.ConfigureRaw(s.ctx, config); err != nil {
		return err
	}
	o := s.newOrder()
	if err := o.start(); err != nil {
		return err
	}
	return o.emits(want...)
}

func TestAnInvalidLimitMeansTheDefault(t *testing.T) {
	const own = coffee.DefaultQueueLimit
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		for name, limit := range map[string]ddb.AttributeValue{
			"a string":  text("3"),
			"zero":      number("0"),
			"negative":  number("-3"),
			"a boolean": truth(true),
			"a list":    &ddb.AttributeValueMemberL{Value: []ddb.AttributeValue{number("3")}},
		} {
			t.Run(name, func(t *testing.T) {
				s.must(s.ConfigureRaw(s.ctx, item{"open": truth(true), "queueLimit": limit}))
				want := map[string]int{"OrderStarted": own, "QueueFull": 1}
				if got := s.startAtOnce(own + 1); !maps.Equal(got, want) {
					t.Errorf("%d orders with the limit %v = %v, want %v", own+1, limit, got, want)
				}
				s.must(s.cancelRunning(s.ctx))
				s.must(s.awaitFreeSeats(s.ctx))
			})
		}
	})
}

func TestALimitIsAWholeNumberNoHigherThanTheAPIAllows(t *testing.T) {
	c := staffedShop(t, seating)
	for _, row := range []struct {
		written string
		shown   int
		want    map[string]int
	}{
		{"2.9", 2, map[string]int{"OrderStarted": 2, "QueueFull": 1}},
		{"500", coffee.MaxQueueLimit, map[string]int{"OrderStarted": 3}},
	} {
		c.must(c.ConfigureRaw(c.ctx, item{"open": truth(true), "queueLimit": number(row.written)}))
		limits, err := c.manager.Limits(c.ctx)
		if c.must(err); limits.QueueLimit != row.shown {
			t.Errorf("a limit of %s is shown as %d, want %d", row.written, limits.QueueLimit, row.shown)
		}
		if got := c.startAtOnce(3); !maps.Equal(got, row.want) {
			t.Errorf("3 orders with the limit %s = %v, want %v", row.written, got, row.want)
		}
		c.must(c.manager.SetLimits(c.ctx, limits)) // PutLimits accepts the limits just read
		c.must(c.cancelRunning(c.ctx))
		c.must(c.awaitFreeSeats(c.ctx))
	}
}

func TestAChangedLimitAppliesToTheNextExecution(t *testing.T) {
	eachStrategy(t, openDoors, func(t *testing.T, s *shop) {
		limit := func(n int) { s.must(s.Configure(s.ctx, coffee.ShopSettings{Open: true, QueueLimit: n})) }
		next := func(want string) order {
			t.Helper()
			o := s.startOrder()
			s.must(o.emits(want))
			return o
		}
		limit(2)
		first := next("OrderStarted")
		second := next("OrderStarted")
		next("QueueFull")
		limit(3)
		next("OrderStarted")
		next("QueueFull")
		limit(1)
		next("QueueFull")
		s.must(first.cancel(coffee.OrderStarted{}, "Customer.ChangedMind", ""))
		s.must(second.cancel(coffee.OrderStarted{}, "Customer.ChangedMind", ""))
		s.must(first.ends("SUCCEEDED", "OrderCancelled"))
		s.must(second.ends("SUCCEEDED", "OrderCancelled"))
		full := next("QueueFull")
		limit(2)
		next("OrderStarted")

		heard, err := full.hear(coffee.QueueFull{})
		s.must(err)
		event, err := coffee.DecodeEvent(heard.DetailType, heard.Detail)
		s.must(err)
		if got := event.(coffee.QueueFull).QueueLimit; got != 1 {
			t.Errorf("QueueFull has the limit %d, want 1", got)
		}
	})
}
