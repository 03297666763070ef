// Package cdk runs the CDK CLI, in the version that the project pins.
package cdk

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/environ"
	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// CLI is the CDK CLI for one account.
type CLI struct {
	// Root is the project's folder.
	Root string
	// Dir is the app's folder, which has its cdk.json.
	//
	// Default: the project's folder.
	Dir string
	// Env is the command's environment, which determines the account.
	//
	// Default: environ.Cloud, with the user's AWS settings.
	Env []string
	// App is the command that synthesizes the app.
	//
	// Default: app in cdk.json.
	App string
	// Asks lets the command ask questions on the terminal.
	Asks bool
	// Out receives the output of Run.
	Out io.Writer
	// OutputDir is the folder of the synthesized app.
	//
	// Default: cdk.out in the project's folder.
	OutputDir string
}

// Run runs a command for an environment.
func (c CLI) Run(ctx context.Context, env config.Environment, command string, args ...string) error {
	return c.run(ctx, c.Out, append(c.command(command, "env="+env.Name), args...)...)
}

// Bootstrap deploys the CDK's bootstrap stack, which deployments need.
func (c CLI) Bootstrap(ctx context.Context, account, region string) error {
	// An empty app saves synthesizing ours.
	return c.quietly(ctx, nil, "bootstrap", "--app", "", fmt.Sprintf("aws://%s/%s", account, region))
}

// Deploy deploys an environment without asking, and returns the outputs of its
// stack. It calls progress, unless nil, with the numbers of finished and of all
// resources. Its error has the last 40 lines of the CDK's output.
func (c CLI) Deploy(ctx context.Context, env config.Environment, progress func(done, all string)) (map[string]string, error) {
	return c.DeployStack(ctx, env.StackName(), "env="+env.Name, progress)
}

// DeployStack is like Deploy for a stack of any app. The setting is a context value,
// such as env=dev.
func (c CLI) DeployStack(ctx context.Context, stack, setting string, progress func(done, all string)) (map[string]string, error) {
	file := filepath.Join(c.outputDir(), stack+".outputs.json")
	err := c.quietly(ctx, progress, append(c.command("deploy", setting), stack,
		"--require-approval", "never", "--progress", "events", "--outputs-file", file)...)
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var outputs map[string]map[string]string
	if err := json.Unmarshal(content, &outputs); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return outputs[stack], nil
}

// Destroy deletes the stack of an environment without asking.
func (c CLI) Destroy(ctx context.Context, env config.Environment) error {
	return c.quietly(ctx, nil, append(c.command("destroy", "env="+env.Name), "--force")...)
}

func (c CLI) command(name, setting string) []string {
	args := []string{name, "-c", setting, "--output", c.outputDir()}
	if c.App != "" {
		args = append(args, "--app", c.App)
	}
	return args
}

func (c CLI) outputDir() string {
	if c.OutputDir != "" {
		return c.OutputDir
	}
	return filepath.Join(c.Root, "cdk.out")
}

// quietly runs a command without showing its output, in which nobody would see that the CDK
// finds fault with the templates, so that it need not look for that, which takes seconds. The
// error has the last 40 lines.
func (c CLI) quietly(ctx context.Context, progress func(done, all string), args ...string) error {
	out := &watcher{progress: progress}
	c.Env = append(slices.Clip(c.environment()), "CDK_VALIDATION=false")
	err := c.run(ctx, out, args...)
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return fmt.Errorf("cdk %s failed:\n%s", args[0], out.tail(40))
	}
	return err
}

func (c CLI) run(ctx context.Context, out io.Writer, args ...string) error {
	command, err := project.Node(c.Root, "cdk")
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, command, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = cmp.Or(c.Dir, c.Root), out, out
	cmd.Env = c.environment()
	if c.Asks {
		cmd.Stdin = os.Stdin
		cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	} else {
		project.StopWhole(cmd)
	}
	cmd.WaitDelay = 10 * time.Second
	return cmd.Run()
}

func (c CLI) environment() []string {
	if c.Env == nil {
		return environ.Cloud()
	}
	return c.Env
}

// watcher collects the output of a command, and reports the progress that it reads
// there.
type watcher struct {
	all      bytes.Buffer
	progress func(done, all string)
}

// step matches the progress in a line about a resource: "| 3/27 |".
var step = regexp.MustCompile(`\| +(\d+)/(\d+) \|`)

func (w *watcher) Write(p []byte) (int, error) {
	if found := step.FindAllSubmatch(p, -1); found != nil && w.progress != nil {
		last := found[len(found)-1]
		w.progress(string(last[1]), string(last[2]))
	}
	return w.all.Write(p)
}

func (w *watcher) tail(lines int) string {
	all := strings.Split(strings.TrimSpace(w.all.String()), "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
