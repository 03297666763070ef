package upgrade_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/test/needs"
	"github.com/serverless-coffee/coffeeshop/test/synth"
	"github.com/serverless-coffee/coffeeshop/test/upgrade"
)

// fixed lists, for the resources that hold data or whose address clients have, the
// properties that cannot change: CloudFormation replaces the resource if they do, or
// refuses to. (Source: "Update requires" in the CloudFormation resource reference.)
var fixed = map[string][]string{
	"AWS::DynamoDB::GlobalTable":       {"TableName", "KeySchema", "LocalSecondaryIndexes"},
	"AWS::Cognito::UserPool":           {"UsernameConfiguration", "UsernameAttributes", "AliasAttributes", "Schema"},
	"AWS::Cognito::UserPoolClient":     {"GenerateSecret", "UserPoolId"},
	"AWS::Cognito::UserPoolDomain":     {"Domain", "UserPoolId"},
	"AWS::Cognito::UserPoolGroup":      {"GroupName", "UserPoolId"},
	"AWS::ApiGatewayV2::Api":           {"ProtocolType"},
	"AWS::ApiGatewayV2::Stage":         {"StageName", "ApiId"},
	"AWS::Events::EventBus":            {"Name"},
	"AWS::Events::Archive":             {"ArchiveName", "SourceArn"},
	"AWS::StepFunctions::StateMachine": {"StateMachineName", "StateMachineType"},
	"AWS::SQS::Queue":                  {"QueueName", "FifoQueue"},
	"AWS::Logs::LogGroup":              {"LogGroupName"},
}

// template is the part of a template that the tests below read.
type template struct {
	Resources map[string]synth.Resource
	Outputs   map[string]any
}

func read(t *testing.T, name string) template {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var read template
	if err := json.Unmarshal(content, &read); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return read
}

// templates returns the templates of prod in the previous release and now.
func templates(t *testing.T) (before, now template) {
	root := needs.Path(".")
	return read(t, filepath.Join(upgrade.Dir(root, upgrade.Previous), upgrade.Template)),
		read(t, filepath.Join(root, "test", "snapshot", "testdata", "prod.json"))
}

func TestAnUpgradeReplacesNothingThatHoldsData(t *testing.T) {
	before, now := templates(t)
	seen := map[string]bool{}
	for id, old := range before.Resources {
		properties, holds := fixed[old.Type]
		if !holds {
			continue
		}
		seen[old.Type] = true
		current, kept := now.Resources[id]
		if !kept || current.Type != old.Type {
			t.Errorf("%s, %s, is gone: an upgrade would delete or replace it", id, old.Type)
			continue
		}
		for _, property := range properties {
			if was, is := lines(t, old.Properties[property]), lines(t, current.Properties[property]); was != is {
				t.Errorf("%s of %s was\n%s\nand is\n%s\nwhich replaces it", property, id, was, is)
			}
		}
	}
	for kind := range fixed {
		if !seen[kind] {
			t.Errorf("the previous release has no %s: remove it from the list, or look for its new type", kind)
		}
	}
}

// DynamoDB adds or removes one index of a table in an update, and cannot change the key
// of an index.
func TestAnUpgradeChangesOneIndexOfATableAtMost(t *testing.T) {
	before, now := templates(t)
	for id, old := range before.Resources {
		if old.Type != "AWS::DynamoDB::GlobalTable" {
			continue
		}
		was, is := indexes(t, old), indexes(t, now.Resources[id])
		changed := 0
		for name, index := range was {
			if current, kept := is[name]; !kept {
				changed++
			} else if current != index {
				t.Errorf("the index %s of %s was\n%s\nand is\n%s\nwhich DynamoDB refuses", name, id, index, current)
			}
		}
		for name := range is {
			if _, known := was[name]; !known {
				changed++
			}
		}
		if changed > 1 {
			t.Errorf("%d indexes of %s are added or removed, and DynamoDB changes one in an update", changed, id)
		}
	}
}

// Commands, and people's scripts, read the outputs.
func TestAnUpgradeKeepsTheOutputs(t *testing.T) {
	before, now := templates(t)
	for name := range before.Outputs {
		if now.Outputs[name] == nil {
			t.Errorf("the output %s is gone", name)
		}
	}
}

// indexes returns the keys and the projection of a table's indexes, by name.
func indexes(t *testing.T, table synth.Resource) map[string]string {
	all := map[string]string{}
	list, _ := table.Properties["GlobalSecondaryIndexes"].([]any)
	for _, index := range list {
		fields := index.(map[string]any)
		all[fields["IndexName"].(string)] = lines(t, []any{fields["KeySchema"], fields["Projection"]})
	}
	return all
}

func lines(t *testing.T, value any) string {
	t.Helper()
	text, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestOnlyThePreviousReleaseIsKept(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join("testdata", "*"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(folders, []string{filepath.Join("testdata", upgrade.Previous)}) {
		t.Errorf("the kept releases are %s, want %s alone", strings.Join(folders, ", "), upgrade.Previous)
	}
}
