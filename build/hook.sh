#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Print what a shell evaluates: its hook, and behind that its completion.
# usage: hook.sh SHELL
set -eu

case $1 in
zsh) completion=completions/_avenv ;;
*) completion=completions/avenv.$1 ;;
esac
exec cat "hooks/avenv.$1" "$completion"
