#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# make try: build avenv, make a sample project, and stand in it in a real shell.
# All of it stays in out/try. TRY_SHELL=bash|zsh|fish picks the shell.
# Without a terminal: the same tour driven by tests/try.py, with an exit status.
set -euo pipefail
umask 022

cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
try=$root/out/try
home=$try/home
prefix=$try/local

say() {
	printf '%s\n' "$*"
}

die() {
	printf 'make try: %s\n' "$*" >&2
	exit 1
}

prepare() {
	mkdir -p "$try" 2>/dev/null || :
	[ -w "$try" ] || die "cannot write to '$try': try it in a clone of your own"
	tests/deps.sh try || exit 1
	say "building avenv: about a minute on one core, less on more ..."
	env -u MAKEFLAGS -u MFLAGS make -s PREFIX="$prefix" DESTDIR= install >"$try/log" 2>&1 || {
		cat "$try/log" >&2
		die "it does not build"
	}
}

# A user's machine in small: a home with startup files and one project.
make_home() {
	rm -rf "$home"
	mkdir -p "$home/.config/fish" "$home/demo"
	mkdir -m 0700 "$home/.run"
	# Where this is, fish does not read every manual page in the background.
	mkdir -p "$home/.local/share/fish/generated_completions"
	cat >"$home/.bashrc" <<-'RC'
		PS1='\w $ '
		eval "$(avenv hook bash)"
	RC
	cat >"$home/.zshrc" <<-'RC'
		PROMPT='%~ $ '
		autoload -Uz compinit && compinit -u
		eval "$(avenv hook zsh)"
	RC
	cat >"$home/.config/fish/config.fish" <<-'RC'
		set -g fish_greeting
		function fish_prompt
		    echo -n (prompt_pwd) '$ '
		end
		avenv hook fish | source
	RC
}

make_project() {
	say "making the projects 'demo' and 'other', each with an environment"
	in_home avenv -q create "$home/demo/.venv" || die "avenv create failed"
	# As python3 -m venv makes one: not allowed yet
	in_home avenv -q create --without-pip "$home/other/venv" && in_home avenv -q forget "$home/other"
}

# The user's PATH, without an environment that is on in the shell they called from
user_path() {
	local path=:$PATH:
	if [ -n "${VIRTUAL_ENV-}" ]; then path=${path//":$VIRTUAL_ENV/bin:"/:}; fi
	path=${path#:}
	printf '%s' "$prefix/bin:${path%:}"
}

# in_home COMMAND...: with the private HOME and nothing of the user's settings
in_home() {
	local name keep=()
	for name in TERM COLORTERM LANG LC_ALL LC_CTYPE USER LOGNAME; do
		if [ -n "${!name-}" ]; then keep+=("$name=${!name}"); fi
	done
	env -i ${keep[@]+"${keep[@]}"} HOME="$home" XDG_RUNTIME_DIR="$home/.run" \
		PATH="$(user_path)" SHELL="$(command -v "$shell")" "$@"
}

explain() {
	cat <<-EOT

		You are in ~/demo, a project with a virtual environment in .venv.
		avenv has switched it on: that is the (demo) in the prompt.

		  python -c 'import sys; print(sys.prefix)'    the project's own Python
		  cd ..             leaves: (demo) is gone, python is the system's again
		  cd demo           and it is back
		  avenv             what is on, and why
		  cd ../other       a project whose environment you have not allowed yet
		  avenv allow       turns it on, now and whenever you come back
		  avenv list        all environments
		  exit              ends this; nothing of yours outside out/try was touched

	EOT
}

keep() {
	say "To keep it:  make install PREFIX=\$HOME/.local   then   ~/.local/bin/avenv setup"
}

pick_shell() {
	shell=${TRY_SHELL:-${SHELL##*/}}
	case $shell in
	bash | zsh | fish) ;;
	*) shell=bash ;;
	esac
	if ! command -v "$shell" >/dev/null; then
		[ -z "${TRY_SHELL-}" ] || die "there is no $shell here"
		shell=bash
	fi
}

interactive() {
	explain
	keep
	say
	cd "$home/demo"
	case $shell in
	bash) in_home bash --rcfile "$home/.bashrc" -i ;;
	*) in_home "$shell" -i ;;
	esac || : # the status of the user's last command is not ours
	keep
}

tour() {
	local python status=0
	python=$(command -v python3)
	in_home "$python" "$root/tests/try.py" || status=1
	keep
	exit "$status"
}

pick_shell
prepare
make_home
make_project
if [ -t 0 ] && [ -t 1 ]; then interactive; else tour; fi
