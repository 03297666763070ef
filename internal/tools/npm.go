package tools

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const nodeSite = "https://nodejs.org"

// npmPackage is a folder with a package.json and a lock file.
type npmPackage struct {
	// command is one that the folder's packages bring along.
	command string
	// node is the oldest version of Node.js that they run with.
	node string
}

// npmSet returns the set of a lock file that npm installs next to it.
func npmSet(name, lock string, p npmPackage) Set {
	return Set{name, lock, p.ready, p.install}
}

// npmFolder returns the folder of the lock file.
func (in installation) npmFolder() string {
	return filepath.Join(in.root, filepath.Dir(in.lock))
}

func (in installation) npmStamp() string {
	return filepath.Join(in.npmFolder(), "node_modules", ".installed")
}

func (p npmPackage) ready(in installation) bool {
	if err := need("node", p.node, nodeSite); err != nil {
		return false // install returns the error
	}
	if _, err := project.Node(in.npmFolder(), p.command); err != nil {
		return false
	}
	stamp, err := os.ReadFile(in.npmStamp())
	return err == nil && string(stamp) == in.stamp("npm")
}

func (p npmPackage) install(ctx context.Context, in installation) error {
	if err := need("node", p.node, nodeSite); err != nil {
		return err
	}
	if err := need("npm", "8", nodeSite); err != nil {
		return err
	}
	// The user's .npmrc may set the registry; the flags override its other settings. No
	// package needs its install scripts, and one of them sends telemetry. Optional
	// packages have the machine code of some tools.
	err := Run(ctx, in.npmFolder(), "npm", "ci", "--include=dev", "--include=optional", "--ignore-scripts", "--bin-links", "--no-audit", "--no-fund", "--no-global",
		"--loglevel=error", "--fetch-retries=2", "--fetch-retry-mintimeout=2000", "--fetch-retry-maxtimeout=10000")
	if err != nil {
		return err
	}
	if _, err := project.Node(in.npmFolder(), p.command); err != nil {
		return fmt.Errorf("npm ci succeeded, but node_modules has no %s: check `npm config list`", p.command)
	}
	return os.WriteFile(in.npmStamp(), []byte(in.stamp("npm")), 0o644)
}
