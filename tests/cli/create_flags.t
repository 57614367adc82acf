#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create: its flags, what pip installs, what is said of a project's files.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

export PIP_NO_INDEX=1

# usage NAME WHY ARG...
usage() {
	local name=$1 why=$2
	shift 2
	create "$@" new
	is "$rc" 2 "$name: exit 2"
	is "$err" "avenv create: $why; see 'avenv create --help'" "$name: why"
	ok "$name: nothing is made" test ! -e new
}

usage '--clear --upgrade' "'--clear' and '--upgrade' exclude each other" --clear --upgrade
usage '--copies --symlinks' "'--copies' and '--symlinks' exclude each other" --copies --symlinks
usage '-c alone' "'-c' goes with '-r'" -c x
usage '--keep alone' "'--keep' goes with '-r' or '--upgrade-deps'" --keep
usage '-r without pip' 'without pip nothing can be installed' --without-pip -r x
usage '--upgrade-deps without pip' 'without pip nothing can be installed' --without-pip --upgrade-deps

run "$AVENV" create --help
is "$(sed -n '4,/^$/p' <<<"$out" | grep -vE '^ {6}--[a-z-]+$|^ {29}[^ ]|^  [ -].{24}.? [^ ]|^$')" '' '--help: two columns'
is "$(awk 'length > 80' <<<"$out")" '' '--help: 80 columns'
ok '--help: 24 lines' test "$(wc -l <<<"$out")" -le 24

# ---- what python -m venv has, too --------------------------------------------
bare --symlinks --system-site-packages --prompt "it's" --without-scm-ignore-files env
is "$(grep -c '^include-system-site-packages = true$' env/pyvenv.cfg)" 1 '--system-site-packages'
is "$(grep '^prompt' env/pyvenv.cfg)" 'prompt = "it'"'"'s"' '--prompt'
bare --upgrade env
is "$(grep '^prompt' env/pyvenv.cfg)" 'prompt = "it'"'"'s"' '--upgrade keeps the prompt'
bare --upgrade --prompt other env
is "$(grep '^prompt' env/pyvenv.cfg)" "prompt = 'other'" '--upgrade --prompt has it changed'
bare env
is "$(grep '^prompt' env/pyvenv.cfg)" '' 'a new one has its own'
bare --prompt . env
is "$(grep '^prompt' env/pyvenv.cfg)" "prompt = 'w'" "--prompt .: this directory's name"

ln -sf /nonexistent env/bin/"$(basename "$(readlink -f env/bin/python)")"
ln -sf /nonexistent env/bin/python3
echo '# mine' >>env/bin/activate
create --upgrade --without-pip env
is "$rc" 0 '--upgrade'
like "$err" "upgraded 'env' with Python" 'says so'
ok 'a link that led nowhere is mended' test -x env/bin/python3
is "$(tail -n 1 env/bin/activate)" '# mine' 'the activation scripts stay'
bare --copies --clear env
ok '--copies: no link' test -f env/bin/python -a ! -L env/bin/python3
bare --upgrade env
ok '--upgrade: copies stay copies' test ! -L env/bin/python -a ! -L env/bin/python3
bare env
ok 'renewed without --copies: links' test -L env/bin/python3
rm -rf env

# One that finds its library by where it lies, as it says itself, starts from nowhere else.
mkdir -p odd/bin odd/lib
exe=$("$PYTHON" -c 'import os, sys; print(os.path.realpath(sys.executable))')
series=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
ln -s "$("$PYTHON" -c 'import os; print(os.path.dirname(os.__file__))')" "odd/lib/python$series"
cat >"$T/start.c" <<'C'
#include <unistd.h>
int start(char **argv) { return execv(EXE, argv); }
C
echo 'int start(char **); int main(int argc, char **argv) { return argc ? start(argv) : 1; }' >"$T/odd.c"
gcc -shared -fPIC -DEXE="\"$exe\"" -o odd/lib/libstart.so "$T/start.c" || exit
# shellcheck disable=SC2016 # for the dynamic linker
gcc -o "odd/bin/python$series" "$T/odd.c" -Lodd/lib -lstart -Wl,-rpath,'$ORIGIN/../lib' || exit
bare -p "./odd/bin/python$series" env
is "$rc" 0 'a Python with a library beside it'
run "$AVENV" create -p "./odd/bin/python$series" --without-pip --copies copied
like "$rc:$err" "1:avenv: 'copied' is not made: a copy of '$T/w/odd/bin/python$series' does not start, only a link to it" \
	'--copies: it would not start'
is "$(ls -A)" "$(printf '%s\n' env odd)" '--copies: and nothing is left'
run "$AVENV" create -p "./odd/bin/python$series" --without-pip --copies --clear env
like "$rc:$err" "1:*'env' is not made:*" '--copies: nor does it take the place of another'
ok '--copies: which stays' test -L env/bin/python
# It was one, of another.
rm env/bin/python*
cp "$exe" "env/bin/python$series"
ln -s "python$series" env/bin/python3
cp "$exe" env/bin/python
run "$AVENV" create -p "./odd/bin/python$series" --without-pip --upgrade env
like "$rc:$err" "1:*'env' is not upgraded: a copy of*" '--upgrade: nor does a copy'
ok '--upgrade: which stays as it was' cmp env/bin/python "$exe"
rm -rf env odd

create --compile env
is "$(grep -c "$T/w/env/$SITE/pip/__init__.py" "env/$SITE"/pip/__pycache__/__init__.*.pyc)" 1 '--compile: names the place where it lies'
if apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
	# What is installed has room, its bytecode has not.
	room=$(($(find env -type f ! -name '*.pyc' -printf '%k\n' | awk '{ n += $1 } END { print n }') + 1024))
	mkdir small
	# shellcheck disable=SC2016 # for that shell
	run apart sh -c 'mount -t tmpfs -o size="$1k" tmpfs small && "$2" create -p "$3" --compile small/env; ls -A small' \
		sh "$room" "$AVENV" "$PYTHON"
	is "$out:$(wc -l <<<"$err")" :1 '--compile, no room: one line, and nothing is left'
	like "$err" "could not compile all of '$T/w/small/env/$SITE'" '--compile, no room: said'
else
	skip 'no mount namespaces here' 2
fi
if [[ $AVENV != /dev/shm/* ]] && apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
	rm -rf env
	# shellcheck disable=SC2016 # for that shell
	run apart sh -c 'mount --bind "$1" /mnt && mount -t tmpfs tmpfs /dev/shm && mkdir -p "$1" &&
		mount --bind /mnt "$1" && mount -o remount,bind,ro /dev/shm && cd "$1/w" && "$2" create -p "$3" --compile env' \
		sh "$T" "$AVENV" "$PYTHON"
	is "$rc" 0 '--compile, no semaphores'
	ok '--compile, no semaphores: compiled' test -n "$(find "env/$SITE/pip" -name '*.pyc' -print -quit)"
else
	skip 'no mount namespaces here, or what is built lies where semaphores do' 2
fi
is "$(grep -rl avenv-new env)" '' 'and not the one where it was made'
ok 'RECORD names them' grep -q '\.pyc,,' env/"$SITE"/pip-*.dist-info/RECORD
rm -rf env

# ---- names that could run commands -------------------------------------------
# sourced NAME SHELL SCRIPT: what activation sets in a shell of its own
sourced() {
	# shellcheck disable=SC2016 # the shell's own
	local code='. "$1"; printf "%s|" "$VIRTUAL_ENV"; command -v python'
	if [ "$2" = fish ]; then
		# shellcheck disable=SC2016
		code='source $argv[1]; printf "%s|" "$VIRTUAL_ENV"; command -v python'
		env -i HOME="$HOME" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 fish -c "$code" "./$1/bin/$3" 2>&1
	else
		env -i HOME="$HOME" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 "$2" -c "$code" "$2" "./$1/bin/$3" 2>&1
	fi
}

mkdir hostile
cd hostile || exit 1
pythons=$PYTHON:${AVENV_TEST_PYTHONS-}
while IFS= read -r -d : python; do
	if ! "$python" -I -S -c 'import sys; sys.exit(sys.version_info < (3, 6))' 2>/dev/null; then continue; fi
	wrong=
	# shellcheck disable=SC1003,SC2016
	for name in "\"';&&\$e|'\"" 'a$(touch pwned)b' 'x`touch pwned`' 'back\slash' 'end\' "it's" '!!' 'a b' 'é漢' -dash '$HOME'; do
		"$AVENV" create -q --without-pip -p "$python" -- "$name" || wrong+="$name: not made"
		for shell in bash zsh fish; do
			command -v $shell >/dev/null || continue
			script=activate
			[ $shell = fish ] && script=activate.fish
			got=$(sourced "$name" $shell $script)
			[ "$got" = "$PWD/$name|$PWD/$name/bin/python" ] || wrong+="$shell: $got"$'\n'
		done
		rm -rf "./$name"
	done
	is "$wrong$(ls)" '' "hostile names, $("$python" -I -S -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])')"
done <<<"$pythons:"
# csh expands history between single quotes.
"$AVENV" create -q --without-pip -p "$PYTHON" 'a!b'
like "$(cat 'a!b/bin/activate.csh')" "setenv VIRTUAL_ENV '$PWD/a'\\\\!'b'" 'a name with history for csh'
if command -v tcsh >/dev/null; then
	# shellcheck disable=SC2016 # for tcsh
	is "$(env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 tcsh -f -c 'set prompt=x; source a*/bin/activate.csh; echo "$VIRTUAL_ENV"' 2>&1)" "$PWD/a!b" '... which does not expand it'
else
	skip 'tcsh is not installed'
fi
rm -r 'a!b'
cd ..

# ---- -r ----------------------------------------------------------------------
# wheel NAME VERSION: one that brings a command
wheel() {
	"$PYTHON" - "$@" <<-'END'
		import sys, zipfile
		name, version = sys.argv[1:]
		info = f"{name}-{version}.dist-info"
		files = {
		    f"{name}.py": f"def main():\n    print('{name} {version}')\n",
		    f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
		    f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
		    f"{info}/entry_points.txt": f"[console_scripts]\n{name} = {name}:main\n",
		}
		files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in files) + f"{info}/RECORD,,\n"
		with zipfile.ZipFile(f"{name}-{version}-py3-none-any.whl", "w") as archive:
		    for path, text in files.items():
		        archive.writestr(path, text)
	END
}

# The files whose RECORD row is wrong, of all that are installed in ENV.
wrong_rows() {
	"$1/bin/python" -I - <<-'END'
		import base64, hashlib
		from importlib.metadata import distributions
		for dist in distributions():
		    for file in dist.files or []:
		        if file.hash:
		            digest = hashlib.new(file.hash.mode, file.locate().read_bytes()).digest()
		            if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != file.hash.value:
		                print(file)
	END
}

mkdir wheels
cd wheels || exit 1
wheel tiny 1.0
wheel tiny 2.0
wheel more 1.0
cd ..
echo tiny >requirements.txt
echo more >more.txt
echo 'tiny<2' >constraints.txt
echo nonsuch >bad.txt
mkdir -p "$HOME/.config/pip"
printf '[global]\nfind-links = %s\n' "$T/w/wheels" >"$HOME/.config/pip/pip.conf"

create -r requirements.txt
is "$rc" 0 '-r'
is "$out" '' 'pip prints nothing on standard output'
like "$err" 'Successfully installed tiny-2.0' 'its progress is shown; pip.conf says where from'
is "$(.venv/bin/tiny)" 'tiny 2.0' 'what it brings runs'
is "$(head -n 1 .venv/bin/tiny)" "#!$T/w/.venv/bin/python3" 'from its place'
is "$(grep -rIl avenv-new .venv)" '' 'where it was made stands nowhere'
is "$(wrong_rows .venv)" '' 'RECORD is right'
unlike "$err" 'installs what the project needs' 'nothing more to be installed'
is "$(find . -maxdepth 1 -name '.avenv*')" '' 'nothing is left beside it'

create -q --clear -r requirements.txt -r more.txt -c constraints.txt
is "$rc$out$err" 0 'several -r, a -c, and -q'
is "$(.venv/bin/tiny)$(.venv/bin/more)" 'tiny 1.0more 1.0' 'all count'
create -r requirements.txt -r more.txt
is "$rc" 0 '-r for one that is there'
like "$err" 'Requirement already satisfied: tiny' 'installs into it'

PIP_TARGET=$T/w/else PIP_USER=1 PIP_PREFIX=$T/w/else PYTHONPATH=$T/w/else create -q -r requirements.txt env
is "$rc$(env/bin/tiny)" '0tiny 2.0' 'variables that lead elsewhere do not count'
ok 'nothing is there' test ! -e else -a ! -e "$HOME/.local/lib"
rm -rf env
mkdir sub
cd sub || exit 1
create -q -r ../requirements.txt ../env
is "$rc$(../env/bin/tiny)" '0tiny 2.0' 'files are named from where one stands'
cd ..
rm -rf env sub

create -r bad.txt a/env
is "$rc" 1 '-r that fails'
like "$err" "pip failed, so 'a/env' is not made; '--keep' would keep what there is" 'says what became of it'
ok 'nothing is left, nor the parents' test ! -e a
create --keep -r bad.txt a/env
is "$rc" 1 '--keep: fails, too'
like "$err" "pip failed; 'a/env' is kept as far as it got, and the same goes on from there" 'says so, and how it goes on'
like "$err" "'source a/env/bin/activate' turns it on" 'and how it is used'
ok 'and is there' a/env/bin/pip --version
ok 'it is on record' grep -q " $T/w/a\$" "$HOME/.local/share/avenv/trust"
is "$(grep -rIl avenv-new a)" '' 'whole'
create -r bad.txt a/env
is "$rc" 1 'fails in one that was there'
like "$err" "pip failed; 'a/env' has what was in it before" 'which stays'
ok 'it works' a/env/bin/pip --version
create --clear -r bad.txt a/env
is "$rc" 1 '--clear, and fails'
like "$err" "pip failed, so 'a/env' stays as it was; '--keep' would put what there is in its place" 'says so'
ok 'the old one is there' a/env/bin/pip --version
echo '# old' >>a/env/bin/activate
create --clear --keep -r bad.txt a/env
like "$err" "pip failed; 'a/env' is kept as far as it got, and the same without '--clear' goes on from there" '--clear --keep: how it goes on'
ok 'it is the new one' test -x a/env/bin/pip -a "$(tail -n 1 a/env/bin/activate)" != '# old'
create -r nofile.txt new
is "$rc" 1 'no such file'
is "$err" "avenv: cannot read 'nofile.txt': No such file or directory" 'said before anything is made'
rm -rf a

cp "$("$PYTHON" -c 'import ensurepip, os; print(os.path.dirname(ensurepip.__file__))')"/_bundled/*.whl wheels 2>/dev/null
cp /usr/share/python-wheels/{pip,setuptools}-*.whl wheels 2>/dev/null
create --upgrade-deps env
is "$rc" 0 '--upgrade-deps'
like "$err" 'Requirement already satisfied: pip' 'asks the index'
is "$(head -n 1 env/bin/pip)" "#!$T/w/env/bin/python3" 'its pip is in its place'
rm -rf env
PIP_RETRIES=none create --upgrade-deps env
is "$rc" 1 '--upgrade-deps that fails'
ok 'nothing is left' test ! -e env
PIP_RETRIES=none create --upgrade-deps --keep env
is "$rc" 1 '--upgrade-deps --keep: fails, too'
ok 'and is there' env/bin/pip --version
rm -rf env

# A build that writes down where it ran: a backend of its own, so that nothing is fetched
mkdir built
printf '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n' >built/pyproject.toml
cat >built/backend.py <<'END'
import sys, zipfile
def build_wheel(directory, settings=None, metadata=None):
    info = "built-1.dist-info"
    files = {
        "built.py": f"PREFIX = {sys.prefix!r}\nOPTIMIZE = {sys.flags.optimize}\n",
        f"{info}/METADATA": "Metadata-Version: 2.1\nName: built\nVersion: 1\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in files) + f"{info}/RECORD,,\n"
    with zipfile.ZipFile(f"{directory}/built-1-py3-none-any.whl", "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return "built-1-py3-none-any.whl"
END
echo ./built >built.txt
PYTHONOPTIMIZE=2 create -r built.txt env
is "$(tail -n 1 "env/$SITE/built.py")" 'OPTIMIZE = 0' 'PYTHON* variables do not reach what is built'
is "$rc" 0 'something built in the place that is gone'
like "$err" "'env/$SITE/built.py' names '$T/w/.avenv-new-*', which is gone; install again what it belongs to: 'env/bin/python -m pip install --force-reinstall PACKAGE'" 'is named'
rm -rf env

# Two at once: what was made meanwhile is not waited for
mkdir late-built
cp built/pyproject.toml late-built
{
	echo "import os; os.makedirs('$T/w/late', exist_ok=True)"
	cat built/backend.py
} >late-built/backend.py
echo ./late-built >late.txt
create -r late.txt late
is "$rc" 1 'made by another while pip ran'
is "$(tail -n 1 <<<"$err")" "avenv: 'late' was made by another command meanwhile; the same again works on that one" 'says so, and what to do'
is "$(find late -mindepth 1)$(find . -name '.avenv*')" '' 'and is as it was, with nothing beside it'
rm -rf late
"$AVENV" create -p "$PYTHON" --compile -r requirements.txt late 2>"$T/late" &
until compgen -G '.avenv-new-*' >/dev/null || ! kill -0 $! 2>/dev/null; do sleep 0.01; done
mkdir late
wait $!
is "$?" 1 'made by another while it was compiled'
is "$(cat "$T/late")" "avenv: 'late' was made by another command meanwhile; the same again works on that one" 'pip is not started'
create -r requirements.txt late
is "$rc$(late/bin/tiny)" '0tiny 2.0' 'the same again works on that one'
rm -rf late

# -C leads there for each of them, also where the hook's function asked in between.
mkdir led mine
cp wheels/tiny-1.0-* led
cp wheels/tiny-2.0-* mine/tiny-1.0-py3-none-any.whl
echo ./tiny-1.0-py3-none-any.whl >led/requirements.txt
(cd mine && AVENV_HOOK='bash 3 my' "$AVENV" -q -C ../led create -r requirements.txt one two) >/dev/null 2>&1
is "$(led/one/bin/tiny):$(led/two/bin/tiny)" 'tiny 1.0:tiny 1.0' '-C: a second one is of where that led, too'
rm -rf led mine

# ---- what a project says it needs --------------------------------------------
mkdir project
cd project || exit 1
# needs FILE COMMAND: with that file there, too; as the hook's function runs it
needs() {
	cat >"$1"
	AVENV_HOOK='bash 3 -' create
	is "$(tail -n 1 <<<"$err")" "avenv: '$2' installs what the project needs" "$1"
}
echo '[tool.black]' >pyproject.toml
AVENV_HOOK='bash 3 -' create
unlike "$err" 'installs' 'a pyproject.toml that only configures tools'
needs pyproject.toml 'pip install -e .' <<<'[project]'
needs requirements.txt 'pip install -r requirements.txt' <<<tiny
create
is "$(tail -n 1 <<<"$err")" "avenv: 'avenv run pip install -r requirements.txt' installs what the project needs" 'without the hook'
create env
is "$(tail -n 1 <<<"$err")" "avenv: 'avenv run -e env pip install -r requirements.txt' installs what the project needs" 'for another one'
rm -rf env
"$AVENV" -q deny
create
like "$(tail -n 1 <<<"$err")" "is denied; \"avenv allow\" takes that back" 'denied: what would refuse is not named'
"$AVENV" -q allow
cd ..
create project/.venv
is "$(tail -n 1 <<<"$err")" "avenv: 'avenv -C $T/w/project run pip install -r requirements.txt' installs what the project needs" 'from elsewhere'
AVENV_HOOK='bash 3 -' create project/.venv
is "$(tail -n 1 <<<"$err")" "avenv: 'avenv -C $T/w/project run pip install -r requirements.txt' installs what the project needs" 'from elsewhere, with the hook'
cd project || exit 1
create --without-pip --clear
unlike "$err" 'installs' 'not with the pip that it has not'
echo >pylock.toml
create --without-pip --clear
is "$(tail -n 1 <<<"$err")" "avenv: 'avenv run uv pip sync pylock.toml' installs what the project needs" 'but with what needs no pip'
create -q
needs pylock.toml 'uv pip sync pylock.toml' <<<''
needs Pipfile.lock 'pipenv sync' <<<''
needs pdm.lock 'pdm sync' <<<''
needs poetry.lock 'poetry install' <<<''
needs uv.lock 'uv sync' <<<''
mv .venv/"$SITE"/pip-*.dist-info .venv/"$SITE"/pip-99.0.dist-info
rm uv.lock poetry.lock pdm.lock Pipfile.lock
needs pylock.toml 'pip install --no-deps -r pylock.toml' <<<''
needs uv.lock 'uv sync' <<<''
create env
like "$err" "'avenv run -e env uv sync --active' installs" 'uv is told of one that is not .venv'
cd ..

# ---- other implementations ---------------------------------------------------
# Something that says it is PyPy, and has a venv
mkdir bin
cat >bin/script <<END
#!/bin/bash
if [ "\$2" = -S ]; then
	exec "$PYTHON" "\$@" > >(sed 's#cpython\x00#pypy\x00#; s#$PYTHON\x00#$T/w/bin/pypy3\x00#')
fi
echo "\$*" >$T/w/asked
exec "$PYTHON" "\$@"
END
chmod +x bin/script
cat >bin/pypy.c <<END
#include <unistd.h>
int main(int argc, char **argv) { (void)argc; argv[0] = "$T/w/bin/script"; execv(argv[0], argv); return 127; }
END
if cc -o bin/pypy3 bin/pypy.c 2>/dev/null; then
	foreign() {
		run "$AVENV" create -p "$T/w/bin/pypy3" --without-pip "$@"
	}
	foreign --system-site-packages --prompt hi other
	is "$rc" 0 'another implementation'
	is "$(head -n 1 <<<"$err")" "avenv: PyPy makes environments by its own 'venv'" 'said so'
	like "$err" "made 'other' with PyPy " 'and what it is'
	like "$(cat asked)" "-I -m venv --system-site-packages --without-pip --prompt hi $T/w/.avenv-new-" 'with its flags, in a place of its own'
	is "$(grep -rIl avenv-new other)" '' 'which stands nowhere'
	is "$(grep -c "$T/w/other" other/bin/activate)" 1 'its own does'
	mv "other/lib/python$SERIES" "other/lib/pypy$SERIES"
	foreign other
	is "$rc" 1 'it is not renewed'
	like "$err" "bin/pypy3 -m venv --upgrade other'; or '--clear'" 'and both ways on are named'
	foreign --clear other
	is "$rc" 0 '--clear'
else
	skip 'no compiler' 9
fi
old=$(tr : '\n' <<<"${AVENV_TEST_PYTHONS-}" | grep '/2\.7' | head -n 1)
if [ -n "$old" ]; then
	run "$AVENV" create -p "$old" new
	is "$rc" 1 'Python 2.7 is refused'
	like "$err" 'is Python 2.7.* which has no venv; virtualenv 20.21.1 was the last' 'with a word'
	ok 'nothing is made' test ! -e new
else
	skip 'no Python 2.7' 3
fi

done_testing
