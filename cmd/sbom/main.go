// Command sbom writes two software bills of materials (CycloneDX, JSON) to .local/release:
// shop.cdx.json lists what the deployed shop contains, app.cdx.json what deploys it. It
// reads the app in cdk.out and the compiled CDK app; `make sbom` writes them first.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/command"
	"github.com/serverless-coffee/coffeeshop/internal/project"
	"github.com/serverless-coffee/coffeeshop/internal/sbom"
)

const usage = `usage: sbom

Writes the lists of all packages (CycloneDX, JSON) to .local/release: shop.cdx.json for
the functions and the pages, app.cdx.json for the CDK app and the CDK CLI.
Synthesize the app first: make sbom does both.
`

func main() { command.Main("sbom", run) }

func run(_ context.Context, args []string) error {
	if err := command.Parse(command.Flags("sbom", usage, os.Stderr), args); err != nil {
		return err
	}
	root, err := project.Root()
	if err != nil {
		return err
	}
	release, err := sbom.ReleaseOf(root)
	if err != nil {
		return err
	}
	local := project.LocalDir(root)
	app := sbom.App{Root: root, Assembly: filepath.Join(root, "cdk.out"), Program: filepath.Join(local, "app")}
	files, err := app.WriteFiles(filepath.Join(local, "release"), release)
	for _, file := range files {
		fmt.Printf("%s   %s, %d packages\n", filepath.Join(".local", "release", filepath.Base(file.Path)), file.What, file.Packages)
	}
	return err
}
