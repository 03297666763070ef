package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/serverless-coffee/coffeeshop/config"
	"github.com/serverless-coffee/coffeeshop/internal/cdk"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

// assemblies holds the folders of the environments that are synthesized, by name.
var assemblies = struct {
	sync.Mutex
	folders map[string]string
}{folders: map[string]string{}}

// assembly returns the folder with the cloud assembly of an environment. It synthesizes
// each environment once, though two emulators deploy it, and one after the other in the
// same folder, so that the functions are linked once. Deployments read a copy.
func assembly(ctx context.Context, cli cdk.CLI, env config.Environment) (string, error) {
	assemblies.Lock()
	defer assemblies.Unlock()
	if folder := assemblies.folders[env.Name]; folder != "" {
		return folder, nil
	}
	began := time.Now()
	var out strings.Builder
	cli.Out, cli.OutputDir = &out, needs.Path(".local/e2e/cdk.out")
	if err := cli.Run(ctx, env, "synth", "--quiet"); err != nil {
		return "", fmt.Errorf("cdk synth: %w\n%s", err, &out)
	}
	folder := needs.Path(filepath.Join(".local/e2e", env.Name))
	if err := errors.Join(os.RemoveAll(folder), os.CopyFS(folder, os.DirFS(cli.OutputDir))); err != nil {
		return "", err
	}
	assemblies.folders[env.Name] = folder
	progress("synthesized "+env.Name, began)
	return folder, nil
}
