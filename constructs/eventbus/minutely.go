package eventbus

import (
	"encoding/json"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsscheduler"
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/serverless-coffee/coffeeshop/constructs/internal/deadletters"
)

// InvokeEachMinute lets EventBridge Scheduler invoke fn at the beginning of each minute,
// and up to a minute later, with an event that has detailType and no detail. Rates, as in
// Schedule, count from the deployment instead. An invocation that fails becomes a dead
// letter, as in Subscribe.
func (b *Bus) InvokeEachMinute(id string, fn awslambda.Function, detailType string) awsscheduler.CfnSchedule {
	scope := constructs.NewConstruct(b, &id)
	group := awsscheduler.NewCfnScheduleGroup(scope, new("Group"), nil)
	role := awsiam.NewRole(scope, new("Role"), &awsiam.RoleProps{
		// As the Scheduler user guide asks for against confused deputies: by the group, since
		// the schedule needs the role.
		AssumedBy: awsiam.NewServicePrincipal(new("scheduler.amazonaws.com"), &awsiam.ServicePrincipalOpts{
			Conditions: &map[string]any{"StringEquals": map[string]any{
				"aws:SourceAccount": awscdk.Stack_Of(b).Account(), "aws:SourceArn": group.AttrArn(),
			}},
		}),
		Description: new("Lets EventBridge Scheduler invoke a function"),
	})
	allowed := awsiam.Grant_AddToPrincipal(&awsiam.GrantOnPrincipalOptions{
		Grantee: role, Actions: &[]*string{new("lambda:InvokeFunction")}, ResourceArns: &[]*string{fn.FunctionArn()},
	})
	deadletters.LetSend(role, b.DeadLetters)
	input, err := json.Marshal(map[string]any{"detail-type": detailType, "detail": map[string]any{}})
	if err != nil {
		panic(err) // a map of texts always encodes
	}
	schedule := awsscheduler.NewCfnSchedule(scope, new("Schedule"), &awsscheduler.CfnScheduleProps{
		Description:        fn.Node().Path(),
		GroupName:          group.Ref(),
		ScheduleExpression: new("cron(* * * * ? *)"),
		FlexibleTimeWindow: &awsscheduler.CfnSchedule_FlexibleTimeWindowProperty{Mode: new("OFF")},
		Target: &awsscheduler.CfnSchedule_TargetProperty{
			Arn: fn.FunctionArn(), RoleArn: role.RoleArn(), Input: new(string(input)),
			DeadLetterConfig: &awsscheduler.CfnSchedule_DeadLetterConfigProperty{Arn: b.DeadLetters.QueueArn()},
			RetryPolicy: &awsscheduler.CfnSchedule_RetryPolicyProperty{
				MaximumEventAgeInSeconds: new(float64(maxEventAgeMinutes * 60)), MaximumRetryAttempts: new(float64(deliveryRetries)),
			},
		},
	})
	allowed.ApplyBefore(schedule)
	if fn.Node().TryFindChild(new(invokeConfig)) == nil {
		b.retryInvocations(fn, awscdk.Duration_Minutes(new(float64(maxEventAgeMinutes))))
	}
	return schedule
}
