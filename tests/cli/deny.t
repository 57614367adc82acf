#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 35 36
# A denied directory and a replaced one are off, whichever way leads there.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/records.sh"

fresh deny
mkdir -p t/p/sub t/link t/redirect t/in
mkenv t/p/.venv
ln -s ../p/.venv t/link/.venv
ln -s ../p t/in/p
echo ../p/.venv >t/redirect/.venv
"$AVENV" -q allow --tree t
for where in p/sub link redirect in/p/sub; do gives t/$where t/p/.venv "allowed: on from $where"; done
"$AVENV" -q deny t/p
for where in p p/sub p/.venv p/.venv/bin link redirect in/p/sub; do
	gives t/$where - "denied: off from $where"
	run "$AVENV" -C t/$where run true
	is "$rc" 1 "denied: run refuses from $where"
done
mkenv t/.venv
gives t/p - 'denied: one further up is not used in its place'
AVENV_TRUST=$PWD gives t/p - 'AVENV_TRUST does not lift a deny'
"$AVENV" -q allow --tree t
gives t/p - 'a tree that is allowed later does not lift it'
"$AVENV" -q allow t/p
gives t/p t/p/.venv 'allow of the very directory lifts it'
refused 'a directory that is not there' "$AVENV" deny nowhere

# A deny moves along with its directory, where the file system keeps birth times.
fresh moved
mkenv p/.venv
"$AVENV" -q allow --tree .
"$AVENV" -q deny p
mv p q
if [ "$(stat -c %W q)" -gt 0 ]; then gives q - 'a denied directory that was moved'; else skip 'no birth times here'; fi

# ---- what took the place of an allowed directory ----------------------------

fresh replaced
mkenv p/.venv
mkenv hostile/.venv
"$AVENV" -q allow p
mv p away
gives away - 'moved: it is asked again'
mv hostile p
gives p - 'replaced: off'
like "$(records)" 'allow dir ~/replaced/p' 'the record stays'
run "$AVENV" -C p run true
is "$rc" 1 'replaced: run refuses'
rm -rf p
mv away p
gives p p/.venv 'back in its place it is on'
mkenv p/odd
mv p/.venv p/venv-old
gives p - 'renamed inside the project, to an unusual name: off'
done_testing
