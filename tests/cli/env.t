#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 43 64
# avenv env: the variables of activation, as code that the real shells read, and as JSON.
. "${SRCDIR:?}/tests/lib.sh"

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 AVENV_TRUST="$T/n")

# Values reach a child process, so they are exported.
cat >"$T/report" <<'END'
#!/bin/sh
printf '%s\0' "$VIRTUAL_ENV" "$VIRTUAL_ENV_PROMPT" "$PATH" "${PYTHONHOME-unset}" "${AVENV_ENV-unset}"
END
chmod 755 "$T/report"

# evaluate SHELL DIR [VAR=VALUE...]: that shell evaluates it in DIR; the report's words, quoted
evaluate() {
	local load="eval \"\$('$AVENV' env --shell $1)\" && '$T/report'"
	case $1 in
	fish) load=(fish --no-config -c "'$AVENV' env --shell fish | source; and '$T/report'") ;;
	zsh) load=(zsh -f -c "$load") ;;
	bash) load=(bash --norc -c "$load") ;;
	esac
	(cd "$2" && exec "${CLEAN[@]}" PWD="$2" "${@:3}" "${load[@]}") | xargs -0 bash -c 'printf "%q " "$@"' -
}
# expected WORD...: in the same form
expected() {
	printf '%q ' "$@"
}

# shellcheck disable=SC2016 # meant as it stands
NASTY=("it's \"q\" \$(touch x) \`touch x\` back\\slash sla\\nsh" $'new\nline\ttab\xff\xc3é' '%F{red}!x*~;touch x&{a,b}(#=')
for name in plain "${NASTY[@]}"; do mkenv "$T/n/$name/.venv"; done
plain=$T/n/plain/.venv
for shell in bash zsh fish; do
	if ! command -v $shell >/dev/null; then
		skip "$shell is not installed" 6
		continue
	fi
	for name in "${NASTY[@]}"; do
		got=$(evaluate $shell "$T/n/$name")
		like "$got" "$(printf %q "$(expected "$T/n/$name/.venv")")*$(printf %q "$(expected "$T/n/$name/.venv/bin:$PATH" unset unset)")" \
			"$shell: $(printf %q "$name")"
	done
	is "$(evaluate $shell "$T/n/plain" PYTHONHOME=/opt AVENV_ENV=/e VIRTUAL_ENV=/e PATH="/e/bin:$PATH")" \
		"$(expected "$plain" plain "$plain/bin:$PATH" unset unset)" "$shell: in place of another"
	is "$("${CLEAN[@]}" SHELL="/usr/bin/$shell" "$AVENV" env "$plain")" \
		"$("${CLEAN[@]}" "$AVENV" env --shell "/usr/bin/$shell" "$plain")" "$shell: the login shell, where none is named"
	is "$(find "$T/n" "$HOME" -name x)" '' "$shell: nothing of a name is executed"
done

# members: JSON's set and unset, as bytes
members() {
	/usr/bin/python3 -I -S -c 'import json, os, sys
data = json.load(sys.stdin)
values = [data["set"][name] for name in ("VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "PATH")]
os.write(1, os.fsencode("|".join(values + data["unset"])))'
}
for name in plain $'\xff\xc3' 'é"\'; do
	mkenv "$T/n/$name/.venv"
	env=$T/n/$name/.venv
	got=$("${CLEAN[@]}" "$AVENV" -C "$T/n/$name" env --json | members)
	is "${got/|*"|$env/bin"/"|$env/bin"}" "$env|$env/bin:$PATH|PYTHONHOME|AVENV_ENV" "JSON: $name"
done
unlike "$("${CLEAN[@]}" "$AVENV" env --json "$T/n/${NASTY[2]}/.venv" | members | cut -d '|' -f 2)" '[%!#~*{$]' \
	'JSON: the prompt has nothing that a prompt expands'

mkdir "$T/none"
mkenv "$T/unknown/.venv"
for dir in none unknown; do
	for form in '--shell bash' --json; do
		# shellcheck disable=SC2086 # words
		run "$AVENV" -C "$T/$dir" env $form
		is "$rc:$out" 1: "env $form in $dir: exit 1, and no code at all"
	done
done
like "$err" "avenv -C $T/unknown allow" 'no record: the command that allows it'
run "$AVENV" env --shell bash "$T/unknown/.venv"
like "$rc:$out" "0:*export VIRTUAL_ENV='$T/unknown/.venv'" 'a named one needs no record'
done_testing
