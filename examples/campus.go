package main

import (
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsdynamodb"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsevents"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/coffee"
	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
	"github.com/serverless-coffee/coffeeshop/constructs/live"
	"github.com/serverless-coffee/coffeeshop/constructs/shop"
	"github.com/serverless-coffee/coffeeshop/constructs/store"
	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
)

// newCampus defines the stack of a campus: two cafés, and a function that records their
// sales. The endpoint is the URL of an emulator, such as http://localhost:4566, or empty
// on AWS.
func newCampus(scope constructs.Construct, id, endpoint string) awscdk.Stack {
	props := &awscdk.StackProps{Description: new("The cafés of the campus")}
	if endpoint != "" {
		props.Synthesizer = awscdk.NewCliCredentialsStackSynthesizer(nil)
	}
	stack := awscdk.NewStack(scope, &id, props)
	library := shop.New(stack, "Library", at(endpoint, shop.Props{}))
	stadium := newStadium(stack, endpoint)
	newSales(stack, endpoint, library, stadium)
	newScreens(stack, endpoint, stadium)

	library.DefineOutputs("Library")
	stadium.DefineOutputs("Stadium")
	return stack
}

// at adapts the properties of a café to an emulator, unless the endpoint is empty.
func at(endpoint string, p shop.Props) shop.Props {
	p.Emulated, p.Endpoint, p.Target = endpoint != "", endpoint, target(endpoint)
	return p
}

// target returns the platform of the functions: that of this machine for an emulator,
// which runs them as its own processes, or else the default.
func target(endpoint string) gofunction.Target {
	if endpoint == "" {
		return gofunction.Cloud
	}
	return gofunction.Host
}

// newStadium defines a café for crowds. It uses two existing tables and an existing bus
// of the campus. Other teams use that bus too, so the café has a source of its own.
func newStadium(scope constructs.Construct, endpoint string) *shop.Shop {
	return shop.New(scope, "Stadium", at(endpoint, shop.Props{
		Bus: eventbus.Props{
			Existing: awsevents.EventBus_FromEventBusName(scope, new("CampusBus"), new("campus")),
			Source:   "campus.stadium",
		},
		Store: store.Props{
			Config:  awsdynamodb.Table_FromTableName(scope, new("CampusSettings"), new("campus-settings")),
			Counter: awsdynamodb.Table_FromTableName(scope, new("CampusCounters"), new("campus-counters")),
		},
		CustomerTimeout: 5 * time.Minute,
		BaristaTimeout:  30 * time.Minute,
		QueueLimit:      150,
		Capacity:        workflow.ReservedSeats, // keeps the limit exactly in the half-time rush
	}))
}

// newSales defines the team's own function, which gets an event for each drink that was
// made, and for each that was not made in time.
func newSales(scope constructs.Construct, endpoint string, cafes ...*shop.Shop) {
	sales := gofunction.New(scope, "Sales", gofunction.Props{
		ImportPath:  "example.com/campus/lambdas/sales",
		Description: "Records the sales of the cafés",
		Target:      target(endpoint),
	})
	for _, cafe := range cafes {
		cafe.Bus.Subscribe("Sales", sales.Function, coffee.OrderCompleted{}, coffee.BaristaTimedOut{})
	}
}

// newScreens defines live updates for the campus's own screens, which show a café's
// board on pages of another origin. They have limits of their own, so that many screens
// do not keep the café's pages from connecting.
func newScreens(scope constructs.Construct, endpoint string, cafe *shop.Shop) {
	screens := live.New(scope, "Screens", live.Props{
		Store:      cafe.Store,
		Bus:        cafe.Bus,
		Staff:      cafe.Staff,
		Origin:     new("https://screens.campus.example"),
		RateLimit:  10,
		BurstLimit: 50,
		Target:     target(endpoint),
		Emulated:   endpoint != "",
	})
	awscdk.NewCfnOutput(screens, new("Url"), &awscdk.CfnOutputProps{Value: screens.URL()}).OverrideLogicalId(new("ScreensUrl"))
}
