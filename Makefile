# The project's commands. `make` without arguments lists them.

ifeq ($(OS),Windows_NT)
ifeq ($(filter Linux Darwin,$(shell uname -s)),)
$(error Windows itself is not supported: use WSL 2, and clone the repository inside it)
endif
endif

# Variables are taken from make's command line only, and literally: variables of your
# shell with the same name are ignored, and a $ in a value is not expanded.
offered = $(if $(findstring command,$(origin $1)),$(value $1),$2)
export OFFERED_ENV      := $(call offered,ENV,dev)
export OFFERED_SIMULATE := $(call offered,ENV,local)
export OFFERED_COST     := $(call offered,ENV)
export OFFERED_PORT     := $(call offered,PORT)
export OFFERED_ADDRESS  := $(call offered,ADDRESS)
export OFFERED_NAME     := $(call offered,NAME)
export OFFERED_GROUP    := $(call offered,GROUP)
export OFFERED_ENDPOINT := $(call offered,ENDPOINT)
export OFFERED_VERSION  := $(call offered,VERSION)
export OFFERED_ARGS     := $(call offered,ARGS)

# Go with this project's settings instead of your shell's.
GO   = tools/clean base,install go
# $(RUN) NAME ARGUMENTS... compiles cmd/NAME if its source has changed, and runs it.
# ARGS is split at spaces and not expanded further (set -f).
RUN = run() { name=$$1; shift; tools/need-go 1.26 && \
	{ [ -e ".local/$$name" ] || echo "==> Compiling cmd/$$name, which takes half a minute the first time"; } && \
	$(GO) build -o ".local/$$name" "./cmd/$$name" && set -f && ".local/$$name" "$$@"; }; run
COFFEE = $(RUN) coffee

.DEFAULT_GOAL := help
.PHONY: help
help: ## list these commands
	@echo "usage: make COMMAND [ENV=dev|prod] [PORT=4566] [ARGS=...]"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

# ---- on this machine

.PHONY: up down shell logs demo lan simulate latency cost scale abuse chaos replay restart-demo
up: ## start an emulator of AWS and deploy the shop into it: PORT=4566
	@$(COFFEE) up -port "$$OFFERED_PORT"

down: ## stop the emulator
	@$(COFFEE) down

shell: ## open a shell whose aws command talks to the emulator
	@$(COFFEE) shell

logs: ## follow the logs of the functions and the emulator
	@$(COFFEE) logs

demo: ## send an order down every path of the workflow
	@$(COFFEE) demo

lan: ## let phones in this machine's network use the shop: PORT=8080 ADDRESS=…
	@$(COFFEE) lan -port "$$OFFERED_PORT" -address "$$OFFERED_ADDRESS"

simulate: ## load-test the local shop, or ENV's: ARGS="-orders 300 -cancel 0.2", ARGS=-help
	@$(RUN) simulate -env "$$OFFERED_SIMULATE" $$OFFERED_ARGS

latency: ## measure live updates with 100 clients in the local shop, or ENV's: ARGS=-help
	@$(RUN) latency -env "$$OFFERED_SIMULATE" $$OFFERED_ARGS

cost: tools ## count what an order costs, in an emulator of its own or in ENV
	@$(RUN) cost -v -env "$$OFFERED_COST" $$OFFERED_ARGS

scale: tools ## show what an order takes and waits at 1 to 100 times a busy shop's rate: 10 min
	@$(RUN) cost -scale 1m $$OFFERED_ARGS

abuse: tools ## count what floods of made-up requests cost, in an emulator of its own: 10 min
	@$(RUN) cost -abuse 1000 $$OFFERED_ARGS

chaos: tools ## play mornings with faults in an emulator of its own, for hours: ARGS=-help
	@$(GO) build -o .local/simulate ./cmd/simulate && $(RUN) chaos $$OFFERED_ARGS

replay: ## list the dead letters of the local shop, or ENV's: ARGS=-send, ARGS=-help
	@$(RUN) replay -env "$$OFFERED_SIMULATE" $$OFFERED_ARGS

restart-demo: tools ## show which orders survive a restart of the local AWS
	@$(RUN) restart

# ---- in an AWS account

.PHONY: deploy diff synth destroy staff
deploy: ## deploy ENV to AWS
	@$(COFFEE) deploy -env "$$OFFERED_ENV" -endpoint "$$OFFERED_ENDPOINT" -- $$OFFERED_ARGS

diff: ## show what deploying ENV would change
	@$(COFFEE) diff -env "$$OFFERED_ENV" -endpoint "$$OFFERED_ENDPOINT" -- $$OFFERED_ARGS

synth: ## write ENV's CloudFormation template to cdk.out
	@$(COFFEE) synth -env "$$OFFERED_ENV" -- $$OFFERED_ARGS

destroy: ## remove ENV from AWS
	@$(COFFEE) destroy -env "$$OFFERED_ENV" -endpoint "$$OFFERED_ENDPOINT" -- $$OFFERED_ARGS

staff: ## add a user to a group of ENV's staff: NAME=… GROUP=barista|display|manager
	@$(COFFEE) staff -env "$$OFFERED_ENV" -endpoint "$$OFFERED_ENDPOINT" -name "$$OFFERED_NAME" -group "$$OFFERED_GROUP"

# ---- checks

.PHONY: test test-aws test-examples lint scan vulnerabilities sbom release docs rights screenshots
test: ## run all checks and tests
	@$(MAKE) --no-print-directory -j2 tools test-examples # one mostly downloads, the other compiles
	@COFFEESHOP_TEST=all .local/coffee exec -- go test -exec "\"$$PWD/tools/behind\"" -vet=off -count=1 -timeout 30m -p 3 ./test/e2e ./test/browser ./... # the longest first; they often wait

test-aws: ## run the tests that hold for any shop in ENV, deployed before: ARGS=-help
	@tools/need-go 1.26 && echo "==> Compiling the tests" && $(GO) test -c -vet=off -o .local/test-aws ./test/e2e && \
		set -f && .local/test-aws -shop "$$OFFERED_ENV" $$OFFERED_ARGS

test-examples: lint # which has vetted all of it
	@$(COFFEE) exec -- sh -c 'cd examples && go test -vet=off ./...'

lint:
	@unformatted=$$(find . -name '*.go' ! -path '*/node_modules/*' ! -path './.*' ! -path './cdk.out/*' -exec gofmt -l {} +); \
		test -z "$$unformatted" || { echo "not formatted, run gofmt -w on:" $$unformatted >&2; exit 1; }
	@$(GO) mod tidy -diff || { echo "go.mod is not tidy: run go mod tidy" >&2; exit 1; }
	@cd examples && ../$(GO) mod tidy -diff || { echo "examples/go.mod is not tidy: run go mod tidy there" >&2; exit 1; }
	@$(GO) vet ./... && cd examples && ../$(GO) vet ./...
	@$(GO) tool -modfile=tools/go.mod staticcheck ./...

scan: ## run the scanners that make test leaves out: golangci-lint, gitleaks, checkov
	@$(RUN) scan

vulnerabilities: ## look for known vulnerabilities in the Go code, which needs the network
	@$(RUN) scan -vulnerabilities

sbom: ## write the list of all packages in a release to .local/release, in CycloneDX
	@$(COFFEE) synth -env "$$OFFERED_ENV"
	@$(RUN) sbom

release: ## write the files of a release to .local/release/VERSION: VERSION=0.2.0
	@$(RUN) pack -version "$$OFFERED_VERSION"

docs: ## write the generated documentation
	@$(RUN) docs

rights: tools ## take every permission away in turn, and write what fails to docs/rights.md: 7 min
	@COFFEESHOP_TEST=all .local/coffee exec -- go test -v -count=1 -timeout 40m ./test/e2e -run TestEveryRightIsNeeded -rights ../../docs/rights.md

screenshots: tools ## write a picture of each page in each state to .local/screenshots
	@COFFEESHOP_TEST=all .local/coffee exec -- go test -count=1 -timeout 20m ./test/browser -run TestPages -screenshots ../../.local/screenshots
	@for page in customer barista display manager; do cp ".local/screenshots/readme-$$page-light.png" "docs/screenshots/$$page.png" || exit; done

# ---- tools, pinned by lock files and installed into this folder

.PHONY: tools clean
tools: # install what the tests need
	@$(COFFEE) tools

clean: down ## stop the emulator and remove everything installed or built here
	@rm -rf .venv .venv-checkov node_modules web/node_modules test/browser/node_modules .local cdk.out
