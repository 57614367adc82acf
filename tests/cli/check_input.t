#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Build: asan
# Promises: 29 60 67 78
# avenv check: hostile files, the hint, and that nothing runs. check.t has what differs and the command,
# messages/check.sh what is said.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/mkinfo.sh"
unset VIRTUAL_ENV AVENV_ENV
mkdir "$T/p"
cd "$T/p" || exit
mkenv .venv
dist .venv a 1.0
"$AVENV" allow -q 2>/dev/null

check() { run timeout 20 "$AVENV" check "$@"; }

# ---- files that are not compared -----------------------------------------------------

# chain: files, of which each includes the next
# shellcheck disable=SC2317 # called by name
chain() {
	mkdir r
	echo '-r r/1' >requirements.txt
	for i in {1..1001}; do echo "-r $((i + 1))" >"r/$i"; done
}
echo a >../requirements.txt
while IFS='|' read -r name command why; do
	rm -rf requirements.txt ./*.lock ./*.toml
	eval "$command"
	check
	like "$rc:$out:$err" "1::avenv: $why" "$name"
done <<'END'
a FIFO|mkfifo requirements.txt|*not a regular file
a directory|mkdir uv.lock|*not a regular file
a file that is too large|truncate -s 17M uv.lock|*larger than 16M
a pyproject.toml that is too large|truncate -s 17M pyproject.toml|*too large
conflicts of a merge in a lock file|printf 'a = 1\n<<<<<<< HEAD\n' >poetry.lock|*at line 2
no file, but one above|:|pip installs into an environment of '*', not into '*/p/.venv'; 'avenv -C * up' fills that
too many files|chain|*more than 1000 files
too many requirements|head -n 200000 < <(yes a) >requirements.txt|*too large
too many lines|head -n 200000 < <(yes -- --x) >requirements.txt|*too large
END
rm -rf r requirements.txt ./*.lock ./*.toml ../requirements.txt

# A named file of another kind is read as no requirements file.
while IFS='|' read -r name why; do
	echo 'import b' >"$name"
	for command in check up 'create x'; do
		# shellcheck disable=SC2086 # words
		run "$AVENV" $command -r "$name"
		like "$rc:$out:$err" "1::avenv: '$name' $why" "$command -r $name"
	done
	rm "$name"
done <<'END'
setup.py|lists no requirements: only a build tells what it requires
a.py|is a script, and lists *; 'uv run' runs a script with what it asks for
pixi.toml|declares an environment that avenv does not handle; 'pixi install' makes it
environment.yml|declares *; 'conda env create -f environment.yml' makes it
END
printf '# b\n\nThis is b.\n' >README.md
check -r README.md
like "$rc:$out:$err" "1::*'README.md' has no line that can be compared, and line 3 is no requirement of pip's" '-r README.md'
echo 'git+https://example.com/b.git' >u.txt
check -r u.txt
is "$rc:$out:$err" "0::avenv: 1 package is not compared: 'avenv check -v -r u.txt' says why" 'nothing was compared: nothing is there'
rm README.md u.txt
touch pixi.toml
check
like "$rc:$out:$err" "1::avenv: 'pixi.toml' declares *; 'pixi install' makes it" 'pixi.toml: the same'
rm pixi.toml

# lock REQUIRED PACKAGE: a uv.lock with 20,000 of both, which are formats of printf for their number
# shellcheck disable=SC2059
lock() {
	echo 'version = 1'
	echo '[[package]]'
	echo 'name = "p"'
	echo 'source = { virtual = "." }'
	echo 'dependencies = ['
	printf "{ name = $1 },\n" {1..20000}
	echo ']'
	printf "[[package]]\nname = $2\n" {1..20000}
}
while IFS='|' read -r name required package found; do
	lock "$required" "$package" >uv.lock
	check
	like "$rc:$out" "$found" "20,000 times: $name is compared"
done <<'END'
one version|"b"%.0s|"b"\nversion = "1"%.0s|1:*b  *-  *==1 *
versions of one name, each required|"b", version = "%s.0"|"b"\nversion = "%s.0"|1:*b  *-  *==1.0 *
a package|"b%s"|"b%s"\nversion = "1"|1:*b1  *b9  *
END
rm uv.lock
printf 'c\na\e[31m @ https://x/\e[31m\n\377\xc2\x9b\n' >../outside.txt
ln -s ../outside.txt requirements.txt
check -v
like "$rc:$out" '1:*c*requirements.txt:1' 'a link out of the project is followed'
for byte in $'\e' $'\xc2\x9b'; do unlike "x$out$err" "$byte" 'no control character of a file is printed'; done

# ---- the hint ------------------------------------------------------------------------

# Each makes a difference that is not hinted at
# shellcheck disable=SC2317 # called by name
included() {
	ln -s ../beside link
	echo '-r link/more.txt' >requirements.txt
}
# shellcheck disable=SC2317
deep() {
	rm requirements.txt
	lock '"b"%.0s' '"b"\nversion = "1"\n[package.x%.0s.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a]' >uv.lock
}
# shellcheck disable=SC2317
large() { head -c 9000000 /dev/zero | tr '\0' '#' >>requirements.txt; }
rm requirements.txt
mkdir ../beside
echo b | tee ../beside/more.txt >../outside.txt
hint() { run env VIRTUAL_ENV="$PWD/.venv" AVENV_ENV="$PWD/.venv" "$@" timeout 20 "$AVENV" check --hint; }
echo b >requirements.txt
hint
is "$rc" 1 'the hint: a difference'
while IFS='|' read -r name command variable; do
	rm -rf requirements.txt uv.lock .local
	echo b >requirements.txt
	eval "$command"
	hint ${variable:+"$variable"}
	is "$rc:$out$err" 0: "the hint: none where $name"
	"$AVENV" allow -q 2>/dev/null
done <<END
avenv did not turn it on|:|AVENV_ENV=
it is the home directory|cp -a "$HOME/.local" .|HOME=$PWD
nothing differs|echo a >requirements.txt
the file is a link|ln -sf ../outside.txt requirements.txt
a link is in the path of an included file|included
there are more than 8 MiB|large
comparing takes more than 0.2 s|deep
the file is a FIFO|rm requirements.txt; mkfifo requirements.txt
the project is denied|"$AVENV" deny -q
END

# ---- nothing runs --------------------------------------------------------------------

rm requirements.txt
echo b >requirements.txt
if can_trace; then
	strace -f -e trace=process,file -e signal=none -o "$T/trace" "$RELEASE_BUILD/avenv" check >/dev/null 2>&1
	is "$(grep -c ' execve(' "$T/trace"):$(grep -v readlink "$T/trace" | grep -E 'fork|clone|O_CREAT|O_WRONLY|O_RDWR|unlink|rename|mkdir|link')" \
		1: 'nothing is started or written'
fi
done_testing
