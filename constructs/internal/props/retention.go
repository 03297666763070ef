package props

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/constructs-go/constructs/v10"
)

// Day is the unit of retentions.
const Day = 24 * time.Hour

// retentions maps the days that CloudWatch Logs accepts to the CDK's names.
var retentions = map[int]awslogs.RetentionDays{
	1: awslogs.RetentionDays_ONE_DAY, 3: awslogs.RetentionDays_THREE_DAYS,
	5: awslogs.RetentionDays_FIVE_DAYS, 7: awslogs.RetentionDays_ONE_WEEK,
	14: awslogs.RetentionDays_TWO_WEEKS, 30: awslogs.RetentionDays_ONE_MONTH,
	60: awslogs.RetentionDays_TWO_MONTHS, 90: awslogs.RetentionDays_THREE_MONTHS,
	120: awslogs.RetentionDays_FOUR_MONTHS, 150: awslogs.RetentionDays_FIVE_MONTHS,
	180: awslogs.RetentionDays_SIX_MONTHS, 365: awslogs.RetentionDays_ONE_YEAR,
	400: awslogs.RetentionDays_THIRTEEN_MONTHS, 545: awslogs.RetentionDays_EIGHTEEN_MONTHS,
	731: awslogs.RetentionDays_TWO_YEARS, 1096: awslogs.RetentionDays_THREE_YEARS,
	1827: awslogs.RetentionDays_FIVE_YEARS, 2192: awslogs.RetentionDays_SIX_YEARS,
	2557: awslogs.RetentionDays_SEVEN_YEARS, 2922: awslogs.RetentionDays_EIGHT_YEARS,
	3288: awslogs.RetentionDays_NINE_YEARS, 3653: awslogs.RetentionDays_TEN_YEARS,
}

// DefaultLogRetention is the retention of log groups that do not set one.
const DefaultLogRetention = 30 * Day

// Prefixes of the names of log groups that AWS services write to. A log group with
// another name takes space in a policy of at most 5,120 characters, which all log
// groups of the account share (Step Functions developer guide,
// "Avoiding Amazon CloudWatch Logs resource policy size limits"; API Gateway
// developer guide, "Configure logging for HTTP APIs"). EventBridge expects /aws/events.
const (
	WorkflowLogs = "/aws/vendedlogs/states"
	APILogs      = "/aws/vendedlogs/apigateway"
	EventLogs    = "/aws/events"
)

// LogGroupName returns a name with a prefix, folder, for the log group id within scope.
// It has the construct's path and the stack's ID, so it is unique in the account, even
// if a deleted stack left its log groups behind and is deployed again.
func LogGroupName(scope constructs.Construct, id, folder string) *string {
	place := awscdk.Names_UniqueResourceName(scope, &awscdk.UniqueResourceNameOptions{MaxLength: new(128.0), Separator: new("-")})
	// arn:aws:cloudformation:<region>:<account>:stack/<name>/<id>
	stackID := awscdk.Fn_Select(new(2.0), awscdk.Fn_Split(new("/"), awscdk.Aws_STACK_ID(), nil))
	return new(folder + "/" + *place + "-" + id + "-" + *stackID)
}

// LogGroup defines a log group. If name is nil, CloudFormation chooses one. A retention
// of 0 is DefaultLogRetention. With retain, it stays when the stack is deleted.
func LogGroup(scope constructs.Construct, id string, name *string, retention time.Duration, retain bool) awslogs.LogGroup {
	if retention == 0 {
		retention = DefaultLogRetention
	}
	days, ok := retentions[int(retention/Day)]
	Require(ok && retention%Day == 0, scope, id, "LogRetention", retention,
		"a number of days that CloudWatch Logs accepts: "+strings.Trim(fmt.Sprint(slices.Sorted(maps.Keys(retentions))), "[]"))
	removal := awscdk.RemovalPolicy_DESTROY
	if retain {
		removal = awscdk.RemovalPolicy_RETAIN
	}
	return awslogs.NewLogGroup(scope, &id, &awslogs.LogGroupProps{LogGroupName: name, Retention: days, RemovalPolicy: removal})
}
