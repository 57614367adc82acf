#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 22 23 29 32 44
# The helper's budget of system calls, the calls it never makes, and its answer to a wrong question.
. "${SRCDIR:?}/tests/lib.sh"

HELPER=$AVENV_BUILD_DIR/avenv-hook
TRACE=$T/trace

command -v strace >/dev/null || skip_all 'strace is not installed'
strace -o "$TRACE" true 2>/dev/null || skip_all 'strace may not trace here'

# Ceilings: fixed, for a level, for an environment that is found (and one for each component
# of its path), for the scan of a directory (and one for each subdirectory).
FIXED=16 LEVEL=8 FOUND=28 SCAN=4

# HOME has no subdirectory but what a test makes.
XDG=$T/data

# record [COMMAND DIR...]: the records are what COMMAND makes of each DIR, and one of elsewhere
record() {
	rm -rf "$XDG"
	mkdir -p "$T/elsewhere"
	XDG_DATA_HOME=$XDG "$AVENV" -q deny "$T/elsewhere"
	[ $# = 0 ] || XDG_DATA_HOME=$XDG "$AVENV" -q "$@"
}

# question DIR: the helper's arguments at a prompt in DIR; the one place that knows them
question() { arguments=(bash 4 prompt '' "$1" '' '' /usr/bin:/bin '' '' ''); }

# ask DIR: the helper's answer there, traced
ask() {
	question "$1"
	(cd "$1" && exec env -i HOME="$HOME" XDG_DATA_HOME="$XDG" strace -s 4096 -o "$TRACE" \
		"$HELPER" "${arguments[@]}" >"$T/answer")
}

# calls PATTERN: how many calls of the last answer match
calls() { grep -Ec "^$1" "$TRACE"; }

# The cost of a start and an end, beyond musl's four: another libc is not counted.
strace -o "$TRACE" "$HELPER" >/dev/null
LIBC=$(($(calls '[a-z0-9_]+\(') - 4))

# components PATH: how many there are
components() {
	local slashes=${1//[!\/]/}
	echo ${#slashes}
}

# within MAX NAME: the last answer cost no more, and was one write
within() {
	local n
	n=$(($(calls '[a-z0-9_]+\(') - LIBC))
	[ "$n" -le "$1" ]
	tap $? "$2: $n system calls, $1 allowed" ||
		diag "$(sed 's/(.*//' "$TRACE" | sort | uniq -c | tr -s '\n ' ' ')"
	is "$(calls 'write\(')" 1 "$2: one write"
}

# found ENV NAME: the answer turns ENV on
found() { like "$(cat "$T/answer")" "'$1'" "$2: it is found"; }

# ---- budgets ---------------------------------------------------------------

record
for n in 1 7 30; do
	HOME=$T/h$n
	dir=$HOME
	for ((i = 1; i < n; i++)); do dir=$dir/d; done
	mkdir -p "$dir"
	ask "$dir"
	within $((FIXED + LEVEL * n + SCAN)) "nothing, $n levels"
done
HOME=$T/home

p=$HOME/p
mkenv "$p/.venv"
mkdir -p "$p/1/2/3/4/5"
record allow "$p"
for dir in "$p" "$p/1/2/3/4/5"; do
	ask "$dir"
	levels=$(($(components "$dir") - $(components "$HOME")))
	within $((FIXED + LEVEL * levels + FOUND + $(components "$p/.venv"))) "$levels levels below HOME"
	found "$p/.venv" "$levels levels below HOME"
done
upgrade "$p/.venv"
ask "$p"
within $((FIXED + LEVEL + FOUND + $(components "$p/.venv"))) 'another minor version'
like "$(cat "$T/answer")" 'made for Python 3.99' 'another minor version: it is told'
is "$(calls 'readlink')" 3 'another minor version: a call for each link'
record
ask "$p"
within $((FIXED + LEVEL + FOUND + $(components "$p/.venv"))) 'not allowed'

mkdir -p "$HOME/link"
ln -s ../p/.venv "$HOME/link/.venv"
record allow "$HOME/link"
ask "$HOME/link"
# The way to a link is gone three times: whose it is, that it is one, where it leads.
within $((FIXED + LEVEL + FOUND + 3 * $(components "$p/.venv"))) 'a link'
found "$p/.venv" 'a link'

s=$HOME/scan
mkdir -p "$s"/dir{1..40}
mkenv "$s/djvenv"
record allow "$s"
ask "$s"
within $((FIXED + LEVEL + SCAN + 41 + FOUND + $(components "$s/djvenv"))) 'among 40 subdirectories'
found "$s/djvenv" 'among 40 subdirectories'

mkdir -p "$T/others"/{1..200}
record deny "$T/others"/*
XDG_DATA_HOME=$XDG "$AVENV" -q allow "$p"
ask "$p"
within $((FIXED + LEVEL + FOUND + $(components "$p/.venv"))) '200 records'
is "$(grep -c "^open.*\"$XDG/avenv/[^\"]" "$TRACE")" 1 'the store is opened once'

# ---- stores of other tools ------------------------------------------------------

# A store that is not there costs a call, whatever the depth; one that is there a call for its
# marker in each directory: pyproject.toml, Pipfile, .python-version.
STORES=6 MARKERS=3
for n in 2 12; do
	dir=$HOME/deep
	for ((i = 1; i < n; i++)); do dir=$dir/d; done
	mkdir -p "$dir"
	record
	ask "$dir"
	within $((FIXED + STORES + LEVEL * (n + 1) + SCAN)) "no store, $n levels"
	is "$(grep -cE 'pypoetry|virtualenvs|hatch|pdm|pyenv' "$TRACE")" $STORES "no store, $n levels: a call each"
	is "$(grep -cE 'pyproject|Pipfile|python-version' "$TRACE")" 0 "no store, $n levels: no marker is sought"
done
mkdir -p "$HOME"/{.cache/pypoetry/virtualenvs,.virtualenvs,.pyenv/versions}
mkdir -p "$XDG"/{virtualenvs,pdm/venvs,hatch/env/virtual}
for n in 2 12; do
	dir=$HOME/deep
	for ((i = 1; i < n; i++)); do dir=$dir/d; done
	ask "$dir"
	# The directory of virtualenvwrapper is read.
	within $((FIXED + STORES + (LEVEL + MARKERS) * (n + 1) + SCAN + 4)) "all stores, $n levels"
done
: >"$HOME/deep/pyproject.toml"
hash=$(printf %s "$HOME/deep" | python3 -c 'import base64, hashlib, sys
print(base64.urlsafe_b64encode(hashlib.sha256(sys.stdin.buffer.read()).digest())[:8].decode())')
env=$HOME/.cache/pypoetry/virtualenvs/x-$hash-py3.11
mkenv "$env"
ask "$HOME/deep/d/d"
# The way to the project is gone once, that to the environment three times: .git, real, judged.
within $((FIXED + STORES + (LEVEL + MARKERS) * 4 + SCAN + 4 + FOUND + $(components "$HOME/deep") + \
3 * $(components "$env"))) "poetry's, 3 levels"
found "$env" "poetry's, 3 levels"
is "$(grep -c '^open.*pypoetry/virtualenvs"' "$TRACE")" 1 "poetry's store is opened once"
rm -r "$HOME/deep" "$HOME"/.{cache,virtualenvs,pyenv}

# ---- the end of a scan -----------------------------------------------------

mkdir -p "$HOME/wide"/dir{1..100}
record
ask "$HOME/wide"
is "$(grep -c '"dir[0-9]*/pyvenv.cfg"' "$TRACE")" 64 'the 65th subdirectory ends a scan'

# ---- calls that the helper never makes ---------------------------------------

before=$(find "$T" | sort)
record allow "$p"
for dir in "$p" "$p/1/2" "$s" "$HOME/link" "$HOME/wide" /; do
	ask "$dir"
	is "$(calls '(open|openat|openat2|creat)\(.*O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)')" 0 \
		"nothing is opened for writing: ${dir#"$T"}"
	sed -i 1d "$TRACE"
	is "$(calls '(exec|v?fork|clone|rename|unlink|mkdir|chmod|symlink|link|utime|socket|kill)')" \
		0 "no process, no change: ${dir#"$T"}"
done
is "$(find "$T" | sort)" "$before" 'no file came or went'

# ---- links and redirects without a record ---------------------------------------

# untouched DIR WHAT NAME: the trace says nothing of WHAT
untouched() {
	ask "$1"
	unlike "$(grep -v '^write(' "$TRACE")" "$2" "$3"
}
secret=$T/secret/env
mkenv "$secret"
mkdir "$HOME/cloned" "$HOME/named" "$HOME/redirect"
ln -s "$secret" "$HOME/cloned/.venv"
ln -s "$secret" "$HOME/named/venv"
echo "$secret" >"$HOME/redirect/.venv"
for rule in '' deny; do
	record ${rule:+deny "$HOME/cloned" "$HOME/named"}
	untouched "$HOME/cloned" secret "${rule:-not allowed}: a link is not followed"
	untouched "$HOME/named" secret "${rule:-not allowed}: a link by another name is not followed"
done
untouched "$HOME/redirect" secret 'not allowed: a redirect is not followed'
untouched "$p" bin/python 'not allowed: the Python of an environment is not looked for'

# ---- wrong questions -------------------------------------------------------------

# silent NAME ARG...: no answer, no message, not done
silent() {
	local name=$1
	shift
	run env -i HOME="$HOME" "$HELPER" "$@"
	is "$out$err" '' "$name: silence"
	[ "$rc" -ne 0 ]
	tap $? "$name: exit status $rc"
}
question "$p"
silent 'no arguments'
for protocol in 0 '' 999999; do
	silent "protocol '$protocol'" bash "$protocol" "${arguments[@]:2}"
done
silent 'an unknown shell' tcsh "${arguments[@]:1}"
(cd "$p" && env -i "$HELPER" "${arguments[@]}" >/dev/full 2>"$T/.err")
is "$?$(cat "$T/.err")" 1 'an answer that could not be written: exit 1, and silence'
(cd "$p" && env -i "$HELPER" "${arguments[@]}" >&- 2>"$T/.err")
is "$?$(cat "$T/.err")" 1 'nowhere to write: exit 1, and silence'

done_testing
