package sbom

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// locked is a package in a lock file of npm.
type locked struct {
	Version, Integrity, License string
	Dev                         bool
}

// Bundle lists the packages that npm puts into the pages according to their lock file:
// those that are not only for development, and also, which are tools whose code becomes
// part of every bundle.
func Bundle(lock string, also ...string) ([]Package, error) {
	return npmPackages(lock, func(p locked) bool { return !p.Dev }, also)
}

// Tools lists the named packages of a lock file of npm.
func Tools(lock string, names ...string) ([]Package, error) {
	return npmPackages(lock, func(locked) bool { return false }, names)
}

// npmPackages lists the packages of a lock file that contained accepts, and the named
// ones, without which it returns an error.
func npmPackages(lock string, contained func(locked) bool, names []string) ([]Package, error) {
	text, err := os.ReadFile(lock)
	if err != nil {
		return nil, err
	}
	var file struct{ Packages map[string]locked }
	if err := json.Unmarshal(text, &file); err != nil {
		return nil, fmt.Errorf("%s: %w", lock, err)
	}
	var packages []Package
	missing := slices.Clone(names)
	for _, folder := range slices.Sorted(maps.Keys(file.Packages)) {
		_, name, installed := cutLast(folder, "node_modules/")
		p := file.Packages[folder]
		if !installed || !contained(p) && !slices.Contains(names, name) {
			continue
		}
		missing = slices.DeleteFunc(missing, func(m string) bool { return m == name })
		sum, err := sha512(p.Integrity)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", lock, folder, err)
		}
		packages = append(packages, Package{
			Name: name, Version: p.Version, SHA512: sum, License: p.License,
			URL: "pkg:npm/" + strings.Replace(name, "@", "%40", 1) + "@" + p.Version,
		})
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("%s has no %s", lock, strings.Join(missing, ", "))
	}
	return packages, nil
}

// sha512 returns the hash of an integrity in hex.
func sha512(integrity string) (string, error) {
	encoded, ok := strings.CutPrefix(integrity, "sha512-")
	sum, err := base64.StdEncoding.DecodeString(encoded)
	if !ok || err != nil {
		return "", fmt.Errorf("the integrity %q is not a SHA-512 hash", integrity)
	}
	return hex.EncodeToString(sum), nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
