package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/assertions"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/constructs/gofunction"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

// campus returns the template of the stack, without building the functions.
func campus() assertions.Template {
	app := awscdk.NewApp(&awscdk.AppProps{Context: gofunction.WithoutBuilds()})
	return assertions.Template_FromStack(newCampus(app, "Campus", ""), nil)
}

// resources returns the properties of the resources of a type, by ID.
func resources(template assertions.Template, resourceType string) map[string]map[string]any {
	found := map[string]map[string]any{}
	for id, resource := range *template.FindResources(&resourceType, nil) {
		found[id] = (*resource)["Properties"].(map[string]any)
	}
	return found
}

// one returns the only resource of a type whose ID begins with prefix.
func one(t *testing.T, template assertions.Template, resourceType, prefix string) (string, map[string]any) {
	t.Helper()
	var ids []string
	found := resources(template, resourceType)
	for id := range found {
		if strings.HasPrefix(id, prefix) {
			ids = append(ids, id)
		}
	}
	if len(ids) != 1 {
		t.Fatalf("got %s of %s: %v, want one", resourceType, prefix, ids)
	}
	return ids[0], found[ids[0]]
}

// state has the parts of a workflow's state that the tests check.
type state struct {
	TimeoutSeconds int
	Assign         map[string]any
	Arguments      struct {
		Entries []struct{ EventBusName, Source string }
	}
}

// states returns the states of a café's workflow, by name.
func states(t *testing.T, template assertions.Template, cafe string) map[string]state {
	t.Helper()
	_, machine := one(t, template, "AWS::StepFunctions::StateMachine", cafe)
	var text strings.Builder
	for _, part := range machine["DefinitionString"].(map[string]any)["Fn::Join"].([]any)[1].([]any) {
		if literal, ok := part.(string); ok {
			text.WriteString(literal)
		}
	}
	var definition struct{ States map[string]state }
	if err := json.Unmarshal([]byte(text.String()), &definition); err != nil {
		t.Fatal(err)
	}
	return definition.States
}

func TestEachCafeHasItsOwnTimeoutsAndLimit(t *testing.T) {
	template := campus()
	for _, want := range []struct {
		cafe                     string
		customer, barista, limit int
	}{
		{"Library", 900, 900, 20},
		{"Stadium", 300, 1800, 150},
	} {
		states := states(t, template, want.cafe)
		if got := states["EmitOrderStarted"].TimeoutSeconds; got != want.customer {
			t.Errorf("%s waits %d s for the customer, want %d", want.cafe, got, want.customer)
		}
		if got := states["EmitAwaitingCompletion"].TimeoutSeconds; got != want.barista {
			t.Errorf("%s waits %d s for the barista, want %d", want.cafe, got, want.barista)
		}
		limit, fallback := states["CheckShopStatus"].Assign["queueLimit"], fmt.Sprintf(" : %d %%}", want.limit)
		if text, _ := limit.(string); !strings.HasSuffix(text, fallback) {
			t.Errorf("%s has the queue limit %v, want it to default to %d", want.cafe, limit, want.limit)
		}
	}
}

func TestOnlyTheStadiumReservesSeats(t *testing.T) {
	template := campus()
	for cafe, want := range map[string]bool{"Library": false, "Stadium": true} {
		if _, got := states(t, template, cafe)["TakeSeat"]; got != want {
			t.Errorf("%s takes seats: %t, want %t", cafe, got, want)
		}
	}
}

func TestTheStadiumUsesTheExistingBusAndTables(t *testing.T) {
	template := campus()
	one(t, template, "AWS::Events::EventBus", "Library")
	for resourceType, want := range map[string]int{"AWS::Events::EventBus": 1, "AWS::DynamoDB::GlobalTable": 7, "AWS::DynamoDB::Table": 0} {
		if got := len(resources(template, resourceType)); got != want {
			t.Errorf("got %d of %s, want %d", got, resourceType, want)
		}
	}
	one(t, template, "AWS::DynamoDB::GlobalTable", "StadiumStoreOrders")
}

func TestTheStadiumUsesItsOwnSourceOnTheSharedBus(t *testing.T) {
	template := campus()
	onBus := 0
	for id, rule := range resources(template, "AWS::Events::Rule") {
		if rule["EventBusName"] != "campus" {
			continue
		}
		onBus++
		if got := fmt.Sprint(rule["EventPattern"].(map[string]any)["source"]); got != "[campus.stadium]" {
			t.Errorf("%s listens to source %s, want [campus.stadium]", id, got)
		}
	}
	if onBus < 3 { // of the log, the tracker and sales
		t.Errorf("got %d rules on the bus, want at least 3", onBus)
	}
	for name, state := range states(t, template, "Stadium") {
		for _, entry := range state.Arguments.Entries {
			if !strings.HasSuffix(entry.EventBusName, ":event-bus/campus") || entry.Source != "campus.stadium" {
				t.Errorf("%s puts events with source %s on %s, want campus.stadium on campus", name, entry.Source, entry.EventBusName)
			}
		}
	}
}

func TestSalesSubscribesToBothCafes(t *testing.T) {
	template := campus()
	sales, _ := one(t, template, "AWS::Lambda::Function", "Sales")
	for cafe, source := range map[string]string{"Library": "serverless-coffee", "Stadium": "campus.stadium"} {
		_, rule := one(t, template, "AWS::Events::Rule", cafe+"BusSales")
		pattern := fmt.Sprint(rule["EventPattern"])
		if want := "map[detail-type:[OrderCompleted BaristaTimedOut] source:[" + source + "]]"; pattern != want {
			t.Errorf("%s: got the pattern %s, want %s", cafe, pattern, want)
		}
		queue, _ := one(t, template, "AWS::SQS::Queue", cafe+"BusDeadLetters")
		target := fmt.Sprint(rule["Targets"])
		for what, want := range map[string]string{
			"target":            "Arn:map[Fn::GetAtt:[" + sales + " Arn]]",
			"dead-letter queue": "DeadLetterConfig:map[Arn:map[Fn::GetAtt:[" + queue + " Arn]]]",
		} {
			if !strings.Contains(target, want) {
				t.Errorf("%s: got the target %s, want the %s %s", cafe, target, what, want)
			}
		}
	}
}

func TestTheScreensFollowTheStadium(t *testing.T) {
	template := campus()
	orders, _ := one(t, template, "AWS::DynamoDB::GlobalTable", "StadiumStoreOrders")
	_, changes := one(t, template, "AWS::Lambda::EventSourceMapping", "ScreensFunctionDynamoDB")
	if got, want := fmt.Sprint(changes["EventSourceArn"]), "map[Fn::GetAtt:["+orders+" StreamArn]]"; got != want {
		t.Errorf("the screens follow %s, want %s", got, want)
	}
	_, rule := one(t, template, "AWS::Events::Rule", "StadiumBusScreens")
	if got := fmt.Sprint(rule["EventPattern"].(map[string]any)["source"]); got != "[campus.stadium]" {
		t.Errorf("the screens listen to source %s, want [campus.stadium]", got)
	}
	_, function := one(t, template, "AWS::Lambda::Function", "ScreensFunction")
	variables := function["Environment"].(map[string]any)["Variables"].(map[string]any)
	if got := variables["SITE_ORIGIN"]; got != "https://screens.campus.example" {
		t.Errorf("pages of origin %v may connect, want those of the screens", got)
	}
}

func TestEachCafesOutputsHaveItsPrefix(t *testing.T) {
	outputs := *campus().FindOutputs(new("*"), nil)
	for name, want := range map[string]string{
		"LibraryConfigTable": "map[Ref:LibraryStoreConfig",
		"StadiumConfigTable": "campus-settings",
		"StadiumOrdersTable": "map[Ref:StadiumStoreOrders",
	} {
		output := outputs[name]
		if output == nil {
			t.Errorf("got no output %s, want one", name)
			continue
		}
		if got := fmt.Sprint((*output)["Value"]); !strings.HasPrefix(got, want) {
			t.Errorf("output %s = %s, want %s", name, got, want)
		}
	}
}
