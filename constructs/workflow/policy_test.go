package workflow_test

import (
	"testing"

	"github.com/serverless-coffee/coffeeshop/constructs/workflow"
	"github.com/serverless-coffee/coffeeshop/internal/envvar"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

const tables = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"

func busARN(t *testing.T) string {
	return "${" + templates()[workflow.ListExecutions].One(t, "AWS::Events::EventBus", "").ID + ".Arn}"
}

// ownARN returns the ARN of the only state machine of template, built from its name.
func ownARN(t *testing.T, template synth.Template) string {
	return "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:" +
		template.One(t, stateMachine, "").Properties["StateMachineName"].(string)
}

func allow(resource string, actions ...string) map[string]any {
	var action any = actions
	if len(actions) == 1 {
		action = actions[0]
	}
	return map[string]any{"Effect": "Allow", "Action": action, "Resource": resource}
}

// The emulator does not enforce the permissions of a state machine's role.
func TestTheStateMachinesRoleHasExactlyThesePermissions(t *testing.T) {
	logging := allow("*", // neither log deliveries nor X-Ray have resource-level permissions
		"logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies",
		"logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
		"xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments")
	for capacity, statements := range map[workflow.Capacity][]any{
		workflow.ListExecutions: {
			allow(tables+"config-table", "dynamodb:GetItem"),
			allow(busARN(t), "events:PutEvents"),
			allow(ownARN(t, templates()[workflow.ListExecutions]), "states:ListExecutions"),
			allow(tables+"counter-table", "dynamodb:UpdateItem"),
			logging,
		},
		workflow.ReservedSeats: {
			allow(tables+"config-table", "dynamodb:GetItem"),
			allow(busARN(t), "events:PutEvents"),
			allow(tables+"counter-table", "dynamodb:UpdateItem"),
			logging,
		},
	} {
		t.Run(capacity.String(), func(t *testing.T) {
			policies := templates()[capacity].All("AWS::IAM::Policy")
			if len(policies) != 1 {
				t.Fatalf("got %d policies, want 1", len(policies))
			}
			synth.Equal(t, "policy", synth.Resolve(policies[0].Properties["PolicyDocument"]), map[string]any{
				"Version": "2012-10-17", "Statement": statements,
			})
		})
	}
}

func TestInspectingAllowsTheseActionsOnThisMachineOnly(t *testing.T) {
	stack := synth.Stack()
	workflow.New(stack, "Workflow", requiredProps(stack)).GrantInspect(synth.Function(stack))
	template := synth.Of(stack)
	machine := template.One(t, stateMachine, "")
	executions := "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:${" + machine.ID + " : 6}:*" // part 6 of its ARN, the name
	synth.Equal(t, "permissions", template.Rights(t, "Function"), []any{
		allow("${"+machine.ID+"}", "states:ListExecutions"), allow(executions, "states:DescribeExecution"),
	})
	synth.Equal(t, "variables", template.Variables(t, "Function"), map[string]any{envvar.StateMachine: "${" + machine.ID + "}"})
}
