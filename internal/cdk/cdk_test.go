package cdk

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/serverless-coffee/coffeeshop/config"
)

// fake returns a CLI whose cdk is a shell script.
func fake(t *testing.T, script string) CLI {
	t.Helper()
	root := t.TempDir()
	bin := filepath.Join(root, "node_modules", ".bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bin, "cdk"), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	return CLI{Root: root}
}

func TestDeployReportsProgressAndReturnsOutputs(t *testing.T) {
	cli := fake(t, `
echo "Stack | 1/2 | 3:04:05 PM | CREATE_COMPLETE"
echo "Stack | 2/2 | 3:04:06 PM | CREATE_COMPLETE"
while [ "$1" != --outputs-file ]; do shift; done
mkdir -p "$(dirname "$2")" && echo '{"CoffeeShop-dev": {"OrdersTable": "orders"}}' > "$2"`)
	var last string
	outputs, err := cli.Deploy(context.Background(), config.Environment{Name: "dev"}, func(done, all string) { last = done + "/" + all })
	if err != nil || outputs["OrdersTable"] != "orders" || last != "2/2" {
		t.Errorf("Deploy() = %v, %v with progress %s, want the orders table and 2/2", outputs, err, last)
	}
}

func TestTheErrorOfDeployHasTheLastLinesOfTheOutput(t *testing.T) {
	cli := fake(t, `for i in $(seq 100); do echo line $i; done; echo it broke >&2; exit 1`)
	_, err := cli.Deploy(context.Background(), config.Environment{Name: "dev"}, nil)
	if err == nil || !strings.HasSuffix(err.Error(), "line 100\nit broke") || strings.Contains(err.Error(), "line 50\n") {
		t.Errorf("Deploy() = %v, want the last 40 lines", err)
	}
}

func TestWithoutTheCDKTheErrorSaysHowToInstallIt(t *testing.T) {
	err := CLI{Root: t.TempDir()}.Bootstrap(context.Background(), "000000000000", "us-east-1")
	if err == nil || !strings.Contains(err.Error(), "make tools") {
		t.Errorf("Bootstrap() = %v, want `make tools` in it", err)
	}
}

func TestRunPassesTheVariablesAndTheEnvironmentsName(t *testing.T) {
	var out strings.Builder
	cli := fake(t, `echo "$AWS_ENDPOINT_URL $@"`)
	cli.Env, cli.Out = []string{"AWS_ENDPOINT_URL=http://here", "PATH=" + os.Getenv("PATH")}, &out
	if err := cli.Run(context.Background(), config.Environment{Name: "dev"}, "diff"); err != nil {
		t.Fatal(err)
	}
	if words := strings.Fields(out.String()); words[0] != "http://here" || !slices.Contains(words, "env=dev") {
		t.Errorf("cdk ran with %q, want the endpoint and the environment", words)
	}
}

func TestTemplatesAreValidatedWhereTheOutputIsShown(t *testing.T) {
	var out strings.Builder
	cli := fake(t, `echo "validation: ${CDK_VALIDATION-on}"; exit 1`)
	cli.Out = &out
	_ = cli.Run(context.Background(), config.Environment{Name: "dev"}, "deploy")
	if got := out.String(); got != "validation: on\n" {
		t.Errorf("Run() ran the CDK with %q, want validation on", got)
	}
	if err := cli.Destroy(context.Background(), config.Environment{Name: "dev"}); err == nil || !strings.Contains(err.Error(), "validation: false") {
		t.Errorf("Destroy() = %v, want it to run the CDK without validation", err)
	}
}
