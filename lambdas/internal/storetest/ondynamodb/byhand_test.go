package ondynamodb

import (
	"fmt"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// These tests cover what people, the workflow and TTL do to the tables directly.

var tea = coffee.Menu{Drinks: []coffee.Drink{{ID: "tea", Name: "Tea", Available: true}}}

// openByHand opens the shop as the README does: it sets only the attribute open.
func openByHand(t *testing.T, cfg aws.Config, tables store.Tables) {
	t.Helper()
	put(t, cfg, tables.Config, map[string]types.AttributeValue{
		schema.ConfigPKAttribute: text(schema.ConfigPK), schema.ConfigSKAttribute: text(schema.ShopSK),
		schema.OpenAttribute: &types.AttributeValueMemberBOOL{Value: true},
	})
}

func currentCode(t *testing.T, s *store.Store) store.QRCode {
	t.Helper()
	code, err := s.CurrentCode(t.Context(), time.Now(), 10, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func scan(code store.QRCode) store.Redemption {
	return store.Redemption{Code: code.Text, OrderID: fmt.Sprint("order-", serial.Add(1)), SecretHash: []byte("a hash"), Salt: []byte("a salt"), At: time.Now()}
}

func testOpenedByHand(t *testing.T, cfg aws.Config) {
	tables := newTables(t, cfg)
	s := store.New(cfg, tables)
	code := currentCode(t, s)
	redeem := func(want coffee.ErrorCode) {
		t.Helper()
		order, err := s.Redeem(t.Context(), scan(code))
		if err == nil && want != "" || err != nil && coffee.CodeOf(err) != want {
			t.Errorf("Redeem = %+v, %v, want %q", order, err, want)
		}
	}
	openByHand(t, cfg, tables)
	redeem(coffee.NothingToHave) // there is no menu
	if err := s.PutMenu(t.Context(), tea); err != nil {
		t.Fatal(err)
	}
	redeem("")
	openByHand(t, cfg, tables)
	redeem("")
	if _, err := s.SetAvailable(t.Context(), "tea", false); err != nil {
		t.Fatal(err)
	}
	redeem(coffee.NothingToHave)
}

// Whatever is in the table, GET /api/settings returns limits that PUT accepts and that
// the shop applies.
func testHandWrittenLimits(t *testing.T, cfg aws.Config) {
	number := func(n string) types.AttributeValue { return &types.AttributeValueMemberN{Value: n} }
	tables := newTables(t, cfg)
	s := store.New(cfg, tables)
	defaults := coffee.Limits{QueueLimit: 0, DrinksPerCode: 10, CodePeriodSeconds: 300, CollectWithinSeconds: 600, TimeZone: "UTC"}
	highest := coffee.Limits{QueueLimit: 400, DrinksPerCode: 1000, CodePeriodSeconds: 86400, CollectWithinSeconds: 86400, TimeZone: "UTC"}
	for written, want := range map[types.AttributeValue]coffee.Limits{
		number("500000"): highest,
		number("1e30"):   highest,
		number("7.9"):    {QueueLimit: 7, DrinksPerCode: 7, CodePeriodSeconds: 7, CollectWithinSeconds: 7, TimeZone: "UTC"},
		number("0.9"):    defaults,
		number("0"):      defaults,
		number("-3"):     defaults,
		text("3"):        defaults,
		&types.AttributeValueMemberNULL{Value: true}: defaults,
	} {
		put(t, cfg, tables.Config, map[string]types.AttributeValue{
			schema.ConfigPKAttribute: text(schema.ConfigPK), schema.ConfigSKAttribute: text(schema.ShopSK),
			schema.QueueLimitAttribute: written, schema.DrinksPerCodeAttribute: written,
			schema.CodePeriodSecondsAttribute: written, schema.CollectWithinSecondsAttribute: written,
			schema.TimeZoneAttribute: written,
		})
		shop, err := s.Shop(t.Context())
		if got := shop.Limits(); err != nil || got != want {
			t.Errorf("limits of %v = %+v, %v, want %+v", written, got, err, want)
		}
		if err := s.PutLimits(t.Context(), shop.Limits()); err != nil {
			t.Errorf("PutLimits(%+v), the limits just read: %v", shop.Limits(), err)
		}
	}
}

// TTL can delete a code before one of its drinks is given back.
func testDeletedCode(t *testing.T, cfg aws.Config) {
	tables := newTables(t, cfg)
	s := store.New(cfg, tables)
	openByHand(t, cfg, tables)
	if err := s.PutMenu(t.Context(), tea); err != nil {
		t.Fatal(err)
	}
	code := currentCode(t, s)
	order, err := s.Redeem(t.Context(), scan(code))
	if err != nil {
		t.Fatal(err)
	}
	period, _ := store.ParseQRCode(code.Text)
	key := map[string]types.AttributeValue{schema.CounterIDAttribute: text(fmt.Sprint(schema.CodeIDPrefix, period))}
	if _, err := dynamodb.NewFromConfig(cfg).DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: &tables.Counter, Key: key}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.GiveBack(t.Context(), order, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if got, _, err := s.Order(t.Context(), order.ID); err != nil || !got.DrinkReturned {
		t.Errorf("order = %+v, %v, want its drink returned", got, err)
	}
	if found := get(t, cfg, tables.Counter, key); len(found) > 0 {
		t.Errorf("the code is %v, want it still deleted", found)
	}
}

// The workflow takes the seats, the store gives them back.
func testSeat(t *testing.T, cfg aws.Config) {
	tables := newTables(t, cfg)
	key := map[string]types.AttributeValue{schema.CounterIDAttribute: text(schema.SeatsID)}
	put(t, cfg, tables.Counter, map[string]types.AttributeValue{
		schema.CounterIDAttribute: text(schema.SeatsID), schema.SeatsAttribute: &types.AttributeValueMemberSS{Value: []string{"a", "b"}},
	})
	if got, err := store.New(cfg, tables).Seats(t.Context()); err != nil || len(got) != 2 {
		t.Errorf("Seats() = %v, %v, want a and b", got, err)
	}
	for range 2 {
		if err := store.New(cfg, tables).GiveBackSeat(t.Context(), "a"); err != nil {
			t.Fatal(err)
		}
	}
	seats, ok := get(t, cfg, tables.Counter, key)[schema.SeatsAttribute].(*types.AttributeValueMemberSS)
	if !ok || fmt.Sprint(seats.Value) != "[b]" {
		t.Errorf("seats = %v, want only b", seats)
	}
	without := tables
	without.Seats = ""
	if err := store.New(cfg, without).GiveBackSeat(t.Context(), "b"); err != nil {
		t.Errorf("GiveBackSeat without a table of seats: %v", err)
	}
	if got, err := store.New(cfg, without).Seats(t.Context()); err != nil || got != nil {
		t.Errorf("Seats() without a table of seats = %v, %v, want none", got, err)
	}
}
