package api_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
)

func TestEnumsListEveryValue(t *testing.T) {
	for _, c := range []struct {
		owner any
		field string
		want  []string
	}{
		{api.Order{}, "State", texts(coffee.States())},
		{api.Stage{}, "State", texts(coffee.States())},
		{api.Order{}, "CancelledBy", texts([]api.Canceller{api.ByCustomer, api.ByStaff, api.ByShop})},
		{api.LiveRequest{}, "Action", texts([]api.Action{api.Subscribe, api.Ping})},
		{api.LiveRequest{}, "Channel", texts(api.Channels())},
		{api.OrderMessage{}, "Channel", texts(api.Channels())},
		{api.OrderMessage{}, "Type", texts([]api.LiveType{api.Snapshot, api.Change})},
		{api.LiveError{}, "Channel", texts(api.Channels())},
	} {
		field, _ := reflect.TypeOf(c.owner).FieldByName(c.field)
		got := strings.Split(field.Tag.Get("enum"), ",")
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("enum of %T.%s = %v, want %v", c.owner, c.field, got, c.want)
		}
	}
}

func texts[T ~string](values []T) []string {
	var all []string
	for _, v := range values {
		all = append(all, string(v))
	}
	return all
}

func TestEveryChannelHasASnapshotAndAChange(t *testing.T) {
	for _, channel := range api.Channels() {
		found := map[api.LiveType]int{}
		for _, kind := range api.LiveKinds() {
			for _, typ := range kind.Types {
				if kind.Channel == channel {
					found[typ]++
				}
			}
		}
		if want := (map[api.LiveType]int{api.Snapshot: 1, api.Change: 1}); !reflect.DeepEqual(found, want) {
			t.Errorf("kinds of messages on %s = %v, want %v", channel, found, want)
		}
	}
}

func TestChannelsAreForTheCallersOfTheirRoutes(t *testing.T) {
	for channel, want := range map[api.Channel][]string{
		api.BoardChannel: nil, api.OrderChannel: nil,
		api.DisplayChannel: {coffee.GroupDisplay, coffee.GroupManager}, api.BaristaChannel: {coffee.GroupBarista},
	} {
		if got := channel.Staff(); !slices.Equal(got, want) {
			t.Errorf("groups of %s = %v, want %v", channel, got, want)
		}
	}
}
