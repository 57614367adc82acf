#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The tree itself: formatters, linters, layers, promises. usage: tree.t [CHECK...]
: "${SRCDIR:=$(cd "$(dirname "$0")/../.." && pwd)}"
. "$SRCDIR/tests/lib.sh"
cd "$SRCDIR" || exit

# Functions that are called by name
CHECKS='format shellcheck shfmt zsh_syntax fish_syntax manual workflows headers layers followed promises mutants'
CHECKS+=' endings watched'

# files PATTERN...: those of the tree, as git knows them
files() {
	git ls-files -co --exclude-standard -- "$@" | while read -r file; do
		if [ -f "$file" ]; then echo "$file"; fi
	done
}

# Tests have no ending of their own: the first line tells.
shell_files() {
	{
		files build tests .ci hooks completions | grep -v '/\(corpus\|crash\)/' | xargs awk \
			'FNR == 1 && /^#!.*[\/ ](ba)?sh$/ { print FILENAME } { nextfile }'
		files '*.sh' '*.bash'
	} | sort -u
}

# need PROGRAM: else the check is skipped
need() {
	command -v "$1" >/dev/null && return
	echo "SKIP $1 is not installed"
	exit 0
}

format() {
	need clang-format
	files '*.c' '*.h' | xargs -P "$(nproc)" -n 20 clang-format --dry-run -Werror
}

shellcheck_() {
	need shellcheck
	# The tests, and with what each sources: make proof T=compilers
	shell_files | grep -v ^tests/ | xargs -P "$(nproc)" -n 12 shellcheck -e SC1091,SC2034,SC2153,SC2154
}

# Not one of CHECKS
shellcheck_sourced() {
	need shellcheck
	shell_files | xargs -P "$(nproc)" -n 12 shellcheck -x
}

shfmt_() {
	need shfmt
	shell_files | xargs shfmt -d
}

zsh_syntax() {
	need zsh
	files '*.zsh' | xargs -n 1 zsh -f -n
}

fish_syntax() {
	need fish
	files '*.fish' | xargs -n 1 fish --no-config -n &&
		files '*.fish' | xargs fish_indent --check
}

# Whether the pages that it refers to are installed is no fault of the manual.
manual() {
	need mandoc
	! mandoc -T lint -W style src/avenv.1 | grep -vE 'mandoc.db|referenced manual not found'
}

workflows() {
	[ -x out/deps/bin/actionlint ] || { echo 'SKIP actionlint is not in out/deps' && return; }
	out/deps/bin/actionlint
}

# Each header compiles alone: its own .c file includes it first.
headers() {
	local header
	for header in $(files 'src/*.h'); do
		[ "$(grep -m 1 '^#include' "${header%h}c" 2>&1)" = "#include \"${header#src/}\"" ] ||
			echo 'typedef int anything;' | ${CC:-gcc} -std=c17 -D_GNU_SOURCE -Isrc -Wall -Werror \
				-fsyntax-only -x c -include "$header" - || return
	done
}

layers() { tests/house/layers.py; }
followed() { tests/house/followed.py; }

promises() { tests/house/promises.py; }
mutants() { tests/mutants/run --check; }

# What stands behind the end of a test never runs.
endings() {
	! files 'tests/*.t' | xargs awk 'FNR == 1 { ended = 0 }
		ended && !/^(#.*)?$/ { print FILENAME ":" FNR ": behind the end" }
		/^(done_testing|run_cases)/ { ended = 1 }' | grep .
}

# A function would cost time: so the variables whose change makes a prompt ask stand at several places.
watched() {
	local names
	# shellcheck disable=SC2016 # the text of the hooks
	names=$(sed -n 's/^| `_avenv_last`.*working directory//p' src/README.md | grep -o '[A-Z_]\{4,\}' | sed 's,^,//,')
	# shellcheck disable=SC2016
	! grep -noE "\\$\\{?PWD-?\\}?//[^\"' ;\\\\]+" hooks/avenv.{bash,zsh,fish} | tr -d '${}-' |
		grep -v ":PWD${names//$'\n'/}\$"
}

reformat() {
	files '*.c' '*.h' | xargs clang-format -i
	shell_files | xargs shfmt -w
	files '*.fish' | xargs fish_indent -w
}

# A change is made in a clone.
git rev-parse --git-dir >/dev/null 2>&1 || skip_all 'the tree is no clone of git'
if [ "${1-}" = reformat ]; then
	reformat
	exit
fi
# shellcheck disable=SC2086 # several words
if [ $# = 0 ]; then set -- $CHECKS; fi
for check; do
	code=$check
	# A check is not called like the program that it starts.
	if [ "$(type -t "$check")" != function ]; then code=${check}_; fi
	said=$($code 2>&1)
	rc=$?
	case $said in
	'SKIP '*) skip "$check: ${said#SKIP }" ;;
	*)
		tap $rc "$check" || diag "$said"
		;;
	esac
done
done_testing
