package findings

// CDKNag checks the constructs. Paths are relative to the stack.
var CDKNag = Scanner{"cdk-nag", "the constructs of `dev` and `prod`, in `make test`", append([]Accepted{
	{
		"AwsSolutions-SQS3", "/Shop/Bus/DeadLetters/Resource",
		"it is itself a dead-letter queue, of rules and functions, which cdk-nag does not see",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Tracker/Role/DefaultPolicy/Resource",
		"X-Ray has no resource-level permissions; TestPoliciesGrantNoMoreThanNecessary checks that nothing else uses *",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Janitor/Role/DefaultPolicy/Resource",
		"as the tracker's",
	},
	{
		`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"ShopWorkflow98926F8E"}]}]}:*]`,
		"/Shop/Janitor/Role/DefaultPolicy/Resource", "the executions of one state machine, each named after its order",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Workflow/Resource/Role/DefaultPolicy/Resource",
		"log deliveries and X-Ray have no resource-level permissions",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Hours/Role/DefaultPolicy/Resource",
		"X-Ray has no resource-level permissions",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Customer/Role/DefaultPolicy/Resource",
		"X-Ray has no resource-level permissions",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Barista/Role/DefaultPolicy/Resource",
		"X-Ray has no resource-level permissions",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Manager/Role/DefaultPolicy/Resource",
		"X-Ray has no resource-level permissions",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Live/Function/Role/DefaultPolicy/Resource",
		"X-Ray has no resource-level permissions",
	},
	{
		"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<ShopLiveApi5584C89A>/live/POST/@connections/*]",
		"/Shop/Live/Function/Role/DefaultPolicy/Resource", "API Gateway chooses the ID of a connection when it begins",
	},
	{
		"AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<ShopLiveApi5584C89A>/live/DELETE/@connections/*]",
		"/Shop/Live/Function/Role/DefaultPolicy/Resource", "as POST",
	},
	{
		"AwsSolutions-APIG1", "/Shop/Live/Stage/Resource",
		"for WebSocket APIs it needs a role in the account's settings, without which the deployment fails; the function logs connections",
	},
	{
		"AwsSolutions-IAM5[Resource::*]", "/Shop/Site/Function/Role/DefaultPolicy/Resource",
		"X-Ray has no resource-level permissions",
	},
	{
		"AwsSolutions-COG2", "/Shop/Staff/Resource/Resource",
		"displays sign in unattended and baristas share a tablet; MFA with an authenticator app is optional",
	},
	{
		"AwsSolutions-COG8", "/Shop/Staff/Resource/Resource",
		"threat protection needs the Plus plan, which is billed per user and month: that is the owner's decision",
	},
}, forAnyone...)}

// forAnyone lists the routes without an authorizer, and why.
var forAnyone = []Accepted{
	{"AwsSolutions-APIG4", "/Shop/Api/GET --api--shop", "the menu is public"},
	{"AwsSolutions-APIG4", "/Shop/Api/GET --api--board", "the numbers on the overhead display are public"},
	{"AwsSolutions-APIG4", "/Shop/Api/HEAD --api--board", "as GET"},
	{"AwsSolutions-APIG4", "/Shop/Api/GET --api--openapi.json", "the API's description is public"},
	{"AwsSolutions-APIG4", "/Shop/Api/HEAD --api--shop", "as GET"},
	{"AwsSolutions-APIG4", "/Shop/Api/HEAD --api--openapi.json", "as GET"},
	{"AwsSolutions-APIG4", "/Shop/Api/HEAD --api--orders--{id}", "as GET"},
	{"AwsSolutions-APIG4", "/Shop/Api/ANY --api--{proxy+}", "it only answers 404"},
	{"AwsSolutions-APIG4", "/Shop/Api/ANY --", "the pages are public; what they show comes from routes of their own"},
	{"AwsSolutions-APIG4", "/Shop/Api/ANY --{proxy+}", "as ANY /"},
	{"AwsSolutions-APIG4", "/Shop/Api/POST --api--orders", "customers have no account: the function checks the QR code"},
	{"AwsSolutions-APIG4", "/Shop/Api/GET --api--orders--{id}", "customers have no account: the function checks the order's secret"},
	{"AwsSolutions-APIG4", "/Shop/Api/PUT --api--orders--{id}", "as GET"},
	{"AwsSolutions-APIG4", "/Shop/Api/DELETE --api--orders--{id}", "as GET"},
	{"AwsSolutions-APIG4", "/Shop/Live/$connect", "anyone may watch the board: the function checks the origin, and closes connections that do not subscribe"},
	{"AwsSolutions-APIG4", "/Shop/Live/$disconnect", "WebSocket APIs authorize $connect only"},
	{"AwsSolutions-APIG4", "/Shop/Live/$default", "it only answers that the action is unknown"},
	{"AwsSolutions-APIG4", "/Shop/Live/ping", "it only answers the time"},
	{"AwsSolutions-APIG4", "/Shop/Live/subscribe", "the message has the credential, an order's secret or an access token, which the function checks"},
}
