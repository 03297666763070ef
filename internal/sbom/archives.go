package sbom

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Archives returns the paths of the functions' archives that the templates in a
// synthesized app's folder deploy, in the order of their functions' paths.
func Archives(folder string) ([]string, error) {
	manifests, err := filepath.Glob(filepath.Join(folder, "*.assets.json"))
	if err != nil {
		return nil, err
	}
	named := map[string]string{} // archives by the name of what is deployed
	for _, manifest := range manifests {
		text, err := os.ReadFile(manifest)
		if err != nil {
			return nil, err
		}
		var assets struct {
			Files map[string]struct {
				DisplayName string
				Source      struct{ Path string }
			}
		}
		if err := json.Unmarshal(text, &assets); err != nil {
			return nil, fmt.Errorf("%s: %w", manifest, err)
		}
		for _, file := range assets.Files {
			if filepath.Ext(file.Source.Path) == ".zip" {
				named[file.DisplayName] = filepath.Join(folder, file.Source.Path)
			}
		}
	}
	if len(named) == 0 {
		return nil, fmt.Errorf("%s has no functions: run `make sbom`, which synthesizes the app first", folder)
	}
	var archives []string
	for _, name := range slices.Sorted(maps.Keys(named)) {
		archives = append(archives, named[name])
	}
	return slices.Compact(archives), nil
}
