#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 64 82 86
# A shim of a program that its environment lacks, or that cannot start: no other one takes its place.
# shellcheck disable=SC2016 # for inner shells
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/shims.sh"

# A pip elsewhere, and an environment without one
traps "$BIN/pip" "$BIN/pip3"
ln -s pip "$SHIMS/pip3"
ln -s /usr/bin/python3.[0-9]* "$T/none"
q=$T/q/.venv
installs="avenv: '$q' has no pip; '$q/bin/python -I -m ensurepip --default-pip' installs it"
for name in pip pip3; do
	says "no $name in it" "1::$installs" "$T/q" $name install x
	says "no $name in it, by hand" "1::$installs" "$T/none" VIRTUAL_ENV="$q" PATH="$SHIMS:$q/bin:$BIN" $name
	says "no $name in it, and --python" "1::$installs" "$T/q" $name --python "$T/p/.venv" install x
	at "$T/q" python -c "import os; os.execlp('$name', '$name', 'list')"
	is "$rc:$out:$err" "1::$installs" "no $name in it, in a child of its Python"
	program "$BIN/uv" '#!/bin/sh'
	says "no $name in it, uv on PATH" "1::avenv: '$q' has no pip; 'uv pip install NAME' installs there" "$T/q" $name
	at "$T/q" VIRTUAL_ENV="$T/away" PATH="$SHIMS:$BIN" AVENV_ENV="$T/away" $name show x
	is "$rc:$err" "1:avenv: '$q' has no pip; 'uv pip show --python $q NAME' does that there" "... which takes VIRTUAL_ENV for its own"
	rm "$BIN/uv"
	sed -i 's|^home.*|home = /nowhere/bin|' "$q/pyvenv.cfg"
	says "no $name in it, and its base has no ensurepip" \
		"1::avenv: '$q' has no pip, and its Python has no ensurepip" "$T/q" $name
	# For the next name: the base is found by its link
	sed -i "s|^home.*|home = $T/none|" "$q/pyvenv.cfg"
	nothing_ran "no $name in it"
	at "$T/none" $name install x
	is "$rc:$(<"$T/ran")" "0:$name" "$name in no environment: the next one"
	rm "$T/ran"
done
# In a project of a tool's own it is that tool that adds a package, if it is there. FILE|LINE|WORD|COMMAND
mkdir "$T/q/own" && touch "$T/q/own/pyproject.toml"
hint() { echo "1::avenv: '$q' has no pip; '$1 NAME' $2"; }
there=('uv pip install' 'installs there')
while IFS='|' read -r file line word command; do
	does='adds that to the project'
	[ "$word" != uninstall ] || does='takes that out of the project' there=('uv pip uninstall' 'does that there')
	echo "$line" >"$T/q/$file"
	program "$BIN/uv" '#!/bin/sh'
	case $command in uv*) ;; *) says "$file, without the tool" "$(hint "${there[@]}")" "$T/q" pip "$word" x ;; esac
	program "$BIN/${command%% *}" '#!/bin/sh'
	for dir in q q/sub; do says "$file $line, pip $word in $dir" "$(hint "$command" "$does")" "$T/$dir" pip "$word" x; done
	says "$file $line, in a project inside" "$(hint "${there[@]}")" "$T/q/own" pip "$word" x
	rm "$T/q/$file" "$BIN/${command%% *}"
done <<'END'
uv.lock||install|uv add
pyproject.toml|tool.uv.package = false|install|uv add
poetry.lock||install|poetry add
pdm.lock||install|pdm add
Pipfile||install|pipenv install
uv.lock||uninstall|uv remove
Pipfile.lock||uninstall|pipenv uninstall
END
there=('uv pip install' 'installs there')
program "$BIN/uv" '#!/bin/sh'
touch "$T/q/uv.lock"
says 'uv.lock, pip list: of the environment' "1::avenv: '$q' has no pip; 'uv pip list' does that there" "$T/q" pip list
says 'uv.lock, and uv fills another environment' "$(hint "${there[@]}")" "$T/q" UV_PROJECT_ENVIRONMENT=x pip install x
rm "$T/q/uv.lock" && touch "$T/q/requirements.txt"
says 'requirements.txt: no tool has it' "$(hint "${there[@]}")" "$T/q" pip install x
rm -f "$BIN"/{uv,poetry,pdm,pipenv} "$T/q/requirements.txt"
rm "$BIN"/pip{,3} "$SHIMS/pip3"

# Another program of another Python
ln -s python "$SHIMS/pytest"
program "$BIN/pytest" '#!/usr/bin/python3' "print('next')"
outside="avenv: '$q' has no 'pytest'; this is '$BIN/pytest', run by '/usr/bin/python3'"
says 'a program of another Python: a line, and it runs' "0:next:$outside" "$T/q" pytest
says '... with AVENV_QUIET: no line' '0:next:' "$T/q" AVENV_QUIET=1 pytest
says '... and no environment: no line' '0:next:' "$T/none" pytest
program "$BIN/pytest" '#!/bin/sh' 'echo next'
says '... of a shell: no line' '0:next:' "$T/q" pytest
program "$q/bin/pytest" '#!/usr/bin/python3' "print('own')"
says "... in the environment, as in that of a copied project: a line, and it runs" "0:own:avenv: '$q/bin/pytest' is run by '/usr/bin/python3'" "$T/q" pytest
echo "VIRTUAL_ENV='$T/p/.venv'" >"$q/bin/activate"
says '... which has its command' "0:own:avenv: '$q/bin/pytest' is run by '/usr/bin/python3'; 'avenv repair $q' repairs it" "$T/q" pytest
rm "$SHIMS/pytest"

# ---- a program that cannot start -------------------------------------------

program "$p/bin/pip" "echo no first line \"\$@\""
says 'a script without a first line: sh' '0:no first line a:' "$T/p" pip a
program "$p/bin/pip" "#!$T/nowhere/python"
program "$BIN/pip" $'#!/bin/sh\necho another pip'
cannot="avenv: cannot run '$p/bin/pip'; 'avenv doctor' says more"
says 'its interpreter is gone: no other pip' "127::$cannot" "$T/p" pip
chmod 644 "$p/bin/pip"
says 'not executable: no other pip' "126::$cannot" "$T/p" pip
for target in "$T/nowhere" pip "$SHIMS/pip" "$T/second/avenv-hook"; do
	ln -sf "$target" "$p/bin/pip"
	at "$T/p" timeout 120 pip
	like "$rc:$out:$err" "12[67]::$cannot" "a link to ${target#"$T"}: no other pip, no loop"
done
rm "$p/bin/pip"
mkenv "$T/old/.venv"
"$AVENV" -q allow "$T/old"
ln -sf "$T/nowhere" "$T/old/.venv/bin/python3"
for name in python python3 pip tool; do
	says "$name of an environment whose Python is gone: no other one" \
		"127::avenv: cannot run '$name' of '$T/old/.venv': its Python is gone; 'avenv doctor' says more" \
		"$T/old" $name -c "$PREFIX"
done
at "$T/old" PATH="$SHIMS:$BIN:/usr/bin:/bin" python
like "$err" "*; '$AVENV doctor' says more" '... and no avenv on PATH'
"$AVENV" -q forget "$T/old"
next_python "$T/old" 'that environment without a record'
done_testing
