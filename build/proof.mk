# SPDX-License-Identifier: GPL-3.0-or-later
# What takes too long for 'make check': tests under valgrind, and what they reach.
# See tests/README.md.

# The tests of a variant of its own that is not the one 'make check' has
variant_make = $(MAKE) --no-print-directory OUT=out/$1 BUILD=$1 $(given)

memcheck_t = $(UNIT:%=out/valgrind/t/unit/%.t) $(wildcard tests/cli/*.t)

# It starts itself by its name, and looks at all that is open.
out/valgrind/t/unit/python.t: build/proof.mk
	@mkdir -p $(@D)
	@printf '%s\n' '#!/bin/sh' 'echo "1..0 # SKIP allowed: valgrind opens files, and its own name is another"' >$@
	@chmod +x $@

memcheck-built:
	@$(call variant_make,valgrind) built
.PHONY: memcheck-built

#: memcheck   unit and cli tests, each program under valgrind; hours (T='unit/* cli/list' for some)
memcheck:
	@tests/deps.sh check
	@$(MAKE) --no-print-directory memcheck-built
	@T='$(T:%=valgrind:%)' TEST_TIMEOUT='$(or $(TEST_TIMEOUT),7200)' nice tests/run -b out/valgrind $(memcheck_t)
.PHONY: memcheck

# What 'make check' has of it, in seconds
some := cfg chain elf envs file launcher layout path pathvar pointer record_csv startup trust walk wheel
memcheck-some:
	@if command -v valgrind >/dev/null; then \
		$(call variant_make,valgrind) all $(some:%=out/valgrind/unit/%) $(some:%=out/valgrind/t/unit/%.t) && \
		T= TEST_JOBS=1 tests/run -b out/valgrind $(some:%=out/valgrind/t/unit/%.t) tests/cli/hook.t; \
	else echo 'SKIP: valgrind is not installed'; fi
.PHONY: memcheck-some

cov_t = $(UNIT:%=out/cov/t/unit/%.t) $(FUZZ:%=out/cov/t/fuzz/%.t) $(foreach d,cli hook shell,$(wildcard tests/$d/*.t))

cov_out := out/cov

# Files of counts are there and anybody's before the tests: some run as another user.
cov-built:
	@$(call variant_make,cov) built fuzz-built
	@find $(cov_out) -name '*.gcda' -delete
	@$(cov_out)/avenv --version >/dev/null; $(cov_out)/avenv-hook || :
	@find $(cov_out) -name '*.gcda' -exec chmod a+rw {} +
.PHONY: cov-built

# More tests, whose counts come on top of those that there are; what is built is built anew only
# by 'make cov', as counts do not outlive that
cov-run:
	@[ -x $(cov_out)/avenv ] || $(MAKE) --no-print-directory cov-built
	@T='$(T)' TEST_TIMEOUT='$(or $(TEST_TIMEOUT),3600)' nice tests/run -b $(cov_out) $(cov_t)
.PHONY: cov-run

#: cov        lines and branches that the tests reach, per file; fails where one is not in tests/uncovered.txt
cov:
	@tests/deps.sh check
	@$(MAKE) --no-print-directory cov-built
	@failed=0; $(MAKE) --no-print-directory cov-run || failed=1; \
		$(MAKE) --no-print-directory cov-report && [ $$failed = 0 ]
.PHONY: cov

#: cov-report  the same of what has been counted ('make cov-run T=cli/list' counts more)
cov-report:
	@[ -d $(cov_out)/obj ] || { echo "nothing has been counted: first 'make cov'" >&2; exit 1; }
	@gcovr --root . --filter src/ --json $(cov_out)/counts.json $(cov_out)/obj $(cov_out)/hobj $(cov_out)/unit
	@tests/coverage.py $(cov_out)/counts.json tests/uncovered.txt
.PHONY: cov-report
