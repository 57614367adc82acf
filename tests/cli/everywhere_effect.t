#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 84
# avenv setup --everywhere: status and doctor say whether it is in effect in a process, and why not.
# shellcheck disable=SC2016 # for other shells
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/setup.sh"

mkenv "$T/p/.venv"
"$AVENV" -q allow "$T/p"
# told NAME FINDING STATUS [VAR=VALUE...]: what doctor finds of it, and what status says
told() {
	run env -i -C "$T/p" HOME="$HOME" LC_ALL=C.UTF-8 SHELL=/bin/bash PATH=/usr/bin:/bin "${@:4}" "$AVENV" doctor
	is "$(sed -n 's/.*--everywhere. is not in effect here: \(.*\); to mend it.*/\1/p' "$T/.out")" "$2" "doctor, $1"
	run env -i -C "$T/p" HOME="$HOME" LC_ALL=C.UTF-8 SHELL=/bin/bash PATH=/usr/bin:/bin "${@:4}" "$AVENV"
	like "$out" "$3" "avenv, $1"
}
ours=(PATH="$DATA/shims:/usr/bin:/bin" BASH_ENV="$BASH_VALUE")
told 'not set up' '' "*would be on in*but the hook is not loaded*'$AVENV setup'"
setup --everywhere
told 'in effect' '' "*the shims start the programs of '$T/p/.venv'" "${ours[@]}"
told 'with an environment that is on' '' '' "${ours[@]}" PATH="$T/p/.venv/bin:${ours[0]#PATH=}" VIRTUAL_ENV="$T/p/.venv"
told 'cron' 'its shims are not on PATH' "*'setup --everywhere' is not in effect here: its shims*PATH=*mends that"
run env -i -C "$T/p" HOME="$HOME" PATH=/usr/bin:/bin AVENV_SHELL='zsh 6' "$AVENV" doctor
like "$out" "shims are not on PATH; to mend it: 'exec zsh -l'" 'doctor, in a shell: its shims stay behind the environment'
told 'another first' "'/usr/bin/python3' is before its shims on PATH" '*is before its shims' PATH="/usr/bin:$DATA/shims" "${ours[1]}"
told 'another BASH_ENV' 'BASH_ENV is not its file, so `bash -c` does not load the hook' '*BASH_ENV is not its file' "${ours[0]}" BASH_ENV=/x
echo >>"$DATA/everywhere/zsh"
told 'other files' 'another version of avenv wrote its files' "*'$AVENV setup --everywhere' mends that" "${ours[@]}"
setup --everywhere
told 'written anew' '' '*the shims start' "${ours[@]}"
ln -sf "$T/nowhere" "$DATA/shims/python"
told 'another helper' "its shim '~/.local/share/avenv/shims/python' is no program" '*mends that' "${ours[@]}"
done_testing
