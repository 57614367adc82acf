#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 57 60
# avenv repair: an environment that was moved or copied, lost its Python or other files works
# again. --dry-run finds the same and writes nothing. No Python that only an environment names, or
# that others could replace, is started. What is not allowed: cli/covered
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"
. "$SRCDIR/tests/mkinfo.sh"

w=$T/w
# Pythons are looked for in its versions
export PYENV_ROOT=$w AVENV_TRUST=$w

mkdir "$T/tools"
program "$T/tools/uv" '#!/bin/sh'
# repair ARG...: with uv, and no Python, on PATH
repair_here() { PATH=$T/tools:$AVENV_BUILD_DIR "$AVENV" repair "$@"; }
repair() { run repair_here "$@"; }

# sound: env is a sound environment
sound() {
	rm -rf env
	[ -d "$T/model" ] || { bare env && dist env tiny 1.0 && script env tiny 1.0 && mv env "$T/model"; }
	cp -a "$T/model" env
}

# works ENV: Python, a console script, activate
works() {
	local env=$w/$1
	"$env/bin/python" -I -c 'import ssl, sys; assert sys.prefix == sys.argv[1]' "$env" &&
		"$env/bin/tiny" >/dev/null &&
		sh -c '. "$1/bin/activate"; [ "$(command -v python)" = "$1/bin/python" ]' sh "$env"
}

# mended ENV WHAT: --dry-run names WHAT and writes nothing, repair says the same and repairs it
mended() {
	local found
	changes_nothing "$1, --dry-run" "0:*$2*" "$1" repair_here --dry-run "$1"
	found=$out
	repair "$1"
	is "$rc:$out" "0:$found" "$1: repair says the same"
	ok "$1: it works" works "$1"
	repair "$1"
	is "$rc:$out" 0: "$1: and finds no more"
}

case_copied_and_moved() {
	sound
	cp -a env kept
	cp -a env copy
	mended copy "$w/env"
	ok 'RECORD is right' record_is_right copy
	mv copy 'moved away'
	mended 'moved away' "$w/copy"
	rm -r env
	mv 'moved away' env && repair env
	is "$rc:$(diff -r --no-dereference kept env)" 0: 'moved back: the same bytes'
}

# A pyvenv.cfg that is not UTF-8 keeps Python from starting.
case_path_that_is_not_utf8() {
	sound
	mv env $'not utf-8 \351'
	not_ok 'refused' repair_here $'not utf-8 \351'
	ok 'Python starts there' $'./not utf-8 \351/bin/python' -I -c ''
}

# project: p, whose environment has what leads to its sources, as backends leave it; strict ones: cli/foreign
project() {
	local name
	mkdir -p p/src p/{cmake,meson}/build p/meson/build/meson-info
	bare p/.venv
	echo "$w/p/src" >"p/.venv/$SITE/mine.pth"
	for name in _editable_impl_a _editable_skbc_b _c_editable __editable___d_finder; do
		echo "install({'m': '$w/p/src/m.py'}, '')" >"p/.venv/$SITE/$name.py"
	done
	touch p/{cmake,meson}/pyproject.toml p/meson/build/build.ninja p/cmake/build/CMakeCache.txt
	for name in cmake meson; do
		echo "install('$w/p/$name/build', '$w/p/$name/build/x.so')" >"p/.venv/$SITE/_${name}_editable_loader.py"
	done
	ln -s "$w/p/src/m.py" "p/.venv/$SITE/m.py"
	echo "at $w/p/src" >"p/.venv/$SITE/loader.py"
	# as poetry writes it, and pip uninstalls by it
	dist p/.venv mine 1.0
	echo "$w/p/.venv/$SITE/mine.pth,," >"p/.venv/$SITE/mine-1.0.dist-info/RECORD"
	program p/.venv/bin/large "#!$w/p/.venv/bin/python" "#$(head -c 1200000 /dev/zero | tr '\0' '#')"
	program p/.venv/bin/wrapper "#!$w/p/.venv/bin/python" "exec(open('$w/p/script').read())"
}

# Sources that came along are found.
case_moved_project() {
	left="$SITE/loader.py bin/wrapper bin/large"
	project
	mv p q
	repair -n q/.venv
	said=$out
	repair q/.venv
	is "$out" "$said" '--dry-run says the same'
	is "$(cat "q/.venv/$SITE/mine.pth")" "$w/q/src" 'its sources'
	is "$(cat "q/.venv/$SITE"/*edit*.py | grep -c "$w/q/")" 6 'loaders of editables'
	is "$(readlink "q/.venv/$SITE/m.py")" "$w/q/src/m.py" 'links'
	is "$(cd q/.venv && grep -rl "$w/p" | LC_ALL=C sort -r | xargs)" "$left" 'the rest stays'
	is "$(sed -n "s|'$w/q/.venv/\(.*\)' names .*|\1|p" <<<"$out" | LC_ALL=C sort -r | xargs)" "$left" 'and is listed'
	like "$out" "'uv pip install -p $w/q/.venv/bin/python --no-deps -e $w/q/cmake'" 'only CMake repairs it: the command'
	like "$out" "'rm -r $w/q/meson/build && uv pip *$w/q/meson'" 'only meson repairs it: the command'
}

# Sources that stayed are meant as before.
case_copied_project() {
	project
	cp -a p r
	repair r/.venv
	is "$(cat "r/.venv/$SITE/mine.pth")" "$w/p/src" 'the sources of the original'
	printf '[project]\nname = "Sh_op"\n' | tee p/pyproject.toml >r/pyproject.toml
	for name in p r; do
		dist "$name/.venv" sh-op 1.0
		echo "{\"url\": \"file://$w/p\", \"dir_info\": {\"editable\": true}}" \
			>"$name/.venv/$SITE/sh-op-1.0.dist-info/direct_url.json"
	done
	repair r/.venv
	like "$err" "'uv pip install -p $w/r/.venv/bin/python -e $w/r'" 'installed from there: the command'
	repair p/.venv
	unlike "x$err" 'uv pip' 'the original: not a word'
	for name in '' 'name = "other"'; do
		echo "$name" | sed '1i [project]' >r/pyproject.toml
		repair r/.venv
		unlike "x$err" 'uv pip' "a copy with the name '$name': not a word"
	done
	is "$(records | grep -c "$w/r")" 0 'nothing is recorded for a copy'
}

# odd_files DIR: the project's environment gets what uv, ipykernel, poetry and virtualenv 21 write at that path
odd_files() {
	"$PYTHON" - "$w/$1" "$SITE" <<'E'
import itertools, json, pathlib, shlex, sys, urllib.parse
project, env = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[1], ".venv")
info, kernel = env / sys.argv[2] / "mine-1.0.dist-info", env / "share/jupyter/kernels/mine"
quoted = urllib.parse.quote(str(project), safe="/@+,()")
(info / "direct_url.json").write_text('{"url":"file://%s","dir_info":{"editable":true}}' % quoted)
kernel.mkdir(parents=True)
(kernel / "kernel.json").write_text(json.dumps({"argv": [f"{env}/bin/python", "-m", "é"]}, indent=1))
field = f"{env}/bin/mine"
(info / "RECORD").write_text(f'"{field}",,\r\n' if "," in field else f"{field},,\r\n")
word = "".join(shlex.quote(text) if text.isascii() else
    '"$(unset -f printf 2>/dev/null || :; \\printf \'%b\' \''
    + "".join("\\0%03o" % byte for byte in text.encode()) + "')\""
    for text in ("".join(part) for _, part in itertools.groupby(str(env), str.isascii)))
activate = env / "bin/activate"
text = activate.read_text()
assert str(env) in text
activate.write_text(text.replace(shlex.quote(str(env)), word).replace(f'"{env}"', word))
E
}

# odd_paths DIR: those in the files of odd_files, as their readers read them
odd_paths() {
	# shellcheck disable=SC2016 # for that shell
	sh -c '. "$1/.venv/bin/activate" && printf "%s\n" "$VIRTUAL_ENV"' sh "$1"
	"$PYTHON" - "$1/.venv" "$SITE" <<'E'
import csv, json, pathlib, sys, urllib.parse
env = pathlib.Path(sys.argv[1])
info = env / sys.argv[2] / "mine-1.0.dist-info"
print(urllib.parse.unquote(json.loads((info / "direct_url.json").read_text())["url"]))
print(json.loads((env / "share/jupyter/kernels/mine/kernel.json").read_text())["argv"][0])
print(*csv.reader((info / "RECORD").open()))
E
}

case_notations() {
	local name new
	set -- 'p@2' 'P (old)' 'a,b' 'v é+%' 'é' plain
	for name; do
		new=$w/to/${2-'p@3'}
		shift
		rm -rf to
		mkdir "$name" to
		bare "$name/.venv"
		dist "$name/.venv" mine 1.0
		odd_files "$name"
		mv "$name" "$new"
		repair "$new/.venv"
		is "$rc:$(odd_paths "$new")" "0:$(printf '%s\n' "$new/.venv" "file://$new" "$new/.venv/bin/python" \
			"['$new/.venv/bin/mine', '', '']")" "'$name' to '${new##*/}'"
		unlike "$out" '* still*' 'nothing is left'
	done
}

case_its_python_does_not_start() {
	for break in 'ln -sfn /nowhere/python3 python' 'ln -sfn /nowhere/python3 python3' \
		"ln -sfn /nowhere/python3 python$SERIES" 'rm python*'; do
		sound
		(cd env/bin && eval "$break")
		mended env "$w/env/bin/python"
	done
}

# install DIR: an interpreter there
install() {
	mkdir -p "$1/bin" "$1/lib"
	cp "$(readlink -f "$PYTHON")" "$1/bin/python$SERIES"
	ln -s "python$SERIES" "$1/bin/python3"
	ln -s "$("$PYTHON" -c 'import os; print(os.path.dirname(os.__file__))')" "$1/lib/python$SERIES"
}

# based DIR: env, made of the Python in DIR
based() {
	sound
	ln -sfn "$w/$1/bin/python3" env/bin/python3
	sed -i "s|^home.*|home = $w/$1/bin|" env/pyvenv.cfg
}

# takes DIR: repair takes the Python in DIR for env
takes() {
	based versions/gone1
	mended env "'$1/bin/python3"
	like "$(readlink env/bin/python):$(<env/pyvenv.cfg)" "$1/bin/python3:*home = $1/bin" 'its link and pyvenv.cfg'
}

# spares DIR NAME: repair takes another than the one in DIR
spares() {
	based versions/gone1
	repair env
	is "$rc:$(cat env/pyvenv.cfg <(readlink env/bin/python) | grep -c "$1")" 0:0 "not taken: $2"
}

case_its_python_is_gone() {
	based versions/gone1
	mended env "'/"
	install versions/9
	takes "$w/versions/9"
}

case_python_that_others_can_replace() {
	install versions/9
	chmod o+w versions/9/bin
	spares versions/9 'others may write to its bin'
	chmod o-w versions/9/bin
	mkdir -p open versions/8
	mv versions/9 safe
	ln -s "$w/safe/bin" open/bin
	ln -s ../../open/bin versions/8/bin
	takes "$w/versions/8"
	chmod o+w open
	spares versions/8 'others may write on the way of a link'
	rm -r versions
	can_chown || return
	mkdir -p versions/9/bin
	ln -s "$PYTHON" versions/9/bin/python3
	chown -hR 4242:4242 versions/9
	spares versions/9 "another user's"
}

# The environment, and whatever it names, may come from somebody else.
case_python_that_only_it_names() {
	unset PYENV_ROOT
	mkdir -p "versions/b1/bin" "versions/b1/lib/python$SERIES/encodings"
	touch "versions/b1/lib/python$SERIES/os.py"
	trap_program "versions/b1/bin/python$SERIES"
	ln -s "python$SERIES" versions/b1/bin/python3
	for command in status list doctor packages freeze 'repair -n' repair; do
		based versions/b1
		ln -sfn "$w/versions/b1/bin/python9" env/bin/python3
		# shellcheck disable=SC2086 # several words
		run "$AVENV" $command env
		nothing_ran "$command"
	done
}

# `python -m venv` of another version, over it: pyvenv.cfg is that version's, bin/python and its packages are not.
case_another_version_over_it() {
	sound
	mkdir -p env/lib/python3.99/site-packages
	sed -i 's|^home = .*|home = /nowhere/bin|; s/^version = .*/version = 3.99.0/' env/pyvenv.cfg
	run "$AVENV" freeze env
	like "$rc:$out" '0:tiny==*' 'the packages are those of its Python'
	mended env "pyvenv.cfg' says home = /nowhere/bin"
	like "$(<env/pyvenv.cfg)" "version = $SERIES" 'the version is that of its Python'
}

# Refused; other reasons: cli/verdict, cli/named

case_refused() {
	while read -r break; do
		sound
		(cd env && eval "$break")
		changes_nothing "$break" '1:*avenv recreate*' env "$AVENV" repair env
	done <<-'L'
		printf "# \351\n" >>pyvenv.cfg
		rm bin/python3; : >bin/python3
		sed -i "s|$w/env|/it's|" bin/activate
		rm -r bin
		upgrade .; ln -sfn /nowhere/python3 bin/python3
	L
	like "$err" 'avenv recreate -p 3.' 'its Python is not installed: another one is named'
}

case_another_command() {
	sound && exec 9<./env && flock 9
	not_ok 'works on it' "$AVENV" repair env
}

case_another_user() {
	can_chown || return
	unset AVENV_TRUST
	chmod 755 "$T"
	cp "$AVENV" "$T/avenv"
	mkdir other records
	sound
	cp -a env other/env
	chown -hR 65534:65534 other records
	as_user env XDG_DATA_HOME="$w/records" "$T/avenv" -q allow other/env
	run as_user env XDG_DATA_HOME="$w/records" "$T/avenv" repair other/env
	is "$rc" 0 'a copy, by that user'
	changes_nothing 'by root' '1:*' other "$AVENV" repair other/env
}

run_cases
