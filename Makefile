# Every command that people and CI use. `make` alone lists them.
.DEFAULT_GOAL := help
PROFILES := load smoke stress saturation breakpoint spike failover leak cold-start soak
.PHONY: help $(PROFILES) cloud bundle stack tail prove conformance report merge manifests compare ab size journey history comment cold-restore bench bench-truth test check types lint actions build fix clean
MAKEFLAGS += --no-print-directory
# No file here is made by a rule of make's own; to try them all on each source took make a tenth of a second.
.SUFFIXES:

# What is typed on the command line reaches the command as it was typed: without this make would expand each $.
TYPED := $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
$(foreach name,$(filter-out MAKE%,$(TYPED)),$(eval override $(name) := $$(value $(name)))$(eval export $(name)))

# What is missing is said in one line. The command ends when the make that started it is killed, at whatever moment: so it
# is told who that is.
MAKE_PID := $(shell echo $$PPID)
ADVICE := see https://nodejs.org, or apt-get install nodejs npm
NEEDS_NODE := command -v node >/dev/null || { echo 'Node.js 20.19 or newer is missing: $(ADVICE)' >&2; exit 6; }
POOLPROOF := $(NEEDS_NODE); MAKE_PID=$(MAKE_PID) exec node dist/node/poolproof.js
# Not by npx, which takes longer to start than most of them.
TOOL := $(NEEDS_NODE); exec node_modules/.bin/
INSTALLED := node_modules/.package-lock.json
# Half of all packages are for tests and lint, and are installed for these alone. Where they are, they stay.
FOR_TESTS := $(filter test conformance check types lint actions fix,$(MAKECMDGOALS))
HAS_TOOLS := $(wildcard node_modules/vitest)
BUILT := dist/.built
SOURCES := $(shell find src thresholds journeys -type f 2>/dev/null) $(wildcard esbuild.*.mjs) package.json

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

load: $(BUILT) ## 50 requests/s for 30 s against a local stack, or BASE_URL=… REDIS_URL=… for yours
	@$(POOLPROOF) run load

smoke: $(BUILT) ## a few requests of each kind, in seconds
	@$(POOLPROOF) run smoke

stress: $(BUILT) ## 100 requests/s: may queue, must not fail
	@$(POOLPROOF) run stress

saturation: $(BUILT) ## steps of rising rate: where does the pool fill up, and what gives way first?
	@$(POOLPROOF) run saturation

breakpoint: $(BUILT) ## a rate that rises until the API breaks
	@$(POOLPROOF) run breakpoint

spike: $(BUILT) ## idle, ten times that, idle again
	@$(POOLPROOF) run spike

failover: $(BUILT) ## load goes on while Redis goes away (FAULT=stop, kill, hang, refuse) and comes back
	@$(POOLPROOF) run failover

leak: $(BUILT) ## load, then silence: do connections go?
	@$(POOLPROOF) run leak

cold-start: $(BUILT) ## an API that has just started
	@$(POOLPROOF) run cold-start

soak: $(BUILT) ## the load profile for 30 min: does anything drift?
	@$(POOLPROOF) run soak

cloud: $(BUILT) ## a profile in Grafana Cloud k6: PROFILE=load BASE_URL=… See docs/cloud.md
	@$(POOLPROOF) cloud

bundle: $(BUILT) ## a k6 script in this folder, for k6 alone: JOURNEY=journeys/products.ts PROFILE=load
	@$(POOLPROOF) bundle

stack: $(BUILT) ## the local stack alone, until Ctrl-C: Redis and the API, for a load from another terminal
	@$(POOLPROOF) stack

tail: $(BUILT) ## follow the log of a function of AWS Lambda: LAMBDA_FUNCTION=… FILTER=Redis. See docs/lambda.md
	@$(POOLPROOF) tail

prove: $(BUILT) ## break a local stack in every known way and see whether each cause is found and named
	@$(POOLPROOF) prove

export RESULT ?= results/latest
report: $(BUILT) ## render the reports of a run again: RESULT=folder or result.json, the latest run by default
	@$(POOLPROOF) report "$$RESULT"

manifests: $(BUILT) ## what Kubernetes needs to run a profile in several pods: SHARES=4. See docs/several-machines.md
	@$(POOLPROOF) manifests

merge: $(BUILT) ## one result of all shares of a run: RESULTS="a b c d". See docs/several-machines.md
	@$(POOLPROOF) merge

compare: $(BUILT) ## are the results HEAD=… worse than BASE=…? See docs/compare.md
	@$(POOLPROOF) compare

ab: $(BUILT) ## base and head in turn on this machine, and whether head is worse: BASE_URL=… HEAD_URL=…
	@$(POOLPROOF) ab

history: $(BUILT) ## one page over all your results: what changed from commit to commit?
	@$(POOLPROOF) history

size: $(BUILT) ## how large should the pool be? The smallest that holds RATE, measured or computed: docs/size.md
	@$(POOLPROOF) size

journey: $(BUILT) ## write a first journey to edit: FROM=api.har or FROM=openapi.yaml
	@$(POOLPROOF) journey

comment: $(BUILT) ## comment on the pull or merge request of this CI job with the report of RESULT
	@$(POOLPROOF) comment

cold-restore: $(BUILT) ## set back functions of AWS Lambda that a killed cold start left changed. See docs/lambda.md
	@$(POOLPROOF) cold-restore

bench: $(BUILT) ## what a request costs and how many can be sent, beside k6, Artillery and autocannon where found
	@$(POOLPROOF) bench speed

bench-truth: $(BUILT) ## are the reported latencies true, and do requests come when they should?
	@$(POOLPROOF) bench truth

test: $(INSTALLED) ## types, lint, unit, integration with a real Redis, both engines
	@$(NEEDS_NODE)
	@$(MAKE) -j check build
	@$(TOOL)vitest run

conformance: $(BUILT) ## the same scripts on the embedded engine and on k6; RECORD_ANSWERS=1 records k6's answers
	@$(TOOL)vitest run tests/conformance

check: types lint actions ## types and lint

types: $(INSTALLED)
	@$(TOOL)tsc --build

lint: $(INSTALLED)
	@$(TOOL)biome ci --error-on-warnings

actions: $(INSTALLED)
	@$(NEEDS_NODE)
	@for file in action.yml .github/workflows/*.yml; do node_modules/.bin/action-validator $$file || exit 1; done

build: $(INSTALLED) ## bundle the scenarios to dist/k6 and the command to dist/node
	@$(NEEDS_NODE); exec node esbuild.config.mjs
	@touch $(BUILT)

fix: $(INSTALLED) ## format, and fix what the linter can
	@$(TOOL)biome check --write

clean: ## remove what was built and cached; results stay
	rm -rf dist .cache

$(BUILT): $(INSTALLED) $(SOURCES)
	@$(MAKE) build

.PHONY: tools-missing
$(INSTALLED): package.json package-lock.json $(if $(FOR_TESTS),$(if $(HAS_TOOLS),,tools-missing))
	@$(NEEDS_NODE)
	@node -e 'const [a, b] = process.versions.node.split("."); process.exitCode = a > 20 || (a == 20 && b >= 19) ? 0 : 1' || \
	  { echo "poolproof needs Node.js 20.19 or newer, and $$(command -v node) is $$(node --version): $(ADVICE)" >&2; exit 6; }
	@command -v npm >/dev/null || { echo 'npm is missing: $(ADVICE)' >&2; exit 6; }
	@[ -w . ] || { echo "Cannot install packages: $$PWD cannot be written to" >&2; exit 1; }
	npm ci $(if $(FOR_TESTS)$(HAS_TOOLS),,--omit=dev )--loglevel=error --ignore-scripts --prefer-offline --no-audit --no-fund
	@touch $@
