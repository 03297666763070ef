// Package environ builds the environments of the programs that the project's commands
// start, from a list of allowed variables, so that no other variable of the user's
// shell can change what they do.
package environ

import (
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/serverless-coffee/coffeeshop/internal/project"
)

// Groups of variables in allowed.txt.
const (
	base      = "base"    // every program
	downloads = "install" // programs that install packages
	account   = "aws"     // programs that talk to an AWS account
	goEnvs    = "go"      // Go's settings, whether variables or set by `go env -w`
)

// Install returns the environment of programs that install packages. It keeps the
// user's proxies, certificates and registries.
func Install() []string { return append(inherit(base, downloads), buildSettings()...) }

// Cloud returns the environment of programs that talk to AWS. It is that of Install,
// with the user's AWS settings.
func Cloud() []string { return append(inherit(base, downloads, account), buildSettings()...) }

// Local returns the environment of programs that talk only to this machine. Home is
// a folder of the project instead of the user's home, so that programs do not find
// the user's AWS files and settings.
func Local(home string) []string {
	env := append(inherit(base), buildSettings()...)
	if root, err := project.Root(); err == nil {
		// The CDK's library is unpacked once for all homes, which saves each deployment
		// into an emulator of its own about 8 s of processor time.
		env = append(env, "JSII_RUNTIME_PACKAGE_CACHE_ROOT="+filepath.Join(project.LocalDir(root), "jsii"))
	}
	return append(env, "HOME="+home, "PATH="+prepend(nodeFolder(), path()),
		"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull, "AWS_EC2_METADATA_DISABLED=true")
}

// inherit returns the variables of this process that belong to the groups.
func inherit(groups ...string) []string {
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return !slices.ContainsFunc(allowed, func(a rule) bool { return a.matches(name) && slices.Contains(groups, a.group) })
	})
}

// rule is a line of allowed.txt: a variable's name, or a prefix and *, and its group.
type rule struct{ pattern, group string }

func (r rule) matches(name string) bool {
	prefix, open := strings.CutSuffix(r.pattern, "*")
	return name == r.pattern || open && strings.HasPrefix(name, prefix)
}

//go:embed allowed.txt
var list string

var allowed = func() (rules []rule) {
	for line := range strings.Lines(list) {
		if fields := strings.Fields(line); len(fields) == 2 && !strings.HasPrefix(line, "#") {
			rules = append(rules, rule{fields[0], fields[1]})
		}
	}
	return rules
}()

// GoFlags are the GOFLAGS of every build of the project. Being the same, they let
// commands, app and functions share compiled packages. VCS stamping is off because it
// fails in a folder of another user.
const GoFlags = "-trimpath -buildvcs=false"

// buildSettings returns the settings for builds and for the CDK.
func buildSettings() []string {
	return append(Go(), "PATH="+path(), "GOWORK=off", "CGO_ENABLED=0", "GOFLAGS="+GoFlags,
		// The CDK runs on the Node.js versions that it warns about.
		"JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION=1", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20",
		"CDK_DISABLE_CLI_TELEMETRY=true", "CDK_DISABLE_VERSION_CHECK=true")
}

// Go returns the user's settings of where Go downloads from and keeps its files,
// whether set by variables or by `go env -w`. It switches off all others of `go env
// -w`.
func Go() []string {
	env := []string{"GOENV=off"}
	for name, value := range goEnv() {
		if slices.Contains(allowed, rule{name, goEnvs}) {
			env = append(env, name+"="+value)
		}
	}
	return append(env, inherit(goEnvs)...)
}

// goEnv returns the settings of `go env`, none if Go is missing.
var goEnv = sync.OnceValue(func() map[string]string {
	cmd := exec.Command("go", "env", "-json")
	cmd.Env = inherit(base, goEnvs) // an unknown GOEXPERIMENT or an old GOROOT breaks even `go env`
	out, _ := cmd.Output()
	settings := map[string]string{}
	_ = json.Unmarshal(out, &settings)
	return settings
})

// prepend puts a folder, if there is one, before the others of a PATH.
func prepend(folder, path string) string {
	if folder == "" {
		return path
	}
	return folder + string(filepath.ListSeparator) + path
}

// path returns the PATH with the folder of the Go in use first, before the shims of
// version managers.
func path() string { return prepend(filepath.Join(goEnv()["GOROOT"], "bin"), os.Getenv("PATH")) }

// nodeFolder returns the folder of the Node.js that `node` starts, empty if there is
// none. A version manager's shim would not find it without the user's home.
var nodeFolder = sync.OnceValue(func() string {
	cmd := exec.Command("node", "-p", "process.execPath")
	cmd.Env = inherit(base)
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return filepath.Dir(strings.TrimSpace(string(out)))
})
