#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 43 64
# avenv env: the variables of activation, as code that the real shells read.
. "${SRCDIR:?}/tests/lib.sh"

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C.UTF-8 AVENV_TRUST="$T/n")

# Values reach a child process, so they are exported.
cat >"$T/report" <<'END'
#!/bin/sh
printf '%s\0' "$VIRTUAL_ENV" "$VIRTUAL_ENV_PROMPT" "$PATH" "${PYTHONHOME-no}" "${AVENV_ENV-no}"
END
chmod 755 "$T/report"

# evaluate SHELL DIR [VAR=VALUE...]: that shell evaluates it in DIR; the report, a word a line
evaluate() {
	local words=(-fc "eval \"\$('$AVENV' env --shell $1)\" && '$T/report'")
	if [ "$1" = fish ]; then words=(-c "'$AVENV' env --shell fish | source; and '$T/report'"); fi
	(cd "$2" && exec "${CLEAN[@]}" PWD="$2" "${@:3}" "$1" "${words[@]}") | tr '\n\0' '\001\n'
}
# expected WORD...: in the same form
expected() {
	printf '%s\0' "$@" | tr '\n\0' '\001\n'
}

# shellcheck disable=SC2016 # meant as it stands
NASTY=("it's \"q\" \$(touch x) \`touch x\` back\\slash sla\\nsh" $'new\nline\ttab\xff\xc3é'
	'%F{red}!x*~;touch x&{a,b}(#=')
for name in plain "${NASTY[@]}"; do mkenv "$T/n/$name/.venv"; done
plain=$T/n/plain/.venv
for shell in bash zsh fish; do
	has $shell || continue
	for name in "${NASTY[@]}"; do
		env=$T/n/$name/.venv
		is "$(evaluate $shell "$T/n/$name" | sed 2d)" "$(expected "$env" "$env/bin:$NO_PIP:$PATH" no no)" \
			"$shell: $(printf %q "$name")"
	done
	other=(PYTHONHOME=/opt AVENV_ENV=/e VIRTUAL_ENV=/e PATH="/e/bin:$PATH")
	is "$(evaluate $shell "$T/n/plain" "${other[@]}")" \
		"$(expected "$plain" plain "$plain/bin:$NO_PIP:$PATH" no no)" "$shell: in place of another"
	is "$("${CLEAN[@]}" AVENV_SHELL="$shell 4" "$AVENV" env "$plain")" \
		"$("${CLEAN[@]}" "$AVENV" env --shell "$shell" "$plain")" "$shell: where its hook is loaded"
	is "$(find "$T/n" "$HOME" -name x)" '' "$shell: nothing of a name is executed"
done
mkenv "$T/unknown/.venv"
run "$AVENV" -C "$T/unknown" env
is "$rc:$out" 1: 'without a record: exit 1, and no code at all'
run "$AVENV" env --shell bash "$T/unknown/.venv"
like "$rc:$out" "0:*export VIRTUAL_ENV='$T/unknown/.venv'*" 'a named one needs no record'
done_testing
