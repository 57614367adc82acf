#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# One linter over the files it is for: lint.sh NAME [FILE...]
# A missing tool prints "SKIP: ...", which 'make check' counts.
set -euo pipefail

need() {
	command -v "$1" >/dev/null && return
	echo "SKIP: $1 is not installed"
	exit 0
}

# under NAMES... -- TEST...: find in those directories that are there
under() {
	local dir dirs=()
	while [ "$1" != -- ]; do
		dir=$1
		shift
		if [ -d "$dir" ]; then dirs+=("$dir"); fi
	done
	shift
	[ ${#dirs[@]} = 0 ] || find "${dirs[@]}" "$@" | sort
}

c_files() {
	under src build tests -- -name '*.[ch]'
}

# Shell scripts are told by their first line, as tests have no common ending; those that
# are sourced have none.
sh_files() {
	{
		under build tests .ci -- -type f -exec \
			awk 'FNR == 1 && /^#!.*[\/ ](ba)?sh$/ { print FILENAME }' {} +
		under build tests hooks completions -- -name '*.sh' -o -name '*.bash' -o -name '*.posix'
	} | sort -u
}

python_files() {
	{
		under build tests -- -type f -exec \
			awk 'FNR == 1 && /^#!.*[\/ ]python3$/ { print FILENAME }' {} +
		under build tests -- -name '*.py'
	} | sort -u
}

# each COMMAND...: run it over the names on stdin; nothing to do is fine
each() {
	xargs -r "$@"
}

run_format() {
	need clang-format
	# shellcheck disable=SC2016 # for the inner shell
	c_files | each -n 1 sh -c 'clang-format "$1" | diff -u --label "$1" --label formatted "$1" -' format
}

# Of functions of C in src clang-tidy tells. Where another ends is told by how far it is indented.
run_length() {
	local bad=0
	# shellcheck disable=SC2016 # for awk
	under src -- -name '*.[ch]' | each awk \
		'FNR == 401 { print FILENAME ": more than 400 lines"; long = 1 } END { exit long }' || bad=1
	# shellcheck disable=SC2016 # for awk
	{
		under hooks completions -- -type f
		under build tests -- -name '*.[ch]'
		sh_files
	} | sort -u | each awk '
		FNR == 1 {
			split("", from)
			c = FILENAME ~ /\.[ch]$/
			fish = FILENAME ~ /fish$/
		}
		{
			indent = $0
			sub(/[^ \t].*/, "", indent)
		}
		c && /^[a-z].*\(/ {
			called = $0
			sub(/\(.*/, "", called)
			sub(/.*[ *]/, "", called)
		}
		c ? /^\{$/ : fish ? /^ *function / && !/; end$/ : /^\t*(function .*|[^ ]* ?\(\)) \{( #.*)?$/ {
			from[indent] = FNR
			name[indent] = c ? called : $1 == "function" ? $2 : $1
			sub(/\(.*/, "", name[indent])
		}
		{
			for (i in from) if (FNR - from[i] == 60) {
				print FILENAME ":" from[i] ": " name[i] ": more than 60 lines"
				long = 1
			}
		}
		$0 == indent (fish ? "end" : "}") { delete from[indent] }
		END { exit long }' || bad=1
	command -v python3 >/dev/null || return "$bad"
	python_files | each python3 -c 'import ast, sys
long = 0
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        tree = ast.parse(file.read(), name)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 60:
            print(f"{name}:{node.lineno}: {node.name}: more than 60 lines")
            long = 1
sys.exit(long)' || bad=1
	return "$bad"
}

run_reformat() {
	need clang-format
	c_files | each clang-format -i
	need shfmt
	sh_files | each shfmt -w
}

# tidy FILE: unless it was fine before, as it is now with all that it includes: it takes
# seconds, of which making sure of that takes a hundredth
tidy() {
	local seen
	# shellcheck disable=SC2086 # words
	seen=$OUT/tidy/$({
		clang-tidy --version
		cat .clang-tidy
		echo "$BASE $1"
		clang -E -C $BASE "$1" || date +%s%N
	} 2>&1 | sha256sum | cut -d ' ' -f 1)
	[ ! -e "$seen" ] || return 0
	# shellcheck disable=SC2086
	clang-tidy --quiet "$1" -- $BASE && touch "$seen"
}

run_tidy() {
	need clang-tidy
	mkdir -p "$OUT/tidy"
	export OUT BASE
	export -f tidy
	# dirs.c holds nothing but what make passes in.
	# shellcheck disable=SC2016 # for the inner shell
	printf '%s\n' "$@" | grep -vx src/cli/dirs.c | xargs -P 2 -n 1 bash -c 'tidy "$1"' tidy 2>&1 |
		{ grep -vE 'warnings? generated\.$' || :; }
}

run_cppcheck() {
	need cppcheck
	cppcheck --quiet -j 2 --std=c11 -D_GNU_SOURCE -Isrc --error-exitcode=1 --inline-suppr \
		--enable=warning,style,performance,portability \
		--suppressions-list=build/cppcheck.txt src
}

run_shellcheck() {
	need shellcheck
	sh_files | each shellcheck -x
}

run_shfmt() {
	need shfmt
	sh_files | each shfmt -d
}

run_zsh-syntax() {
	need zsh
	under hooks completions -- \( -name '*.zsh' -o -name '*.posix' -o -name '_avenv' \) |
		each -n 1 zsh -f -n
}

run_fish-syntax() {
	need fish
	under hooks completions -- -name '*.fish' | each fish --no-config -n
	under hooks completions -- -name '*.fish' | each fish_indent --check
}

# Whether the manuals it refers to are installed here is no fault of a page's.
run_man() {
	local out
	need mandoc
	need groff
	out=$(
		under src -- -name '*.1' | each mandoc -T lint -W style 2>&1 |
			grep -vE 'mandoc.db|referenced manual not found' || :
		under src -- -name '*.1' | each groff -mandoc -ww -rCHECKSTYLE=3 -Tutf8 -z 2>&1
	)
	if [ -n "$out" ]; then
		printf '%s\n' "$out"
		return 1
	fi
}

name=$1
shift
"run_$name" "$@"
