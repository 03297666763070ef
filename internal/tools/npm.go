package tools

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const nodeSite = "https://nodejs.org"

// npmSet returns the set of a folder's package-lock.json, which npm installs into the
// folder's node_modules. It contains the program.
func npmSet(name, folder, program string) Set {
	return Set{
		name: name,
		lock: path.Join(folder, "package-lock.json"),
		ready: func(in installation) bool {
			return npmReady(in, program)
		},
		install: func(ctx context.Context, in installation) error {
			return npmInstall(ctx, in, program)
		},
	}
}

// npmFolder returns the folder of the set's lock file.
func (in installation) npmFolder() string { return filepath.Dir(filepath.Join(in.root, in.lock)) }

func (in installation) npmStamp() string {
	return filepath.Join(in.npmFolder(), "node_modules", ".installed")
}

func npmReady(in installation, program string) bool {
	if _, err := need("node", "20", nodeSite); err != nil {
		return false // npmInstall returns the error
	}
	if _, err := project.Node(in.npmFolder(), program); err != nil {
		return false
	}
	stamp, err := os.ReadFile(in.npmStamp())
	return err == nil && string(stamp) == in.stamp("npm")
}

func npmInstall(ctx context.Context, in installation, program string) error {
	if _, err := need("node", "20", nodeSite); err != nil {
		return err
	}
	if _, err := need("npm", "8", nodeSite); err != nil {
		return err
	}
	// The user's .npmrc may set the registry; the flags override its other settings. No
	// package needs its install scripts, and one of them sends telemetry.
	err := Run(ctx, in.npmFolder(), "npm", "ci", "--include=dev", "--ignore-scripts", "--bin-links", "--no-audit", "--no-fund", "--no-global",
		"--loglevel=error", "--fetch-retries=2", "--fetch-retry-mintimeout=2000", "--fetch-retry-maxtimeout=10000")
	if err != nil {
		return err
	}
	if _, err := project.Node(in.npmFolder(), program); err != nil {
		return fmt.Errorf("npm ci succeeded, but node_modules has no %s: check `npm config list`", program)
	}
	return os.WriteFile(in.npmStamp(), []byte(in.stamp("npm")), 0o644)
}
