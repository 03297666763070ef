// Package environ writes out the environments of the programs that the project's
// commands start, variable by variable, so that what a person's shell happens to
// have decides nothing that it should not.
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
)

// Groups of variables in allowed.txt.
const (
	base      = "base"    // every program
	downloads = "install" // programs that install packages
	account   = "aws"     // programs that talk to an AWS account
	goOwn     = "go"      // what `go env` says, wherever it has that from
)

// Install is the environment of programs that install packages: it keeps the
// person's proxies, certificates and registries.
func Install() []string { return append(of(base, downloads), builds()...) }

// Cloud is the environment of programs that talk to AWS: it keeps the person's
// AWS settings as well.
func Cloud() []string { return append(of(base, downloads, account), builds()...) }

// Local is the environment of programs that talk to nobody but this machine. Its
// home is a folder of the project's, so that no program finds the person's AWS
// files or settings in theirs.
func Local(home string) []string {
	env := append(of(base), builds()...)
	return append(env, "HOME="+home, "PATH="+first(nodeFolder(), path()),
		"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull, "AWS_EC2_METADATA_DISABLED=true")
}

// of returns the variables of this process that belong to the groups.
func of(groups ...string) []string {
	return slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return !slices.ContainsFunc(allowed, func(a rule) bool { return a.matches(name) && slices.Contains(groups, a.group) })
	})
}

// rule is a line of allowed.txt: a variable's name, or its beginning before a *.
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

// GoFlags are those of every build of the project: with the same ones, packages
// are compiled once for commands, app and functions. VCS stamping fails in a
// folder that belongs to another user.
const GoFlags = "-trimpath -buildvcs=false"

// builds are the settings of what the project builds, and of the CDK.
func builds() []string {
	return append(Go(), "PATH="+path(), "GOWORK=off", "CGO_ENABLED=0", "GOFLAGS="+GoFlags,
		// The CDK runs on the Node.js versions that it calls out of date.
		"JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION=1", "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=20",
		"CDK_DISABLE_CLI_TELEMETRY=true", "CDK_DISABLE_VERSION_CHECK=true")
}

// Go says where the person's Go downloads from and what it keeps where, whether
// that was said by variables or by `go env -w`, whose other settings do not count.
func Go() []string {
	env := []string{"GOENV=off"}
	for name, value := range goEnv() {
		if slices.Contains(allowed, rule{name, goOwn}) {
			env = append(env, name+"="+value)
		}
	}
	return append(env, of(goOwn)...)
}

// goEnv is what `go env` says, nothing where there is no Go.
var goEnv = sync.OnceValue(func() map[string]string {
	cmd := exec.Command("go", "env", "-json")
	cmd.Env = of(base, goOwn) // an unknown GOEXPERIMENT or an old GOROOT breaks even this
	out, _ := cmd.Output()
	settings := map[string]string{}
	_ = json.Unmarshal(out, &settings)
	return settings
})

// first puts a folder at the beginning of a PATH, unless it is not known.
func first(folder, path string) string {
	if folder == "" {
		return path
	}
	return folder + string(filepath.ListSeparator) + path
}

// path is the PATH with the Go that is in use first, whatever shim starts it.
func path() string { return first(filepath.Join(goEnv()["GOROOT"], "bin"), os.Getenv("PATH")) }

// nodeFolder is where the Node.js is that `node` starts, empty where there is
// none. A version manager's shim would not find it without the person's home.
var nodeFolder = sync.OnceValue(func() string {
	cmd := exec.Command("node", "-p", "process.execPath")
	cmd.Env = of(base)
	out, err := cmd.Output()
	if err != nil {
		return ""
	}
	return filepath.Dir(strings.TrimSpace(string(out)))
})
