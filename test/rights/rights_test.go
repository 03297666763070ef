package rights

import (
	"reflect"
	"strings"
	"testing"
)

const template = `{"Resources": {
	"ShopStoreOrdersD669C885": {"Type": "AWS::DynamoDB::GlobalTable"},
	"ShopTrackerRoleDefaultPolicy2CD61E76": {"Type": "AWS::IAM::Policy", "Properties": {
		"PolicyName": "ShopTrackerRoleDefaultPolicy2CD61E76",
		"Roles": [{"Ref": "ShopTrackerRole3A4BBAC4"}],
		"PolicyDocument": {"Statement": [
			{"Action": ["states:SendTaskFailure", "xray:PutTraceSegments"], "Effect": "Allow", "Resource": "*"},
			{"Action": "dynamodb:UpdateItem", "Effect": "Allow", "Resource": {"Fn::GetAtt": ["ShopStoreCounter15F2C2E7", "Arn"]},
				"Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["code#*"]}}},
			{"Action": "dynamodb:Query", "Effect": "Allow", "Resource": [
				{"Fn::Join": ["/", [{"Fn::GetAtt": ["ShopStoreOrdersD669C885", "Arn"]}, "index/by-state"]]},
				{"Fn::GetAtt": ["ShopStoreConfig1C2B5998", "Arn"]}]}
		]}
	}}
}}`

func places(t *testing.T) []Place {
	t.Helper()
	places, err := Of([]byte(template))
	if err != nil {
		t.Fatal(err)
	}
	return places
}

func TestOfListsEveryActionOnEveryResourceAndEveryCondition(t *testing.T) {
	var got []string
	for _, place := range places(t) {
		got = append(got, place.String())
	}
	want := []string{
		"Tracker: states:SendTaskFailure on the workflow",
		"Tracker: xray:PutTraceSegments on the account",
		"Tracker: dynamodb:UpdateItem on the counter table LeadingKeys: code#*",
		"Tracker: (condition) on the counter table LeadingKeys: code#*",
		"Tracker: dynamodb:Query on the orders table/index/by-state",
		"Tracker: dynamodb:Query on the config table",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Of() = %s, want %s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWithoutLeavesTheRestOfThePolicy(t *testing.T) {
	const deployed = `{"Statement":[` +
		`{"Action":["states:SendTaskFailure","xray:PutTraceSegments"],"Resource":"*"},` +
		`{"Action":"dynamodb:UpdateItem","Condition":{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["code#*"]}},"Resource":"counter"},` +
		`{"Action":"dynamodb:Query","Resource":["orders","config"]}]}`
	all := places(t)
	for i, want := range map[int][2]string{
		0: {`["states:SendTaskFailure","xray:PutTraceSegments"],"Resource":"*"`, `["xray:PutTraceSegments"],"Resource":["*"]`},
		2: {`{"Action":"dynamodb:UpdateItem","Condition":{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["code#*"]}},"Resource":"counter"},`, ``},
		3: {`"Condition":{"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["code#*"]}},`, ``},
		4: {`"dynamodb:Query","Resource":["orders","config"]`, `["dynamodb:Query"],"Resource":["config"]`},
	} {
		got, err := Without(deployed, all[i])
		if want := strings.Replace(deployed, want[0], want[1], 1); err != nil || got != want {
			t.Errorf("Without(%s) = %s, %v, want %s", all[i], got, err, want)
		}
	}
	if _, err := Without(`{"Statement":[{"Action":"sqs:SendMessage","Resource":"*"}]}`, all[0]); err == nil {
		t.Error("Without() of a policy that does not allow the action succeeded")
	}
}

func TestParseReadsWhatRenderWrites(t *testing.T) {
	rows := []Row{
		{Right{"Customer", "dynamodb:GetItem", "config table", ""}, "a check", "fails | so"},
		{Right{"Tracker", Condition, "counter table", "LeadingKeys: code#*"}, "another check", "fails"},
	}
	if got := Parse(Render(rows)); !reflect.DeepEqual(got, rows) {
		t.Errorf("Parse(Render()) = %+v, want %+v", got, rows)
	}
}

func TestDifferencesTellsWhatIsMissingAndWhatIsTooMuch(t *testing.T) {
	known := Right{"Customer", "dynamodb:GetItem", "config table", ""}
	fresh := Right{"Customer", "dynamodb:DeleteItem", "config table", ""}
	var templates []Right
	for _, u := range unchecked {
		for _, action := range u.actions {
			templates = append(templates, Right{"Customer", action, u.resource, ""})
		}
	}
	document := Render([]Row{{known, "a check", "fails"}})
	if got := Differences(document, append(templates, known)); len(got) > 0 {
		t.Errorf("Differences() = %q, want none", got)
	}
	if got := Differences(document, append(templates, known, fresh)); len(got) != 1 || !strings.Contains(got[0], "DeleteItem on the config table: not in docs/rights.md") {
		t.Errorf("Differences() with a new right = %q, want that it is not in the document", got)
	}
	if got := Differences(document, templates); len(got) != 1 || !strings.Contains(got[0], "GetItem on the config table: in docs/rights.md, and in no template") {
		t.Errorf("Differences() without a right = %q, want that it is in no template", got)
	}
	if got := Differences(Render([]Row{{known, "", "fails"}}), append(templates, known)); len(got) != 1 || !strings.Contains(got[0], "does not say what fails") {
		t.Errorf("Differences() with a row without a check = %q, want that it does not say what fails", got)
	}
	if got := Differences(document, append(templates[1:], known)); len(got) != 1 || !strings.Contains(got[0], "unchecked.go") {
		t.Errorf("Differences() without an unchecked right = %q, want one about unchecked.go", got)
	}
}
