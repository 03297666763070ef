package e2e

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb"

	"github.com/serverless-coffee/coffeeshop/api"
	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/internal/client"
	"github.com/serverless-coffee/coffeeshop/internal/schema"
)

func TestASubscriptionThatIsNotAllowedIsRefusedAndClosed(t *testing.T) {
	c := staffedShop(t, listing)
	code := c.newCode(2)
	mine, err := c.scan(code, "")
	c.must(err)
	other, err := c.scan(code, "")
	c.must(err)
	display, barista, manager := c.badges[coffee.GroupDisplay], c.badges[coffee.GroupBarista], c.badges[coffee.GroupManager]
	type request = api.LiveRequest
	for name, test := range map[string]struct {
		request request
		code    coffee.ErrorCode
	}{
		"an order without its secret":            {request{Channel: api.OrderChannel, OrderID: mine.OrderID}, api.Unauthenticated},
		"an order with another's secret":         {request{Channel: api.OrderChannel, OrderID: mine.OrderID, Token: other.Secret}, coffee.UnknownOrder},
		"an order with a barista's token":        {request{Channel: api.OrderChannel, OrderID: mine.OrderID, Token: barista.Access}, coffee.UnknownOrder},
		"an unknown order":                       {request{Channel: api.OrderChannel, OrderID: "no-such-order", Token: mine.Secret}, coffee.UnknownOrder},
		"an order without its ID":                {request{Channel: api.OrderChannel, Token: mine.Secret}, api.InvalidRequest},
		"the queue without a token":              {request{Channel: api.BaristaChannel}, api.Unauthenticated},
		"the queue with an order's secret":       {request{Channel: api.BaristaChannel, Token: mine.Secret}, api.Unauthenticated},
		"the queue as a display":                 {request{Channel: api.BaristaChannel, Token: display.Access}, api.Forbidden},
		"the queue as a manager":                 {request{Channel: api.BaristaChannel, Token: manager.Access}, api.Forbidden},
		"the queue with an ID token":             {request{Channel: api.BaristaChannel, Token: barista.ID}, api.Unauthenticated},
		"the queue with a forged token":          {request{Channel: api.BaristaChannel, Token: forge(barista.Access)}, api.Unauthenticated},
		"the queue with an unsigned token":       {request{Channel: api.BaristaChannel, Token: stripSignature(barista.Access)}, api.Unauthenticated},
		"the queue with other claims":            {request{Channel: api.BaristaChannel, Token: promote(t, display.Access)}, api.Unauthenticated},
		"the display without a token":            {request{Channel: api.DisplayChannel}, api.Unauthenticated},
		"the display as a barista":               {request{Channel: api.DisplayChannel, Token: barista.Access}, api.Forbidden},
		"a channel that does not exist":          {request{Channel: "everything", Token: manager.Access}, api.InvalidRequest},
		"a token that is longer than any can be": {request{Channel: api.BaristaChannel, Token: strings.Repeat("x", 9000)}, api.InvalidRequest},
	} {
		t.Run(name, func(t *testing.T) {
			v := c.connect()
			c.must(v.live.Subscribe(c.ctx, test.request.Channel, test.request.OrderID, test.request.Token))
			if err := v.isRefused(test.code); err != nil {
				t.Error(err)
			}
		})
	}
	for _, text := range []string{`{"action":"listen","channel":"board"}`, `{"action":"subscribe","channel":"board","more":1}`, `hello`, `{}`} {
		v := c.connect()
		c.must(v.live.Send(c.ctx, []byte(text)))
		if err := v.isRefused(api.InvalidRequest); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	c.follow(api.DisplayChannel, "", manager.Access) // whoever sees the QR code over HTTP
}

// isRefused waits until the shop has told a client nothing but an error, and has closed
// the connection.
func (v *viewer) isRefused(code coffee.ErrorCode) error {
	err := v.isClosed()
	heard, _ := v.updates()
	if err == nil && (len(heard) != 1 || heard[0].Type != api.Failure || heard[0].Code != code) {
		err = fmt.Errorf("the client hears %s, want only the error %s", texts(heard), code)
	}
	return err
}

// The wall's device is where anyone may get at it, whoever has signed in on it.
func TestADisplaysTokenIsForTheDisplaysChannelOnly(t *testing.T) {
	c := staffedShop(t, listing)
	const name = "everything"
	for _, group := range coffee.StaffGroups() {
		c.must(c.people().Hire(c.ctx, name, group, password))
	}
	token := c.app(c.Outputs["DisplayClientId"], c.Outputs["SiteUrl"]+"/display").signIn(name).Access
	c.follow(api.DisplayChannel, "", token)
	v := c.connect()
	c.must(v.live.Subscribe(c.ctx, api.BaristaChannel, "", token))
	c.must(v.isRefused(api.Forbidden))
}

func TestAConnectionThatDoesNotSubscribeIsClosed(t *testing.T) {
	c := staffedShop(t, listing)
	subscribed := c.follow(api.BoardChannel, "", "")
	idle, pinging := c.connect(), c.connect()
	c.must(pinging.live.Ping(c.ctx))
	c.must(pinging.hears("a pong", func(u client.Update) bool { return u.Type == api.Pong }))
	c.must(errors.Join(idle.isClosed(), pinging.isClosed()))

	c.must(subscribed.live.Ping(c.ctx)) // it connected first, so its check was first
	c.must(subscribed.hears("a pong", func(u client.Update) bool { return u.Type == api.Pong }))
}

func TestOnlyTheShopsOwnPagesMayConnect(t *testing.T) {
	c := staffedShop(t, listing)
	url := c.site.LiveURL
	_, host, _ := strings.Cut(c.Outputs["ApiUrl"], "//")
	id, _, _ := strings.Cut(host, ".")
	local := fmt.Sprintf("http://%s.execute-api.localhost:%d", id, c.at.Port)
	for origin, want := range map[string]coffee.ErrorCode{
		"":                                   "",
		c.Outputs["ApiUrl"]:                  "",
		c.at.URL():                           "",
		local:                                "",
		"https://elsewhere.example":          "http_403",
		c.Outputs["ApiUrl"] + ".example":     "http_403",
		"http://execute-api.localhost:1":     "http_403",
		"null":                               "http_403",
		"https://" + host + "@other.example": "http_403",
	} {
		live, err := client.Connect(c.ctx, url, origin)
		if codeOf(err) != want {
			t.Errorf("connecting from the origin %q = %v, want the error code %q", origin, err, want)
		}
		if err == nil {
			c.must(live.Close())
		}
	}
}

func TestClientsThatVanishedCostTheirRowsAndDelayNobody(t *testing.T) {
	c := staffedShop(t, listing)
	table, code := c.connectionsTable(), c.newCode(2)
	before := c.follow(api.BoardChannel, "", "")
	const vanished = 100
	for i := range vanished {
		_, err := c.Tables.PutItem(c.ctx, &dynamodb.PutItemInput{TableName: &table, Item: item{
			schema.ChannelAttribute: text(string(api.BoardChannel)), schema.ConnectionAttribute: text(fmt.Sprintf("vanished-%03d=", i)),
		}})
		c.must(err)
	}
	after := c.follow(api.BoardChannel, "", "")
	ticket, err := c.enqueue(code)
	c.must(err)
	for _, v := range []*viewer{before, after} {
		v.showsBoard("an order", func(b api.LiveBoard) bool { return len(b.Preparing) > 0 })
	}
	_, err = c.barista.Complete(c.ctx, ticket.OrderID)
	c.must(err)
	for _, v := range []*viewer{before, after} {
		v.showsBoard("no order", func(b api.LiveBoard) bool { return len(b.Preparing) == 0 })
	}
	c.must(c.awaitSubscribers(table, 2))
	c.must(after.live.Vanish())
	c.must(c.awaitSubscribers(table, 1))
}

// awaitSubscribers waits until that many connections are subscribed to the board.
func (c *counter) awaitSubscribers(table string, want int) error {
	return eventually(c.ctx, func(ctx context.Context) error {
		found, err := c.Tables.Query(ctx, &dynamodb.QueryInput{
			TableName: &table, KeyConditionExpression: new("#channel = :channel"), ConsistentRead: new(true),
			ExpressionAttributeNames:  map[string]string{"#channel": schema.ChannelAttribute},
			ExpressionAttributeValues: item{":channel": text(string(api.BoardChannel))},
		})
		if err == nil && int(found.Count) != want {
			err = fmt.Errorf("%d connections are subscribed to the board, want %d", found.Count, want)
		}
		return err
	})
}

// connectionsTable returns the name of the shop's connections table.
func (c *counter) connectionsTable() string {
	return c.resource("AWS::DynamoDB::GlobalTable", "LiveConnections")
}
