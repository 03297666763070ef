// Package lint runs linters that are not written in Go on the templates, the OpenAPI
// document and the AsyncAPI document. `make tools` installs them.
package lint

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/aws/jsii-runtime-go"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/findings"
	"github.com/serverless-coffee/coffeeshop/stack"
	"github.com/serverless-coffee/coffeeshop/test/needs"
	"github.com/serverless-coffee/coffeeshop/test/synth"
)

const (
	cfnLint          = ".venv/bin/cfn-lint"
	aslValidator     = "node_modules/.bin/asl-validator"
	openAPIValidator = ".venv/bin/openapi-spec-validator"
	redocly          = "node_modules/.bin/redocly"
	spectral         = "node_modules/.bin/spectral"
	asyncAPIParser   = "node_modules/@asyncapi/parser"
	bomValidator     = "node_modules/@cyclonedx/cyclonedx-library"
)

func TestMain(m *testing.M) {
	defer jsii.Close()
	needs.Tools(m, "cfn-lint and asl-validator on the templates, three linters on the OpenAPI document, AsyncAPI's parser, CycloneDX's schema",
		cfnLint, aslValidator, openAPIValidator, redocly, spectral, asyncAPIParser, bomValidator)
}

// linted lists the environments to check: those on AWS, and one for each capacity
// strategy in the emulator.
var linted = []string{"dev", "prod", "local", "local-seats"}

var templates = sync.OnceValue(func() map[string]synth.Template {
	templates := map[string]synth.Template{}
	for _, name := range linted {
		env, err := config.For(name)
		if err != nil {
			panic(err)
		}
		templates[name] = synth.Of(stack.New(synth.App(), env))
	}
	return templates
})

func TestCfnLintFindsOnlyWhatWeAccept(t *testing.T) {
	var files []string
	for _, name := range linted {
		files = append(files, write(t, name, templates()[name].Text))
	}
	out, problem := run(cfnLint, append([]string{"--format", "json", "--"}, files...)...)
	var reported []struct {
		Filename, Message string
		Location          struct{ Path []any }
		Rule              struct{ ID string }
	}
	if err := json.Unmarshal([]byte(out), &reported); err != nil {
		t.Fatalf("cfn-lint did not print JSON: %s%v", out, problem)
	}
	var found []findings.Finding
	for _, f := range reported {
		where := strings.Trim(strings.ReplaceAll(fmt.Sprint(f.Location.Path), " ", "/"), "[]")
		found = append(found, findings.Finding{Rule: f.Rule.ID, Path: where, Message: filepath.Base(f.Filename) + ": " + f.Message})
	}
	for _, problem := range findings.CfnLint.Judge(found) {
		t.Error(problem)
	}
}

func TestTheDefinitionOfEachStrategyIsValidASL(t *testing.T) {
	for _, name := range []string{"dev", "local-seats"} {
		t.Run(name, func(t *testing.T) {
			machine := templates()[name].One(t, "AWS::StepFunctions::StateMachine", "")
			file := write(t, name, deployed.Replace(synth.Text(machine.Properties["DefinitionString"])))
			out, err := run(aslValidator, "--json-path", file)
			if err != nil || !strings.Contains(out, file) {
				t.Errorf("asl-validator printed %q and returned %v, want %s to be valid", out, err, file)
			}
		})
	}
}

func TestLintersFindNothingInTheOpenAPIDocument(t *testing.T) {
	document := needs.Path("docs/openapi.json")
	for name, command := range map[string][]string{
		"openapi-spec-validator": {openAPIValidator, "--schema", "3.1", "--validation-errors", "all", document},
		// Strict means that warnings of the recommended rules count as errors.
		"redocly":  {redocly, "lint", "--extends", "recommended-strict", document},
		"spectral": {spectral, "lint", "--ruleset", "testdata/spectral.yaml", "--fail-severity", "hint", document},
	} {
		t.Run(name, func(t *testing.T) {
			if out, err := run(command[0], command[1:]...); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// deployed replaces pseudo parameters by values as on AWS, because asl-validator checks
// ARNs.
var deployed = strings.NewReplacer(
	"${AWS::Partition}", "aws", "${AWS::Region}", "us-east-1", "${AWS::AccountId}", "123456789012")

func write(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name+".json")
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// run returns the stdout of a tool. The error has its stderr.
func run(tool string, args ...string) (string, error) {
	cmd := exec.Command(needs.Path(tool), args...)
	cmd.Env = append(os.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%w\n%s", err, &stderr)
	}
	return string(out), err
}
