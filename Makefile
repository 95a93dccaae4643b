# Dragoman. `make` lists the verbs.

GO ?= go
FUZZTIME ?= 30s

.DEFAULT_GOAL := help

.PHONY: help
help: ## list these verbs
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: build ## serve four simulated vendors and the gateway before them
	@exec bin/gateway demo

.PHONY: build
build: ## build bin/gateway
	@$(GO) build -trimpath -ldflags "-X main.version=$$(git describe --always --dirty 2>/dev/null || echo dev)" -o bin/gateway ./cmd/gateway

.PHONY: test
test: needs ## run every test, with the race detector
	$(GO) test -race -p 3 ./...

.PHONY: needs
needs: # the real parts of the tests, installed where that can be done
	@command -v redis-server >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends redis-server; } >/dev/null 2>&1; } || \
	  { echo "redis-server is missing: install the package redis-server of your system" >&2; exit 1; }

.PHONY: chaos
chaos: ## break what the gateway needs and measure what callers notice; RUN=Redis for a part of it
	@missing=; for program in redis-server haproxy; do PATH="$$PATH:/usr/sbin" command -v $$program >/dev/null || missing="$$missing $$program"; done; \
	  [ -z "$$missing" ] || { echo "missing; install the Debian packages:$$missing" >&2; exit 1; }
	@rm -f bin/figures.md
	PATH="$$PATH:/usr/sbin" $(GO) test -tags chaos -count=1 -timeout 10m -v -run '$(RUN)' ./test/chaos

.PHONY: bench
bench: ## run the benchmarks ten times, in the form that benchstat compares
	$(GO) test -run '^$$' -bench . -benchmem -count 10 ./...

.PHONY: generate
generate: ## make the Go code of the specification anew
	$(GO) generate ./...

.PHONY: drift
drift: generate ## fail where the generated code is not that of the specification
	git diff --exit-code -- api

.PHONY: docs
docs: ## print docs/capabilities.md anew
	$(GO) test ./cmd/gateway -run '^TestTheCapabilitiesInTheDocs' -update

.PHONY: lint
lint: ## vet, format and house rules
	test -z "$$(gofmt -l $$(git ls-files '*.go' | grep -v '\.gen\.go$$'))"
	$(GO) vet ./...
	$(GO) vet -tags chaos ./test/chaos
	$(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...

.PHONY: spec
spec: ## lint the specification
	npx --yes @redocly/cli@2.77.0 lint api/openapi.yaml

.PHONY: browser
browser: ## explore the docs page in headless Chromium, which has to be installed
	cd test/browser && $(GO) test -count=1 ./...

.PHONY: chart
chart: ## lint and render the chart with Helm, and hold it to Kubernetes and to the gateway
	cd test/chart && $(GO) test -count=1 ./...

.PHONY: image
image: ## write bin/dragoman-image.tar, and prove what is in it
	@mkdir -p bin
	cd deploy/image && $(GO) test -count=1 ./... && $(GO) run . -version "$$(git describe --always --dirty 2>/dev/null || echo dev)" -out ../../bin/dragoman-image.tar

.PHONY: fuzz
fuzz: ## fuzz each parser for FUZZTIME, 30s if not given, or so many inputs as in 100x
	@grep -roE '^func Fuzz[A-Za-z]+\(f ' --include='*_test.go' cmd internal | sed -E 's|/[^/]*:func (.*)\(f | \1|' | sort | \
	  while read -r folder target; do $(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) ./$$folder || exit 1; done

.PHONY: vuln
vuln: ## look for known vulnerabilities in what is called; asks its database, which is online
	$(GO) run golang.org/x/vuln/cmd/govulncheck@v1.8.0 ./...

.PHONY: clean
clean: ## remove what was built
	rm -rf bin
