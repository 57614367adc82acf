#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 48 59
# The environments of the real tox and poetry, to the commands: made anew and removed; the tool works with
# them after each. The tools come from PyPI, into out/deps/commands.
. "${SRCDIR:?}/tests/lib.sh"

PYTHON=$(command -v python3) || skip_all 'python3 is not installed'
TOOLS=$SRCDIR/out/deps/commands
if ! [ -e "$TOOLS/complete" ]; then
	rm -rf "$TOOLS"
	if ! "$PYTHON" -m venv "$TOOLS" || ! "$TOOLS/bin/pip" install -q tox poetry; then
		skip_all 'the tools could not be fetched'
	fi
	touch "$TOOLS/complete"
fi
PATH=$TOOLS/bin:$PATH
export PIP_DISABLE_PIP_VERSION_CHECK=1 NO_COLOR=1
mkdir "$HOME/p"
cd "$HOME/p" || exit 1

# works NAME COMMAND...: it succeeds. tox keeps its own files in an environment: the command that moves
# these away is named, and typed.
works() {
	run "${@:2}"
	if [ "$rc" != 0 ]; then
		err=${err#*"; '"}
		eval "${err%"' moves them away"*}"
		run "${@:2}"
	fi
	is "$rc:$err" 0: "$1"
}

# through NAME ENV COMMAND: ENV made anew, removed; COMMAND of its tool succeeds after each
through() {
	local name=$1 env=$2
	rm -rf "$env.old"
	"$AVENV" -q allow "$env"
	works "$name: recreate" "$AVENV" recreate -q "$env"
	ok "$name: works" "${@:3}"
	ok "$name: doctor" "$AVENV" doctor -q "$env"
	rm -rf "$env.files"
	works "$name: remove" "$AVENV" remove -q -y "$env"
	ok "$name: it is gone" test ! -e "$env"
	ok "$name: works" "${@:3}"
}

printf '%s\n' '[tox]' 'no_package = true' '[testenv]' 'deps = six' 'commands = python -c "import six"' >tox.ini
ok 'tox' tox -q -e py
through tox "$PWD/.tox/py" tox -q -e py

printf '%s\n' '[project]' 'name = "demo"' 'version = "1"' 'requires-python = ">=3.8"' >pyproject.toml
ok 'poetry' poetry env use "$PYTHON"
env=$(poetry env info --path)
run env VIRTUAL_ENV="$env" "$AVENV" recreate -q
is "$rc:$err" 0: 'poetry: recreate of the active one'
is "$("$AVENV" path)" "$env" 'poetry: on'
through poetry "$env" poetry run python -c ''
done_testing
