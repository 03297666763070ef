package ondynamodb

import (
	"crypto/rand"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/day"
	"github.com/serverless-coffee/coffeeshop/lambdas/internal/store"
)

// BenchmarkDay reads and counts a day of 1,000 and of 10,000 orders on the emulator. It
// reports the orders' size in the index, what reading them takes from an on-demand table
// (half a unit for 4 KB, eventually consistent), the size of the CSV, and the most memory
// in use. The time of an operation is nearly all the emulator's; the CPU time is ours.
func BenchmarkDay(b *testing.B) {
	for _, orders := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(orders), func(b *testing.B) { benchmarkDay(b, orders) })
	}
}

func benchmarkDay(b *testing.B, orders int) {
	cfg := start(b)
	tables := newTables(b, cfg)
	s := store.New(cfg, tables)
	of, err := coffee.FindDay(coffee.Today, time.Now().UTC())
	if err != nil {
		b.Fatal(err)
	}
	size := fill(b, cfg, tables.Orders, of, orders)
	var file []byte
	before := processTime(b)
	for b.Loop() {
		found, err := s.Arrived(b.Context(), of.From, of.To)
		if err != nil || len(found) != orders {
			b.Fatalf("Arrived = %d orders, %v, want %d", len(found), err, orders)
		}
		if got := day.Count(of, found, coffee.Menu{}); got.Orders != orders {
			b.Fatalf("counted %d orders, want %d", got.Orders, orders)
		}
		if file, err = day.CSV(found, coffee.Menu{}, time.UTC); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((processTime(b)-before).Milliseconds())/float64(b.N), "CPU-ms/op")
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(size)/float64(orders), "B/order")
	b.ReportMetric(float64(size)/4096/2, "units")
	b.ReportMetric(float64(len(file)), "B/CSV")
	b.ReportMetric(float64(memory.Sys)/(1<<20), "MB")
}

// processTime returns how long this process has used a processor, the emulator not counted.
func processTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// fill writes collected orders, spread over a day, and returns their size in the index in
// bytes, as DynamoDB counts it.
func fill(b *testing.B, cfg aws.Config, table string, of coffee.Day, orders int) int {
	b.Helper()
	client := dynamodb.NewFromConfig(cfg)
	size := 0
	var requests []types.WriteRequest
	for i := range orders {
		at := of.From.Add(of.To.Sub(of.From) * time.Duration(i) / time.Duration(orders))
		item := map[string]types.AttributeValue{}
		set := func(name, value string) { item[name] = text(value); size += len(name) + len(value) }
		number := func(name string, value int64) {
			digits := strconv.FormatInt(value, 10)
			item[name] = &types.AttributeValueMemberN{Value: digits}
			size += len(name) + len(digits)/2 + 1
		}
		set(schema.OrderIDAttribute, rand.Text())
		set(schema.StateAttribute, string(coffee.Collected))
		set(schema.DrinkAttribute, `{"drink":"flat-white","modifiers":{"milk":"oat","size":"large"}}`)
		set(schema.BaristaAttribute, "a.barista@example.com")
		number(schema.VersionAttribute, 6)
		number(schema.NumberAttribute, int64(i))
		for j, name := range []string{schema.RequestedAttribute, schema.StartedAttribute, schema.PlacedAttribute, schema.QueuedAttribute,
			schema.MakingAttribute, schema.ReadyAttribute, schema.CollectedAttribute, schema.SinceAttribute} {
			number(name, at.Add(time.Duration(j)*time.Minute).UnixMilli())
		}
		requests = append(requests, types.WriteRequest{PutRequest: &types.PutRequest{Item: item}})
	}
	for some := range slices.Chunk(requests, 25) {
		out, err := client.BatchWriteItem(b.Context(), &dynamodb.BatchWriteItemInput{RequestItems: map[string][]types.WriteRequest{table: some}})
		if err != nil || len(out.UnprocessedItems) > 0 {
			b.Fatalf("writing orders: %v, %d unprocessed", err, len(out.UnprocessedItems))
		}
	}
	return size
}
