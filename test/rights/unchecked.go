package rights

import (
	"fmt"
	"slices"
	"strings"
)

// unchecked lists the rights that the emulator does not check. The sources are the Lambda
// developer guide ("Configuring AWS Lambda runtime logs", "Capturing records of
// asynchronous invocations", "Using Lambda with Amazon SQS", "Using Lambda with DynamoDB")
// and the Step Functions developer guide ("Using CloudWatch Logs to log execution
// history", "Trace Step Functions request data in AWS X-Ray").
var unchecked = []struct {
	actions                []string
	resource, reason, test string
}{
	{
		[]string{"logs:CreateLogStream", "logs:PutLogEvents"}, "log of its own",
		"Lambda writes a function's log with the function's role", "TestRoleMayOnlyWriteItsOwnLogAndTraces",
	},
	{
		[]string{"xray:PutTelemetryRecords", "xray:PutTraceSegments"}, "account",
		"traces; the emulator has no X-Ray", "TestRoleMayOnlyWriteItsOwnLogAndTraces, TestTheStateMachinesRoleHasExactlyThesePermissions",
	},
	{
		[]string{"xray:GetSamplingRules", "xray:GetSamplingTargets"}, "account",
		"traces of the state machine; the emulator has no X-Ray", "TestTheStateMachinesRoleHasExactlyThesePermissions",
	},
	{
		[]string{"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies",
			"logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery"}, "account",
		"Step Functions delivers the log of the state machine", "TestTheStateMachinesRoleHasExactlyThesePermissions",
	},
	{
		[]string{"sqs:SendMessage"}, names["BusDeadLetters"],
		"Lambda sends the events that a function failed to handle", "TestAnEventThatAFunctionFailsToHandleIsADeadLetter",
	},
	{
		[]string{"lambda:InvokeFunction"}, names["Hours"],
		"EventBridge Scheduler invokes the function with the schedule's role, which the emulator does not check", "TestInvokeEachMinute",
	},
	{
		[]string{"sqs:SendMessage"}, names["LiveDeadLetters"],
		"Lambda sends the changes that the function failed to handle", "TestTheFunctionHasExactlyThePermissionsItNeeds",
	},
	{
		[]string{"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}, names["LiveIdleChecks"],
		"Lambda polls the queue with the function's role", "TestTheFunctionHasExactlyThePermissionsItNeeds",
	},
	{
		[]string{"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"}, "stream of the orders table",
		"Lambda reads the stream with the function's role", "TestTheFunctionHasExactlyThePermissionsItNeeds",
	},
}

// Unchecked reports whether the emulator does not check a right.
func Unchecked(right Right) bool {
	for _, u := range unchecked {
		if right.Resource == u.resource && slices.Contains(u.actions, right.Action) {
			return true
		}
	}
	return false
}

// Assertions lists the tests that assert the unchecked rights in a template.
func Assertions() []string {
	var tests []string
	for _, u := range unchecked {
		tests = append(tests, strings.Split(u.test, ", ")...)
	}
	return tests
}

// unused lists what is unchecked and not in any template.
func unused(templates []Right) []string {
	var problems []string
	for _, u := range unchecked {
		for _, action := range u.actions {
			if !slices.ContainsFunc(templates, func(r Right) bool { return r.Action == action && r.Resource == u.resource }) {
				problems = append(problems, fmt.Sprintf("%s on the %s: in test/rights/unchecked.go, and in no template", action, u.resource))
			}
		}
	}
	return problems
}
