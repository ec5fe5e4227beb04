# Copydesk: `make try` shows it at work, `make test` runs every test, `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
CARGO ?= cargo

SEEDS ?= 20

.PHONY: help try test check properties bench bench-scale generate

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 16

try: ## Open a damaged sample corpus in Neovim with the server attached
	$(CARGO) build --release
	tests/editors/setup.sh --neovim
	tests/editors/try.sh

test: ## Run every test, those in Neovim and VS Code included; installs the editors under target/
	tests/editors/setup.sh
	$(CARGO) build --release
	$(CARGO) test
	source tests/editors/lib.sh && PATH="$$node_home/bin:$$PATH" npm --prefix editors/vscode run check
	tests/editors/run.sh

check: ## What must pass before a commit: format, lints, tests in Rust
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings
	$(CARGO) test

properties: ## Run the property tests with cases that no build has seen: SEEDS of them, 20 unless told
	$(CARGO) test --no-run
	for run in $$(seq $(SEEDS)); do \
		seed=$$RANDOM$$run; \
		PROPTEST_RNG_SEED=$$seed $(CARGO) test --quiet --lib --test brat --test convert --test incremental --test index \
			--test mentions --test remembered --test standoff || { echo "PROPTEST_RNG_SEED=$$seed"; exit 1; }; \
	done

bench: ## Measure what docs/performance.md quotes; benches/peers.sh installs what is measured beside
	for bench in damage residue duplicates throughput formats names names_live check keystroke; do echo "== $$bench"; $(CARGO) bench --quiet --bench "$$bench"; done

bench-scale: ## Measure the index of a million articles, which are written to the folder for temporary files
	$(CARGO) bench --quiet --bench scale -- --articles 1000000

generate: ## Write the files that are made from the settings and the catalogue of rules
	UPDATE_GENERATED=1 $(CARGO) test --test cli generated
	UPDATE_GENERATED=1 $(CARGO) test --test index documentation
