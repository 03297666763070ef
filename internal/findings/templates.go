package findings

// CfnLint checks the templates. Paths are within the template.
var CfnLint = Scanner{"cfn-lint", "the templates of `dev`, `prod`, `local` and `local-seats`, in `make test`", []Accepted{
	{
		"W3005", "Resources/*/DependsOn/*",
		"the CDK makes functions and state machines depend on their role, which they reference anyway",
	},
}}

// Checkov checks the templates. Paths are a resource's type and logical ID.
var Checkov = Scanner{"checkov", "the templates of `dev` and `prod` in `test/snapshot/testdata`, in `make scan`", []Accepted{
	{
		"CKV_AWS_26", "AWS::SNS::Topic.ShopMonitoringAlarms*",
		"CloudWatch cannot publish to a topic that is encrypted with AWS's own key for SNS, and a key of one's own costs $1 a month; an alarm's message has the alarm's name, its threshold and numbers",
	},
	{
		"CKV_AWS_27", "AWS::SQS::Queue.*",
		"the queues are encrypted with SQS's own key (SqsManagedSseEnabled), which this rule does not know; a key of one's own would need its own policy for EventBridge and Lambda, and stop no one who has sqs:ReceiveMessage",
	},
	{
		"CKV_AWS_95", "AWS::ApiGatewayV2::Stage.ShopLiveStage*",
		"for WebSocket APIs it needs a role in the account's settings, without which the deployment fails; the function logs connections",
	},
	{
		"CKV_AWS_115", "AWS::Lambda::Function.*",
		"reserved concurrency is taken from the account's, which is 10 in new accounts, so the deployment would fail there; the stages' rate limits bound the functions behind the APIs",
	},
	{
		"CKV_AWS_116", "AWS::Lambda::Function.*",
		"events that fail go to the queues of their rule, schedule or stream (on-failure destinations), each with an alarm, which hold more than a function's own dead-letter queue; calls through the APIs are synchronous and have none",
	},
	{
		"CKV_AWS_117", "AWS::Lambda::Function.*",
		"the functions use only AWS APIs, and nothing in the shop is in a VPC: it would add NAT gateways or endpoints, and protect nothing",
	},
	{
		"CKV_AWS_158", "AWS::Logs::LogGroup.*",
		"CloudWatch encrypts log groups with a key of its own; task tokens and secrets are not logged (TestTheEventLogHasALineForEachEventAndNoTaskToken), so another key would protect little",
	},
	{
		"CKV_AWS_165", "AWS::DynamoDB::GlobalTable.ShopStore*",
		"only dev, whose tables are deleted with the stack: prod's tables have point-in-time recovery",
	},
	{
		"CKV_AWS_165", "AWS::DynamoDB::GlobalTable.ShopLiveConnections*",
		"a connection is of no use after the two hours it can last: clients connect again",
	},
	{
		"CKV_AWS_173", "AWS::Lambda::Function.*",
		"the variables name resources and have no secrets; Lambda encrypts them with a key of its own",
	},
}}
