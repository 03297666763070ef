package sbom

import (
	"os"
	"path/filepath"
)

// App is a synthesized and compiled CDK app.
type App struct {
	// Root is the folder with the lock files.
	Root string
	// Assembly is the folder of the synthesized app.
	Assembly string
	// Program is the path of the compiled app.
	Program string
}

// File is a bill of materials that WriteFiles wrote.
type File struct {
	// Path is the file's path, and What says what it lists.
	Path, What string
	// Packages is the number of different packages in it.
	Packages int
}

// WriteFiles writes two bills of materials to a folder, which it creates: shop.cdx.json
// lists what the deployed shop contains, app.cdx.json what deploys it.
func (a App) WriteFiles(folder string, release Release) ([]File, error) {
	shop, err := a.shop()
	if err != nil {
		return nil, err
	}
	app, err := a.app()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	var files []File
	for _, bill := range []struct {
		name, what string
		parts      []Part
	}{
		{"shop", "the functions and the pages", shop},
		{"app", "the CDK app and the CDK CLI, which deploy them", app},
	} {
		text, err := Render("coffee "+bill.name, release, bill.parts...)
		if err != nil {
			return nil, err
		}
		path := filepath.Join(folder, bill.name+".cdx.json")
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return nil, err
		}
		files = append(files, File{path, bill.what, count(bill.parts)})
	}
	return files, nil
}

// shop returns the functions and the pages.
func (a App) shop() ([]Part, error) {
	archives, err := Archives(a.Assembly)
	if err != nil {
		return nil, err
	}
	var parts []Part
	for _, archive := range archives {
		function, err := Function(archive)
		if err != nil {
			return nil, err
		}
		parts = append(parts, function)
	}
	// Vite's bundler puts a few helpers of its own into the bundle.
	packages, err := Bundle(filepath.Join(a.Root, "web", "package-lock.json"), "rolldown")
	return append(parts, Part{Name: "pages", Packages: packages}), err
}

// app returns the CDK app and the CDK CLI.
func (a App) app() ([]Part, error) {
	app, err := Program("CDK app", a.Program)
	if err != nil {
		return nil, err
	}
	packages, err := Tools(filepath.Join(a.Root, "package-lock.json"), "aws-cdk")
	return []Part{app, {Name: "CDK CLI", Packages: packages}}, err
}

// count returns the number of different packages in the parts.
func count(parts []Part) int {
	urls := map[string]bool{}
	for _, part := range parts {
		for _, p := range part.Packages {
			urls[p.URL] = true
		}
	}
	return len(urls)
}
