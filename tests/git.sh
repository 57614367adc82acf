#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Repositories for tests, made by the system's git:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/git.sh"

command -v git >/dev/null || skip_all 'git is not installed'
export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b
export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
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
