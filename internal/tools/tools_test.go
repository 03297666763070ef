package tools

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// machine is a project's folder, and a PATH with shell scripts as commands.
type machine struct {
	t         *testing.T
	root, bin string
}

func newMachine(t *testing.T, commands map[string]string) *machine {
	t.Helper()
	m := &machine{t, t.TempDir(), t.TempDir()}
	m.write(filepath.Join(m.root, "package-lock.json"), "{}", 0o644)
	m.write(filepath.Join(m.root, "web", "package-lock.json"), "{}", 0o644)
	m.write(filepath.Join(m.root, "requirements", "emulator.txt"), "ministack", 0o644)
	for name, script := range commands {
		m.command(name, script)
	}
	t.Setenv("PATH", m.bin+":/bin:/usr/bin")
	return m
}

func (m *machine) write(name, content string, mode os.FileMode) {
	m.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), mode); err != nil {
		m.t.Fatal(err)
	}
}

func (m *machine) command(name, script string) {
	m.write(filepath.Join(m.bin, name), "#!/bin/sh\n"+script, 0o755)
}

// npm installs a cdk and a vite, and writes its arguments to the file installed.
const npm = `case $1 in --version) echo 11.0.0; exit ;; esac
echo "$@" >> installed
mkdir -p node_modules/.bin && : > node_modules/.bin/cdk; : > node_modules/.bin/vite`

// python creates virtual environments whose Python is a copy of this script.
const python = `case "$*" in
--version) echo Python 3.11.7 ;;
-c*) echo 3.11 ;;
"-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
esac`

func TestASetIsInstalledAgainOnlyIfSomethingChanged(t *testing.T) {
	m := newMachine(t, map[string]string{"node": "echo v22.1.0", "npm": npm, "python3": python})
	sets := []Set{CDK, Web, Emulator}
	for name, test := range map[string]struct {
		change  func(root string) string // returns the project's folder after it
		missing int
	}{
		"nothing changed": {func(root string) string { return root }, 0},
		"another lock file": {func(root string) string {
			m.write(filepath.Join(root, "package-lock.json"), `{"another": 1}`, 0o644)
			return root
		}, 1},
		"a renamed folder": {func(root string) string {
			if err := os.Rename(root, root+" renamed"); err != nil {
				t.Fatal(err)
			}
			return root + " renamed"
		}, 3},
		"another lock file of the pages": {func(root string) string {
			m.write(filepath.Join(root, "web", "package-lock.json"), `{"another": 1}`, 0o644)
			return root
		}, 1},
		"Python was removed": {func(root string) string {
			m.write(filepath.Join(root, ".venv", "bin", "python"), "#!/nowhere/python\n", 0o755)
			return root
		}, 1},
		"another version of Python": {func(root string) string {
			m.write(filepath.Join(root, ".venv", "bin", "python"), "#!/bin/sh\necho 3.13\n", 0o755)
			return root
		}, 1},
		"a folder copied without its links": {func(root string) string {
			if err := os.RemoveAll(filepath.Join(root, "node_modules", ".bin")); err != nil {
				t.Fatal(err)
			}
			return root
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			if err := Install(t.Context(), m.root, Missing(m.root, sets...)...); err != nil {
				t.Fatal(err)
			}
			m.root = test.change(m.root)
			missing := Missing(m.root, sets...)
			if len(missing) != test.missing {
				t.Errorf("Missing() = %s, want %d sets", Names(missing), test.missing)
			}
			if err := Install(t.Context(), m.root, missing...); err != nil {
				t.Error(err)
			}
			if again := Missing(m.root, sets...); len(again) > 0 {
				t.Errorf("Missing() = %s after Install, want none", Names(again))
			}
		})
	}
}

func TestInstallSaysWhyItFailed(t *testing.T) {
	for name, test := range map[string]struct {
		set      Set
		commands map[string]string
		want     string
	}{
		"no Node.js":                 {CDK, map[string]string{"node": "exit 127"}, "node does not run; version 20"},
		"an old Node.js":             {CDK, map[string]string{"node": "echo v18.1.0"}, "node is version 18.1.0; 20 or newer is needed: https://nodejs.org"},
		"no registry":                {CDK, map[string]string{"node": "echo v22.0.0", "npm": "[ $1 = ci ] || { echo 11.0.0; exit; }; echo npm error ECONNREFUSED registry; exit 1"}, "ECONNREFUSED registry"},
		"a Node.js too old for Vite": {Web, map[string]string{"node": "echo v20.9.0"}, "node is version 20.9.0; 20.19 or newer is needed"},
		"no cdk":                     {CDK, map[string]string{"node": "echo v22.0.0", "npm": "echo 11.0.0"}, "node_modules has no cdk"},
		"an old Python":              {Emulator, map[string]string{"python3": "echo Python 3.9.2"}, "python3 is version 3.9.2; 3.10 or newer is needed"},
		"no venv":                    {Emulator, map[string]string{"python3": "[ $1 = --version ] && echo Python 3.11.2 || { echo ensurepip is not available; exit 1; }"}, "apt install python3-venv"},
		"a full disk":                {Emulator, map[string]string{"python3": "[ $1 = --version ] && echo Python 3.11.2 || { echo No space left on device; exit 1; }"}, "No space left on device"},
		"no index": {Emulator, map[string]string{"python3": python + "\ncase $2 in pip) echo no such host; exit 1;; esac"},
			"no such host"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t, test.commands)
			err := Install(t.Context(), m.root, test.set)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Install() = %v, want %q", err, test.want)
			}
			if len(Missing(m.root, test.set)) == 0 {
				t.Error("Missing() = none after a failed Install, want the set")
			}
		})
	}
}

func TestInstallRefusesAPathThatPythonCannotHandle(t *testing.T) {
	m := newMachine(t, map[string]string{"python3": python})
	for _, name := range []string{"a:b", "a$HOME"} {
		root := filepath.Join(m.root, name)
		m.write(filepath.Join(root, "requirements", "emulator.txt"), "ministack", 0o644)
		if err := Install(t.Context(), root, Emulator); err == nil || !strings.Contains(err.Error(), "a colon or a dollar sign") || strings.Contains(err.Error(), "venv module") {
			t.Errorf("Install() in %s = %v, want it to blame the path", root, err)
		}
	}
}

func TestInstallIgnoresTheShellsSettingsButKeepsCertificates(t *testing.T) {
	m := newMachine(t, map[string]string{"node": "echo v22.1.0", "npm": npm + "\nenv > variables", "python3": python})
	for _, variable := range []string{"NODE_ENV", "npm_config_omit", "NODE_OPTIONS", "PIP_USER", "PIP_TARGET", "PYTHONPATH"} {
		t.Setenv(variable, "production")
	}
	t.Setenv("NODE_EXTRA_CA_CERTS", "/etc/ssl/theirs.pem")
	if err := Install(t.Context(), m.root, CDK); err != nil {
		t.Fatal(err)
	}
	seen, err := os.ReadFile(filepath.Join(m.root, "variables"))
	if err != nil || strings.Contains(string(seen), "=production") || !strings.Contains(string(seen), "NODE_EXTRA_CA_CERTS=/etc/ssl/theirs.pem") {
		t.Errorf("npm sees %s (%v), want the certificates and no other setting", seen, err)
	}
}

func TestNoPackageRunsScriptsWhenItIsInstalled(t *testing.T) {
	m := newMachine(t, map[string]string{"node": "echo v22.1.0", "npm": npm})
	if err := Install(t.Context(), m.root, CDK); err != nil {
		t.Fatal(err)
	}
	asked, err := os.ReadFile(filepath.Join(m.root, "installed"))
	if err != nil || !strings.Contains(string(asked), " --ignore-scripts ") {
		t.Errorf("npm was run with %q (%v), want --ignore-scripts", asked, err)
	}
}

func TestVersionsAreComparedAsNumbers(t *testing.T) {
	for _, test := range []struct {
		version, least string
		older          bool
	}{{"3.9", "3.10", true}, {"3.10", "3.10", false}, {"3.10.1", "3.10", false}, {"4", "3.10", false}, {"3", "3.10", true}, {"20", "20", false}, {"9.9.9", "20", true}} {
		if got := older(test.version, test.least); got != test.older {
			t.Errorf("older(%s, %s) = %t", test.version, test.least, got)
		}
	}
}
