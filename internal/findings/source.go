package findings

const (
	runsTools  = "its purpose is to run a program; the arguments come from the project or from the user who calls it, and are never part of a shell script"
	readsFiles = "it reads files whose names the project or the user who calls it gives"
	ownFiles   = "files in the project's folder, which have no secrets; those with secrets have 0600"
	noSecret   = "the name says token or secret, the value is none"
	chance     = "it spreads requests in time, plays customers or injects faults, and protects nothing"
	closing    = "closing what was only read, locked or listened on loses nothing"
)

// GolangciLint checks the Go code. Paths are files; those of errcheck are a file and
// the call whose error is not looked at.
var GolangciLint = Scanner{"golangci-lint", "the Go code without its tests, with the linters in `.golangci.yml`, in `make scan`", []Accepted{
	{"bodyclose", "internal/client/live.go", "a WebSocket's response has no body to close"},
	{"errcheck", "cmd/*/*.go *.Close", closing},
	{"errcheck", "internal/*/*.go *.Close", closing},
	{"errcheck", "test/*/*.go *.Close", closing},
	{"errcheck", "constructs/gofunction/zip.go os.Remove", "it removes a file that was renamed, unless writing it failed"},
	{"errcheck", "test/needs/needs.go flag.Set", "the flag is one that every test has"},
	{"errcheck", "cmd/coffee/prepare.go", "it waits for the other half of the work, whose error is that it was stopped"},
	{"gosec G101", "cmd/docs/events.go", noSecret},
	{"gosec G101", "constructs/workflow/expressions.go", noSecret},
	{"gosec G101", "lambdas/internal/storetest/history.go", noSecret},
	{"gosec G115", "cmd/coffee/lan.go", "ports are checked when the flags are parsed"},
	{"gosec G115", "lambdas/internal/store/list.go", "callers ask for some hundred items at most"},
	{"gosec G115", "lambdas/internal/workflow/inspect.go", "min keeps it below 1,000"},
	{"gosec G115", "lambdas/internal/storetest/scans.go", "a test's loop of a few rounds"},
	{"gosec G118", "internal/client/live.go", "Close ends the goroutine; the context is that of the handshake"},
	{"gosec G204", "cmd/*/*.go", runsTools},
	{"gosec G204", "internal/*/*.go", runsTools},
	{"gosec G204", "constructs/gofunction/gotool.go", runsTools},
	{"gosec G204", "test/upgrade/*.go", runsTools},
	{"gosec G204", "test/upgrade/record/*.go", runsTools},
	{"gosec G301", "cmd/*/*.go", ownFiles},
	{"gosec G301", "internal/*/*.go", ownFiles},
	{"gosec G301", "constructs/gofunction/*.go", ownFiles},
	{"gosec G301", "test/upgrade/*.go", ownFiles},
	{"gosec G301", "test/upgrade/record/*.go", ownFiles},
	{"gosec G302", "cmd/*/*.go", ownFiles},
	{"gosec G302", "internal/*/*.go", ownFiles},
	{"gosec G304", "cmd/*/*.go", readsFiles},
	{"gosec G304", "internal/*/*.go", readsFiles},
	{"gosec G304", "constructs/gofunction/build.go", readsFiles},
	{"gosec G304", "lambdas/internal/doubles/*.go", readsFiles},
	{"gosec G304", "test/upgrade/*.go", readsFiles},
	{"gosec G304", "test/upgrade/record/*.go", readsFiles},
	{"gosec G306", "cmd/*/*.go", ownFiles},
	{"gosec G306", "internal/*/*.go", ownFiles},
	{"gosec G306", "test/upgrade/*.go", ownFiles},
	{"gosec G306", "test/upgrade/record/*.go", ownFiles},
	{"gosec G404", "cmd/cost/scale.go", chance},
	{"gosec G404", "cmd/simulate/*.go", chance},
	{"gosec G404", "internal/chaos/*.go", chance},
	{"gosec G404", "lambdas/internal/store/persist.go", chance},
	{"nilerr", "internal/deployed/tap.go", "it returns the error, unless the caller has ended the context"},
}}

// Gitleaks looks for secrets in git's whole history. Paths are files.
var Gitleaks = Scanner{"gitleaks", "all commits, in `make scan`", []Accepted{
	{"generic-api-key", "internal/lan/proxy_test.go", "an example of an Idempotency-Key, which is no secret"},
	{"generic-api-key (asset hash)", "test/upgrade/testdata/*/local/CoffeeShop-local.*.json", "the CDK names files after the SHA-256 hash of their content"},
}}
