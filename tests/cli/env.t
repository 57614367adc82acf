#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 43 64
# avenv env: the variables of activation, as code that the real shells read. Names that a shell could take for code:
# cli/terminal.
. "${SRCDIR:?}/tests/lib.sh"

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 AVENV_TRUST="$T/p")
env=$T/p/.venv
mkenv "$env"

# Values reach a child process, so they are exported.
# shellcheck disable=SC2016 # for sh
program "$T/report" '#!/bin/sh' \
	'echo "$VIRTUAL_ENV|$VIRTUAL_ENV_PROMPT|$PATH|${PYTHONHOME-no}|${AVENV_ENV-no}"'

for shell in bash zsh fish; do
	has $shell || continue
	words=(-fc "eval \"\$('$AVENV' env --shell $shell)\" && '$T/report'")
	[ $shell != fish ] || words=(-c "'$AVENV' env --shell fish | source; and '$T/report'")
	run env -C "$T/p" "${CLEAN[@]}" PYTHONHOME=/opt AVENV_ENV=/e VIRTUAL_ENV=/e PATH="/e/bin:$PATH" $shell "${words[@]}"
	is "$out" "$env|p|$env/bin:$NO_PIP:$PATH|no|no" "$shell: in place of another"
	is "$("${CLEAN[@]}" AVENV_SHELL="$shell 4" "$AVENV" env "$env")" \
		"$("${CLEAN[@]}" "$AVENV" env --shell "$shell" "$env")" "$shell: where its hook is loaded"
done
mkenv "$T/unknown/.venv"
run "$AVENV" -C "$T/unknown" env
is "$rc:$out" 1: 'without a record: exit 1, and no code at all'
run "$AVENV" env --shell bash "$T/unknown/.venv"
like "$rc:$out" "0:*export VIRTUAL_ENV='$T/unknown/.venv'*" 'a named one needs no record'
done_testing
