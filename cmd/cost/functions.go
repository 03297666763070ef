package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
)

// mostZipped is how many bytes the code of a function may have.
const mostZipped = 5_000_000

// function is a Lambda function, and what it weighs.
type function struct {
	Name string `json:"name"`
	// Zipped is how many bytes its code has, built for AWS and zipped.
	Zipped int `json:"zippedBytes"`
	// Starts are how long it took to start on this machine, the quickest first.
	Starts []milliseconds `json:"startsMilliseconds"`

	folder      string            // with its binary
	environment map[string]string // which stands in the template
}

// functions reads which functions the CDK synthesized into a folder.
func functions(dir, stack string) ([]function, error) {
	content, err := os.ReadFile(filepath.Join(dir, stack+".template.json"))
	if err != nil {
		return nil, err
	}
	var template struct {
		Resources map[string]struct {
			Type     string
			Metadata struct {
				Path  string `json:"aws:cdk:path"`
				Asset string `json:"aws:asset:path"`
			}
			Properties struct {
				Environment struct{ Variables map[string]any }
			}
		}
	}
	if err := json.Unmarshal(content, &template); err != nil {
		return nil, fmt.Errorf("the template of %s: %w", stack, err)
	}
	var found []function
	for _, resource := range template.Resources {
		if resource.Type != "AWS::Lambda::Function" {
			continue
		}
		f := function{
			Name:        nameOf(resource.Metadata.Path),
			folder:      filepath.Join(dir, resource.Metadata.Asset),
			environment: map[string]string{},
		}
		for name, value := range resource.Properties.Environment.Variables {
			f.environment[name] = fmt.Sprint(value) // a reference is anything but empty
		}
		found = append(found, f)
	}
	slices.SortFunc(found, func(a, b function) int { return cmp.Compare(a.Name, b.Name) })
	return found, nil
}

// nameOf is the name of the construct that a path is of: customer for
// CoffeeShop-dev/Shop/Customer/Resource/Resource.
func nameOf(cdkPath string) string {
	for path.Base(cdkPath) == "Resource" {
		cdkPath = path.Dir(cdkPath)
	}
	return strings.ToLower(path.Base(cdkPath))
}

func (f function) median() milliseconds { return f.Starts[len(f.Starts)/2] }

// buildForCloud builds the functions as a deployment to AWS does, and zips them.
func (s *shop) buildForCloud(ctx context.Context) ([]function, error) {
	env, err := config.For(config.Default)
	if err != nil {
		return nil, err
	}
	cli := s.cdk(env)
	if err := synth(ctx, cli, env); err != nil {
		return nil, err
	}
	built, err := functions(cli.OutputDir, env.StackName())
	for i := range built {
		if built[i].Zipped, err = zipped(built[i].folder); err != nil {
			return nil, err
		}
	}
	return built, err
}

func synth(ctx context.Context, cli cdk.CLI, env config.Environment) error {
	var said bytes.Buffer
	cli.Out = &said
	if err := cli.Run(ctx, env, "synth", "--quiet"); err != nil {
		return fmt.Errorf("cdk synth: %w\n%s", err, said.String())
	}
	return nil
}

// zipped is how many bytes the files of a folder have as a zip archive.
func zipped(folder string) (int, error) {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	if err := w.AddFS(os.DirFS(folder)); err != nil {
		return 0, err
	}
	if err := w.Close(); err != nil {
		return 0, err
	}
	return archive.Len(), nil
}
