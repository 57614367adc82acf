#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Install what is used and not here, where that is possible; else print the one command.
# usage: deps.sh try|check|proof|deps
# A package build, or NO_INSTALL=1, only prints it; but deps, what check needs, is asked for.
# check and proof never fail: their tests skip by name. try fails where avenv cannot be built, deps where
# something is missing.
set -u

missing=

# want PACKAGE TEST...: note the package when the test fails
want() {
	package=$1
	shift
	if ! "$@" >/dev/null 2>&1; then missing="$missing $package"; fi
}

# programs PACKAGE[=PROGRAM]...
programs() {
	for word; do want "${word%=*}" command -v "${word#*=}"; done
}

header() {
	echo "#include <$1>" | "${CC:-cc}" -include stdio.h -include stdarg.h -include setjmp.h -include stdint.h -E -
}

links_fuzzer() {
	echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
		clang -fsanitize=fuzzer,address -x c - -o /dev/null
}

# look try|check|proof|deps: sets $missing, and $needed, without which it cannot go on
look() {
	missing=
	programs gcc make python3
	want libc6-dev header stdio.h
	want libdeflate-dev header libdeflate.h
	want libjansson-dev header jansson.h
	want libreadline-dev header readline/readline.h
	want libbsd-dev header bsd/stdlib.h
	want python3-venv python3 -c 'import venv, ensurepip'
	needed=$missing
	programs musl-tools=musl-gcc
	[ "$1" != try ] || return
	[ "$1" = deps ] || needed=
	programs perl=prove zsh fish tcsh elvish strace git clang-format shellcheck shfmt mandoc direnv
	want libcmocka-dev header cmocka.h
	want bash-completion test -e /usr/share/bash-completion/bash_completion
	want liquidprompt test -e /usr/share/liquidprompt/liquidprompt
	want zsh-theme-powerlevel9k test -e /usr/share/powerlevel9k/powerlevel9k.zsh-theme
	[ "$1" = proof ] || return 0
	programs clang clang-tidy patchelf man-db=man groff-base=groff rpm pacman-package-manager=pacman \
		busybox-static=busybox debootstrap xz-utils=xz sudo fzf makepkg \
		libarchive-tools=bsdtar ruby nix-bin=nix-instantiate qemu-user-static=qemu-aarch64-static
	want powerline test -e /usr/share/powerline
	want libclang-rt-dev links_fuzzer
}

# apt COMMAND...: as root, or as one who may without being asked
sudo=
[ "$(id -u)" = 0 ] || sudo='sudo -n'
apt() {
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Acquire::Retries=2 "$@" </dev/null >/dev/null
}

installs=yes
[ "$1" = deps ] || [ -z "${DEB_BUILD_ARCH-}${RPM_PACKAGE_NAME-}${NO_INSTALL-}" ] || installs=
look "$1"
if [ -n "$missing" ] && [ -n "$installs" ] && command -v apt-get >/dev/null && $sudo true 2>/dev/null; then
	echo "installing:$missing"
	# A list of packages; the first try needs no fresh index, the last one leaves out what this release lacks.
	# shellcheck disable=SC2086
	apt install --no-install-recommends $missing 2>/dev/null ||
		{ apt update && apt install --no-install-recommends $missing; } ||
		for package in $missing; do apt install --no-install-recommends "$package"; done
	look "$1"
fi
if [ -n "$missing" ]; then
	echo "not here:$missing"
	echo "the one command:  sudo apt-get install -y$missing"
fi
[ -z "$needed" ]
