package stack_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

// people are resources that would give AWS credentials, or a way past the APIs, to people.
var people = []string{
	"AWS::Cognito::IdentityPool", "AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::AccessKey", "AWS::Lambda::Url", "AWS::Events::EventBusPolicy",
	"AWS::Logs::ResourcePolicy", "AWS::S3::BucketPolicy",
}

// So what only AWS credentials can read (logs, traces, dead letters, the archive, tables)
// is out of reach of customers and staff, and of other accounts.
func TestNobodyButAWSServicesIsLetIntoTheResources(t *testing.T) {
	eachDeployment(t, func(t *testing.T, d deployment) {
		for _, resourceType := range people {
			if found := d.All(resourceType); len(found) > 0 {
				t.Errorf("got %s, want none", found[0].ID)
			}
		}
		roles := d.All("AWS::IAM::Role")
		if len(roles) == 0 {
			t.Error("got no role, want those of the functions")
		}
		for _, role := range roles {
			checkAllowed(t, role.ID, synth.Resolve(synth.At(role.Properties, "AssumeRolePolicyDocument", "Statement")), false)
		}
		for _, r := range d.Resources {
			for path, document := range policies(r) {
				checkAllowed(t, r.ID+"."+path, synth.Resolve(synth.At(document, "Statement")), true)
			}
		}
	})
}

// policies returns the policies that a resource has for others, by property.
func policies(r synth.Resource) map[string]any {
	found := map[string]any{}
	for _, property := range []string{"PolicyDocument", "ResourcePolicyDocument", "ResourcePolicy", "KeyPolicy"} {
		if document := r.Properties[property]; document != nil && r.Type != "AWS::IAM::Policy" {
			found[property] = document
		}
	}
	return found
}

// checkAllowed reports each statement that allows something to anyone but a service. If
// bound, the service must act for one of the shop's own resources, unless it only begins a
// stream of the log.
func checkAllowed(t *testing.T, what string, statements any, bound bool) {
	t.Helper()
	for _, statement := range statements.([]any) {
		if synth.At(statement, "Effect") != "Allow" {
			continue
		}
		principal := synth.Names(synth.At(statement, "Principal"))
		if len(principal) != 1 || principal[0] != "Service" {
			t.Errorf("%s allows %v, want a service only", what, synth.At(statement, "Principal"))
		}
		source := synth.Lines(synth.At(statement, "Condition"))
		if bound && synth.At(statement, "Action") != "logs:CreateLogStream" && !strings.Contains(source, "aws:SourceArn") {
			t.Errorf("%s allows %v without aws:SourceArn, so that it could act for others", what, statement)
		}
	}
}

func TestOnlyTheShopsOwnAPIsRulesAndQueuesMayInvokeItsFunctions(t *testing.T) {
	eachDeployment(t, func(t *testing.T, d deployment) {
		permissions := d.All("AWS::Lambda::Permission")
		if len(permissions) == 0 {
			t.Error("got no permission, want those of the APIs")
		}
		for _, p := range permissions {
			source, principal := synth.Lines(synth.Resolve(p.Properties["SourceArn"])), p.Properties["Principal"]
			if !strings.Contains(source, "${Shop") || principal == "*" {
				t.Errorf("%s lets %v invoke a function for %s, want a resource of the shop", p.ID, principal, source)
			}
		}
	})
}

// reading lists the actions that show what a log, a trace, an execution's history, an
// archive or a queue has.
var reading = regexp.MustCompile(`^(logs:(GetLogEvents|GetLogRecord|GetQueryResults|Filter|Start)|xray:(BatchGet|GetTrace)|states:GetExecutionHistory|events:StartReplay|sqs:ReceiveMessage)`)

func TestNoRoleReadsLogsTracesHistoriesArchivesOrDeadLetters(t *testing.T) {
	eachDeployment(t, func(t *testing.T, d deployment) {
		queues := 0
		for _, policy := range d.All("AWS::IAM::Policy") {
			for _, statement := range statements(policy.Properties) {
				for _, action := range list(statement["Action"]) {
					if action == "sqs:ReceiveMessage" && strings.Contains(synth.Lines(statement["Resource"]), "IdleChecks") {
						queues++ // its messages have the ID of a connection only
					} else if reading.MatchString(action) {
						t.Errorf("%s allows %s, want nothing that reads: %v", policy.ID, action, statement)
					}
				}
			}
		}
		if queues != 1 {
			t.Errorf("%d statements allow to receive idle checks, want 1", queues)
		}
	})
}

// A trace has what AWS writes of a call by itself: names, times and status. Only a
// library could add more.
func TestNoFunctionHasATracingLibrary(t *testing.T) {
	modules, err := os.ReadFile(needs.Path("go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, library := range []string{"aws-xray-sdk-go", "opentelemetry", "/datadog", "/newrelic", "/sentry"} {
		if strings.Contains(strings.ToLower(string(modules)), library) {
			t.Errorf("go.mod requires a module with %s in its name: see what it adds to traces", library)
		}
	}
}
