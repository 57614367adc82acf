# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: GNU make builds two programs from one source tree (see src/README.md).
# Everything made lands in out/$(BUILD)/, so the variants never mix.

VERSION := 0.1.0

# ---- what is built: to add a source or a test, add its name here, in order -

CORE_SRC := $(wildcard src/core/*.c)
SHELL_SRC := $(wildcard src/shell/*.c)
HOOK_SRC := src/hook.c
CLI_SRC := $(wildcard src/cli/*.c)
# tests/unit/NAME.c, one small cmocka program each
UNIT := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))
# tests/fuzz/NAME.c, one fuzz target each
FUZZ := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))

# ---- what a user may set ---------------------------------------------------

BUILD ?= release
PREFIX ?= $(or $(prefix),/usr/local)
BINDIR ?= $(PREFIX)/bin
LIBEXECDIR ?= $(PREFIX)/libexec
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
# Where each shell looks for completions that it loads when they are asked for.
BASHCOMPDIR ?= $(DATADIR)/bash-completion/completions
ZSHCOMPDIR ?= $(DATADIR)/zsh/site-functions
FISHCOMPDIR ?= $(DATADIR)/fish/vendor_completions.d
ifeq ($(origin CC),default)
CC := gcc
endif
# The helper's own compiler: musl makes the smallest static program.
HOOK_CC ?= $(or $(MUSL_GCC),$(CC))

# ---- variants --------------------------------------------------------------

VARIANT.release := -O2 -g
VARIANT.debug := -Og -g
# gcc's shared libubsan does not go by log_path where there is libasan, too.
VARIANT.asan := -O1 -g -fno-omit-frame-pointer \
	-fsanitize=address,undefined -fno-sanitize-recover=all \
	$(if $(findstring clang,$(CC)),,-static-libasan -static-libubsan)
# Counts of threads are whole.
VARIANT.cov := -O0 -g --coverage -fprofile-update=atomic
VARIANT.valgrind := -O1 -g -fno-omit-frame-pointer
VARIANT.lint := -O2 -Werror
# For libFuzzer; and what the corpus reaches, line by line.
VARIANT.fuzz := -O1 -g -fno-omit-frame-pointer \
	-fsanitize=fuzzer-no-link -fsanitize=address,undefined -fno-sanitize-recover=all
VARIANT.fuzzcov := -O0 -g -fprofile-instr-generate -fcoverage-mapping
# Nothing to run comes of this one: what a compiler finds that follows each path.
VARIANT.analyze := $(if $(findstring clang,$(CC)),--analyze \
	--analyzer-output text -Xclang -analyzer-werror,-O1 -Werror -fanalyzer)

# FORTIFY needs optimisation, and sanitizers do its work better.
CPPVARIANT.release := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
CPPVARIANT.lint := $(CPPVARIANT.release)
# One allocation each, as with AddressSanitizer: see core/mem.c
CPPVARIANT.valgrind := -DMEM_CHECKED=1

ifeq ($(filter $(BUILD),release debug asan valgrind cov lint fuzz fuzzcov analyze),)
$(error unknown BUILD '$(BUILD)': it is one of release debug asan valgrind cov)
endif

OUT ?= out/$(BUILD)

# ---- guards: say what is wrong before a compiler does ----------------------

empty :=
space := $(empty) $(empty)
define NL


endef

# These characters would need another quoting in each shell's hook file.
unsafe = $(strip $(findstring ',$1)$(findstring ",$1)$(findstring \,$1)$(findstring $(NL),$1))
check_dir = $(if $(call unsafe,$($1)),$(error $1 must not hold a quote, a backslash or a newline))
check_abs = $(if $(filter /%,$(firstword $($1))),,$(error $1 must be an absolute path, not '$($1)'))
DIRS := PREFIX BINDIR LIBEXECDIR DATADIR MANDIR BASHCOMPDIR ZSHCOMPDIR FISHCOMPDIR
$(foreach d,$(DIRS) DESTDIR,$(call check_dir,$d))
$(foreach d,$(DIRS),$(call check_abs,$d))

MUSL_GCC := $(firstword $(wildcard $(addsuffix /musl-gcc,$(subst :, ,$(PATH)))))

# Goals that need neither compiler nor out/.
PASSIVE := help clean check try reformat dist deb uninstall
ACTIVE := $(filter-out $(PASSIVE),$(or $(MAKECMDGOALS),all))

ifneq ($(ACTIVE),)
ifneq ($(shell mkdir -p $(OUT)/gen $(OUT)/t out/probe 2>/dev/null && [ -w $(OUT) ] && [ -w out/probe ] && echo y),y)
$(error cannot write to '$(CURDIR)/out': build as the owner of this tree, or in a clone of your own)
endif

# ---- compilers: asked once, kept in out/probe ------------------------------

probe_name = out/probe/$1-$(subst $(space),_,$(subst /,_,$2)).mk
CC_PROBE := $(call probe_name,cc,$(CC))
HOOK_PROBE := $(call probe_name,hook,$(HOOK_CC))

include $(CC_PROBE) $(HOOK_PROBE)
endif

$(CC_PROBE): build/probe.sh
	@build/probe.sh CC $(CC) >$@.$$$$ && mv $@.$$$$ $@

$(HOOK_PROBE): build/probe.sh
	@build/probe.sh HOOK $(HOOK_CC) >$@.$$$$ && mv $@.$$$$ $@

# ---- flags -----------------------------------------------------------------

BASE := -std=c17 -D_GNU_SOURCE -Isrc
DEPS := -MMD -MP

CC_FLAGS = $(BASE) $(CPPVARIANT.$(BUILD)) $(VARIANT.$(BUILD)) $(CC_WARN) \
	$(CC_HARDEN) $(CPPFLAGS) $(CFLAGS)
CC_LINK = $(VARIANT.$(BUILD)) $(CC_LD) $(LDFLAGS)

# The helper: small and static, except where a variant needs the real libc.
ifneq ($(filter $(BUILD),asan valgrind cov lint fuzz fuzzcov analyze),)
HELPER_CC := $(CC)
HELPER_FLAGS = $(CC_FLAGS)
HELPER_LINK = $(CC_LINK)
else
HELPER_CC := $(HOOK_CC)
HELPER_OPT := $(if $(filter debug,$(BUILD)),-g)
HELPER_FLAGS = $(BASE) $(HOOK_WARN) $(HOOK_HARDEN) $(HOOK_SMALL) $(HELPER_OPT) \
	$(CPPFLAGS) $(CFLAGS)
HELPER_LINK = $(HOOK_SMALL_LD) $(HOOK_STATIC) $(LDFLAGS)
endif

Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),,@printf '  %-7s %s\n' '$1' '$(patsubst $(OUT)/%,%,$2)')

# ---- objects ---------------------------------------------------------------

core_o := $(CORE_SRC:src/%.c=$(OUT)/obj/%.o)
shell_o := $(SHELL_SRC:src/%.c=$(OUT)/obj/%.o)
cli_o := $(CLI_SRC:src/%.c=$(OUT)/obj/%.o) $(OUT)/obj/cli/hooks_embed.o
hook_src := $(CORE_SRC) $(SHELL_SRC) $(HOOK_SRC)
hook_o := $(hook_src:src/%.c=$(OUT)/hobj/%.o)
# Where a sanitizer reports, where tests/run looks; where gcov complains, where nobody does.
report_o := $(if $(filter asan cov,$(BUILD)),$(OUT)/obj/$(BUILD).o)
# In the valgrind build each program NAME is NAME.full, and NAME starts that under memcheck.
full := $(if $(filter valgrind,$(BUILD)),.full)
# Not Debian's script of that name: it starts a shell, which minds where it is started.
VALGRIND := $(if $(full),$(or $(shell command -v valgrind.bin || command -v valgrind),valgrind))
unit_bin := $(UNIT:%=$(OUT)/unit/%)
# Unit tests link what the commands are made of, too; main.c is not in it.
libs := $(OUT)/libcli.a $(OUT)/libshell.a $(OUT)/libcore.a
# What only src/cli may use: wheels, JSON, SHA-256, asking, sizes for people.
# libarchive is not named: src/cli/archive_lib.c loads it.
CLI_LIBS := -ljansson -lnettle -lreadline -lbsd -ldl -pthread

#: all        build avenv and avenv-hook (BUILD=release debug asan valgrind cov)
all: $(OUT)/avenv $(OUT)/avenv-hook $(OUT)/avenv.1
.PHONY: all
.DEFAULT_GOAL := all

# Each source once, for what looks at sources only.
objects: $(core_o) $(shell_o) $(cli_o) $(OUT)/hobj/hook.o
.PHONY: objects

# A stamp is rewritten while make reads this file, when its text changed.
stamp = $(if $(ACTIVE),$(if $(findstring x$(strip $2)x,x$(strip $(file <$1))x),,$(file >$1,$(strip $2))))
FLAGS_STAMP := $(OUT)/flags.txt
DIRS_STAMP := $(OUT)/dirs.txt
DIRS_TEXT := $(VERSION) $(BINDIR) $(LIBEXECDIR) $(MANDIR)
$(call stamp,$(FLAGS_STAMP),$(CC) $(CC_FLAGS) $(CC_LINK) \
	$(HELPER_CC) $(HELPER_FLAGS) $(HELPER_LINK))
$(call stamp,$(DIRS_STAMP),$(DIRS_TEXT))

$(OUT)/obj/%.o: src/%.c $(FLAGS_STAMP)
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CC_FLAGS) $(DEPS) -c -o $@ $<

$(OUT)/hobj/%.o: src/%.c $(FLAGS_STAMP)
	$(call say,HOOKCC,$@)
	@mkdir -p $(@D)
	$(Q)$(HELPER_CC) $(HELPER_FLAGS) $(DEPS) -c -o $@ $<

# Removed first: 'sudo make install' may have left one that is root's.
$(OUT)/obj/cli/dirs.o: src/cli/dirs.c $(FLAGS_STAMP) $(DIRS_STAMP)
	$(call say,CC,$@)
	@mkdir -p $(@D) && rm -f $@ $(@:.o=.d)
	$(Q)$(CC) $(CC_FLAGS) $(DEPS) -c -o $@ $< \
		-DAVENV_VERSION='"$(VERSION)"' -DAVENV_BINDIR='"$(BINDIR)"' \
		-DAVENV_LIBEXECDIR='"$(LIBEXECDIR)/avenv"' \
		-DAVENV_MANDIR='"$(MANDIR)"'

HOOKS := bash zsh fish
HOOK_TEXT := $(HOOKS:%=hooks/avenv.%) completions/avenv.bash completions/_avenv \
	completions/avenv.fish

$(OUT)/gen/hooks_embed.c: build/embed.sh build/hook.sh $(HOOK_TEXT)
	$(call say,EMBED,$@)
	$(Q)build/embed.sh $(HOOKS) >$@.$$$$ && mv $@.$$$$ $@

$(OUT)/obj/cli/hooks_embed.o: $(OUT)/gen/hooks_embed.c
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CC_FLAGS) $(DEPS) -c -o $@ $<

$(report_o): build/$(BUILD).c $(FLAGS_STAMP)
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CC_FLAGS) $(DEPS) -c -o $@ $< -DAVENV_REPORTS='"$(abspath $(OUT))/reports"'

# ---- programs --------------------------------------------------------------

$(OUT)/libcore.a: $(core_o)
$(OUT)/libshell.a: $(shell_o)
$(OUT)/libcli.a: $(filter-out $(OUT)/obj/cli/main.o,$(cli_o))
$(libs):
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(OUT)/avenv$(full): $(OUT)/obj/cli/main.o $(report_o) $(libs)
	$(call say,LINK,$@)
	$(Q)$(CC) $(CC_LINK) -o $@ $^ $(CLI_LIBS)

# The unstripped one stays for check-hook and the debugger.
$(OUT)/avenv-hook.full: $(hook_o) $(report_o)
	$(call say,LINK,$@)
	$(Q)$(HELPER_CC) $(HELPER_FLAGS) $(HELPER_LINK) -o $@ $^

ifeq ($(full),)
$(OUT)/avenv-hook: $(OUT)/avenv-hook.full
	$(call say,HELPER,$@)
	$(Q)if [ $(BUILD) = release ]; then \
		strip -s -R .comment -R .note.gnu.property -o $@ $<; \
	else cp $< $@; fi
else
$(OUT)/memcheck: build/valgrind.c $(FLAGS_STAMP)
	$(call say,CC,$@)
	$(Q)$(CC) $(CC_FLAGS) -o $@ $< $(CC_LINK) -DVALGRIND='"$(VALGRIND)"' \
		-DSUPPRESSIONS='"$(CURDIR)/build/valgrind.supp"' -DAVENV_OUT='"$(abspath $(OUT))"'

$(OUT)/avenv $(OUT)/avenv-hook $(unit_bin): %: %.full $(OUT)/memcheck
	$(Q)cp $(OUT)/memcheck $@
endif

# Without cmocka a script that says so, dated 1970: the next make tries again.
no_cmocka = printf '\#!/bin/sh\necho "1..0 \# SKIP libcmocka-dev is not installed"\n' >$@; \
	chmod +x $@; touch -d @0 $@

$(OUT)/unit/%$(full): tests/unit/%.c tests/unit/test.h $(libs)
	$(call say,UNIT,$@)
	@mkdir -p $(@D)
	$(Q)if echo '#include "tests/unit/test.h"' | $(CC) -I. -E - >/dev/null 2>&1; then \
		$(CC) $(CC_FLAGS) -Itests/unit $(DEPS) -o $@ $< $(libs) $(CC_LINK) $(CLI_LIBS) -lcmocka; \
	else $(no_cmocka); fi

$(OUT)/races/%: tests/races/%.c $(FLAGS_STAMP)
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CC_FLAGS) -o $@ $< $(CC_LINK)

# Beside the program, where 'avenv help' looks first.
$(OUT)/avenv.1: src/avenv.1
	$(Q)cp $< $@

# What makes reads and writes short, for tests/faults.
$(OUT)/faults-short: tests/faults/short.c $(FLAGS_STAMP)
	$(call say,CC,$@)
	$(Q)$(CC) $(CC_FLAGS) -o $@ $< $(CC_LINK)

include build/fuzz.mk

-include $(core_o:.o=.d) $(shell_o:.o=.d) $(cli_o:.o=.d) $(hook_o:.o=.d) $(unit_bin:=.d) $(fuzz_o:.o=.d)

include build/install.mk build/check.mk build/proof.mk

#: clean      remove out/
clean:
	rm -rf out
.PHONY: clean

#: help       this list
help:
	@sed -n 's/^#: /  make /p' Makefile build/*.mk
	@echo 'Variables: BUILD PREFIX DESTDIR CC HOOK_CC CFLAGS LDFLAGS V=1'
.PHONY: help
