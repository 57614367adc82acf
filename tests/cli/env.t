#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv env: what activation sets, read by the real shells, and as JSON.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/vars.sh"

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8)

# av DIR [VAR=VALUE...] -- [ARG...]: avenv env in DIR of a trusted tree
av() {
	(
		cd "$1" || exit
		shift
		split_vars "$@"
		exec "${CLEAN[@]}" PWD="$PWD" AVENV_TRUST="$T" "${vars[@]}" "$AVENV" env "${args[@]}"
	)
}

# What a shell reads and then has: four values, each ended by NUL.  A child
# prints them, so that they must be exported.
cat >"$T/report" <<'END'
#!/bin/sh
printf '%s\0' "$VIRTUAL_ENV" "$VIRTUAL_ENV_PROMPT" "$PATH" "${PYTHONHOME-unset}" "${AVENV_ENV-unset}"
END
chmod 755 "$T/report"

# evaluate SHELL DIR [VAR=VALUE...]: that shell evaluates it in DIR
evaluate() {
	local shell=$1 dir=$2 load
	shift 2
	case $shell in
	fish) load=(fish --no-config -c "\"$AVENV\" env --shell fish | source; and \"$T/report\"") ;;
	zsh) load=(zsh -f -c "eval \"\$('$AVENV' env --shell zsh)\" && '$T/report'") ;;
	*) load=(bash --norc -c "eval \"\$('$AVENV' env --shell bash)\" && '$T/report'") ;;
	esac
	(cd "$dir" && exec "${CLEAN[@]}" PWD="$dir" AVENV_TRUST="$T" "$@" "${load[@]}")
}

# shellcheck disable=SC2016 # meant as it stands
NASTY=(
	plain 'a b' "it's" '"q"' '$(touch x)' '`touch x`' 'back\slash' 'sla\nsh' $'new\nline' $'tab\t'
	'%F{red}' '100%' '!x' '*' '~' '-dash' ';touch x' '{a,b}' '#hash' '&' '(x)' $'\xff\xc3' 'é€' '=ls'
	"$(printf '%0200d' 7)"
)
for name in "${NASTY[@]}"; do
	mkenv "$T/n/$name/.venv"
done

for shell in bash zsh fish; do
	if ! command -v $shell >/dev/null; then
		skip "$shell is not installed" $((${#NASTY[@]} + 5))
		continue
	fi
	for name in "${NASTY[@]}"; do
		env=$T/n/$name/.venv
		evaluate $shell "$T/n/$name" >"$T/got" 2>&1
		printf '%s\0' "$env" >"$T/wanted"
		head -z -n 1 "$T/got" >"$T/first"
		tail -z -n +3 "$T/got" >>"$T/first"
		printf '%s\0' "$env/bin:$PATH" unset unset >>"$T/wanted"
		ok "$shell: $(printf %q "$name")" cmp "$T/first" "$T/wanted"
	done
	evaluate $shell "$T/n/plain" PYTHONHOME=/opt AVENV_ENV=/e VIRTUAL_ENV=/e PATH="/e/bin:$PATH" \
		>"$T/got" 2>&1
	is "$(tr '\0' '|' <"$T/got")" "$T/n/plain/.venv|plain|$T/n/plain/.venv/bin:$PATH|unset|unset|" \
		"$shell: in place of another, PYTHONHOME unset"
	evaluate $shell "$T/n/plain" PATH="$PATH::/odd dir" >"$T/got" 2>&1
	dot=$([ $shell = fish ] && echo .)
	is "$(tr '\0' '|' <"$T/got" | cut -d '|' -f 3)" "$T/n/plain/.venv/bin:$PATH:$dot:/odd dir" \
		"$shell: an empty element of PATH stays"
	run av "$T/n/plain" -- --shell "/usr/bin/$shell"
	first=$out
	is "$rc" 0 "$shell: by its path"
	run av "$T/n/plain" SHELL="/usr/bin/$shell" --
	is "$out" "$first" "$shell: the login shell, where none is named"
	ok "$shell: nothing of a name was executed" test -z "$(find "$T/n" -name x)"
done

# ---- as JSON ---------------------------------------------------------------

# members: JSON's set and unset, as bytes
members() {
	/usr/bin/python3 -I -S -c 'import json, os, sys
with open(sys.argv[1]) as file:
    data = json.load(file)
assert data["schema"] == 1, data["schema"]
values = data["set"]
for value in (values.pop("VIRTUAL_ENV"), values.pop("VIRTUAL_ENV_PROMPT"), values.pop("PATH"), *values, "/", *data["unset"]):
    os.write(1, os.fsencode(value) + b"|")' "$T/.out"
}
for name in plain "it's" '"q"' 'back\slash' $'tab\t' $'\xff\xc3' 'é€' '%F{red}'; do
	env=$T/n/$name/.venv
	run av "$T/n/$name" -- --json
	is "$(members | cut -d '|' -f 1,3-)" "$env|$env/bin:$PATH|/|PYTHONHOME|AVENV_ENV|" \
		"JSON: $(printf %q "$name")"
done
for name in 'é€' plain; do
	run av "$T/n/$name" -- --json
	is "$(members | cut -d '|' -f 2)" "$name" "JSON: the prompt $name"
done
run av "$T/n/%F{red}" -- --json
is "$(members | cut -d '|' -f 2)" '?F?red?' 'JSON: the prompt is harmless'

run av "$T/n/plain" AVENV_ENV=/e VIRTUAL_ENV=/f PATH="/e/bin:/f/bin:$PATH" -- --json
is "$(members | cut -d '|' -f 3)" "$T/n/plain/.venv/bin:$PATH" 'JSON: without what is on, and what we had turned on before that'
run av "$T/n/plain" AVENV_ENV=/e PATH="/e/bin:/f/bin:$PATH" -- --json
is "$(members | cut -d '|' -f 3)" "$T/n/plain/.venv/bin:/f/bin:$PATH" 'JSON: without what we had turned on, where nothing says that it is'

# ---- which environment, and when there is none -----------------------------

mkdir "$T/none"
run av "$T/none" -- "$T/n/plain/.venv" --shell bash
like "$out" "export VIRTUAL_ENV='$T/n/plain/.venv';" 'a named one'
run av "$T/none" -- --shell bash "$T/n/plain/.venv"
like "$out" "export VIRTUAL_ENV='$T/n/plain/.venv';" 'a named one, after the options'
run av "$T/none" AVENV_TRUST= -- "$T/n/plain/.venv" --shell bash
is "$rc" 0 'a named one: no record is needed'
run av "$T/none" -- --shell bash
is "$rc:$out" 1: 'none: exit 1, and no code at all'
run av "$T/n/plain" AVENV_TRUST= -- --shell bash
is "$rc:$out" 1: 'not allowed: exit 1, and no code at all'
like "$err" "avenv: '.venv' is here; 'avenv allow' turns it on" 'not allowed: said so'
run av "$T/n/plain" AVENV_TRUST= -- --json
is "$rc:$out" 1: 'not allowed: no JSON either'
run av "$T/n/plain" -- --shell tcsh
is "$rc:$out" 2: 'a shell that it does not know: usage, and no code'
like "$err" "unknown shell 'tcsh'; there are bash, zsh and fish" 'a shell that it does not know: said so'
run av "$T/n/plain" -- a b
is "$rc" 2 'two environments: usage'
run av "$T/n/plain" -- --shell
is "$rc" 2 '--shell without an argument: usage'
run av "$T/n/plain" -- --shell bash --json
is "$rc:$out" 2: '--shell and --json: usage'
run av "$T/n/plain" SHELL=/bin/odd --
like "$out" 'export VIRTUAL_ENV=' 'an unknown login shell: code for bash'
run av "$T/n/plain" --
like "$out" 'export VIRTUAL_ENV=' 'no login shell: code for bash'

done_testing
