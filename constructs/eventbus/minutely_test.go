package eventbus_test

import (
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/constructs/eventbus"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

func TestInvokeEachMinute(t *testing.T) {
	stack := synth.Stack()
	eventbus.New(stack, "Bus", eventbus.Props{}).InvokeEachMinute("Follow", synth.Function(stack), "OpeningHours")
	template := synth.Of(stack)
	schedule := template.One(t, "AWS::Scheduler::Schedule", "BusFollow")
	queue, fn := template.One(t, "AWS::SQS::Queue", "").ID, template.One(t, "AWS::Lambda::Function", "").ID
	group, role := template.One(t, "AWS::Scheduler::ScheduleGroup", "BusFollow").ID, template.One(t, "AWS::IAM::Role", "BusFollow").ID
	for what, row := range map[string]struct{ got, want any }{
		"expression": {schedule.Properties["ScheduleExpression"], "cron(* * * * ? *)"},
		"group":      {synth.Text(schedule.Properties["GroupName"]), "${" + group + "}"},
		"target": {schedule.Properties["Target"], map[string]any{
			"Arn":              map[string]any{"Fn::GetAtt": []string{fn, "Arn"}},
			"RoleArn":          map[string]any{"Fn::GetAtt": []string{role, "Arn"}},
			"Input":            `{"detail":{},"detail-type":"OpeningHours"}`,
			"DeadLetterConfig": map[string]any{"Arn": map[string]any{"Fn::GetAtt": []string{queue, "Arn"}}},
			"RetryPolicy":      map[string]any{"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 24},
		}},
	} {
		synth.Equal(t, what, row.got, row.want)
	}
	trust := synth.At(template.Resources[role].Properties, "AssumeRolePolicyDocument", "Statement", 0)
	synth.Equal(t, "trust", synth.At(trust, "Condition", "StringEquals"), map[string]any{
		"aws:SourceAccount": map[string]any{"Ref": "AWS::AccountId"}, "aws:SourceArn": map[string]any{"Fn::GetAtt": []string{group, "Arn"}},
	})
	var allowed []string
	for _, statement := range synth.At(template.One(t, "AWS::IAM::Policy", "BusFollow").Properties, "PolicyDocument", "Statement").([]any) {
		allowed = append(allowed, synth.Text(synth.At(statement, "Action"))+" "+synth.Text(synth.At(statement, "Resource")))
	}
	want := "lambda:InvokeFunction ${" + fn + ".Arn}, sqs:SendMessage ${" + queue + ".Arn}"
	if got := strings.Join(allowed, ", "); got != want {
		t.Errorf("the schedule's role allows %s, want %s", got, want)
	}
	if got := len(template.All("AWS::Lambda::EventInvokeConfig")); got != 1 {
		t.Errorf("got %d destinations for failed invocations, want 1", got)
	}
}
