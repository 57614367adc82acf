#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 22 29 32 43 86
# The helper's system calls, exactly, and those that it never makes. Wrong questions: hook/questions.t
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/stores.sh"

TRACE=$T/trace
XDG=$T/data

needs_trace

# record [COMMAND DIR...]: the records are what COMMAND makes of each DIR, and one of elsewhere; nothing else is in $XDG
record() {
	rm -rf "$XDG"
	mkdir -p "$T/elsewhere"
	XDG_DATA_HOME=$XDG "$AVENV" -q deny "$T/elsewhere"
	[ $# = 0 ] || XDG_DATA_HOME=$XDG "$AVENV" -q "$@"
}

# traced DIR [EVENT]: the helper's answer in DIR, at a prompt or at EVENT, in $T/answer, and its calls, in $TRACE
traced() {
	question "$@"
	(cd "$1" && exec env -i HOME="$HOME" XDG_DATA_HOME="$XDG" strace -s 4096 -o "$TRACE" \
		"$HELPER" "${arguments[@]}" >"$T/answer")
	[ -s "$T/answer" ] || tap 1 "$1: the helper answers"
}

# calls PATTERN: how many calls of the last answer match
calls() { grep -Ec "$1" "$TRACE"; }

# ---- budgets ---------------------------------------------------------------

# The calls of the helper's own code, by kind. Not counted are those of libc (start, end, memory, realpath's look for links), and
# of a way from `/` those between `/` and $T, with the .git there. A row that differs is printed as it has to be here, and
# KINDS name its numbers in their order.
# In the project itself they are:
#   getcwd: the real path; pyvenv.cfg here: this directory may be an environment
#   .venv: what it is; `/` to .venv: whose each is, who may write to it
#   pyvenv.cfg in .venv: open, stat (a file, whose), read, close; bin: a directory, whose
#   the records, and the same four; before them their directory's way that is not the project's
#   .git in .venv: a clone; bin/python: a program; python3.X of `home`: the same one; bin/pip; avenv-no-pip
#   bin/activate: open, stat, read, close: where it was made
#   `.` and the path that the idle test compares with it: one directory
#   the time of the packages; .git, and HEAD in it: the branch that a prompt shows
#   statfs: a network's file system; write: the answer
# A store that is not there costs a call, whatever the depth; one that is there a call for its marker in each directory.
KINDS='getcwd open read getdents close stat readlink statfs write other'
BUDGETS="
nothing, 0 levels below: 1 2 0 2 1 15 0 1 1 -
nothing, 6 levels below: 1 9 1 2 2 62 0 1 1 -
nothing, 29 levels below: 1 32 1 2 2 223 0 1 1 -
a project: 1 4 3 0 3 21 0 1 1 -
a project with a pip: 1 4 3 0 3 20 0 1 1 -
5 levels below: 1 10 3 2 4 77 0 1 1 -
not allowed: 1 3 2 0 2 15 0 1 1 -
200 records: 1 4 3 0 3 21 0 1 1 -
a link: 1 4 3 0 3 33 1 2 1 -
all stores, 1 levels: 1 9 1 4 3 38 0 1 1 -
all stores, 11 levels: 1 29 1 4 3 128 0 1 1 -
poetry's, 2 levels: 1 13 3 6 6 83 0 2 1 -"
LIBC='^(execve|exit_group|arch_prctl|set_tid_address|set_robust_list|rseq|prlimit64|getrandom)\('
LIBC+='|^(brk|mmap|munmap|mremap|mprotect)\(|/proc/self/exe|^readlink.* EINVAL|^\+\+\+'

# counted: the row of the last answer; what has no column is named in the last one
counted() {
	grep -Ev "$LIBC" "$TRACE" | awk -F '"' -v within="$T" -v kinds="$KINDS" '
		# a path above $T, or a .git there
		{ dir = $2; sub("/[.]git$", "", dir) }
		$2 ~ "^/" && index(within, dir "/") == 1 { next }
		# the name of the call: fstat, newfstatat and statx are stat; openat and getdents64 open and getdents
		{ sub(/\(.*/, "", $1) }
		!sub(/^(f|l|newf)?stat(x|at|64)*$/, "stat", $1) { sub(/(at)?(64)?$/, "", $1) }
		{ count[$1]++ }
		END {
			last = split(kinds, kind, " ")
			for (i = 1; i < last; i++) { printf "%d ", count[kind[i]]; delete count[kind[i]] }
			for (other in count) more = more "," other
			print more ? substr(more, 2) : "-"
		}'
}

# deep DIR N: the directory N levels below DIR, made
deep() {
	local dir=$1 i
	for ((i = 0; i < $2; i++)); do dir=$dir/d; done
	mkdir -p "$dir"
	echo "$dir"
}

# costs DIR NAME [ENV]: the answer in DIR makes the calls of the row NAME, and turns ENV on
costs() {
	traced "$1"
	is "$2: $(counted)" "$(grep "^$2:" <<<"$BUDGETS")" "$2: $KINDS" || diag "$(grep -Ev "$LIBC" "$TRACE" | cut -c 1-120)"
	[ $# = 2 ] || like "$(<"$T/answer")" "'$3'" "$2: it is found"
}

# stores: the places of all tools are there
stores() {
	mkdir -p "$HOME"/{.cache/pypoetry/virtualenvs,.virtualenvs,.pyenv/versions} \
		"$XDG"/{virtualenvs,hatch/env/virtual}
}

case_nothing() {
	record
	for n in 0 6 29; do
		mkdir "$HOME/h$n"
		HOME=$HOME/h$n costs "$(deep "$HOME/h$n" "$n")" "nothing, $n levels below"
	done
}

case_a_project() {
	local p=$HOME/p
	mkenv "$p/.venv"
	record allow "$p"
	costs "$p" 'a project' "$p/.venv"
	like "$(<"$T/answer")" "$p/.venv/bin:$NO_PIP:" 'no pip: the second entry'
	program "$p/.venv/bin/pip" '#!/bin/sh'
	costs "$p" 'a project with a pip' "$p/.venv"
	unlike "$(<"$T/answer")" "$NO_PIP" 'a pip: no second entry'
	rm "$p/.venv/bin/pip"
	costs "$(deep "$p" 5)" '5 levels below' "$p/.venv"
	record
	costs "$p" 'not allowed'
	mkdir -p "$HOME/others"/{1..200}
	record deny "$HOME/others"/*
	XDG_DATA_HOME=$XDG "$AVENV" -q allow "$p"
	costs "$p" '200 records' "$p/.venv"
}

case_a_link() {
	mkenv "$HOME/p/.venv"
	mkdir "$HOME/link"
	ln -s ../p/.venv "$HOME/link/.venv"
	record allow "$HOME/link"
	costs "$HOME/link" 'a link' "$HOME/p/.venv"
}

case_stores() {
	local hash env
	record
	stores
	for n in 1 11; do costs "$(deep "$HOME/deep" "$n")" "all stores, $n levels"; done
	: >"$HOME/deep/pyproject.toml"
	hash=$(digest "$HOME/deep")
	env=$HOME/.cache/pypoetry/virtualenvs/x-$hash-py3.11
	mkenv "$env"
	costs "$HOME/deep/d/d" "poetry's, 2 levels" "$env"
}

# reads DIR LEAST MOST NAME: so many bytes are read for the answer in DIR
reads() {
	local n
	traced "$1"
	n=$(sed -n 's/^p\?read\(v\|64\)\?(.* = //p' "$TRACE" | paste -sd +)
	[ $((n)) -ge "$2" ] && [ $((n)) -le "$3" ]
	tap $? "$4: $((n)) bytes are read, $2 to $3 wanted"
}

# fill BYTES DIR...: TOML files of three tools in each DIR, comments alone
fill() {
	local dir file
	for dir in "${@:2}"; do
		for file in pyproject poetry hatch; do
			{ echo '# hatch envs' && yes '#.y = [1]' | head -c "$1"; } >"$dir/$file.toml"
		done
	done
}

# One search reads 208 KiB of TOML at most: a file of 1048000 bytes is over that, two of 100000 fit, and three of 67000. The
# records are less than 4096 bytes.
case_large_files() {
	local bottom
	record
	stores
	bottom=$(deep "$HOME/deep" 3)
	fill 1048000 "$HOME"/deep{,/d,/d/d,/d/d/d}
	reads "$bottom" 1 4096 'TOML files of 1048000 bytes in four directories'
	fill 100000 "$HOME"/deep{,/d,/d/d,/d/d/d}
	reads "$bottom" 200000 $((208 * 1024 + 4096)) 'TOML files of 100000 bytes in four directories'
	rm "$HOME"/deep/{,d/,d/d/,d/d/d/}*.toml
	fill 67000 "$bottom"
	reads "$bottom" 201000 $((201000 + 4096)) 'three files of 67000 bytes'
	is "$(calls '^open.*(pyproject|poetry|hatch).toml.* = [0-9]')" 3 'each is opened once'
}

case_wide_directory() {
	mkdir -p "$HOME/wide"/dir{1..100}
	record
	traced "$HOME/wide"
	is "$(calls '"dir[0-9]*/pyvenv.cfg"')" 64 'the 65th subdirectory ends a scan'
}

# ---- calls that the helper never makes ---------------------------------------

CHANGES='rename|unlink|rmdir|mkdir|mknod|f?chmod|[fl]?chown|f?truncate|symlink|link|f?utime|[fl]?(set|remove)xattr|fallocate|mount'

case_never() {
	local p=$HOME/p
	mkenv "$p/.venv"
	mkdir -p "$p/d/d" "$HOME/link" "$HOME/wide"/dir{1..100}
	ln -s ../p/.venv "$HOME/link/.venv"
	record allow "$p"
	for dir in "$p" "$p/d/d" "$HOME/link" "$HOME/wide" /; do
		traced "$dir"
		sed -i 1d "$TRACE"
		is "$(calls '^open.*O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)|^creat')" 0 \
			"nothing is opened for writing: ${dir#"$T"}"
		is "$(calls "^($CHANGES|exec|v?fork|clone|socket|connect|kill)")" 0 "no process, no change: ${dir#"$T"}"
	done
}

# ---- links and redirects without a record ---------------------------------------

# not_in_trace DIR WHAT NAME: no call for the answer in DIR names WHAT
not_in_trace() {
	traced "$1"
	unlike "$(grep -v '^write(' "$TRACE")" "$2" "$3"
}

case_not_followed() {
	local secret=$HOME/secret/env
	mkenv "$secret"
	mkdir "$HOME/cloned" "$HOME/named" "$HOME/redirect"
	ln -s "$secret" "$HOME/cloned/.venv"
	ln -s "$secret" "$HOME/named/venv"
	echo "$secret" >"$HOME/redirect/.venv"
	mkenv "$HOME/linked/.venv"
	ln -s "$HOME/secret" "$HOME/linked/.git"
	for rule in '' deny; do
		record ${rule:+deny "$HOME/cloned" "$HOME/named" "$HOME/redirect"}
		for dir in cloned named redirect; do
			not_in_trace "$HOME/$dir" secret "${rule:-not allowed}: what is $dir is not followed"
			# A path through the link does not say where it leads.
			unlike "$(<"$TRACE")" '["/.]venv/' "${rule:-not allowed}: nor is a path through what is $dir looked up"
		done
	done
	not_in_trace "$HOME/linked" "$HOME/secret" 'a .git that is a link is not followed'
	unlike "$(<"$TRACE")" '\.git/index' 'nor is the index looked up through it'
}

# poetry_elsewhere: the project ~/poetry, whose poetry.toml names a directory with its environment
poetry_elsewhere() {
	mkdir -p "$HOME/poetry" "$HOME/.cache/pypoetry" "$HOME/secret"
	printf '[virtualenvs]\npath = "%s"\n' "$HOME/secret" >"$HOME/poetry/poetry.toml"
	: >"$HOME/poetry/pyproject.toml"
	mkenv "$HOME/secret/x-$(digest "$HOME/poetry")-py3.11"
}

# The record is of another project that was at this path.
case_another_project_at_its_path() {
	local store=$HOME/poetry
	poetry_elsewhere
	record allow "$store"
	traced "$store"
	like "$(<"$TRACE")" "AT_FDCWD, \"$HOME/secret" 'allowed: its poetry.toml is followed'
	[ "$(stat -c %W "$store")" != 0 ] || { skip 'no birth times here' && return; }
	cp -a "$store" "$HOME/copy" && rm -r "$store" && mv "$HOME/copy" "$store"
	not_in_trace "$store" "AT_FDCWD, \"$HOME/secret" 'another project at its path: its poetry.toml is not followed'
}

case_settings_that_are_links() {
	local store=$HOME/poetry
	record
	mkdir -p "$store" "$HOME/.cache/pypoetry" "$XDG/hatch" "$HOME/secret"
	: >"$store/pyproject.toml"
	echo '# followed' >"$HOME/secret/settings"
	for file in poetry.toml hatch.toml pyproject.toml; do
		ln -sf "$HOME/secret/settings" "$store/$file"
		not_in_trace "$store" followed "a project's $file that is a link is not followed"
		like "$(<"$TRACE")" "/poetry/$file\"" "a project's $file: it is looked at"
	done
}

case_index() {
	record
	mkenv "$HOME/p/.venv"
	mkdir "$HOME/p/.git"
	traced "$HOME/p"
	like "$(<"$TRACE")" "/p/.git/index\"" "a hint at a prompt: git's index is read"
	traced "$HOME/p" cd
	unlike "$(<"$TRACE")" '/index"' 'at a cd, and in a shim, it is not'
}

case_python_not_looked_for() {
	record
	mkenv "$HOME/p/.venv"
	not_in_trace "$HOME/p" bin/python 'not allowed: the Python of an environment is not looked for'
}

run_cases
