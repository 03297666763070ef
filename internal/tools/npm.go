package tools

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

const nodeSite = "https://nodejs.org"

func (in installation) npmStamp() string {
	return filepath.Join(in.root, "node_modules", ".installed")
}

func npmReady(in installation) bool {
	if _, err := need("node", "20", nodeSite); err != nil {
		return false // npmInstall returns the error
	}
	if _, err := project.Node(in.root, "cdk"); err != nil {
		return false
	}
	stamp, err := os.ReadFile(in.npmStamp())
	return err == nil && string(stamp) == in.stamp("npm")
}

func npmInstall(ctx context.Context, in installation) error {
	if _, err := need("node", "20", nodeSite); err != nil {
		return err
	}
	if _, err := need("npm", "8", nodeSite); err != nil {
		return err
	}
	// The user's .npmrc may set the registry; the flags override its other settings. No
	// package needs its install scripts, and one of them sends telemetry.
	err := Run(ctx, in.root, "npm", "ci", "--include=dev", "--ignore-scripts", "--bin-links", "--no-audit", "--no-fund", "--no-global",
		"--loglevel=error", "--fetch-retries=2", "--fetch-retry-mintimeout=2000", "--fetch-retry-maxtimeout=10000")
	if err != nil {
		return err
	}
	if _, err := project.Node(in.root, "cdk"); err != nil {
		return errors.New("npm ci succeeded, but node_modules has no cdk: check `npm config list`")
	}
	return os.WriteFile(in.npmStamp(), []byte(in.stamp("npm")), 0o644)
}
