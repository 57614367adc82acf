#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 85
# After setup --everywhere: a program that reads a shell's variables back, and exports them as its own.
# shellcheck disable=SC2016 # for inner shells
. "${SRCDIR:?}/tests/lib.sh"

. "$SRCDIR/tests/everywhere.sh"

# The program's exports are its own: nothing of avenv's, at the start or after a cd in its bash.
read_back='echo "${VIRTUAL_ENV-none} ${AVENV_ENV-none}"; cd trees/fix; echo "${VIRTUAL_ENV-none}"'
while read -ra variables; do
	gets "read back: ${variables[*]}" $'none none\nnone' 'bash -c' "$read_back" "${variables[@]}"
	gets "read back by a child: ${variables[*]}" $'none none\nnone' 'bash -c' "bash -c '$read_back'" "${variables[@]}"
done <<'END'
DIRENV_WATCHES=x
DIRENV_IN_ENVRC=1 DIRENV_WATCHES=x
VSCODE_RESOLVING_ENVIRONMENT=1
INTELLIJ_ENVIRONMENT_READER=true
END
run env -C "$project" "${LOGIN[@]}" bash -c $'. /dev/null\nexport -p\n'
unlike "$out" '*VIRTUAL_ENV*' "read back: mise's command string"
for shell in bash zsh fish; do
	has $shell || continue
	gets 'an editor that asks at its start' none "$shell -c" 'echo "$VIRTUAL_ENV"none' VSCODE_RESOLVING_ENVIRONMENT=1
done
gets 'direnv exec' 'tool of shop' 'bash -c' tool DIRENV_IN_ENVRC=1 DIRENV_WATCHES=x DIRENV_DIR=-/x
exported='export json 2>/dev/null | grep -oE "\"([A-CE-Z_]|D[^I])[A-Z_]+\"" | xargs'
# fetched NAME: tests/fetch.sh has the newest one
fetched() { [ -x "$SRCDIR/out/deps/bin/$1" ] || ! skip "$1 is not in out/deps"; }
for direnv in direnv "$SRCDIR/out/deps/bin/direnv"; do
	if [ "$direnv" = direnv ]; then has direnv; else fetched direnv; fi || continue
	# direnv's bash takes avenv's environment neither at the start nor after a cd, nor drops the one that is on.
	printf '%s\n' 'export FOO=1' 'cd trees/fix' 'export TOOL=$(command -v tool)' >"$project/.envrc"
	HOME=$HOME "$direnv" allow "$project"
	gets "$direnv" 'FOO TOOL' 'sh -c' "$direnv $exported"
	gets "$direnv, another one is on" 'FOO TOOL' 'sh -c' "$direnv $exported" \
		VIRTUAL_ENV="$worktree/.venv" AVENV_ENV="$worktree/.venv" PATH="$worktree/.venv/bin:$SHIMS:/usr/bin:/bin"
	rm "$project/.envrc"
done
if fetched mise; then
	echo 'export FOO=1' >"$project/source.sh"
	printf '[env]\n_.source = "source.sh"\n' >"$project/mise.toml"
	gets 'mise' 'FOO= PATH=' 'sh -c' "$SRCDIR/out/deps/bin/mise env -s bash | grep -oE '[A-Z_]+=' | xargs" \
		MISE_TRUSTED_CONFIG_PATHS="$project" MISE_OFFLINE=1
	rm "$project"/{source.sh,mise.toml}
fi

done_testing
