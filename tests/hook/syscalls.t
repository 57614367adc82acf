#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 22 29 32 43 86
# The helper's budget of system calls, the calls it never makes, and its answer to a wrong question.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/stores.sh"

TRACE=$T/trace
XDG=$T/data

needs_trace

# record [COMMAND DIR...]: the records are what COMMAND makes of each DIR, and one of elsewhere
record() {
	rm -rf "$XDG/avenv"
	mkdir -p "$T/elsewhere"
	XDG_DATA_HOME=$XDG "$AVENV" -q deny "$T/elsewhere"
	[ $# = 0 ] || XDG_DATA_HOME=$XDG "$AVENV" -q "$@"
}

# question DIR: the helper's arguments at a prompt in DIR; the one place that knows them
question() { arguments=(bash 6 prompt '' "$1" '' '' /usr/bin:/bin '' '' ''); }

# ask DIR: the helper's answer there, traced
ask() {
	question "$1"
	(cd "$1" && exec env -i HOME="$HOME" XDG_DATA_HOME="$XDG" strace -s 4096 -o "$TRACE" \
		"$HELPER" "${arguments[@]}" >"$T/answer")
}

# calls PATTERN: how many calls of the last answer match
calls() { grep -Ec "$1" "$TRACE"; }

# ---- budgets ---------------------------------------------------------------

# Ceilings: fixed (and one for each directory above the records), for a level, for an environment that is found (and one for each component
# of its path), for the scan of a directory (and one for each subdirectory), for the time of a
# declared file beside that of the packages.
FIXED=16 LEVEL=8 FOUND=20 SCAN=4 DECLARED=4
# In the project itself 34, and one for each component of the paths of the environment and the records' directory,
# once for both:
#  4  execve, arch_prctl, set_tid_address, exit_group: the start and end of any program
#  2  getcwd: the real path; pyvenv.cfg here: this directory may be an environment
#  1  and the components, `/` to .venv: whose each is, who may write to it; what .venv is
#  5  pyvenv.cfg in .venv: open, statx (a file, whose), read, close; bin: a directory, whose
#  4  records: open, statx (a file, whose), read, close; and the components to their directory that are not on
#     the way to the project: whose each is
#  4  .git in .venv: a clone; bin/python: a program; python3.X of `home`: the same one; bin/pip
#  4  bin/activate: open, statx, read, close: where it was made
#  2  `.` and the path that the idle test compares with it: one directory
#  4  pyproject.toml, Pipfile.lock, pylock.toml, requirements.txt: newer than the packages
#  4  .git, and HEAD in it: the branch that a prompt shows; statfs: a network's file system; write:
#     the answer
IN=34
# A store that is not there costs a call, whatever the depth; one that is there a call for its
# marker in each directory: pyproject.toml, Pipfile, .python-version.
STORES=5 MARKERS=3
# The cost of a start and an end, beyond musl's four: another libc is not counted.
strace -o "$TRACE" "$HELPER" >/dev/null
LIBC=$(($(calls '') - 4))

# parts PATH: how many components it has
parts() { tr -cd / <<<"$1" | wc -c; }
WAY=$(parts "$XDG/avenv")
FIXED=$((FIXED + WAY)) IN=$((IN + WAY - $(parts "$T")))

# deep DIR N: the directory N levels below DIR, made
deep() {
	local dir=$1 i
	for ((i = 0; i < $2; i++)); do dir=$dir/d; done
	mkdir -p "$dir"
	echo "$dir"
}

# costs DIR MAX NAME [ENV]: the answer in DIR makes at most MAX calls, of which one is a write, and
# turns ENV on
costs() {
	local n
	ask "$1"
	n=$(($(calls '') - LIBC))
	[ "$n" -le "$2" ]
	tap $? "$3: $n system calls, $2 allowed" "$(sed 's/(.*//' "$TRACE" | sort | uniq -c)"
	is "$(calls '^write\(')" 1 "$3: one write"
	[ $# = 3 ] || like "$(<"$T/answer")" "'$4'" "$3: it is found"
}

record
for n in 0 6 29; do
	mkdir "$T/h$n"
	HOME=$T/h$n costs "$(deep "$T/h$n" $n)" $((FIXED + STORES + LEVEL * (n + 1) + SCAN)) "nothing, $n levels below"
done

p=$HOME/p
mkenv "$p/.venv"
one=$((FIXED + LEVEL + FOUND + DECLARED + $(parts "$p/.venv")))
record allow "$p"
costs "$p" $((IN + $(parts "$p/.venv"))) 'a project' "$p/.venv"
like "$(<"$T/answer")" "$p/.venv/bin:$NO_PIP:" 'no pip: the second entry'
is "$(calls 'avenv-no-pip"|bin/pip"')" 2 'two look-ups tell'
program "$p/.venv/bin/pip" '#!/bin/sh'
ask "$p"
is "$(calls 'avenv-no-pip"|bin/pip"'):$(grep -c "$NO_PIP" "$T/answer")" 1:0 'a pip: one look-up'
rm "$p/.venv/bin/pip"
# The way to the working directory is gone, too: is there a link on it?
costs "$(deep "$p" 5)" $((one + 5 * LEVEL + SCAN + $(parts "$p/.venv"))) '5 levels below' "$p/.venv"
record
# In each directory above is .git looked for: a worktree of an allowed checkout?
costs "$p" $((one + $(parts "$p/.venv"))) 'not allowed'
mkdir -p "$T/others"/{1..200}
record deny "$T/others"/*
XDG_DATA_HOME=$XDG "$AVENV" -q allow "$p"
costs "$p" $one '200 records'
is "$(calls "^open.*\"$XDG/avenv/[^\"]")" 1 'the record file is opened once'

mkdir "$HOME/link"
ln -s ../p/.venv "$HOME/link/.venv"
record allow "$HOME/link"
# The way to a link is gone three times more: whose it is, that it is one, where it leads.
costs "$HOME/link" $((one + 3 * $(parts "$p/.venv"))) 'a link' "$p/.venv"

record
for n in 1 11; do
	costs "$(deep "$HOME/deep" $n)" $((FIXED + STORES + LEVEL * (n + 2) + SCAN)) "no store, $n levels"
done
mkdir -p "$HOME"/{.cache/pypoetry/virtualenvs,.virtualenvs,.pyenv/versions} \
	"$XDG"/{virtualenvs,hatch/env/virtual}
# The directory of virtualenvwrapper is read.
all=$((FIXED + STORES + SCAN + 4))
for n in 1 11; do
	costs "$(deep "$HOME/deep" $n)" $((all + (LEVEL + MARKERS) * (n + 2))) "all stores, $n levels"
done
: >"$HOME/deep/pyproject.toml"
hash=$(digest "$HOME/deep")
env=$HOME/.cache/pypoetry/virtualenvs/x-$hash-py3.11
mkenv "$env"
# The way to the project is gone twice, that to the environment three times: .git, real, judged.
costs "$HOME/deep/d/d" $((all + (LEVEL + MARKERS) * 4 + FOUND + DECLARED + 2 * $(parts "$HOME/deep") + 3 * $(parts "$env"))) \
	"poetry's, 3 levels" "$env"
is "$(calls '^open.*pypoetry/virtualenvs"')" 1 "poetry's store is opened once"

# reads DIR MAX NAME: the answer in DIR has read at most MAX bytes
reads() {
	local n
	ask "$1"
	n=$(sed -n 's/^p\?read[^ ]*(.* = //p' "$TRACE" | paste -sd +)
	[ $((n)) -le "$2" ]
	tap $? "$3: $((n)) bytes are read, $2 allowed"
}
# fill BYTES DIR...: TOML files of three tools in each DIR, which are parsed there
fill() {
	local dir file
	for dir in "${@:2}"; do
		for file in pyproject poetry hatch; do
			{ echo '# hatch envs' && yes 'x.y = [1]' | head -c "$1" | tr x '#'; } >"$dir/$file.toml"
		done
	done
}
LARGEST=$((208 * 1024))
for size in 1048000 100000; do
	fill $size "$HOME"/deep{,/d,/d/d,/d/d/d}
	reads "$HOME/deep/d/d/d" $((LARGEST + 4096)) "TOML files of $size bytes in four directories"
done
rm "$HOME"/deep/{,d/,d/d/,d/d/d/}*.toml
fill 67000 "$HOME/deep/d/d/d"
ask "$HOME/deep/d/d/d"
is "$(calls '^open.*(pyproject|poetry|hatch).toml.* = [0-9]')" 3 'three files of 67000 bytes are read'
rm -r "$HOME/deep" "$HOME"/.{cache,virtualenvs,pyenv} "$XDG"

mkdir -p "$HOME/wide"/dir{1..100}
record
ask "$HOME/wide"
is "$(calls '"dir[0-9]*/pyvenv.cfg"')" 64 'the 65th subdirectory ends a scan'

# ---- calls that the helper never makes ---------------------------------------

record allow "$p"
for dir in "$p" "$p/d/d" "$HOME/link" "$HOME/wide" /; do
	ask "$dir"
	sed -i 1d "$TRACE"
	is "$(calls '^open.*O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)|^creat')" 0 \
		"nothing is opened for writing: ${dir#"$T"}"
	is "$(calls '^(exec|v?fork|clone|rename|unlink|mkdir|chmod|symlink|link|utime|socket|kill)')" 0 \
		"no process, no change: ${dir#"$T"}"
done

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
	record ${rule:+deny "$HOME/cloned" "$HOME/named" "$HOME/redirect"}
	for dir in cloned named redirect; do
		untouched "$HOME/$dir" secret "${rule:-not allowed}: what is $dir is not followed"
		# A path through the link does not say where it leads.
		unlike "$(<"$TRACE")" '["/.]venv/' "${rule:-not allowed}: nor is a path through what is $dir looked up"
	done
done
# The record is of another project that was at this path.
store=$HOME/poetry
mkdir -p "$store" "$HOME/.cache/pypoetry" "$T/secret"
printf '[virtualenvs]\npath = "%s"\n' "$T/secret" >"$store/poetry.toml"
: >"$store/pyproject.toml"
hash=$(digest "$store")
mkenv "$T/secret/x-$hash-py3.11"
record allow "$store"
ask "$store"
like "$(<"$T/answer")" "$T/secret/x-" "a project's poetry.toml, allowed: followed"
if [ "$(stat -c %W "$store")" != 0 ]; then
	cp -a "$store" "$T/copy" && rm -r "$store" && mv "$T/copy" "$store"
	untouched "$store" "AT_FDCWD, \"$T/secret" "another project at its path: its poetry.toml is not followed"
fi
record
rm "$store/poetry.toml"
mkdir -p "$XDG/hatch"
for file in poetry.toml hatch.toml pyproject.toml; do
	ln -sf "$T/secret/settings" "$store/$file"
	untouched "$store" "$T/secret" "a project's $file that is a link is not followed"
	like "$(<"$TRACE")" "/poetry/$file\"" "a project's $file: it is looked at"
done
rm -r "$store" "$HOME/.cache" "$XDG/hatch"
untouched "$p" bin/python 'not allowed: the Python of an environment is not looked for'

# ---- wrong questions -------------------------------------------------------------

# silent NAME ARG...: no answer, no message, not done
silent() {
	run env -i HOME="$HOME" "$HELPER" "${@:2}"
	is "$out$err$((rc > 0))" 1 "$1: silence, exit status $rc"
}
question "$p"
silent 'no arguments'
for protocol in 0 '' 999999; do
	silent "protocol '$protocol'" bash "$protocol" "${arguments[@]:2}"
done
silent 'an unknown shell' ksh "${arguments[@]:1}"
(cd "$p" && env -i "$HELPER" "${arguments[@]}" >/dev/full 2>"$T/.err")
is "$?$(<"$T/.err")" 1 'an answer that could not be written: exit 1, and silence'
(cd "$p" && env -i "$HELPER" "${arguments[@]}" >&- 2>"$T/.err")
is "$?$(<"$T/.err")" 1 'nowhere to write: exit 1, and silence'

done_testing
