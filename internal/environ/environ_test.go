package environ

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// shell maps variables that the user's shell may have to their group, empty for those
// that no program may get.
var shell = map[string]string{
	"LANG": base, "TERM": base, "NVM_DIR": base, "GOENV_ROOT": base,
	"https_proxy": downloads, "NODE_EXTRA_CA_CERTS": downloads, "PIP_INDEX_URL": downloads,
	"AWS_PROFILE": account, "AWS_SESSION_TOKEN": account, "AWS_USE_FIPS_ENDPOINT": account, "AWS_ENDPOINT_URL_SFN": account,
	"SERVICES": "", "LAMBDA_EXECUTOR": "", "PERSIST_STATE": "", "GATEWAY_PORT": "", "LOG_LEVEL": "", "AUTH": "",
	"PYTHONPATH": "", "PYTHONHOME": "", "PIP_USER": "", "NODE_ENV": "", "NODE_OPTIONS": "", "npm_config_omit": "",
	"NAME": "", "ENV": "", "PORT": "", "ARGS": "", "MAKEFLAGS": "", "BASH_ENV": "", "LD_PRELOAD": "", "JSII_NODE": "",
	"GOARM64": "", "GOOS": "", "GOEXPERIMENT": "", "GOROOT": "", "GODEBUG": "",
}

func setShell(t *testing.T) {
	t.Helper()
	for name := range shell {
		t.Setenv(name, "of-the-shell")
	}
}

func TestEachEnvironmentHasOnlyTheVariablesOfItsGroups(t *testing.T) {
	setShell(t)
	for name, test := range map[string]struct {
		env    []string
		groups []string
	}{
		"Local":   {Local("/the/home"), []string{base}},
		"Install": {Install(), []string{base, downloads}},
		"Cloud":   {Cloud(), []string{base, downloads, account}},
	} {
		for variable, group := range shell {
			if got, want := slices.Contains(test.env, variable+"=of-the-shell"), slices.Contains(test.groups, group); got != want {
				t.Errorf("%s() passes on %s: %t, want %t", name, variable, got, want)
			}
		}
	}
}

func TestLocalHidesTheUsersFilesAndAccount(t *testing.T) {
	env := last(Local("/the/home"))
	for name, want := range map[string]string{
		"HOME": "/the/home", "AWS_CONFIG_FILE": os.DevNull, "AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
		"AWS_EC2_METADATA_DISABLED": "true", "GOENV": "off", "GOFLAGS": GoFlags, "GOWORK": "off",
	} {
		if env[name] != want {
			t.Errorf("Local() has %s=%q, want %q", name, env[name], want)
		}
	}
	for name := range env {
		if strings.HasPrefix(name, "AWS_") && !strings.HasSuffix(name, "_FILE") && name != "AWS_EC2_METADATA_DISABLED" {
			t.Errorf("Local() has %s, want no setting of the user's account", name)
		}
	}
}

func TestAllHomesShareTheUnpackedCDK(t *testing.T) {
	const name = "JSII_RUNTIME_PACKAGE_CACHE_ROOT"
	t.Setenv(name, "of-the-shell")
	one, other := last(Local("/one/home"))[name], last(Local("/other/home"))[name]
	if one != other || filepath.Base(filepath.Dir(one)) != ".local" {
		t.Errorf("Local() has %s=%q and %q, want the same folder in .local", name, one, other)
	}
}

func TestLocalFindsTheGoAndNodeInUse(t *testing.T) {
	for name, want := range map[string]string{"go": filepath.Join(goEnv()["GOROOT"], "bin"), "node": nodeFolder()} {
		t.Setenv("PATH", last(Local("/the/home"))["PATH"])
		if found, err := exec.LookPath(name); err != nil || filepath.Dir(found) != want {
			t.Errorf("LookPath(%s) = %s, %v, want it in %s", name, found, err, want)
		}
	}
}

// The Makefile builds with the script what the commands run with the package.
func TestToolsCleanPassesOnTheSameVariables(t *testing.T) {
	setShell(t)
	t.Setenv("LANG", `it's "odd" $HOME`)
	for groups, want := range map[string][]string{"base,install": Install(), "base,install,aws": Cloud()} {
		out, err := exec.Command(filepath.Join("..", "..", "tools", "clean"), groups, "env").Output()
		if err != nil {
			t.Fatal(err)
		}
		got, want := last(strings.Split(strings.TrimSpace(string(out)), "\n")), last(want)
		forTheCDK := func(name, _ string) bool {
			return strings.HasPrefix(name, "JSII_") || strings.HasPrefix(name, "CDK_DISABLE_")
		}
		maps.DeleteFunc(want, forTheCDK)
		maps.DeleteFunc(got, forTheCDK)
		for _, name := range []string{"PWD", "SHLVL", "_", "OLDPWD"} {
			delete(got, name) // set by sh itself
		}
		for name, value := range want {
			if got[name] != value {
				t.Errorf("tools/clean %s: %s=%q, want %q", groups, name, got[name], value)
			}
		}
		for name := range got {
			if _, ok := want[name]; !ok {
				t.Errorf("tools/clean %s passes on %s, want it dropped", groups, name)
			}
		}
	}
}

// last returns an environment as a map. Of a variable's values the last one counts.
func last(env []string) map[string]string {
	values := map[string]string{}
	for _, variable := range env {
		name, value, _ := strings.Cut(variable, "=")
		values[name] = value
	}
	return values
}
