#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Install what is used and not here, where that may be done; otherwise name the one
# command. usage: deps.sh check|try|deb|fuzz|afl|bench
# check: never fails, as what is missing is skipped by name.
# try, deb, fuzz, afl, bench: fails when avenv cannot be built and shown, packaged, fuzzed,
# or compared without it.
# NO_INSTALL=1: only say it.
set -u

missing=

# want PACKAGE TEST...: note the package when the test fails
want() {
	package=$1
	shift
	if ! "$@" >/dev/null 2>&1; then missing="$missing $package"; fi
}

has() {
	command -v "$1"
}

header() {
	echo "#include <$1>" | "${CC:-cc}" -include stdio.h -include stdarg.h -include setjmp.h -include stdint.h -E -
}

installed() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1")" = installed ]
}

look_build() {
	want gcc has gcc
	want make has make
	want libc6-dev header stdio.h
	want libarchive-dev header archive.h
	want libjansson-dev header jansson.h
	want nettle-dev header nettle/sha2.h
	want libreadline-dev header readline/readline.h
	want libbsd-dev header bsd/stdlib.h
}

# What builds avenv and makes an environment to show it with
look_try() {
	look_build
	want python3 has python3
	want python3-venv python3 -c 'import venv, ensurepip'
	needed=$missing
	want musl-tools has musl-gcc
}

# What make bench compares with, and Debian has
look_bench() {
	want direnv has direnv
	needed=$missing
}

# By name, as the packages that are built name them
look_deb() {
	look_build
	want musl-tools installed musl-tools
	want build-essential installed build-essential
	want debhelper installed debhelper
	needed=$missing
}

links_fuzzer() {
	echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
		clang -fsanitize=fuzzer,address -x c - -o /dev/null
}

look_fuzz() {
	look_build
	want clang has clang
	want libclang-rt-dev links_fuzzer
	want llvm has llvm-cov
	want python3 has python3
	needed=$missing
}

look_afl() {
	look_fuzz
	want afl++ has afl-clang-fast
	needed=$missing
}

look_check() {
	look_try
	want build-essential installed build-essential
	want debhelper installed debhelper
	want lintian has lintian
	want libcmocka-dev header cmocka.h
	want perl perl -MTAP::Harness -e 1
	want bash-completion test -e /usr/share/bash-completion/bash_completion
	want zsh has zsh
	want fish has fish
	want tcsh has tcsh
	want strace has strace
	want clang has clang
	want clang-format has clang-format
	want clang-tidy has clang-tidy
	want cppcheck has cppcheck
	want valgrind has valgrind
	want gcovr has gcovr
	want shellcheck has shellcheck
	want shfmt has shfmt
	want mandoc has mandoc
	want groff-base has groff
	want man-db has man
	want git has git
	want liquidprompt test -e /usr/share/liquidprompt/liquidprompt
	want zsh-theme-powerlevel9k test -e /usr/share/powerlevel9k/powerlevel9k.zsh-theme
	needed=
}

look() {
	missing=
	"look_$1"
}

# apt COMMAND...: as root, or as one who may without being asked
apt() {
	if [ "$(id -u)" = 0 ]; then
		env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=2 "$@"
	else
		sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=2 "$@"
	fi </dev/null
}

may() {
	[ -z "${NO_INSTALL-}" ] && has apt-get >/dev/null || return 1
	[ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

install() {
	echo "installing:$missing"
	# A list of packages; the first try needs no fresh index.
	# shellcheck disable=SC2086
	apt install --no-install-recommends $missing >/dev/null 2>&1 && return
	apt update >/dev/null 2>&1
	# shellcheck disable=SC2086
	apt install --no-install-recommends $missing >/dev/null
}

look "$1"
if [ -n "$missing" ] && may; then
	install
	look "$1"
fi
if [ -n "$missing" ]; then
	echo "not here:$missing"
	echo "the one command:  sudo apt-get install -y$missing"
fi
[ -z "$needed" ]
