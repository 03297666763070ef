package workflow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestSynthesisFailsIfExpressionsDoNotMatchTheFieldsOfAnEvent(t *testing.T) {
	for name, test := range map[string]struct {
		event  coffee.Event
		fields fields
		want   string
	}{
		"one is missing":           {coffee.QueueFull{}, nil, "queueLimit of QueueFull has no expression"},
		"one is misspelt":          {coffee.QueueFull{}, fields{"limit": queueLimit}, "queueLimit of QueueFull has no expression"},
		"one is too many":          {coffee.ShopClosed{}, fields{"queueLimit": queueLimit}, "ShopClosed does not have all fields"},
		"a token without callback": {coffee.ShopClosed{}, fields{"taskToken": taskToken}, "ShopClosed does not have all fields"},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, test.want) {
					t.Errorf("detail panicked with %q, want a message with %q", got, test.want)
				}
			}()
			detail(test.event, test.fields)
		})
	}
}
