# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzz targets: with libFuzzer by 'make fuzz', and each kept input once in
# 'make check', with any compiler. See tests/README.md.

FUZZ_SECONDS ?= 60
FUZZ_JOBS ?= 2
FUZZ_CC ?= clang

fuzz_lib := fuzz shells
fuzz_bin := $(FUZZ:%=$(OUT)/fuzz/%)
fuzz_lib_o := $(fuzz_lib:%=$(OUT)/fuzz/obj/lib/%.o)
fuzz_o := $(FUZZ:%=$(OUT)/fuzz/obj/%.o) $(fuzz_lib_o) $(OUT)/fuzz/obj/lib/replay.o
fuzz_t := $(FUZZ:%=out/asan/t/fuzz/%.t)
# Whose main() it is: libFuzzer's, or ours.
ifeq ($(BUILD),fuzz)
fuzz_link = $(subst fuzzer-no-link,fuzzer,$(CC_LINK))
else
fuzz_link = $(OUT)/fuzz/obj/lib/replay.o $(CC_LINK)
endif

$(fuzz_o): $(OUT)/fuzz/obj/%.o: tests/fuzz/%.c $(FLAGS_STAMP)
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CC_FLAGS) $(DEPS) -c -o $@ $<

$(fuzz_bin): $(OUT)/fuzz/%: $(OUT)/fuzz/obj/%.o $(fuzz_lib_o) $(OUT)/fuzz/obj/lib/replay.o $(libs)
	$(call say,LINK,$@)
	$(Q)$(CC) -o $@ $< $(fuzz_lib_o) $(libs) $(fuzz_link) $(CLI_LIBS)

$(OUT)/t/fuzz/%.t: build/fuzz.mk
	@mkdir -p $(@D)
	@printf '#!/bin/sh\nexec %s tests/fuzz/corpus/%s tests/fuzz/crash/%s\n' '$(OUT)/fuzz/$*' '$*' '$*' >$@
	@chmod +x $@

fuzz-built: $(fuzz_bin) $(FUZZ:%=$(OUT)/t/fuzz/%.t)
.PHONY: fuzz-built

# A make of their own, for another compiler's probe.
fuzz_make = $(MAKE) --no-print-directory OUT=out/$1 BUILD=$1 CC='$(FUZZ_CC)' fuzz-built
# AFL++ forks a target that has begun: none whose shells would be shared.
fuzz_afl := $(or $(T),$(filter-out launcher pathvar quote,$(FUZZ)))

#: fuzz       each fuzz target for FUZZ_SECONDS=60 (T='cfg quote' for some, FUZZ_LOG=FILE to add up); fails where one crashes
fuzz:
	@tests/deps.sh fuzz
	@$(call fuzz_make,fuzz)
	@tests/fuzz/run out/fuzz $(FUZZ_SECONDS) $(FUZZ_JOBS) $(or $(T),$(FUZZ))
.PHONY: fuzz

#: fuzz-afl   the same with AFL++, for the targets that ask no shell
fuzz-afl:
	@tests/deps.sh afl
	@$(MAKE) --no-print-directory OUT=out/fuzzafl BUILD=fuzz CC=afl-clang-fast fuzz-built
	@tests/fuzz/run --afl out/fuzzafl $(FUZZ_SECONDS) $(FUZZ_JOBS) $(fuzz_afl)
.PHONY: fuzz-afl

#: fuzz-cov   which lines of what they test the kept inputs reach
fuzz-cov:
	@tests/deps.sh fuzz
	@$(call fuzz_make,fuzzcov)
	@tests/fuzz/coverage out/fuzzcov $(or $(T),$(FUZZ))
.PHONY: fuzz-cov
