// Package sbom writes software bills of materials in the CycloneDX format: lists of the
// packages, with versions and hashes, that a release consists of. The same commit gives
// the same bytes.
package sbom

import (
	"bytes"
	"cmp"
	"slices"

	cdx "github.com/CycloneDX/cyclonedx-go"
)

// Package is a package that a part of the release contains.
type Package struct {
	// Name is the package's name in its registry: an import path, or a name of npm.
	Name string
	// Version is as the registry writes it.
	Version string
	// URL is the package URL (purl), which also serves as the package's reference.
	URL string
	// SHA512 is the hash of the package's archive in hex, if the lock file has it.
	SHA512 string
	// GoSum is the hash of a Go module as go.sum has it, if there is one.
	GoSum string
	// License is an SPDX expression, if the lock file has one.
	License string
}

// Part is something that is built from packages, such as a function.
type Part struct {
	// Name says what it is: function customer, pages, CDK app.
	Name string
	// SHA256 is the hash of the file that is deployed, in hex. It is empty for parts
	// that are no file of their own.
	SHA256   string
	Packages []Package
}

// Render returns the bill of materials of the parts, as indented JSON. Name is that of
// the whole.
func Render(name string, release Release, parts ...Part) ([]byte, error) {
	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{
		Timestamp: release.Time,
		Component: &cdx.Component{
			BOMRef: name, Type: cdx.ComponentTypeApplication, Name: name, Version: release.Version,
		},
	}
	var components []cdx.Component
	var all []string
	dependencies := []cdx.Dependency{}
	listed := map[string]bool{}
	for _, part := range parts {
		components = append(components, part.component(release))
		all = append(all, part.Name)
		var refs []string
		for _, p := range sorted(part.Packages) {
			refs = append(refs, p.URL)
			if !listed[p.URL] {
				listed[p.URL] = true
				components = append(components, p.component())
			}
		}
		dependencies = append(dependencies, cdx.Dependency{Ref: part.Name, Dependencies: &refs})
	}
	dependencies = append(dependencies, cdx.Dependency{Ref: name, Dependencies: &all})
	bom.Components, bom.Dependencies = &components, &dependencies
	var out bytes.Buffer
	encoder := cdx.NewBOMEncoder(&out, cdx.BOMFileFormatJSON).SetPretty(true).SetEscapeHTML(false)
	err := encoder.EncodeVersion(bom, cdx.SpecVersion1_6)
	return out.Bytes(), err
}

// sorted returns the packages by URL, each once.
func sorted(packages []Package) []Package {
	byURL := func(a, b Package) int { return cmp.Compare(a.URL, b.URL) }
	packages = slices.SortedFunc(slices.Values(packages), byURL)
	return slices.CompactFunc(packages, func(a, b Package) bool { return a.URL == b.URL })
}

func (p Part) component(release Release) cdx.Component {
	c := cdx.Component{BOMRef: p.Name, Type: cdx.ComponentTypeApplication, Name: p.Name, Version: release.Version}
	if p.SHA256 != "" {
		c.Hashes = &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: p.SHA256}}
	}
	return c
}

func (p Package) component() cdx.Component {
	c := cdx.Component{BOMRef: p.URL, Type: cdx.ComponentTypeLibrary, Name: p.Name, Version: p.Version, PackageURL: p.URL}
	if p.SHA512 != "" {
		c.Hashes = &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA512, Value: p.SHA512}}
	}
	if p.License != "" {
		c.Licenses = &cdx.Licenses{{Expression: p.License}}
	}
	if p.GoSum != "" {
		// It is the hash of a list of files, not of the module's archive.
		c.Properties = &[]cdx.Property{{Name: "go.sum", Value: p.GoSum}}
	}
	return c
}
