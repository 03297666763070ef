package emf_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/internal/emf"
)

// line is a valid record, whose parts the tests replace.
const line = `{"msg":"m","_aws":{"Timestamp":1795338000001,"CloudWatchMetrics":[{"Namespace":"Shop","Dimensions":[["Kind"]],` +
	`"Metrics":[{"Name":"Repairs","Unit":"Count"}]}]},"Repairs":2,"Kind":"Seat","orderId":"a"}`

func TestReadReturnsTheRecordsWithMetrics(t *testing.T) {
	got, err := emf.Read([]byte("START\n{\"msg\":\"none\"}\n" + line + "\n"))
	want := []emf.Record{{Namespace: "Shop", Values: map[string]float64{"Repairs": 2}, Dimensions: map[string]string{"Kind": "Seat"}, OrderID: "a"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("Read = %+v, %v, want %+v", got, err, want)
	}
}

func TestReadRefusesWhatCloudWatchDrops(t *testing.T) {
	many := strings.TrimSuffix(strings.Repeat(`"d",`, 31), ",")
	for old, broken := range map[string]string{
		`1795338000001`:                       `1795338000`, // in seconds
		`"Timestamp":1795338000001,`:          ``,
		`"Namespace":"Shop"`:                  `"Namespace":""`,
		`"Namespace":"Shop",`:                 ``,
		`"Shop"`:                              `"AWS/Shop"`,
		`[["Kind"]]`:                          `null`,
		`["Kind"]`:                            `[` + many + `]`,
		`"Unit":"Count"`:                      `"Unit":"Orders"`,
		`[{"Name":"Repairs","Unit":"Count"}]`: `[]`,
		`"Name":"Repairs"`:                    `"Name":""`,
		`"Repairs":2`:                         `"Repairs":"2"`,
		`"Repairs":2,`:                        ``,
		`"Kind":"Seat"`:                       `"Kind":""`,
		`,"Kind":"Seat"`:                      `,"Kind":7`,
	} {
		text := strings.Replace(line, old, broken, 1)
		if text == line {
			t.Fatalf("the record has no %s", old)
		}
		if got, err := emf.Read([]byte(text)); err == nil {
			t.Errorf("Read(%s) = %s, want an error", text, fmt.Sprint(got))
		}
	}
}
