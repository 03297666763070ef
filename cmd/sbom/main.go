// Command sbom writes two software bills of materials (CycloneDX, JSON) to .local/release:
// shop.cdx.json lists what the deployed shop contains, app.cdx.json what deploys it. It
// reads the app in cdk.out and the compiled CDK app; `make sbom` writes them first.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/project"
	"github.com/serverless-coffee/coffeeshop/internal/sbom"
)

func main() {
	root, err := project.Root()
	if err == nil {
		err = write(root, filepath.Join(project.LocalDir(root), "release"))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

// write writes the files into the folder out and prints what they are.
func write(root, out string) error {
	release, err := sbom.ReleaseOf(root)
	if err != nil {
		return err
	}
	shop, err := deployed(root)
	if err != nil {
		return err
	}
	app, err := deploys(root)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	for _, file := range []struct {
		name, what string
		parts      []sbom.Part
	}{
		{"shop", "the functions and the pages", shop},
		{"app", "the CDK app and the CDK CLI, which deploy them", app},
	} {
		text, err := sbom.Render("coffee "+file.name, release, file.parts...)
		if err != nil {
			return err
		}
		path := filepath.Join(out, file.name+".cdx.json")
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s   %s, %d packages\n", relative(root, path), file.what, count(file.parts))
	}
	return nil
}

// deployed returns the functions in cdk.out and the pages.
func deployed(root string) ([]sbom.Part, error) {
	archives, err := sbom.Archives(filepath.Join(root, "cdk.out"))
	if err != nil {
		return nil, err
	}
	var parts []sbom.Part
	for _, archive := range archives {
		function, err := sbom.Function(archive)
		if err != nil {
			return nil, err
		}
		parts = append(parts, function)
	}
	// Vite's bundler puts a few helpers of its own into the bundle.
	packages, err := sbom.Bundle(filepath.Join(root, "web", "package-lock.json"), "rolldown")
	return append(parts, sbom.Part{Name: "pages", Packages: packages}), err
}

// deploys returns the CDK app and the CDK CLI.
func deploys(root string) ([]sbom.Part, error) {
	app, err := sbom.Program("CDK app", filepath.Join(project.LocalDir(root), "app"))
	if err != nil {
		return nil, err
	}
	packages, err := sbom.Tools(filepath.Join(root, "package-lock.json"), "aws-cdk")
	return []sbom.Part{app, {Name: "CDK CLI", Packages: packages}}, err
}

// count returns the number of different packages in the parts.
func count(parts []sbom.Part) int {
	urls := map[string]bool{}
	for _, part := range parts {
		for _, p := range part.Packages {
			urls[p.URL] = true
		}
	}
	return len(urls)
}

func relative(root, path string) string {
	if short, err := filepath.Rel(root, path); err == nil {
		return short
	}
	return path
}
