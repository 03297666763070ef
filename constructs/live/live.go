// Package live defines the shop's live updates: a WebSocket API whose clients get a
// message for each change of an order and of the shop.
package live

import (
	"cmp"
	"path"
	"reflect"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigatewayv2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscloudwatch"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssqs"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/deadletters"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/constructs/staff"
	"github.com/serverless-coffee/coffeeshop/constructs/store"
)

// functionTimeout is the longest that the function may take. A message to a client has
// a deadline of its own, so that one slow client does not use it up.
const functionTimeout = 30 * time.Second

// Props configures Live.
type Props struct {
	// Store has the orders that clients follow. Required.
	Store *store.Store

	// Bus has the shop's events. Required.
	Bus *eventbus.Bus

	// Staff is the user pool of the clients that show the queue or the QR code.
	// Required.
	Staff *staff.Staff

	// Origin is the origin of the web pages that may connect, such as
	// https://example.com. Clients that are not browsers send no origin and may
	// connect too. Required.
	Origin *string

	// CustomerTimeout is how long the customer has to place the drink, in whole
	// seconds, as in workflow.Props. It only determines what pages show.
	//
	// Default: 900 s.
	CustomerTimeout time.Duration

	// RateLimit is the average number of messages per second that each route
	// accepts, from all clients together; $connect is such a route. API Gateway
	// applies the limit on a best-effort basis and answers above it with an error.
	// Messages to clients do not count.
	//
	// Default: 100.
	RateLimit float64

	// BurstLimit is the number of messages that an idle route accepts at once.
	//
	// Default: 200.
	BurstLimit int

	// AccessLog logs a line per connection and per message from a client. For
	// WebSocket APIs, unlike HTTP APIs, API Gateway writes it with a role that the
	// account must have in its API Gateway settings of the region; without one, the
	// deployment fails. The function logs connections in any case.
	//
	// Default: false.
	AccessLog bool

	// Target is the platform to build the function for.
	//
	// Default: linux/arm64.
	Target gofunction.Target

	// Emulated lets the function reach an emulator of AWS: it posts messages there,
	// and its queues accept requests without TLS.
	//
	// Default: false.
	Emulated bool

	// LogRetention is how long logs are kept, in whole days.
	//
	// Default: 30 days.
	LogRetention time.Duration

	// Retain keeps the logs and the connections table when the stack is deleted.
	//
	// Default: false.
	Retain bool
}

// Live is a WebSocket API, and a function that serves it and gets every change.
type Live struct {
	constructs.Construct

	// Function handles what clients send, and sends them changes.
	Function *gofunction.Function
	// API is the WebSocket API.
	API awsapigatewayv2.WebSocketApi
	// Stage is its only stage.
	Stage awsapigatewayv2.WebSocketStage
	// Log is the access log, nil without one.
	Log awslogs.LogGroup
	// Connections has the connections and their subscriptions, by channel and
	// connection. They expire by TTL.
	Connections awsdynamodb.TableV2
	// IdleChecks gets a message per connection, delayed until the connection must
	// have subscribed.
	IdleChecks awssqs.Queue
	// DeadLetters gets the batches of changes and the idle checks that the function
	// failed to handle.
	DeadLetters awssqs.Queue
	// DeadLettersAlarm is on while DeadLetters has messages.
	DeadLettersAlarm awscloudwatch.Alarm

	props Props
}

// module is this module's import path, which differs in a fork.
var module = path.Dir(path.Dir(reflect.TypeFor[Live]().PkgPath()))

// New defines Live.
func New(scope constructs.Construct, id string, p Props) *Live {
	p.RateLimit, p.BurstLimit = cmp.Or(p.RateLimit, 100), cmp.Or(p.BurstLimit, 200)
	p.CustomerTimeout = cmp.Or(p.CustomerTimeout, coffee.DefaultCustomerTimeout)
	p.check(scope, id)
	l := &Live{props: p}
	constructs.NewConstruct_Override(l, scope, &id)
	l.Function = gofunction.New(l, "Function", gofunction.Props{
		ImportPath:   path.Join(module, "lambdas", "bootstrap", "live"),
		Description:  "Sends changes of orders and of the shop to the pages",
		Target:       p.Target,
		Timeout:      functionTimeout,
		LogRetention: p.LogRetention,
		Retain:       p.Retain,
	})
	l.DeadLetters, l.DeadLettersAlarm = deadletters.New(l, "The function of the live updates failed to handle changes or idle checks.", p.Emulated)
	l.defineConnections()
	l.defineIdleChecks()
	l.defineAPI()
	l.readShop()
	l.followChanges()
	return l
}

func (p Props) check(scope constructs.Construct, id string) {
	props.Require(p.Store != nil, scope, id, "Store", "nil", "the store with the orders")
	props.Require(p.Bus != nil, scope, id, "Bus", "nil", "the bus with the shop's events")
	props.Require(p.Staff != nil, scope, id, "Staff", "nil", "the staff's user pool")
	props.Require(p.Origin != nil, scope, id, "Origin", "nil", "the origin of the web pages")
	props.Require(p.CustomerTimeout > 0 && p.CustomerTimeout%time.Second == 0, scope, id, "CustomerTimeout", p.CustomerTimeout, "whole seconds, more than 0")
	props.Require(p.RateLimit > 0, scope, id, "RateLimit", p.RateLimit, "more than 0 messages a second")
	props.Require(p.BurstLimit > 0, scope, id, "BurstLimit", p.BurstLimit, "more than 0 messages")
}
