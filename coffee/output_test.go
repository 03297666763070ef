package coffee_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestAnOutputIsItsEvent(t *testing.T) {
	for _, want := range samples() {
		output, err := coffee.OutputOf(want)
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(output)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := coffee.DecodeOutput(string(text)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("DecodeOutput(%s) = %+v, %v, want %+v", text, got, err, want)
		}
	}
}

func TestAnotherOutputIsAnError(t *testing.T) {
	for _, text := range []string{"", "{}", "null", "[]", `"OrderCompleted"`, `{"detailType":"OrderCompleted"}`, `{"detailType":7,"detail":{}}`} {
		if got, err := coffee.DecodeOutput(text); err == nil {
			t.Errorf("DecodeOutput(%s) = %+v, want an error", text, got)
		}
	}
	if _, err := coffee.DecodeOutput(`{"detailType":"OrderAdmired","detail":{}}`); !errors.Is(err, coffee.ErrUnknownEvent) {
		t.Errorf("DecodeOutput(an unknown event) = %v, want ErrUnknownEvent", err)
	}
}
