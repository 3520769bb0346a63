# Every command that people and CI use. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help load prove test check build fix clean
MAKEFLAGS += --no-print-directory

POOLPROOF := node dist/node/poolproof.js
INSTALLED := node_modules/.package-lock.json
BUILT := dist/.built
SOURCES := $(shell find src thresholds -type f 2>/dev/null) esbuild.config.mjs package.json

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

load: $(BUILT) ## 50 requests/s for 30 s against a local stack, or BASE_URL=… REDIS_URL=… for yours
	@$(POOLPROOF) run load

prove: $(BUILT) ## break a local stack in every known way and see whether each cause is found and named
	@$(POOLPROOF) prove

test: $(INSTALLED) check build ## types, lint, unit, integration with a real Redis, both engines
	@npx vitest run

check: $(INSTALLED) ## types and lint
	@npx tsc --build
	@npx biome ci --error-on-warnings

build: $(INSTALLED) ## bundle the scenarios to dist/k6 and the command to dist/node
	@node esbuild.config.mjs
	@touch $(BUILT)

fix: $(INSTALLED) ## format and mend what the linter can
	@npx biome check --write

clean: ## remove what was built and cached; results stay
	rm -rf dist .cache

$(BUILT): $(INSTALLED) $(SOURCES)
	@$(MAKE) build

$(INSTALLED): package.json package-lock.json
	@command -v npm >/dev/null || { echo 'Node.js 20.19 or newer is missing: see https://nodejs.org, or apt-get install nodejs npm' >&2; exit 1; }
	npm ci --loglevel=error
	@touch $@
