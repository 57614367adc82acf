# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: GNU make 4.2 or newer builds two programs from one source tree.
# All output is in out/$(BUILD)/, so variants never mix.

VERSION := 0.2.0

# ---- sources: a room of src/ is a folder, and every .c file in it is built ----

HELPER_ROOMS := core formats trust finders plan shell
COMMAND_ROOMS := system print records context python installed declared lookup build up mend setup cli commands
sources = $(wildcard $(addprefix src/,$(addsuffix /*.c,$1)))

# ---- settings ----------------------------------------------------------------

BUILD ?= release
OUT ?= out/$(BUILD)
# Architectures of static, wheel and dist
ARCHS ?= x86_64 aarch64
PREFIX ?= $(or $(prefix),/usr/local)
# Debian's packages use share/zsh/vendor-completions instead.
ZSHCOMPDIR ?= $(PREFIX)/share/zsh/site-functions
ifeq ($(origin CC),default)
CC := gcc
endif
STRIP ?= strip
MUSL_GCC := $(shell command -v musl-gcc)
# The helper's own compiler: musl makes the smallest static program.
HOOK_CC ?= $(or $(MUSL_GCC),$(CC))

VARIANT.release := -O2
VARIANT.debug := -Og -g
# gcc's shared libubsan ignores log_path beside libasan. At a fixed address a program starts in
# three quarters of the time. Optimised, it compiles twice as long and hides what is undefined.
VARIANT.asan := -DMEM_CHECKED -O0 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all \
	$(if $(findstring clang,$(CC)),,-static-libasan -static-libubsan -fno-pie -no-pie)
VARIANT.lint := -O2 -Werror
VARIANT.analyze := -O1 -Werror -fanalyzer
VARIANT.fuzz := -DMEM_CHECKED -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link \
	-fsanitize=address,undefined -fno-sanitize-recover=all
# FORTIFY needs optimisation, and sanitizers do its work better.
FORTIFY.release := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
FORTIFY.lint := $(FORTIFY.release)

ifeq ($(VARIANT.$(BUILD)),)
$(error unknown BUILD '$(BUILD)': it is one of release debug asan lint analyze fuzz)
endif

# Build in parallel, unless -j is given.
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif
MAKEFLAGS += --no-print-directory

# ---- compilers: asked once which flags they take -----------------------------

PASSIVE := help clean static wheel check proof try size reformat dist release uninstall
ifneq ($(filter-out $(PASSIVE),$(or $(MAKECMDGOALS),all)),)
ifneq ($(shell mkdir -p $(OUT) out/probe 2>/dev/null && [ -w $(OUT) ] && [ -w out/probe ] && echo y),y)
$(error cannot write to '$(CURDIR)/out': build as the owner of this tree, or in a clone of your own)
endif
ifeq ($(shell command -v $(firstword $(CC))),)
$(error no compiler '$(CC)': README.md, "Install", names the packages that a build needs)
endif
probe_name = out/probe/$1-$(subst $() $(),_,$(subst /,_,$2)).mk
CC_PROBE := $(call probe_name,cc,$(CC))
HOOK_PROBE := $(call probe_name,hook,$(HOOK_CC))
include $(CC_PROBE) $(HOOK_PROBE)
endif
$(CC_PROBE) $(HOOK_PROBE): build/probe.sh
	@build/probe.sh $(if $(findstring /cc-,$@),CC $(CC),HOOK $(HOOK_CC)) >$@.$$$$ && mv $@.$$$$ $@

# avenv compiles for macOS, but was never run on it.
MACOS ?= $(findstring Darwin,$(shell uname))
DIALECT := -std=c17 -D_GNU_SOURCE -Isrc $(if $(MACOS),-Ibuild/macos -include linux.h)
FLAGS = $(DIALECT) $(FORTIFY.$(BUILD)) $(VARIANT.$(BUILD)) $(CC_WARN) $(CC_HARDEN) $(CPPFLAGS) $(CFLAGS)
LINK = $(VARIANT.$(BUILD)) $(CC_LD) $(LDFLAGS)
LIBS := $(CC_ARCHIVES) -ldeflate -ljansson -lreadline $(if $(MACOS),-lutil,-lbsd -lmd) -pthread
# The helper is small and static, except in the variants that need the system's libc.
ifneq ($(filter release debug,$(BUILD)),)
helper := hobj
HELPER = $(HOOK_CC) $(DIALECT) $(if $(HOOK_STATIC),-DMEM_IS_HEAP) $(HOOK_WARN) $(HOOK_HARDEN) $(HOOK_SMALL) \
	$(CPPFLAGS) $(CFLAGS) \
	$(if $(filter debug,$(BUILD)),-g)
HELPER_LINK = $(HOOK_SMALL_LD) $(HOOK_STATIC) $(LDFLAGS)
else
helper := obj
HELPER = $(CC) $(FLAGS)
HELPER_LINK = $(LINK)
endif

# ---- objects -----------------------------------------------------------------

object = $(patsubst src/%.c,$(OUT)/$1/%.o,$2)
shared_o := $(call object,obj,$(call sources,$(HELPER_ROOMS)))
command_o := $(call object,obj,$(call sources,$(COMMAND_ROOMS))) $(OUT)/obj/hooks_embed.o
helper_o := $(call object,$(helper),$(call sources,$(HELPER_ROOMS)) src/hook.c src/shim.c src/helper.c)
# Sets the directory of sanitizer reports, which tests/one reads
report_o := $(if $(filter asan,$(BUILD)),$(OUT)/obj/asan.o)
library := $(OUT)/libavenv.a
unit_bin := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/*.c))
fuzz_bin := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(wildcard tests/fuzz/*.c))
# main() is in libFuzzer, or in replay.c.
fuzz_lib := $(addprefix $(OUT)/fuzz/obj/,fuzz.o $(if $(filter fuzz,$(BUILD)),,replay.o))

#: all         build avenv and avenv-hook (BUILD=release debug asan)
all: $(OUT)/avenv $(OUT)/avenv-hook $(OUT)/avenv-no-pip $(OUT)/avenv.1
.DEFAULT_GOAL := all

# If the flags changed, the stamp is rewritten while make reads this file.
FLAGS_STAMP := $(OUT)/flags.txt
stamp_text = $(strip $(VERSION) $(CC) $(FLAGS) $(LINK) $(LIBS) $(HELPER) $(HELPER_LINK))
ifneq ($(CC_PROBE),)
ifneq ($(file <$(FLAGS_STAMP)),$(stamp_text))
$(file >$(FLAGS_STAMP),$(stamp_text))
endif
endif

Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),,@printf '  %-7s %s\n' '$1' '$(patsubst $(OUT)/%,%,$@)')
compile = $(Q)mkdir -p $(@D) && $1 -MMD -MP -c -o $@ $<

$(OUT)/obj/%.o: src/%.c $(FLAGS_STAMP)
	$(call say,CC)
	$(call compile,$(CC) $(FLAGS) $(DEFINES))
$(OUT)/obj/cli/main.o: DEFINES := -DAVENV_VERSION='"$(VERSION)"'
$(OUT)/hobj/%.o: src/%.c $(FLAGS_STAMP)
	$(call say,HOOKCC)
	$(call compile,$(HELPER))
$(OUT)/obj/asan.o: build/asan.c $(FLAGS_STAMP)
	$(call compile,$(CC) $(FLAGS) -DAVENV_REPORTS='"$(abspath $(OUT))/reports"')
$(OUT)/obj/hooks_embed.o: $(OUT)/hooks_embed.c
	$(call compile,$(CC) $(FLAGS))
$(OUT)/hooks_embed.c: build/embed.sh $(wildcard hooks/* completions/* src/setup/everywhere.*)
	$(Q)build/embed.sh >$@.$$$$ && mv $@.$$$$ $@

# Unit tests link everything but main().
$(library): $(shared_o) $(filter-out %/main.o,$(command_o))
	$(Q)rm -f $@ && $(AR) rcs $@ $^
$(OUT)/avenv: $(OUT)/obj/cli/main.o $(report_o) $(library)
	$(call say,LINK)
	$(Q)$(CC) $(LINK) -o $@ $^ $(LIBS)
# The unstripped helper is for tests/hook and the debugger.
$(OUT)/avenv-hook.full: $(helper_o) $(report_o)
	$(Q)$(HELPER) $(HELPER_LINK) -o $@ $^
$(OUT)/avenv-hook: $(OUT)/avenv-hook.full
	$(call say,LINK)
	$(Q)cp $< $@ && if [ $(BUILD) = release ]; then $(STRIP) -s -R .comment -R .note.gnu.property $@; fi
# Copies, as a wheel has no links
$(OUT)/avenv-no-pip: $(wildcard hooks/avenv-no-pip/*)
	$(Q)rm -rf $@ && cp -RL hooks/avenv-no-pip $@
$(OUT)/avenv.1: src/avenv.1
	$(Q)cp $< $@

# ---- tests that are C --------------------------------------------------------

$(OUT)/unit/%: tests/unit/%.c $(library) $(FLAGS_STAMP)
	$(call say,UNIT)
	$(Q)mkdir -p $(@D) && if echo '#include "tests/unit/test.h"' | $(CC) -I. -Isrc -E - >/dev/null 2>&1; then \
		$(CC) $(FLAGS) -Itests/unit -MMD -MP -o $@ $< $(library) $(LINK) $(LIBS) -lcmocka; \
	else printf '#!/bin/sh\necho "1..0 # SKIP libcmocka-dev is not installed"\n' >$@; chmod +x $@; touch -d @0 $@; fi
$(OUT)/fuzz/obj/%.o: tests/fuzz/lib/%.c $(FLAGS_STAMP)
	$(call compile,$(CC) $(FLAGS))
$(fuzz_bin): $(OUT)/fuzz/%: tests/fuzz/%.c $(fuzz_lib) $(library) $(FLAGS_STAMP)
	$(call say,FUZZ)
	$(Q)$(CC) $(FLAGS) -MMD -MP -o $@ $< $(fuzz_lib) $(library) $(subst fuzzer-no-link,fuzzer,$(LINK)) $(LIBS)
unit: $(unit_bin)
fuzz: $(fuzz_bin)
objects: $(shared_o) $(command_o) $(OUT)/$(helper)/hook.o $(OUT)/$(helper)/shim.o $(OUT)/$(helper)/helper.o

-include $(shared_o:.o=.d) $(command_o:.o=.d) $(helper_o:.o=.d) $(unit_bin:=.d) $(fuzz_bin:=.d) $(fuzz_lib:.o=.d)

# ---- installing --------------------------------------------------------------

# Exported variables may have any characters. Only for these targets: tests start other makes.
install uninstall: export DESTDIR := $(DESTDIR)
install uninstall: export OUT := $(OUT)
install uninstall: export PREFIX := $(PREFIX)
install uninstall: export STRIP := $(STRIP)
install uninstall: export ZSHCOMPDIR := $(ZSHCOMPDIR)

#: install     put avenv below PREFIX (/usr/local); DESTDIR= for packagers
install: all
	$(Q)build/install.sh install
#: uninstall   remove what 'make install' with the same PREFIX put there
uninstall:
	$(Q)build/install.sh uninstall
# Not $(MAKE), with which `make -n` starts a recipe
#: static      both programs with all libraries in them, in out/static (ARCHS=x86_64 for one)
static:
	@MAKE='$(MAKE_COMMAND)' build/static.sh out/static $(ARCHS:=-linux-musl)
#: wheel       a wheel for pip of the static programs, in out/dist (ARCHS=x86_64 for one)
wheel: static
	@rm -rf out/dist
	@for arch in $(ARCHS); do build/wheel.py $(VERSION) $$arch out/static/$$arch-linux-musl out/dist || exit; done
#: dist        a release in out/dist: source, wheels, archives, packages, recipes (URL= of the forge)
dist: wheel
	@URL='$(URL)' build/dist.sh $(VERSION) out/dist $(ARCHS)
#: release     changes, version, commit, dist and tag, in a clean tree (VERSION=1.2.3)
release:
	@MAKE='$(MAKE_COMMAND)' build/release.sh '$(if $(findstring command,$(origin VERSION)),$(VERSION))' ARCHS='$(ARCHS)' URL='$(URL)'

# ---- tests and tools ---------------------------------------------------------

#: try         build it and show it in a sample project; touches nothing of yours
try:
	@tests/try.sh
#: check       the tests, in about four minutes (T='cli/allow shell/*' for some)
check:
	@T='$(T)' MAKE='$(MAKE_COMMAND)' tests/check
#: proof       the tests and what takes hours, with a table; goes on after a cut (T='kills fuzz' for some)
proof:
	@T='$(T)' MAKE='$(MAKE_COMMAND)' PYTHONS='$(PYTHONS)' SECONDS_EACH='$(SECONDS_EACH)' tests/check proof
#: size        code lines of each room
size:
	@tests/house/size
#: check-layers src/ includes and calls downwards only, in the order of the rooms, and in no circle
check-layers: objects
	@AVENV_BUILD_DIR='$(CURDIR)/$(OUT)' tests/house/layers.py
#: bench       what avenv costs beside the last release and its peers; fails if it costs more than then (PARTS='idle cd' BASE=COMMIT)
bench: all
	@AVENV_BUILD_DIR='$(CURDIR)/$(OUT)' tests/bench/bench $(PARTS)
#: reformat    C, shell and fish as the formatters want them
reformat:
	@tests/house/tree.t reformat
#: clean       remove out/
clean:
	rm -rf out
#: help        this list
help:
	@sed -n 's/^#: /  make /p' Makefile
	@echo 'Variables: BUILD PREFIX DESTDIR CC HOOK_CC CFLAGS LDFLAGS V=1'

.PHONY: all static wheel unit fuzz objects install uninstall dist release try check check-layers proof size bench reformat clean help
.DELETE_ON_ERROR:
