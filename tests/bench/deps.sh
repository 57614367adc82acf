#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetch into out/deps what `make bench` compares avenv with: direnv from Debian, where that
# may be installed, virtualenv and uv from PyPI, mise from npm. What is here already stays.
# usage: deps.sh [NAME...]
set -u

here=$(cd "$(dirname "$0")/../.." && pwd) || exit
deps=$here/out/deps
failed=0
. "$here/tests/npm.sh"

from_pypi() {
	if ! [ -x "$deps/python/bin/pip" ]; then python3 -m venv "$deps/python" || return; fi
	"$deps/python/bin/pip" --quiet --disable-pip-version-check install "$1"
}

# The program alone, from its package for this machine; no script is run.
mise_from_npm() {
	case $(uname -sm) in
	'Linux x86_64') package=@jdxcode/mise-linux-x64 ;;
	'Linux aarch64') package=@jdxcode/mise-linux-arm64 ;;
	*) return 1 ;;
	esac
	npm_unpack "$package" && mkdir -p "$deps/bin" && mv "$npm_work/package/bin/mise" "$deps/bin/mise"
	npm_done
}

get() {
	case $1 in
	direnv) "$here/tests/deps.sh" check >/dev/null ;;
	mise) mise_from_npm ;;
	*) from_pypi "$1" ;;
	esac
}

[ "$#" -gt 0 ] || set -- direnv mise virtualenv uv
mkdir -p "$deps" || exit
PATH=$deps/bin:$deps/python/bin:$PATH
for name; do
	if command -v "$name" >/dev/null; then
		echo "$name: $(command -v "$name")"
	elif get "$name"; then
		echo "$name: $(command -v "$name"), fetched"
	else
		echo "$name: could not be had"
		failed=1
	fi
done
exit "$failed"
