#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The home directory of a user of setup --everywhere, for tests of shells without a prompt:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/everywhere.sh"
# shellcheck disable=SC2034,SC2154 # for the tests

AVENV=$T/prefix/bin/avenv
mkdir -p "$T"/prefix/{bin,libexec/avenv} "$HOME/src" "$T/made"
cp "$AVENV_BUILD_DIR/avenv" "$AVENV"
cp "$AVENV_BUILD_DIR/avenv-hook" "$T/prefix/libexec/avenv/avenv-hook"
SHIMS=$HOME/.local/share/avenv/shims BASH_FILE=$HOME/.local/share/avenv/everywhere/bash
LOGIN=(env -i HOME="$HOME" LC_ALL=C.UTF-8 PATH="$SHIMS:/usr/bin:/bin" BASH_ENV="\${EUID[1\${EUID//[!0-9]}!=1$(id -u)]:+$BASH_FILE}")

# The places: an allowed project, below it, a worktree of it, a clone with an environment, none
project=$HOME/src/shop below=$HOME/src/shop/lib worktree=$HOME/src/shop/trees/fix clone=$HOME/src/clone none=$HOME/src/none
git init -q "$project"
mkdir -p "$below" "$clone" "$none"
git -C "$project" commit -q --allow-empty -m a
git -C "$project" worktree add -q "$worktree"
mkenv "$project/.venv" "$worktree/.venv" "$clone/.venv"
for dir in "$project" "$worktree"; do
	"$AVENV" -q allow "$dir"
	program "$dir/.venv/bin/tool" '#!/bin/sh' "echo 'tool of ${dir##*/}'"
done
echo "eval \"\$($AVENV hook bash)\"" >"$HOME/.bashrc"
"$AVENV" -q setup --everywhere bash zsh fish 2>/dev/null

ASK='import sys; print(sys.prefix)'
COMMAND="python3 -c '$ASK'"

# gets NAME WANTED SHELL STRING [VAR=VALUE...]: what the string prints in the project
gets() {
	local call
	read -ra call <<<"$3"
	run env -C "$project" "${LOGIN[@]}" "${@:5}" "${call[@]}" "$4"
	is "$rc:${out//$HOME\/src\//}:$err" "0:$2:" "$3, $1"
}
