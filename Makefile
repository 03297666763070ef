# The commands of this project. `make` alone lists them.

ENV  ?= dev
PORT ?= 4566

export JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION = 1
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION = 20

# All is built in the way that functions are, so that packages are compiled once.
export CGO_ENABLED = 0
export GOFLAGS += -trimpath

COFFEE   = go build -o .local/coffee ./cmd/coffee && .local/coffee
SIMULATE = go build -o .local/simulate ./cmd/simulate && .local/simulate
PIP      = .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help
help: ## list these commands
	@echo "usage: make COMMAND [ENV=dev|prod] [PORT=4566]"
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | expand -t 20

# ---- on this machine

.PHONY: up down logs demo simulate cost
up: tools ## start a local AWS and deploy the shop into it
	@$(COFFEE) up --port $(PORT)

down: ## stop what `make up` started
	@$(COFFEE) down

logs: ## follow the logs of what `make up` started
	@$(COFFEE) logs

demo: tools ## play an order through every path of the workflow
	@$(COFFEE) demo

simulate: ENV = local
simulate: ## play a busy morning, here or in ENV: ARGS="-orders 300 -cancel 0.2", ARGS=-help
	@$(SIMULATE) -env $(ENV) $(ARGS)

cost: ENV =
cost: tools ## count what an order costs, on an emulator of its own or in ENV
	@go build -o .local/cost ./cmd/cost && .local/cost -v $(if $(ENV),-env $(ENV))

# ---- in an AWS account

.PHONY: deploy diff synth destroy staff
deploy: tools ## deploy ENV to AWS
	@$(COFFEE) deploy --env $(ENV)

diff: tools ## show what deploying ENV would change
	@$(COFFEE) diff --env $(ENV)

synth: tools ## write ENV's CloudFormation template to cdk.out
	@$(COFFEE) synth --env $(ENV)

destroy: tools ## remove ENV from AWS
	@$(COFFEE) destroy --env $(ENV)

staff: ## add a person to the staff of ENV: NAME=… GROUP=barista|display|manager
	@$(COFFEE) staff --env $(ENV) --name "$(NAME)" --group "$(GROUP)"

# ---- checks

.PHONY: test lint docs
test: tools lint ## run every check and test there is
	@cd examples && go test ./...
	@COFFEESHOP_TEST=all go test -count=1 -timeout 15m ./...

lint: tools
	@unformatted=$$(git ls-files --cached --others --exclude-standard '*.go' | xargs gofmt -l); \
		test -z "$$unformatted" || { echo "not formatted, run gofmt -w on:" $$unformatted >&2; exit 1; }
	@for module in . examples; do (cd $$module && go mod tidy -diff) || \
		{ echo "$$module/go.mod is not tidy: run go mod tidy there" >&2; exit 1; }; done
	@go vet ./... && cd examples && go vet ./...
	@go tool -modfile=tools/go.mod staticcheck ./...

docs: ## write the generated parts of the documentation anew
	@go generate ./...

# ---- tools, pinned by lock files and installed into this folder

.PHONY: tools clean
tools: .venv/.emulator .venv/.lint .venv/.openapi node_modules/.installed

.venv/bin/python:
	@./tools/need go 1.26 https://go.dev/dl
	@./tools/need python3 3.10 https://www.python.org/downloads
	@python3 -m venv .venv || { rm -rf .venv; echo "python3 cannot make virtual environments: install its venv module (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }

.venv/.emulator: requirements/emulator.txt | .venv/bin/python
	@echo "==> Installing the emulator into .venv"
	@$(PIP) -r $< && touch $@

.venv/.lint: requirements/lint.txt | .venv/.emulator
	@echo "==> Installing cfn-lint into .venv"
	@$(PIP) -r $< && touch $@

.venv/.openapi: requirements/openapi.txt | .venv/.lint
	@echo "==> Installing schemathesis into .venv"
	@$(PIP) -r $< && touch $@

node_modules/.installed: package-lock.json
	@./tools/need node 20 https://nodejs.org
	@./tools/need npm 8 https://nodejs.org
	@echo "==> Installing the CDK CLI into node_modules"
	@npm ci --silent --no-audit --no-fund && touch $@

clean: down ## stop the emulator, and remove all that was installed or built here
	@rm -rf .venv node_modules .local cdk.out
