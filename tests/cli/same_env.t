#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 15 43 47
# avenv create makes what `python -m venv` makes: every name, type, mode, link and byte.
# This file compares the system's Python, tests/proof/create.t every interpreter.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/same_env.sh"

# bare NAME FLAG...: the same without pip, which takes python -m venv no seconds
bare() { same "$1" "$SYSTEM_PYTHON" --without-pip "${@:2}"; }

same 'with pip' "$SYSTEM_PYTHON"
printf x >>"$D/bin/activate"
not_ok 'one more byte is a difference' oracle

bare '--system-site-packages' --system-site-packages
# As repr() of Python writes them
for prompt in '' "it's (p) & q" "it's \"q\"" 'say "q"' $'\xc3\xa9\xf0\x9f\x90\x8d'; do
	bare "--prompt '$prompt'" --prompt "$prompt"
done
D=$T/$'a b/c  d/\xc3\xbcn\xc3\xaf \xe4\xbe\x8b'
bare 'a path with blanks and more than ASCII'
D=$T/d/env

# Over an environment with a file of the user's in it
before() {
	"${CLEAN[@]}" "$SYSTEM_PYTHON" -m venv --without-pip "$D" && echo mine >"$D/bin/mine"
}
bare '--clear' --clear
before() { :; }
quoted "$SYSTEM_PYTHON"
done_testing
