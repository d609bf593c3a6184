# Plimsoll. `make help` lists what can be made.
SHELL := /bin/bash
GO ?= go
ADDR ?= 127.0.0.1:8080
DATA ?= ./plimsoll-data
TOOL := $(GO) tool -modfile=tools/go.mod
MODULES := node_modules/.package-lock.json
BUNDLE := web/assets/dist/.built

.PHONY: help demo build test lint fmt bench fuzz conformance screenshots browser clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: build ## build, run the invented world and serve it at http://127.0.0.1:8080
	./plimsoll demo --addr $(ADDR) --data $(DATA)

build: $(BUNDLE) ## build the binary ./plimsoll
	CGO_ENABLED=0 $(GO) build -trimpath -o plimsoll ./cmd/plimsoll

$(MODULES): package.json package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

$(BUNDLE): $(MODULES) $(shell find web/assets web/build -type f -not -path '*/dist/*')
	$(GO) run ./web/build
	@touch $@

# The browser that the page tests drive. Where it cannot be had, they say so.
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "installing chromium for the browser test"; \
		(apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null) || \
		echo "chromium could not be installed"; \
	else echo "no chromium here and no apt-get: the browser test will be skipped"; fi

test: browser build ## get what the tests need and run them all
	$(GO) test -race -timeout 20m $$($(GO) list ./... | grep -vE '/(web|traffic)(/|$$)')
	$(GO) test -timeout 20m ./demo/traffic ./web/...

lint: ## check style and import rules
	$(TOOL) golangci-lint run ./...

fmt: ## format the Go code
	$(TOOL) gofumpt -w $$(git ls-files '*.go')

bench: ## run the benchmarks
	$(GO) test -run '^$$' -bench . -benchmem ./...
	$(GO) run ./cmd/plimsoll bench ships
	$(GO) run ./cmd/plimsoll bench book $(if $(wildcard $(DATA)/plimsoll.json),--lists --data $(DATA))

fuzz: ## run every fuzz target for FUZZTIME (default 30s)
	@set -e; for pkg in $$($(GO) list ./...); do \
		for f in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "$$pkg $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $${FUZZTIME:-30s} -fuzzminimizetime 10x $$pkg; \
		done; done

conformance: ## run the checks on real files: make conformance DATA=folder, with lists/, names/ and ais/ in it
	PLIMSOLL_DATA=$(abspath $(DATA))/lists $(GO) test -count=1 -v -run 'RealData|Conformance' ./lists/...
	PLIMSOLL_DATA=$(abspath $(DATA)) $(GO) test -count=1 -v -run 'RealData|Conformance' ./names/...
	PLIMSOLL_DATA=$(abspath $(DATA))/ais $(GO) test -count=1 -v -run 'RealData|Conformance' ./ais/... ./voyage/...

screenshots: browser build ## renew the pictures in docs/images
	PLIMSOLL_UPDATE=1 $(GO) test -count=1 ./web/...

clean: ## remove what was built
	rm -rf plimsoll node_modules artifacts $(BUNDLE)
	find web/assets/dist -mindepth 1 -not -name .gitignore -not -name .gitkeep -delete
