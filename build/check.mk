# SPDX-License-Identifier: GPL-3.0-or-later
# Everything that looks at the tree or tests it.

# Each of these is a target, and in 'make check' a test of its own.
LINTS := format length shellcheck shfmt zsh-syntax fish-syntax man tidy-core tidy-cli lint-gcc lint-clang \
	analyze-gcc analyze-cppcheck
CHECKS := check-headers check-layers check-purity check-install memcheck-some

house_t := $(patsubst %,$(OUT)/t/make/%.t,$(LINTS) $(CHECKS))
unit_t := $(UNIT:%=$(OUT)/t/unit/%.t)
asan_t := $(UNIT:%=out/asan/t/unit/%.t)
# Under the sanitizers: what 'make check' takes along, and what 'make asan' adds.
asan_some = $(asan_t) $(fuzz_t) $(wildcard tests/cli/*.t)
asan_all = $(asan_some) $(wildcard tests/hook/*.t tests/shell/*.t tests/races/*.t tests/registry/*.t)
LINT = OUT='$(OUT)' build/lint.sh

#: check      everything: lint, unit, cli, shell, hook budgets, asan (T='tests/shell/*' for some)
check:
	@tests/deps.sh check
	@$(MAKE) --no-print-directory check-built || { echo '0 passed, 1 failed'; exit 1; }
	@perl -MTAP::Harness -e 1 || { echo '0 passed, 1 failed'; exit 1; }
	@$(MAKE) --no-print-directory check-run
.PHONY: check

# The compilers may be what tests/deps.sh has just installed: another make looks.
check-built: built $(if $(T),$(if $(findstring asan:,$(T)),asan-built),asan-built)
	@:
.PHONY: check-built

#: prompts-deps  fetch the prompt frameworks that Debian lacks into out/deps, for shell/prompts.t (network)
prompts-deps:
	@tests/prompts-deps.sh
.PHONY: prompts-deps

check-run:
	@T='$(T)' tests/run -b $(OUT) $(house_t) $(unit_t) \
		$(wildcard tests/cli/*.t tests/hook/*.t tests/shell/*.t tests/races/*.t tests/registry/*.t tests/bench/*.t) \
		-b out/asan $(if $(findstring asan:,$(T)),$(asan_all),$(asan_some))
.PHONY: check-run

built: all $(OUT)/races/swap $(unit_bin) $(house_t) $(unit_t) $(OUT)/faults-short
.PHONY: built

asan-built:
	@$(MAKE) --no-print-directory OUT=out/asan BUILD=asan built fuzz-built
.PHONY: asan-built

# What the user set must reach the inner make, or it would build all anew.
GIVEN := CC HOOK_CC CFLAGS CPPFLAGS LDFLAGS $(DIRS)
given = $(foreach v,$(GIVEN),$(if $(filter command environment,$(origin $v)),$v='$($v)'))

$(OUT)/t/make/%.t: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '#!/bin/sh' "exec tests/target.sh $* BUILD=$(BUILD) OUT='$(OUT)' $(given)" >$@
	@chmod +x $@
.PHONY: FORCE

$(OUT)/t/unit/%.t: build/check.mk
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nCMOCKA_MESSAGE_OUTPUT=TAP exec %s\n' '$(OUT)/unit/$*' >$@
	@chmod +x $@

#: faults     each system call of each command fails in each way; an hour and more (T='create* helper:*' for some)
faults: all $(OUT)/faults-short
	@set -f; AVENV_BUILD_DIR='$(CURDIR)/$(OUT)' nice tests/faults/faults $(T)
.PHONY: faults

#: asan       all tests under the address and undefined-behaviour sanitizers ('make check' has unit and cli)
asan: asan-built
	@T='$(T)' tests/run -b out/asan $(asan_all)
.PHONY: asan

#: lint       all of: format length shellcheck shfmt zsh-syntax fish-syntax man tidy lint-gcc lint-clang analyze-gcc analyze-cppcheck
lint: $(LINTS)
.PHONY: lint

#: format     is the C as clang-format would have it (make reformat makes it so)
format:
	@$(LINT) format
.PHONY: format

reformat:
	@$(LINT) reformat
.PHONY: reformat

#: tidy       clang-tidy over the C
tidy: tidy-core tidy-cli
tidy-core:
	@BASE='$(BASE)' $(LINT) tidy $(CORE_SRC) $(SHELL_SRC) $(HOOK_SRC)
tidy-cli:
	@BASE='$(BASE)' $(LINT) tidy $(CLI_SRC)
.PHONY: tidy tidy-core tidy-cli

#: length     no source file is too long, nor a function of a hook, a completion, a test or in Python
#: shellcheck shellcheck over hooks, tests and build scripts
length shellcheck shfmt zsh-syntax fish-syntax man:
	@$(LINT) $@
.PHONY: length shellcheck shfmt zsh-syntax fish-syntax man

# -Werror is for us only: a user's newer compiler must not stop a build.
lint-gcc lint-clang: lint-%:
	@if command -v $* >/dev/null; then \
		$(MAKE) --no-print-directory BUILD=lint OUT=out/lint-$* CC=$* all; \
	else echo 'SKIP: $* is not installed'; fi
.PHONY: lint-gcc lint-clang

# clang's is not in 'make check': clang-tidy runs the same analyzer there.
#: analyze    what gcc -fanalyzer, clang --analyze and cppcheck find, in what has changed
analyze: analyze-gcc analyze-clang analyze-cppcheck
analyze-gcc analyze-clang: analyze-%:
	@if command -v $* >/dev/null; then \
		$(MAKE) --no-print-directory BUILD=analyze OUT=out/analyze-$* CC=$* objects; \
	else echo 'SKIP: $* is not installed'; fi
analyze-cppcheck:
	@$(LINT) cppcheck
.PHONY: analyze analyze-gcc analyze-clang analyze-cppcheck

#: check-headers  each header compiles alone
check-headers:
	@CC='$(CC)' FLAGS='$(BASE) $(filter-out -Wunused-macros,$(CC_WARN))' \
		build/check-headers.sh
.PHONY: check-headers

#: check-layers   core includes core only, shell core, hook both, cli all
check-layers:
	@build/check-layers.sh
.PHONY: check-layers

check-purity: $(OUT)/avenv-hook
	@OUT='$(OUT)' BUILD='$(BUILD)' MUSL='$(MUSL_GCC)' build/check-purity.sh $(hook_o)
.PHONY: check-purity

#: check-hook     the helper's purity, size and system calls
check-hook: check-purity all
	@tests/run -b $(OUT) $(wildcard tests/hook/*.t)
.PHONY: check-hook

#: races      many shells and a second user at once, for long (RACE_SECONDS=600 each, RACE_SHELLS=64)
races: all $(OUT)/races/swap
	@RACE_SECONDS='$(or $(RACE_SECONDS),600)' RACE_SHELLS='$(or $(RACE_SHELLS),64)' TEST_TIMEOUT=100000 \
		tests/run -b $(OUT) tests/races/*.t
.PHONY: races

#: check-install  install, run, uninstall, nothing left
check-install: all
	@MAKE='$(MAKE)' OUT='$(OUT)' BUILD='$(BUILD)' build/check-install.sh
.PHONY: check-install

DIST := avenv-$(VERSION)

#: dist       out/avenv-VERSION.tar.gz, of what is committed
dist:
	@mkdir -p out
	@git archive --prefix=$(DIST)/ -o out/$(DIST).tar.gz HEAD
	@[ -z "$$(git status --porcelain)" ] || echo '  NOTE    what is not committed is not in it'
	@echo '  DIST    out/$(DIST).tar.gz'
.PHONY: dist

#: distcheck  unpack the tarball; build and test it there
distcheck: dist
	@rm -rf out/distcheck && mkdir out/distcheck
	@tar -xzf out/$(DIST).tar.gz -C out/distcheck
	@cd out/distcheck/$(DIST) && for step in all check-install asan; do \
		env -u MAKEFLAGS -u MFLAGS T='asan:unit/* asan:cli/*' $(MAKE) --no-print-directory CC='$(CC)' $$step || exit 1; \
	done
	@rm -rf out/distcheck
.PHONY: distcheck

#: bench      what avenv costs beside its peers; fails above a budget (PARTS='idle cd' ROUNDS=15)
bench: all
	@AVENV_BUILD_DIR='$(CURDIR)/$(OUT)' tests/bench/bench $(PARTS)
.PHONY: bench

#: bench-deps fetch what make bench compares avenv with into out/deps (network)
bench-deps:
	@tests/bench/deps.sh
.PHONY: bench-deps

#: picture    draw the picture in README.md anew: docs/session.svg
picture: all
	@AVENV_BUILD_DIR='$(CURDIR)/$(OUT)' tests/picture.py docs/session.svg
.PHONY: picture

#: try        build and show it in a sample project; touches nothing of yours
try:
	@tests/try.sh
.PHONY: try
