# Targets for people and for CI; `make help` lists them. Only Go and make are needed, and git for
# import-check and hooks.

GO ?= go
BUILD := build
FUZZTIME ?= 60s
# The messages of commits after this one are checked.
COMMITS_SINCE := 48c1a083b1fed8fb081203acb2b8cc9607453ee7

.PHONY: help
help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: demo
demo: ## generate the SDK and run a VM's life on an engine inside the program, over XML and JSON
	@echo "Compiling; the first time this takes a minute or two, and go names each package"
	@$(GO) build -v -o $(BUILD)/demo ./internal/demo
	@GO="$(GO)" $(BUILD)/demo ./examples/quickstart

.PHONY: test
test: ## run all tests
	$(GO) test ./...

.PHONY: race
race: ## run all tests with the race detector
	$(GO) test -race ./...

.PHONY: check
check: ## check formatting, freshness of generated files, vet, staticcheck, exported API, documents and commits
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); echo "gofmt -w fixes these"; exit 1; }
	$(GO) run ./cmd/ovirtgen check
	$(GO) vet -tags exampletest ./...
	$(GO) build -C internal/tools -o $(CURDIR)/$(BUILD)/staticcheck honnef.co/go/tools/cmd/staticcheck
	$(BUILD)/staticcheck -tags exampletest ./...
	$(GO) test -count=1 -v -run 'TestExportedSymbolsAreDocumented' ./internal/apicheck
	$(GO) test -count=1 ./internal/apicheck
	$(GO) run ./internal/commitcheck -since $(COMMITS_SINCE)

.PHONY: hooks
hooks: ## check the message of each commit in this clone, as make check does
	git config core.hooksPath .githooks

.PHONY: generate
generate: ## generate the packages from model/data and model/doc
	$(GO) run ./cmd/ovirtgen generate

.PHONY: api
api: ## rewrite the texts of the exported API in the directory api
	$(GO) test -count=1 ./internal/apicheck -run TestExportedAPI -update

.PHONY: import-check
import-check: ## import, generate and compile the last release of each minor version; JAVA_GIT=DIR is a clone of the API model
	@test -n "$(JAVA_GIT)" || { echo "make import-check needs JAVA_GIT=DIR, a git clone of upstream's API model"; exit 2; }
	$(GO) run ./internal/importcheck -git $(JAVA_GIT)

.PHONY: bench
bench: ## run the benchmarks of this module
	$(GO) test -run '^$$' -bench . -benchmem ./...

.PHONY: bench-peers
bench-peers: ## measure this SDK and go-ovirt in one run and print ratios; exits with 1 if a target is missed
	cd bench && $(GO) run ./cmd/peers

.PHONY: test-peers
test-peers: ## test the module bench, which reads and writes every type with go-ovirt too
	cd bench && $(GO) test ./...

.PHONY: test-kerberos
test-kerberos: ## test the Kerberos login; needs MIT's krb5-kdc, krb5-admin-server and krb5-user
	cd kerberos && $(GO) vet ./... && $(GO) test -count=1 ./...

.PHONY: test-otel
test-otel: ## test tracing and metrics with OpenTelemetry and Prometheus
	cd otel && $(GO) vet ./... && $(GO) test -count=1 ./...

.PHONY: soak
soak: ## load the SDK with 64 goroutines and random faults for DURATION (default 5m); exits with 1 if a write is lost or doubled
	$(GO) run ./internal/soak -duration $(or $(DURATION),5m)

.PHONY: replay
replay: ## compare the simulator with recorded answers of an engine; RECORDED=DIR has them and replay.py; exits with 1 if fewer are alike than before
	@test -n "$(RECORDED)" || { echo "make replay needs RECORDED=DIR, a directory with recordings and replay.py"; exit 2; }
	$(GO) run ./internal/replayed $(RECORDED)

.PHONY: test-engine
test-engine: ## check that an engine does what the SDK relies on: the one of OVIRT_URL, else the simulator; prints a table
	$(GO) run ./internal/conformance

.PHONY: test-clients
test-clients: ## run other people's clients on the simulator, one line each; ARGS="-fast -v -run REGEXP"; needs python3, pip, apt-get
	$(GO) run ./internal/clients $(ARGS)

.PHONY: fuzz
fuzz: ## run each fuzz target for FUZZTIME (default 60s)
	@for pkg in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "$$pkg $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done

.PHONY: sim
sim: ## run the simulated engine until it is interrupted
	$(GO) run ./cmd/ovirtsim
