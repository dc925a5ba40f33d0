# The verbs of this project, for people and for CI alike. `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

SOURCES := Package.swift Shared Services Tests
STATE ?= .run
TEST_FILTER ?=
SERVICE ?=
FILE ?= $(STATE)/shop.dump
MUTANTS ?=
export SEED ?= 1
HERE ?=

.PHONY: help
help: ## list the verbs
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: install
install: ## install what building and running need, if it is missing (Debian, Ubuntu)
	@infra/local/install.sh

.PHONY: install-browser
install-browser: ## install the browser as well in which the page is tested
	@infra/local/install.sh --browser

.PHONY: build
build: install ## build every service, in debug
	swift build

.PHONY: build-tests
build-tests: install ## build every service and every test, in debug
	swift build --build-tests

.PHONY: test
test: install-browser build-tests ## run all tests on servers of their own (TEST_FILTER=pattern runs some)
	SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=3 \
		infra/local/with-servers.sh infra/local/run-tests.sh $(if $(TEST_FILTER),'$(TEST_FILTER)')

.PHONY: alerts
alerts: ## check the rules for Prometheus and run their tests
	@infra/local/alerts.sh $(STATE)

.PHONY: mutants
mutants: install ## break one guard at a time and see its test go red (MUTANTS="inbox …" for some, HERE=1)
	@SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 infra/local/with-servers.sh \
		infra/local/mutants.sh $(if $(HERE),--here,$(STATE)) $(MUTANTS)

.PHONY: clients
clients: install ## walk a partner's own client library through the sandbox (needs Python 3 and its package index)
	@infra/local/clients.sh $(STATE)

.PHONY: traces
traces: build-tests ## have an order's traces read by OpenTelemetry's own definitions (needs Python 3)
	@infra/local/traces.sh $(STATE)

.PHONY: contracts
contracts: ## have an independent validator read the schemas, their examples and asyncapi.json (needs Python 3)
	@infra/local/contracts.sh $(STATE)

.PHONY: examples
examples: build ## run the producers' guide's examples in Python, Go and Node against a platform of its own
	@infra/local/with-platform.sh infra/local/examples.sh $(STATE)

.PHONY: fuzz
fuzz: build ## have an independent tester make up requests from openapi.json (SEED=1 FUZZ_SECONDS=200; needs Python 3)
	@GATEWAY_RATE=10000 GATEWAY_BURST=100000 GATEWAY_STRANGER_RATE=10000 GATEWAY_STRANGER_BURST=100000 \
		infra/local/with-platform.sh infra/local/fuzz.sh $(STATE)

.PHONY: chaos
chaos: install ## strike the whole platform with every fault and compare what is left (SEED=1; 75 minutes and more)
	@infra/local/chaos.sh

.PHONY: bench
bench: install ## measure the workload W1 beside its floor (FULL=1 five rounds, CRASH=1 kills stages, KEEP=1 stores)
	@infra/local/bench.sh $(STATE)

.PHONY: bench-product
bench-product: install ## measure the product (FORM=flow; the forms stand in docs/performance.md; FULL=1)
	@infra/local/bench-product.sh $(STATE)

.PHONY: bench-credit
bench-credit: install ## have many people scored anew and watch Credit's memory (SUBJECTS=100000 ORDERS=12)
	@infra/local/bench-credit.sh $(STATE)

.PHONY: up
up: install ## build all, start everything, connect a demo shop and watch orders become parcels (PORT=8080)
	@infra/local/up.sh $(STATE)

.PHONY: down
down: ## end what `make up` started, and nothing else; its data stays
	@infra/local/services.sh stop $(STATE)
	@infra/local/broker.sh stop $(STATE)
	@infra/local/database.sh stop $(STATE)

.PHONY: status
status: ## tell what runs, and whether it is ready
	@infra/local/services.sh status $(STATE)

.PHONY: logs
logs: ## follow the logs (SERVICE=inventory for one)
	@infra/local/services.sh logs $(STATE) $(SERVICE)

.PHONY: shopos
shopos: ## look into what runs, as its operator (ARGS="trace 576…"; ARGS=--help lists the commands)
	@infra/local/services.sh shopos $(STATE) $(or $(ARGS),status)

.PHONY: dump
dump: ## write what `make up` keeps to FILE while it works (make dump FILE=shop.dump)
	@infra/local/restore.sh dump $(STATE) $(FILE)

.PHONY: restore
restore: ## put FILE in the database's place, tell again what was lost, and compare
	@infra/local/restore.sh restore $(STATE) $(FILE)

.PHONY: docs
docs: build-tests ## make the documents that are made from the code
	@WRITE_DOCS=1 swift test --skip-build --filter 'ContractsTests.(Golden|Words)'
	@swift build --build-tests # the words are a part of the program that tells them
	@WRITE_DOCS=1 swift test --skip-build \
		--filter 'StyleTests.OrderJourney|ContractsTests.(AsyncAPI|SchemaFile)|GatewayTests.OpenAPIFile'

.PHONY: release-contracts
release-contracts: build-tests ## keep schemas and openapi.json as those of the release that is compared with
	@WRITE_RELEASE=1 swift test --skip-build --filter 'ContractsTests.(HTTP|Request)?Release'

.PHONY: servers
servers: install ## start a private broker and database that stay up (under STATE, .run by default)
	@infra/local/broker.sh start $(STATE)
	@infra/local/database.sh start $(STATE)

.PHONY: servers-stop
servers-stop: ## stop the private broker and database; their data stays
	@infra/local/broker.sh stop $(STATE)
	@infra/local/database.sh stop $(STATE)

.PHONY: format
format: ## format all Swift files
	swift format --in-place --parallel --recursive $(SOURCES)

.PHONY: lint
lint: ## check the format of all Swift files and the syntax of all scripts
	swift format lint --strict --parallel --recursive $(SOURCES)
	@for script in infra/*/*.sh .ci/run; do bash -n "$$script"; done

.PHONY: clean
clean: ## stop the private servers, delete their data and all that was built
	@infra/local/services.sh stop $(STATE)
	@infra/local/broker.sh stop $(STATE)
	@infra/local/database.sh remove $(STATE)
	rm -rf $(STATE) .build
