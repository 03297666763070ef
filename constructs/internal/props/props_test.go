package props_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/constructstest"
	"github.com/serverless-coffee/coffeeshop/constructs/internal/props"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	m.Run()
}

func TestRequirePanicsWithTheConstructThePropertyAndTheValue(t *testing.T) {
	stack := synth.Stack()
	shop := constructs.NewConstruct(stack, new("Shop"))
	for name, test := range map[string]struct {
		scope constructs.Construct
		want  string
	}{
		"in a construct": {shop, "Test/Shop/Bus: Size is -1, want 1 or more"},
		"in a stack":     {stack, "Test/Bus: Size is -1, want 1 or more"},
		"in the app":     {stack.Node().Root().(constructs.Construct), "Bus: Size is -1, want 1 or more"},
	} {
		t.Run(name, func(t *testing.T) {
			err := constructstest.Refusal(func() { props.Require(false, test.scope, "Bus", "Size", -1, "1 or more") })
			if err == nil || err.Error() != test.want {
				t.Errorf("Require panicked with %v, want %s", err, test.want)
			}
		})
	}
}

func TestRequireAcceptsAValidValue(t *testing.T) {
	if err := constructstest.Refusal(func() { props.Require(true, synth.Stack(), "Bus", "Size", 1, "1 or more") }); err != nil {
		t.Errorf("Require panicked with %v, want no panic", err)
	}
}

func TestOrNil(t *testing.T) {
	if got := props.OrNil(""); got != nil {
		t.Errorf(`OrNil("") = %q, want nil`, *got)
	}
	if got := props.OrNil("name"); got == nil || *got != "name" {
		t.Errorf(`OrNil("name") = %v, want a pointer to it`, got)
	}
}

// retentionDays are the values of PutRetentionPolicy in the CloudWatch Logs API
// reference.
var retentionDays = []int{
	1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
	1096, 1827, 2192, 2557, 2922, 3288, 3653,
}

func TestLogGroupTakesEveryRetentionOfCloudWatchLogs(t *testing.T) {
	stack := synth.Stack()
	for _, days := range retentionDays {
		props.LogGroup(stack, fmt.Sprint("Days", days, "X"), nil, time.Duration(days)*props.Day, false)
	}
	template := synth.Of(stack)
	for _, days := range retentionDays {
		group := template.One(t, "AWS::Logs::LogGroup", fmt.Sprint("Days", days, "X"))
		if got := group.Properties["RetentionInDays"]; got != float64(days) {
			t.Errorf("got a retention of %v days, want %d", got, days)
		}
	}
}

func TestLogGroupDefaultsTo30DaysAndIsDeletedUnlessRetained(t *testing.T) {
	stack := synth.Stack()
	props.LogGroup(stack, "Plain", nil, 0, false)
	props.LogGroup(stack, "Retained", nil, 0, true)
	template := synth.Of(stack)
	for id, policy := range map[string]string{"Plain": "Delete", "Retained": "Retain"} {
		group := template.One(t, "AWS::Logs::LogGroup", id)
		if got := group.Properties["RetentionInDays"]; got != 30.0 {
			t.Errorf("%s: got a retention of %v days, want 30", id, got)
		}
		if group.DeletionPolicy != policy || group.UpdateReplacePolicy != policy {
			t.Errorf("%s: got deletion policies %s and %s, want %s", id, group.DeletionPolicy, group.UpdateReplacePolicy, policy)
		}
	}
}

func TestLogGroupHasTheGivenNameOrCloudFormationsChoice(t *testing.T) {
	stack := synth.Stack()
	props.LogGroup(stack, "Plain", nil, 0, false)
	props.LogGroup(stack, "Named", props.LogGroupName(stack, "Named", "/folder"), 0, false)
	template := synth.Of(stack)
	if name := template.One(t, "AWS::Logs::LogGroup", "Plain").Properties["LogGroupName"]; name != nil {
		t.Errorf("got the name %v, want none", name)
	}
	name := synth.Text(template.One(t, "AWS::Logs::LogGroup", "Named").Properties["LogGroupName"])
	if !strings.HasPrefix(name, "/folder/Test-") {
		t.Errorf("got the name %s, want one that begins with /folder/Test-", name)
	}
}

func TestLogGroupNameIsUnique(t *testing.T) {
	names := map[string]bool{}
	for _, stack := range []string{"First", "Second"} {
		s := awscdk.NewStack(synth.App(), &stack, nil)
		for _, scope := range []constructs.Construct{constructs.NewConstruct(s, new("North")), constructs.NewConstruct(s, new("South"))} {
			for _, id := range []string{"Log", "Other"} {
				props.LogGroup(scope, id, props.LogGroupName(scope, id, "/folder"), 0, false)
			}
		}
		for _, group := range synth.Of(s).All("AWS::Logs::LogGroup") {
			name := synth.Text(group.Properties["LogGroupName"])
			names[name] = true
			if !strings.HasSuffix(name, "-${AWS::StackId / 2}") {
				t.Errorf("got the name %s, want one that ends with the stack's id", name)
			}
		}
	}
	if len(names) != 8 {
		t.Errorf("got the names %v, want one each for 8 log groups", slices.Sorted(maps.Keys(names)))
	}
}

func TestLogGroupRefusesOtherRetentions(t *testing.T) {
	stack := synth.Stack()
	for _, retention := range []time.Duration{time.Hour, 36 * time.Hour, 2 * props.Day, -props.Day} {
		err := constructstest.Refusal(func() { props.LogGroup(stack, "Log", nil, retention, false) })
		if err == nil {
			t.Errorf("LogGroup with a retention of %v: got no error, want one", retention)
			continue
		}
		if err.Construct != "Test/Log" || err.Property != "LogRetention" || err.Got != retention {
			t.Errorf("LogGroup with a retention of %v: got %q, want Test/Log, LogRetention and %[1]v in it", retention, err)
		}
	}
}
