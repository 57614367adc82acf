#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Repositories for tests, made by the system's git:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/git.sh"

command -v git >/dev/null || skip_all 'git is not installed'
git config --global init.defaultBranch main
git config --global protocol.file.allow always

# repo DIR [OPTION...]: a repository with a commit, and an environment that it does not track
repo() {
	git init -q "${@:2}" "$1"
	mkdir "$1/src"
	touch "$1"/src/{a..e}
	git -C "$1" add src
	git -C "$1" commit -q -m x
	mkenv "$1/.venv"
}
