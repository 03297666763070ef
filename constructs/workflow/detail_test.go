package workflow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestAnEventWithoutAnExpressionForEachFieldStopsTheSynthesis(t *testing.T) {
	for name, test := range map[string]struct {
		event  coffee.Event
		fields fields
		want   string
	}{
		"one is missing":          {coffee.QueueFull{}, nil, "no expression for queueLimit of QueueFull"},
		"one is misspelt":         {coffee.QueueFull{}, fields{"limit": queueLimit}, "no expression for queueLimit of QueueFull"},
		"one is too many":         {coffee.ShopClosed{}, fields{"queueLimit": queueLimit}, "more fields than ShopClosed has"},
		"a token for no callback": {coffee.ShopClosed{}, fields{"taskToken": taskToken}, "more fields than ShopClosed has"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, test.want) {
					t.Errorf("detail panicked with %q, want %q in it", got, test.want)
				}
			}()
			detail(test.event, test.fields)
		})
	}
}
