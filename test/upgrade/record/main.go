// Command record keeps what the tests of the next version need of a release: see
// CONTRIBUTING.md, "Releases".
//
//	go run ./test/upgrade/record -version 0.2.0 [-from FOLDER]
package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/internal/project"
	"github.com/serverless-coffee/coffeeshop/test/upgrade"
)

func main() {
	version := flag.String("version", "", "the release, such as 0.2.0")
	from := flag.String("from", "", "the folder with the release's source (default: this project), in which make tools has been run")
	flag.Parse()
	if err := record(*version, *from); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		os.Exit(1)
	}
}

func record(version, from string) error {
	if version == "" || flag.NArg() > 0 {
		return errors.New("a version is needed: -version 0.2.0")
	}
	root, err := project.Root()
	if err != nil {
		return err
	}
	if from == "" {
		from = root
	}
	if from, err = filepath.Abs(from); err != nil {
		return err
	}
	to := upgrade.Dir(root, version)
	if err := errors.Join(os.RemoveAll(to), os.MkdirAll(to, 0o755)); err != nil {
		return err
	}
	if err := keepSources(from, filepath.Join(to, upgrade.Sources)); err != nil {
		return err
	}
	if err := keepAssembly(from, to); err != nil {
		return err
	}
	template, err := os.ReadFile(filepath.Join(from, "test", "snapshot", "testdata", "prod.json"))
	if err != nil {
		return err
	}
	fmt.Printf("%s is recorded. Set Previous in test/upgrade/release.go, and delete the release before it.\n", to)
	return os.WriteFile(filepath.Join(to, upgrade.Template), template, 0o644)
}

// source is a package of a function, as go list describes it.
type source struct {
	Dir                 string
	GoFiles, EmbedFiles []string
	Module              *struct{ Main bool }
}

// keepSources archives the files of which the functions consist.
func keepSources(from, archive string) error {
	mains, err := list(from, "-f", `{{if eq .Name "main"}}{{.ImportPath}}{{end}}`, "./lambdas/...")
	if err != nil {
		return err
	}
	out, err := list(from, append([]string{"-deps", "-json=Dir,GoFiles,EmbedFiles,Module"}, strings.Fields(string(mains))...)...)
	if err != nil {
		return err
	}
	var content bytes.Buffer
	w := zip.NewWriter(&content)
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		var p source
		if err := decoder.Decode(&p); err != nil {
			return err
		}
		if p.Module == nil || !p.Module.Main {
			continue
		}
		for _, file := range append(p.GoFiles, p.EmbedFiles...) {
			if err := add(w, from, filepath.Join(p.Dir, file)); err != nil {
				return err
			}
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(archive, content.Bytes(), 0o644)
}

func add(w *zip.Writer, root, file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	name, err := filepath.Rel(root, file)
	if err != nil {
		return err
	}
	entry, err := w.Create(filepath.ToSlash(name))
	if err != nil {
		return err
	}
	_, err = entry.Write(content)
	return err
}

func list(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", append([]string{"list", "-tags=lambda.norpc"}, args...)...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	return cmd.Output()
}

// keepAssembly synthesizes local, and keeps the manifest without its descriptions of
// constructs, the template, the list of assets, and the import path of each function.
func keepAssembly(from, to string) error {
	env, err := config.For("local")
	if err != nil {
		return err
	}
	cli := cdk.CLI{Root: from, Out: os.Stdout, OutputDir: filepath.Join(from, ".local", "record")}
	if err := cli.Run(context.Background(), env, "synth", "--quiet"); err != nil {
		return err
	}
	folder := filepath.Join(to, upgrade.Assembly)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"manifest.json", env.StackName() + ".template.json", env.StackName() + ".assets.json"} {
		if err := keepJSON(filepath.Join(cli.OutputDir, name), filepath.Join(folder, name)); err != nil {
			return err
		}
	}
	functions, err := functionsOf(cli.OutputDir)
	if err != nil {
		return err
	}
	return writeJSON(filepath.Join(to, upgrade.Functions), functions)
}

// keepJSON copies a JSON document without what the deployment does not need.
func keepJSON(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var document map[string]any
	if err := json.Unmarshal(content, &document); err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	artifacts, _ := document["artifacts"].(map[string]any)
	for name, artifact := range artifacts {
		fields := artifact.(map[string]any)
		delete(fields, "metadata")
		delete(fields, "additionalMetadataFile")
		if kind := fields["type"]; kind != "aws:cloudformation:stack" && kind != "cdk:asset-manifest" {
			delete(artifacts, name)
		}
	}
	return writeJSON(to, document)
}

func writeJSON(name string, document any) error {
	text, err := json.MarshalIndent(document, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(text, '\n'), 0o644)
}

// functionsOf returns the import path of the function in each archive of an assembly.
func functionsOf(assembly string) (map[string]string, error) {
	const suffix = "@function.zip"
	functions, built := map[string]string{}, filepath.Join(assembly, ".gofunction")
	err := filepath.WalkDir(built, func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, suffix) {
			return err
		}
		target, err := filepath.Rel(built, strings.TrimSuffix(name, suffix))
		if err != nil {
			return err
		}
		_, importPath, _ := strings.Cut(filepath.ToSlash(target), "/") // the first folder is the platform
		asset, err := sameAs(name, assembly)
		functions[asset] = importPath
		return err
	})
	return functions, err
}

// sameAs returns the name of the asset with the same content as a file.
func sameAs(file, assembly string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	assets, err := filepath.Glob(filepath.Join(assembly, "asset.*.zip"))
	if err != nil {
		return "", err
	}
	for _, asset := range assets {
		if other, err := os.ReadFile(asset); err == nil && bytes.Equal(content, other) {
			return filepath.Base(asset), nil
		}
	}
	return "", fmt.Errorf("no asset is %s", file)
}
