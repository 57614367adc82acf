#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# make try: build avenv, make two sample projects, and stand in one of them in a real shell.
# All of it stays in out/try. TRY_SHELL=bash|zsh|fish picks the shell.
# shellcheck disable=SC2016 # the startup files are for the shells
set -euo pipefail
umask 022
cd "$(dirname "${BASH_SOURCE[0]}")/.."
try=$PWD/out/try
home=$try/home

die() {
	printf 'make try: %s\n' "$*" >&2
	exit 1
}

# in_home COMMAND...: with the private HOME, and nothing of the user's settings or environment
in_home() {
	env -i TERM="${TERM-}" LANG="${LANG-}" LC_ALL="${LC_ALL-}" HOME="$home" XDG_RUNTIME_DIR="$home/.run" \
		SHELL="$shell" PATH="$try/local/bin:${PATH#"${VIRTUAL_ENV:-/}/bin:"}" "$@"
}

case ${TRY_SHELL:-${SHELL##*/}} in
zsh) shell=zsh ;;
fish) shell=fish ;;
*) shell=bash ;;
esac
shell=$(command -v "$shell") || die "there is no $shell here"
mkdir -p "$try" || die 'try it in a clone of your own'
tests/deps.sh try
echo 'building avenv: about a minute on one core, less on more ...'
env -u MAKEFLAGS -u MFLAGS make -s -j"$(nproc)" PREFIX="$try/local" DESTDIR= install >"$try/log" 2>&1 || {
	cat "$try/log" >&2
	die 'it does not build'
}

# A user's machine in small: a home with startup files. Where the directory of completions is,
# fish does not read every manual page in the background.
rm -rf "$home"
mkdir -p "$home"/{.config/fish,demo,.local/share/fish/generated_completions}
mkdir -m 0700 "$home/.run"
printf '%s\n' "PS1='\\w $ '" 'eval "$(avenv hook bash)"' >"$home/.bashrc"
printf '%s\n' "PROMPT='%~ $ '" 'autoload -Uz compinit && compinit -u' 'eval "$(avenv hook zsh)"' >"$home/.zshrc"
printf '%s\n' 'set -g fish_greeting' "function fish_prompt; echo -n (prompt_pwd) '\$ '; end" \
	'avenv hook fish | source' >"$home/.config/fish/config.fish"
echo "making the projects 'demo' and 'other', each with an environment"
in_home avenv -q create "$home/demo/.venv" || die 'avenv create failed'
# As python3 -m venv makes one: not allowed yet
in_home avenv -q create "$home/other/venv" && in_home avenv -q forget "$home/other"
cat <<-EOT

	You are in ~/demo, a project with a virtual environment in .venv.
	avenv has turned it on: that is the (demo) in the prompt.

	  cd ..             leaves: (demo) is gone, and its python is no longer on PATH
	  cd demo           and it is back
	  avenv             what is on, and why
	  cd ../other       a project whose environment you have not allowed yet
	  avenv allow       turns it on, now and whenever you come back
	  pip list          what is installed in it
	  avenv craete      a typo
	  avenv re          and the TAB key: the commands that begin so
	  cd ..; mv other site; cd site; avenv
	                    what to type after a project was renamed
	  avenv remove venv deletes its environment, after a question
	  exit              ends this; nothing of yours outside out/try was touched

	To keep it:  make install PREFIX=\$HOME/.local   then   ~/.local/bin/avenv setup

EOT
cd "$home/demo"
if [ -t 0 ]; then
	# The status of the user's last command is not ours.
	in_home "$shell" -i || :
	exit
fi
# Without a terminal the same shell is given these lines, and has to have an environment at the end.
tour='cd ../other; avenv allow; cd ~; cd other; avenv; pip --version; avenv craete
cd ~; mv other site; cd site; avenv; avenv allow; avenv repair; pip --version
test "$VIRTUAL_ENV" = ~/site/venv && avenv remove -y venv'
in_home "$shell" -i -c "$tour" 2>&1 | grep -v '^bash: '
