// Package commands runs the commands of the README as a newcomer does: in a fresh copy
// of the project, with an empty home, and no variables but PATH and HOME. Then it runs
// them in a shell full of other variables.
package commands

import (
	"net"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/serverless-coffee/coffeeshop/test/markdown"
	"github.com/serverless-coffee/coffeeshop/test/needs"
)

func TestMain(m *testing.M) {
	needs.Tools(m, "the README's commands in a fresh copy")
}

// hostile has variables that a user's shell may have, and that would break a command
// that reads them.
var hostile = []string{
	"AWS_PROFILE=work", "AWS_SESSION_TOKEN=left-over", "AWS_ACCESS_KEY_ID=theirs", "AWS_SECRET_ACCESS_KEY=theirs",
	"AWS_REGION=eu-central-1", "AWS_USE_FIPS_ENDPOINT=true", "AWS_CA_BUNDLE=/nowhere.pem", "AWS_MAX_ATTEMPTS=many",
	"AWS_ENDPOINT_URL_SFN=http://127.0.0.1:9", "AWS_CONFIG_FILE=/nowhere", "AWS_DEFAULT_OUTPUT=text", "AWS_CLI_AUTO_PROMPT=on",
	"no_proxy=example.com", "http_proxy=http://127.0.0.1:9", "https_proxy=http://127.0.0.1:9", "HTTP_PROXY=http://127.0.0.1:9", "HTTPS_PROXY=http://127.0.0.1:9",
	"SERVICES=s3,sqs", "AUTH=false", "PERSIST_STATE=1", "GATEWAY_PORT=9", "LAMBDA_EXECUTOR=docker", "LOG_LEVEL=nonsense",
	"NAME=DESKTOP-7Q2", "ENV=/home/ada/.kshrc", "PORT=99999", "ARGS=-nonsense", "GROUP=wheel", "ENDPOINT=http://127.0.0.1:9", "VERSION=9",
	"NODE_ENV=production", "NODE_OPTIONS=--nonsense", "npm_config_omit=dev", "PYTHONPATH=/nowhere", "PYTHONHOME=/nowhere", "PIP_USER=1",
	"GOFLAGS=-mod=vendor -race", "GOOS=plan9", "GOARCH=386", "GOARM64=v9.0", "GOAMD64=v9", "GOEXPERIMENT=nonsense", "GOROOT=/nowhere", "GOWORK=/nowhere/go.work",
	"CDK_DEFAULT_ACCOUNT=999999999999", "JSII_NODE=/nowhere", "MAKEFLAGS=", "CDPATH=/",
}

func TestCommands(t *testing.T) {
	n := newNewcomer(t)
	t.Run("as the README says", func(t *testing.T) { n.in(t).readme() })
	n.runs("make", "down")
	t.Run("interrupted", func(t *testing.T) { n.in(t).interrupt() })
	t.Run("on a port that is in use", func(t *testing.T) { n.in(t).portInUse() })
}

// readme runs the README's commands from make up to make down.
func (n *newcomer) readme() {
	t, port := n.t, freePort(n.t)
	n.isRefused("is not a port", "make", "up", "PORT=99999")
	n.isRefused("start it with `make up`", "make", "demo")
	up := n.runs("make", "up", "PORT="+port)
	for _, want := range []string{"CoffeeShop-local is deployed", "make shell", "%24default", "localhost:" + port + "/barista   mia "} {
		if !strings.Contains(up, want) {
			t.Errorf("make up does not say %q:\n%s", want, up)
		}
	}

	// From here on with the hostile variables.
	n = n.with(hostile...)
	exports := strings.Join(regexp.MustCompile(`(?m)^  export .*$`).FindAllString(up, -1), "\n") + "\n"
	var script strings.Builder
	for _, file := range markdown.Run {
		script.WriteString(n.scriptOf(file))
	}
	if out := n.runs("sh", "-c", exports+script.String()); !strings.Contains(out, "localhost:"+port+"/display ") {
		t.Errorf("make demo does not say where to watch it:\n%s", out)
	}
	api := regexp.MustCompile(`export API='(.*)'`).FindStringSubmatch(up)[1]
	for _, args := range []string{"-orders 3 -rate 9 -making 100ms", "-orders 1 -making 1ms -url " + api,
		"-orders 1 -making 1ms -url " + strings.Replace(api, "%24", "$", 1)} {
		if out := n.runs("make", "simulate", "ARGS="+args); !strings.Contains(out, "No order was lost") {
			t.Errorf("make simulate ARGS=%q: %s", args, out)
		}
	}
	n.staff()
	n.lan()
	if out := n.runs("make", "replay"); !strings.Contains(out, "There are no dead letters.") {
		t.Errorf("make replay: %s", out)
	}

	toEmulator := n.with("AWS_CONFIG_FILE=/dev/null", "AWS_PROFILE=", "AWS_CA_BUNDLE=", "AWS_MAX_ATTEMPTS=", "AWS_USE_FIPS_ENDPOINT=", "AWS_ENDPOINT_URL=http://127.0.0.1:"+port)
	toEmulator.isRefused("endpoint is http://127.0.0.1:"+port, "make", "deploy", "ENV=dev")
	toEmulator.isRefused("endpoint is http://127.0.0.1:"+port, "make", "staff", "NAME=ada", "GROUP=barista")
	n.runs("make", "destroy", "ENV=local")
	n.isRefused("run `make up`", "make", "simulate")
	n.runs("make", "down")
	n.checkNothingRuns("make down")
}

// staff runs make staff.
func (n *newcomer) staff() {
	n.t.Helper()
	if out := n.runs("make", "staff", "ENV=local", "NAME=Ada", "GROUP=barista"); !strings.Contains(out, "Ada is now a barista") || !strings.Contains(out, "/barista\n") {
		n.t.Errorf("make staff: %s", out)
	}
	n.isRefused("AWS does not tell ada from Ada", "make", "staff", "ENV=local", "NAME=ada", "GROUP=barista")
	n.isRefused("cannot be a user name", "make", "staff", "ENV=local", "NAME=Ada Lovelace", "GROUP=barista")
	n.isRefused("cannot be a user name", "make", "staff", "ENV=local", "NAME="+strings.Repeat("a", 129), "GROUP=barista")
	n.isRefused("a name and a group are needed", "make", "staff", "ENV=local", "GROUP=barista")
}

// lan opens the shop to the network until Ctrl-C.
func (n *newcomer) lan() {
	n.t.Helper()
	cmd, out := n.command(n.t.Context(), "make", "lan", "PORT="+freePort(n.t), "ADDRESS=127.0.0.1")
	if err := cmd.Start(); err != nil {
		n.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	n.interruptAt("http://127.0.0.1:", cmd.Process.Pid, ended, out.String)
}

// checkNothingRuns waits up to 20 s until none of the newcomer's processes is left.
func (n *newcomer) checkNothingRuns(after string) {
	n.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for len(n.processes()) > 0 && time.Now().Before(deadline) {
		time.Sleep(100 * time.Millisecond)
	}
	if left := n.processes(); len(left) > 0 {
		n.t.Errorf("after %s, still running: %v", after, left)
	}
}

// interrupt interrupts make up at each stage, and checks that the next make up works
// all the same.
func (n *newcomer) interrupt() {
	t, port := n.t, "PORT="+freePort(n.t)
	for _, moment := range []string{"Compiling the CDK app", "Bootstrapping", "Building the functions", "Adding a user"} {
		cmd, out := n.command(t.Context(), "make", "up", port)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		n.interruptAt(moment, cmd.Process.Pid, ended, out.String)
		if !strings.Contains(out.String(), "interrupted") {
			t.Errorf("interrupted at %q, make up does not say so:\n%s", moment, out)
		}
	}
	first, firstOut := n.command(t.Context(), "make", "up", port)
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	n.runs("make", "up", port) // at the same time
	if err := first.Wait(); err != nil {
		t.Errorf("one of two make up at the same time: %v\n%s", err, firstOut)
	}
	n.runs("make", "up") // finds the port of the running emulator
	n.runs("make", "down")
	n.checkNothingRuns("make down")
}

// interruptAt sends SIGINT to a command's process group, as Ctrl-C does, as soon as its
// output has the moment's text.
func (n *newcomer) interruptAt(moment string, group int, ended <-chan error, out func() string) {
	n.t.Helper()
	for {
		select {
		case err := <-ended:
			n.t.Fatalf("make up ended (%v) before %q:\n%s", err, moment, out())
		case <-time.After(20 * time.Millisecond):
		}
		if strings.Contains(out(), moment) {
			break
		}
	}
	_ = syscall.Kill(-group, syscall.SIGINT)
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		n.t.Fatalf("make up is still running 30 s after Ctrl-C at %q:\n%s", moment, out())
	}
}

// portInUse runs make up on a port that another program listens on.
func (n *newcomer) portInUse() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		n.t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	n.isRefused("port "+port+" is in use by another program", "make", "up", "PORT="+port)
}
