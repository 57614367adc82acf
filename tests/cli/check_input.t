#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Build: asan
# Promises: 29 60 67 78
# avenv check: hostile files, the hint, and that nothing runs. check.t has what differs and the command,
# messages/check.sh what is said.
# shellcheck disable=SC2317 # functions that are called by name
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/mkinfo.sh"
unset VIRTUAL_ENV AVENV_ENV
mkenv "$T/model"
dist "$T/model" a 1.0

# project: a new p with an allowed environment that has a 1.0; the shell stands there
project() {
	cd "$T/w" && rm -rf p && mkdir p && cp -a "$T/model" p/.venv && cd p || exit
	"$AVENV" -q allow
}

check() { run timeout 20 "$AVENV" check "$@"; }

# not_compared FILE COMMAND...: FILE, as each COMMAND makes it, is not compared
not_compared() {
	local each
	for each in "${@:2}"; do
		rm -rf -- *
		eval "$each"
		check
		like "$rc:$out:$err" "1::avenv: *$1*" "$each"
	done
}

# chain: more than 1000 files, of which each includes the next
chain() {
	mkdir r
	echo '-r r/1' >requirements.txt
	for i in {1..1001}; do echo "-r $((i + 1))" >"r/$i"; done
}

case_files_that_are_not_compared() {
	project
	not_compared requirements.txt 'mkfifo requirements.txt' 'head -n 200000 < <(yes a) >requirements.txt' \
		'head -n 200000 < <(yes -- --x) >requirements.txt'
	not_compared 1000 chain
	not_compared uv.lock 'mkdir uv.lock' 'truncate -s 17M uv.lock'
	not_compared pyproject.toml 'truncate -s 17M pyproject.toml'
	not_compared poetry.lock "printf 'a = 1\n<<<<<<< HEAD\n' >poetry.lock"
	echo a >../requirements.txt
	not_compared "'avenv -C * up'" :
}

# A named file of another kind is read as no requirements file.
case_named_files() {
	project
	while IFS='|' read -r name next; do
		echo 'import b' >"$name"
		for command in check up 'create x'; do
			# shellcheck disable=SC2086 # words
			run "$AVENV" $command -r "$name"
			like "$rc:$out:$err" "1::avenv: '$name' *$next" "$command -r $name"
		done
		if [ "$name" = pixi.toml ]; then stays check "'pixi.toml' *$next" . "$AVENV" check; fi
		rm "$name"
	done <<-'L'
		setup.py|
		a.py|'uv run'*
		pixi.toml|'pixi install'*
		environment.yml|'conda env create -f environment.yml'*
	L
	echo 'git+https://example.com/b.git' >u.txt
	check -r u.txt
	like "$rc:$out:$err" "0::*'avenv check -v -r u.txt'*" 'nothing was compared: nothing is there'
}

# lock REQUIRED PACKAGE [N]: a uv.lock with N, or 20,000, of both, which are formats of printf for their number
# shellcheck disable=SC2046,SC2059
lock() {
	printf '%s\n' 'version = 1' '[[package]]' 'name = "p"' 'source = { virtual = "." }' 'dependencies = ['
	printf "{ name = $1 },\n" $(seq "${3:-20000}")
	echo ']'
	printf "[[package]]\nname = $2\n" $(seq "${3:-20000}")
}

case_large_lock_files() {
	project
	while IFS='|' read -r name required package found; do
		lock "$required" "$package" >uv.lock
		check
		like "$rc:$out" "$found" "20,000 times: $name is compared"
	done <<-'L'
		one version|"b"%.0s|"b"\nversion = "1"%.0s|1:*b  *-  *==1 *
		versions of one name, each required|"b", version = "%s.0"|"b"\nversion = "%s.0"|1:*b  *-  *==1.0 *
		a package|"b%s"|"b%s"\nversion = "1"|1:*b1  *b9  *
	L
}

# Commands that only look end, however deep a workspace is.
case_deep_workspace() {
	local command
	rm -rf "$T/w/deep" && mkdir "$T/w/deep" && cd "$T/w/deep" || exit
	printf '[tool.uv.workspace]\nmembers = ["**"]\n' >pyproject.toml
	echo 'version = 1' >uv.lock
	python3 -c 'import os
for _ in range(1900): os.mkdir("d"); os.chdir("d")'
	for command in status list doctor check 'run true' path; do
		# shellcheck disable=SC2086 # words
		run timeout 20 "$AVENV" $command
		like "$rc:$out$err" "[01]:*'avenv up -n'*" "$command"
	done
	cd .. && rm -r deep
}

case_control_characters() {
	project
	printf 'c\na\e[31m @ https://x/\e[31m\n\377\xc2\x9b\n' >../outside.txt
	ln -s ../outside.txt requirements.txt
	check -v
	like "$rc:$out" '1:*c*requirements.txt:1*' 'a link out of the project is followed'
	for byte in $'\e' $'\xc2\x9b'; do unlike "x$out$err" "*$byte*" 'none of a file is printed'; done
}

# hint [VARIABLE=VALUE]: where the environment is on
hint() { run env VIRTUAL_ENV="$PWD/.venv" AVENV_ENV="$PWD/.venv" "$@" timeout 20 "$AVENV" check --hint; }

# Each makes a difference that is not hinted at
included() {
	mkdir ../beside
	echo b >../beside/more.txt
	ln -s ../beside link
	echo '-r link/more.txt' >requirements.txt
}
large() { head -c 9000000 /dev/zero | tr '\0' '#' >>requirements.txt; }
# It takes some ten times as long as a prompt waits: no machine is fast enough.
deep() {
	rm requirements.txt
	lock '"b"%.0s' '"b"\nversion = "1"\n[package.x%.0s'"$(printf '.a%.0s' {1..30})]" 60000 >uv.lock
}

case_hint() {
	project
	echo b >requirements.txt
	hint
	is "$rc" 1 'a difference'
	while IFS='|' read -r name command variable; do
		project
		echo b | tee ../outside.txt >requirements.txt
		eval "$command"
		hint ${variable:+"$variable"}
		is "$rc:$out$err" 0: "none where $name"
	done <<-L
		avenv did not turn it on|:|AVENV_ENV=
		it is the home directory|cp -a "$HOME/.local" .|HOME=$T/w/p
		nothing differs|echo a >requirements.txt
		the file is a link|ln -sf ../outside.txt requirements.txt
		a link is in the path of an included file|included
		there are more than 8 MiB|large
		comparing takes more than 0.2 s|deep
		the file is a FIFO|rm requirements.txt; mkfifo requirements.txt
		the project is denied|"$AVENV" deny -q
	L
}

case_nothing_runs() {
	can_trace || return
	project
	echo b >requirements.txt
	strace -f -e trace=process,file -e signal=none -o "$T/trace" "$RELEASE_BUILD/avenv" check >/dev/null 2>&1
	sed -i /readlink/d "$T/trace"
	is "$(grep -cE 'execve|fork|clone|O_(CREAT|WRONLY|RDWR)|rename|mkdir|link' "$T/trace")" 1 'but avenv itself'
}

run_cases
