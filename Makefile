# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: GNU make 4.2 or newer builds two programs from one source tree.
# All output is in out/$(BUILD)/, so variants never mix. docs/install.md says what a packager may set.

VERSION := 0.2.0
BUILD ?= release
OUT ?= out/$(BUILD)

# `make -f TREE/Makefile` builds below the directory in which it was typed, and writes nothing into TREE.
tree := $(realpath $(dir $(lastword $(MAKEFILE_LIST))))
ifneq ($(tree),$(CURDIR))
ifneq ($(or $(if $(tree),,y),$(word 2,$(CURDIR))),)
$(error a directory has a blank in its name: type make in the tree itself)
endif
GOALS := $(or $(MAKECMDGOALS),all)
.PHONY: in_tree $(GOALS)
$(GOALS): in_tree ;
in_tree:
	@$(MAKE) --no-print-directory -C '$(tree)' OUT='$(abspath $(OUT))' $(if $(DESTDIR),DESTDIR='$(abspath $(DESTDIR))') $(GOALS)
else

# ---- sources: a room of src/ is a folder, and every .c file in it is built ----

HELPER_ROOMS := core formats trust finders plan shell
COMMAND_ROOMS := system print records context python installed declared lookup build up mend setup cli commands
sources = $(wildcard $(addprefix src/,$(addsuffix /*.c,$1)))

# ---- settings ----------------------------------------------------------------

comma := ,
hash := \#
define newline


endef
# Architectures of static, wheel and dist
ARCHS ?= x86_64 aarch64
PREFIX ?= $(or $(prefix),/usr/local)
BINDIR ?= $(or $(bindir),$(PREFIX)/bin)
LIBEXECDIR ?= $(or $(libexecdir),$(PREFIX)/libexec)
MANDIR ?= $(or $(mandir),$(PREFIX)/share/man)
# Debian's packages use share/zsh/vendor-completions instead.
ZSHCOMPDIR ?= $(PREFIX)/share/zsh/site-functions
# A package build installs nothing that it lacks, takes one compiler, and shows each command.
package := $(if $(DEB_BUILD_ARCH)$(RPM_PACKAGE_NAME)$(NO_INSTALL),1)
V ?= $(package)

# Without `all`, these goals take what is built as it was built: a setting that is not typed is that of the last build.
AS_BUILT := install install-strip built
SETTINGS := package CC HOOK_CC AR CPPFLAGS CFLAGS LDFLAGS LIBS STATIC HOOK_STATIC MACOS
STAMP := $(OUT)/settings.mk
ifneq ($(filter $(AS_BUILT),$(MAKECMDGOALS)),)
ifeq ($(filter all,$(MAKECMDGOALS)),)
# Not included: make would make it first, also with -n.
$(eval $(file <$(STAMP)))
endif
endif
given := $(foreach each,$(SETTINGS),$(if $(filter default undefined,$(origin $(each))),,$(each)))

# musl's helper starts in a quarter of the time of a static glibc's. It is this machine's, as gcc is.
ifneq ($(filter default undefined,$(origin CC)),)
CC := gcc
HOOK_CC ?= $(or $(if $(package),,$(shell command -v musl-gcc)),$(CC))
endif
HOOK_CC ?= $(CC)
ifneq ($(filter default undefined,$(origin AR)),)
AR := $(or $(shell $(CC) -print-prog-name=ar 2>/dev/null),ar)
endif

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
FORTIFY.release := $(if $(findstring _FORTIFY_SOURCE,$(CC) $(CPPFLAGS) $(CFLAGS))$(filter -O0,$(CFLAGS)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
FORTIFY.lint := $(FORTIFY.release)

ifeq ($(VARIANT.$(BUILD)),)
$(error unknown BUILD '$(BUILD)': it is one of release debug asan lint analyze fuzz)
endif

# ---- compilers: asked once which flags they take -----------------------------

# make -n and make -q write nothing, not even here.
flags := $(filter-out -% %=%,$(firstword $(MAKEFLAGS)))
dry := $(findstring n,$(flags))$(findstring q,$(flags))
MAKEFLAGS += --no-print-directory
PASSIVE := help clean static wheel check deps proof try size reformat dist release uninstall
ifneq ($(filter-out $(PASSIVE),$(or $(MAKECMDGOALS),all)),)
ifeq ($(or $(dry),$(shell { mkdir -p $(OUT) 2>/dev/null && [ -w $(OUT) ]; } || [ -e $(OUT)/avenv ] && echo y)),)
$(error cannot write to '$(abspath $(OUT))': build as the owner of this tree, or with OUT=DIRECTORY)
endif
ifeq ($(shell command -v $(firstword $(CC))),)
$(error no compiler '$(CC)': docs/install.md names the packages that a build needs, and 'make deps' installs them)
endif
# probe PREFIX,COMPILER: what build/probe.sh says
shell_quoted = '$(subst ','\'',$1)'
probe = $(eval $(subst ;;,$(newline),$(shell FLAGS=$(call shell_quoted,$(CPPFLAGS) $(CFLAGS)) \
	LDFLAGS=$(call shell_quoted,$(LDFLAGS)) KEEP=$(if $(dry),n) build/probe.sh $(OUT)/probe-$1.txt $1 $2)))
$(call probe,CC,$(CC))
$(call probe,HOOK,$(HOOK_CC))
ifeq ($(and $(CC_WARN),$(HOOK_WARN)),)
$(error cannot build with CC='$(CC)' and HOOK_CC='$(HOOK_CC)')
endif
endif

# avenv compiles for macOS, but was never run on it.
MACOS ?= $(findstring Darwin,$(shell uname))
# The helper's place, from that of avenv
helper_dir := $(if $(subst $(PREFIX)/bin,,$(BINDIR)),$(LIBEXECDIR),$(subst $(PREFIX)/,../,$(LIBEXECDIR)))/avenv
DIALECT := -std=c17 -D_GNU_SOURCE -Isrc $(if $(MACOS),-Ibuild/macos -include linux.h)
FLAGS = $(DIALECT) $(FORTIFY.$(BUILD)) $(CC_WARN) $(CC_HARDEN) $(VARIANT.$(BUILD)) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC_LD) $(if $(findstring -static,$(LDFLAGS)),,$(CC_PIE)) $(VARIANT.$(BUILD)) $(LDFLAGS)
libraries := -ldeflate -ljansson -lreadline $(if $(MACOS),-lutil,-lbsd -lmd)
STATIC ?= $(if $(package),,$(CC_ARCHIVES))
# With archives libc comes first: libbsd has functions with the same names.
LIBS ?= $(if $(filter 1,$(STATIC)),-lc -Wl$(comma)-Bstatic $(libraries) -ltinfo -Wl$(comma)-Bdynamic,$(libraries)) -pthread
# The helper is small and static, except in the variants that need the system's libc.
ifneq ($(filter release debug,$(BUILD)),)
# At any address, as distributions check, it relocates 550 pointers at each start: that is 3 % of a cd.
HOOK_STATIC ?= $(or $(if $(package),$(HOOK_STATIC_PIE)),$(HOOK_STATIC_FIXED))
helper := hobj
HELPER = $(HOOK_CC) $(DIALECT) $(FORTIFY.$(BUILD)) $(if $(HOOK_STATIC),-DMEM_IS_HEAP) $(HOOK_WARN) $(HOOK_HARDEN) $(HOOK_SMALL) \
	$(if $(filter -no-pie,$(HOOK_STATIC)),-fno-pie) $(CPPFLAGS) $(CFLAGS) $(if $(filter debug,$(BUILD)),-g)
HELPER_LINK = $(HOOK_LD) $(or $(HOOK_STATIC),$(HOOK_PIE)) $(LDFLAGS)
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

# What a build was made with: make compares, and the goals AS_BUILT read it again.
setting = $(if $(filter $1,$(given)),$1 := $(subst $(hash),\$(hash),$(subst $$,$$$$,$(strip $($1)))),undefine $1)
define stamp_text
$(foreach each,$(SETTINGS),$(call setting,$(each))$(newline))
# $(strip $(VERSION) $(CC) $(FLAGS) $(LINK) $(HELPER) $(HELPER_LINK) $(helper_dir))
endef
ifneq ($(CC_WARN),)
ifneq ($(file <$(STAMP)),$(stamp_text))
$(STAMP): FORCE
endif
endif
$(STAMP): export STAMP_TEXT = $(stamp_text)
$(STAMP):
	$(if $(wildcard $@),@echo '  BUILD   again: the settings are not those of the last build')
	@mkdir -p $(@D) && printf '%s\n' "$$STAMP_TEXT" >$@
FORCE:

Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),,@printf '  %-7s %s\n' '$1' '$(patsubst $(OUT)/%,%,$@)')
compile = $(Q)mkdir -p $(@D) && $1 -MMD -MP -c -o $@ $<

$(OUT)/obj/%.o: src/%.c $(STAMP)
	$(call say,CC)
	$(call compile,$(CC) $(FLAGS) $(DEFINES))
$(OUT)/obj/cli/main.o: DEFINES := -DAVENV_VERSION='"$(VERSION)"'
$(OUT)/obj/system/child.o: DEFINES := -DHELPER_DIR='"$(helper_dir)"'
$(OUT)/hobj/%.o: src/%.c $(STAMP)
	$(call say,HOOKCC)
	$(call compile,$(HELPER))
$(OUT)/obj/asan.o: build/asan.c $(STAMP)
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
$(OUT)/avenv-hook: $(helper_o) $(report_o)
	$(call say,LINK)
	$(Q)$(HELPER) $(HELPER_LINK) -o $@ $^
# Copies, as a wheel has no links
$(OUT)/avenv-no-pip: $(wildcard hooks/avenv-no-pip/*)
	$(Q)rm -rf $@ && cp -RL hooks/avenv-no-pip $@
$(OUT)/avenv.1: src/avenv.1
	$(Q)cp $< $@

# ---- tests that are C --------------------------------------------------------

$(OUT)/unit/%: tests/unit/%.c $(library) $(STAMP)
	$(call say,UNIT)
	$(Q)mkdir -p $(@D) && if echo '#include "tests/unit/test.h"' | $(CC) -I. -Isrc -E - >/dev/null 2>&1; then \
		$(CC) $(FLAGS) -Itests/unit -MMD -MP -o $@ $< $(library) $(LINK) $(LIBS) -lcmocka; \
	else printf '#!/bin/sh\necho "1..0 # SKIP libcmocka-dev is not installed"\n' >$@; chmod +x $@; touch -d @0 $@; fi
$(OUT)/fuzz/obj/%.o: tests/fuzz/lib/%.c $(STAMP)
	$(call compile,$(CC) $(FLAGS))
$(fuzz_bin): $(OUT)/fuzz/%: tests/fuzz/%.c $(fuzz_lib) $(library) $(STAMP)
	$(call say,FUZZ)
	$(Q)$(CC) $(FLAGS) -MMD -MP -o $@ $< $(fuzz_lib) $(library) $(subst fuzzer-no-link,fuzzer,$(LINK)) $(LIBS)
unit: $(unit_bin)
fuzz: $(fuzz_bin)
objects: $(shared_o) $(command_o) $(OUT)/$(helper)/hook.o $(OUT)/$(helper)/shim.o $(OUT)/$(helper)/helper.o

-include $(shared_o:.o=.d) $(command_o:.o=.d) $(helper_o:.o=.d) $(unit_bin:=.d) $(fuzz_bin:=.d) $(fuzz_lib:.o=.d)

# ---- installing --------------------------------------------------------------

# Exported variables may have any characters. Only for these targets: tests start other makes.
places := DESTDIR OUT PREFIX BINDIR LIBEXECDIR MANDIR ZSHCOMPDIR
$(foreach place,$(places),$(eval install uninstall: export $(place) := $$($(place))))
# Also that of its prerequisite
install-strip: export STRIP_BY = $(or $(STRIP),$(shell $(CC) -print-prog-name=strip 2>/dev/null),strip)

#: install     put avenv below PREFIX (/usr/local); DESTDIR= for packagers
install: all
	$(Q)build/install.sh install
#: install-strip  the same, and strip both programs
install-strip: install
#: uninstall   remove what 'make install' with the same PREFIX put there
uninstall:
	$(Q)build/install.sh uninstall
# all, by the settings of the last build
built: all
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
	@T='$(T)' MAKE='$(MAKE_COMMAND)' OUT='$(if $(filter file,$(origin OUT)),,$(abspath $(OUT)))' tests/check
#: deps        install what the tests use and is not here
deps:
	@tests/deps.sh deps
#: proof       the tests and what takes hours, with a table; goes on after a cut (T='kills fuzz' for some)
proof:
	@T='$(T)' MAKE='$(MAKE_COMMAND)' PYTHONS='$(PYTHONS)' SECONDS_EACH='$(SECONDS_EACH)' tests/check proof
#: size        code lines of each room
size:
	@tests/house/size
#: check-layers src/ includes and calls downwards only, in the order of the rooms, and in no circle
check-layers: objects
	@AVENV_BUILD_DIR='$(abspath $(OUT))' tests/house/layers.py
#: bench       what avenv costs beside the last release and its peers; fails if it costs more than then (PARTS='idle cd' BASE=COMMIT)
bench: all
	@AVENV_BUILD_DIR='$(CURDIR)/$(OUT)' tests/bench/bench $(PARTS)
#: reformat    C, shell and fish as the formatters want them
reformat:
	@tests/house/tree.t reformat
products := obj hobj unit fuzz avenv avenv-hook avenv-no-pip avenv.1 libavenv.a hooks_embed.c settings.mk probe-CC.txt probe-HOOK.txt
#: clean       remove out/, or what is built in OUT
clean:
	rm -rf $(if $(filter file,$(origin OUT)),out,$(addprefix $(OUT)/,$(products)))
#: help        this list
help:
	@sed -n 's/^#: /  make /p' Makefile
	@echo "Variables: docs/install.md, 'For packagers'"

.PHONY: all static wheel unit fuzz objects install install-strip uninstall built dist release try check deps check-layers proof \
	size bench reformat clean help FORCE
.DELETE_ON_ERROR:
endif
