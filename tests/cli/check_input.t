#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29 56 60 66 67 78
# avenv check: its words, its command, hostile files, the hint, and the finding of doctor.
# tests/cli/check.t has what differs.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/mkinfo.sh"
unset VIRTUAL_ENV AVENV_ENV
mkdir "$T/p"
cd "$T/p" || exit
mkenv .venv
dist .venv a 1.0
dist .venv pip 24.0
"$AVENV" allow -q 2>/dev/null

check() { run timeout 20 "$AVENV" check "$@"; }
said() { tail -n 1 <<<"$err" | sed 's/^avenv: //'; }
lines() { tr -s ' ' <<<"$out" | sed 's/ $//'; }

# ---- words ---------------------------------------------------------------------------

printf 'a>=2\nb ; python_version > "3"\nx @ https://example.com/x.zip\n-e ./lib\n' >requirements.txt
check
is "$rc:$(lines)" '1:NAME INSTALLED DECLARED BY
a 1.0 >=2 requirements.txt:1
b - any requirements.txt:2
x - https://example.com/x.zip requirements.txt:3' 'a line a difference, sorted'
is "$(said)" "3 packages differ from requirements.txt; 'avenv up' installs what is declared" \
	'the command'
like "$err" "1 package is not compared: 'avenv check -v' says why" 'what is not compared is counted'
check -v
like "$(lines)" './lib - only a build tells its name requirements.txt:4' '-v names it'
check -q
is "$err" '' '-q: no message'
cd / && check "$T/p"
cd "$T/p" || exit
like "$err" "'avenv -C $T/p up' installs" 'in another directory'
mv requirements.txt more.txt
check -r more.txt
like "$err" "'.venv/bin/python -I -m pip install -r more.txt' installs" 'a file that up does not install'
echo a >requirements.txt
check
is "$rc:$out:$(said)" "0::'$T/p/.venv' has what requirements.txt declares" 'nothing differs'
check one two
is "$rc" 2 'two environments: usage'

# command WANTED FILE TEXT [OPTION...]: the command for a FILE with TEXT
command_is() {
	rm -rf requirements.txt ./*.lock ./*.toml
	printf '%b' "$3" >"$2"
	check "${@:4}"
	like "$err" "; '*avenv up*' installs" "up: $1"
	check "${@:4}" ./other
	like "$err" "[;:]*$1*installs" "the command: $1"
}
cp -a .venv other
echo a==2 >../requirements.txt && check -r ../requirements.txt
like "$err" "; '.venv/bin/python -I -m pip install -r $T/requirements.txt' installs" 'a file elsewhere: the command runs here'
mkdir ../tools
install /dev/null ../tools/uv && cp ../tools/uv ../tools/poetry && cp ../tools/uv ../tools/pdm && cp ../tools/uv ../tools/pipenv && cp /bin/false ../tools/python3.12
old_path=$PATH PATH=$T/tools:$PATH
uv='version = 1\n[[package]]\nname = "p"\nsource = { virtual = "." }\ndependencies = [{ name = "u" }]\n[package.optional-dependencies]\nx = []\n[package.dev-dependencies]\ndocs = []\n[[package]]\nname = "u"\nversion = "1"\n'
package='name = "u"\nversion = "1"\ngroups = ["main", "default"]\n'
command_is "'uv sync'" uv.lock "$uv"
command_is "'uv sync --extra x --group docs'" uv.lock "$uv" --extra x --group docs
command_is "'poetry install'" poetry.lock "[[package]]\n${package}[metadata]\nlock-version = \"2.1\"\n"
command_is "'pdm sync'" pdm.lock "[[package]]\n${package}[metadata]\nlock_version = \"4.5\"\nstrategy = [\"inherit_metadata\"]\n"
command_is "'pipenv sync'" Pipfile.lock '{"_meta": {"pipfile-spec": 6}, "default": {"u": {"version": "==1"}}}'
command_is "'uv pip sync -p other/bin/python pylock.toml'" pylock.toml "lock-version = \"1.0\"\n[[packages]]\n$package"
command_is "$T/p/other/bin/python -I -m pip install --upgrade pip && other/bin/python -I -m pip install -e '.?x?' --group d" pyproject.toml \
	'[project]\nname = "p"\n[project.optional-dependencies]\nx = ["u"]\n[dependency-groups]\nd = []\n' --extra x --group d
PATH=$old_path
rm -r other pyproject.toml
printf '[[package]]\n%s[metadata]\nlock-version = "2.1"\n' "${package//\\n/$'\n'}" >poetry.lock
check
like "$err" "*'poetry' installs 'poetry.lock', and is not on PATH*pipx install poetry*" 'without the tool: how to get it'
rm poetry.lock
echo u >more.txt
printf '[project]\nname = "p"\n' >pyproject.toml
check -r more.txt -r pyproject.toml
like "$err" "; '.venv/bin/python -I -m pip install -r more.txt -e .' installs" 'the command: files of two kinds'

# ---- a workspace of uv's ---------------------------------------------------------------

mkdir -p ws/m
cd ws || exit
printf '[tool.uv.workspace]\nmembers = ["m"]\n[project]\nname = "root"\n' >pyproject.toml
printf '[project]\nname = "m"\n' >m/pyproject.toml
echo 'version = 1' >uv.lock
printf '[[package]]\nname = "%s"\nversion = "1"\nsource = { virtual = "%s" }\ndependencies = [{ name = "%s" }]\n' \
	root . a m m b >>uv.lock
printf '[[package]]\nname = "%s"\nversion = "1.0"\n' a b >>uv.lock
mkenv .venv && dist .venv b 1.0
"$AVENV" allow -q 2>/dev/null
check
like "$rc:$(lines)" '1:*a - ==1.0*' 'in its root: what uv sync installs there'
cd m || exit
check
is "$rc:$err" "0:avenv: '$T/p/ws/.venv' has what uv.lock declares" 'in a member: what it installs there'
rm -r "../.venv/$SITE"/b-*
PATH=$T/tools:$PATH check
is "$(said)" "1 package differs from uv.lock; 'avenv up' installs what is declared" 'in a member: up'
printf '[project]\nname = "m"\ndependencies = ["b"]\n[dependency-groups]\ndev = ["d"]\nlint = ["l"]\n[tool.uv]\ndefault-groups = ["lint"]\n' >pyproject.toml
printf '[dependency-groups]\ndev = ["r"]\n[tool.uv]\ndefault-groups = ["dev"]\n[tool.uv.workspace]\nmembers = ["m"]\n' >../pyproject.toml
printf 'version = 1\n[manifest.dependency-groups]\ndev = [{ name = "r" }]\n' >../uv.lock
printf '[[package]]\nname = "%s"\nversion = "1.0"\n' b d l r >>../uv.lock
cat >>../uv.lock <<'END'
[[package]]
name = "m"
version = "1"
source = { virtual = "m" }
dependencies = [{ name = "b" }]
[package.dev-dependencies]
dev = [{ name = "d" }]
lint = [{ name = "l" }]
[package.metadata]
requires-dist = [{ name = "b" }]
[package.metadata.requires-dev]
dev = [{ name = "d" }]
lint = [{ name = "l" }]
END
cd "$T/p/ws" && dist .venv b 1.0
cd m || exit
check
is "$rc:$(lines)" '1:NAME INSTALLED DECLARED BY
l - ==1.0 uv.lock:10' 'in a member: its own default groups, not those of the root'
cd ..
check
is "$rc:$(lines)" '1:NAME INSTALLED DECLARED BY
r - ==1.0 uv.lock:13' 'in the root: its own'
sed -i 's/"b"/"b", "c"/' m/pyproject.toml
cd m || exit
PATH=$T/tools:$PATH check
is "$rc:$(lines):$(said)" "1:NAME INSTALLED DECLARED BY
l - ==1.0 uv.lock:10:uv.lock is older than m/pyproject.toml, and 1 package differs from uv.lock; 'avenv up' installs what is declared" 'in a member that asks for more'
cd ..
cd ..
rm -r ws

# ---- a lock file that is older, another Python, a project that moved ------------------

mkdir po
cd po || exit
mkenv .venv && "$AVENV" allow -q 2>/dev/null
printf '[tool.poetry.dependencies]\npython = ">=3.8"\na = "*"\n' >pyproject.toml
printf '[metadata]\nlock-version = "2.1"\ncontent-hash = "0"\n' >poetry.lock
PATH=$T/tools:$PATH check
is "$rc:$out:$(said)" "1::poetry.lock is older than pyproject.toml; 'poetry lock && avenv up' installs what is declared" 'poetry: the lock file is renewed first'
PATH=$T/tools:/usr/bin:/bin check
like "$err" "*'poetry lock && /*/avenv up' installs*" '... where avenv is not on PATH'
dist .venv a 1.0
echo a >more.txt
check -r more.txt -r poetry.lock
like "$err" "*poetry.lock is older than pyproject.toml*" 'two files: the one that is older'
cd / && PATH=$T/tools:$PATH check "$T/p/po"
is "$rc:$(said)" "1:poetry.lock is older than pyproject.toml; 'cd $T/p/po && poetry lock && avenv -C $T/p/po up' installs what is declared" '... from elsewhere'
cd "$T/p/po" || exit
run env VIRTUAL_ENV="$PWD/.venv" AVENV_ENV="$PWD/.venv" "PATH=$T/tools:$PATH" "$AVENV" check --hint
is "$rc:$err" "1:avenv: poetry.lock is older than pyproject.toml ('avenv check' says more)" 'the hint'
rm poetry.lock
dist .venv pip 24.0
printf '[project]\nname = "a"\nrequires-python = ">=3.12"\n[build-system]\nrequires = []\n' >pyproject.toml
PATH=$T/tools:$PATH check
is "$rc:$(lines)$(said)" "1:NAME INSTALLED DECLARED BY
python 3.11.2 >=3.12 pyproject.toml:3Python is 3.11.2, and pyproject.toml asks for >=3.12; 'avenv recreate -p 3.12 && avenv up' installs what is declared" 'another Python'
printf '[project]\nname = "a"\n[build-system]\nrequires = []\n' >pyproject.toml
printf '{"url": "file://%s/old", "dir_info": {"editable": true}}\n' "$PWD" >".venv/$SITE/a-1.0.dist-info/direct_url.json"
check
is "$rc:$(lines)" "1:NAME INSTALLED DECLARED BY
a 1.0 from here, not '$PWD/old' pyproject.toml:2" 'a project that was renamed'
mkdir old
check
is "$rc:$out" 0: 'a copy that is installed from elsewhere'
cd ..
rm -r po

# ---- files ---------------------------------------------------------------------------

# refused WANTED NAME COMMAND: after COMMAND nothing is compared
refused() {
	rm -rf requirements.txt ./*.lock ./*.toml
	eval "$3"
	check
	is "$rc:$out:$(said)" "1::$1" "$2"
}
refused "cannot read 'requirements.txt': it is not a regular file" 'a FIFO' 'mkfifo requirements.txt'
refused "cannot read 'uv.lock': it is not a regular file" 'a directory' 'mkdir uv.lock'
refused "cannot read 'uv.lock': it is larger than 16M" 'a file that is too large' 'truncate -s 17M uv.lock'
refused "'poetry.lock' has the conflicts of a merge, at line 3" 'conflicts of a merge' \
	'printf "a = 1\nb = 2\n<<<<<<< HEAD\nc = 3\n" >poetry.lock'
refused "'$T/p/.venv' is of '$T/p', and '$T' has no environment; 'avenv up' makes one from requirements.txt" 'no file, but one above' :
mv ../requirements.txt ../away.txt
refused "'$T/p' has no file that declares packages; '-r FILE' names one" 'no file' :
mv ../away.txt ../requirements.txt
refused "'uv.lock' is of format 2, which avenv does not know" 'a newer format' 'echo "version = 2" >uv.lock'
refused "cannot read 'gone.txt': No such file or directory" 'a file that is named and not there' 'echo "-r gone.txt" >requirements.txt'
# shellcheck disable=SC2016 # evaluated later
refused "'$T/p/r/1000' is one of more than 1000 files that include each other" 'too many files' \
	'mkdir r; echo "-r r/1" >requirements.txt; for i in {1..1001}; do echo "-r $((i + 1))" >r/$i; done'
refused "'$T/p/pyproject.toml' is not used: File too large" 'a pyproject.toml that is too large' \
	'truncate -s 17M pyproject.toml'
refused "'requirements.txt' is too large to be compared" 'too many requirements' \
	'yes a | head -n 200000 >requirements.txt'
refused "'requirements.txt' is too large to be compared" 'too many lines' \
	'yes -- --x | head -n 200000 >requirements.txt'
refused "'uv.lock' is too large to be compared" 'too many names of extras' \
	'printf "[project.optional-dependencies]\n" >pyproject.toml; seq -f "p%.0f = []" 50000 >>pyproject.toml; echo "version = 1" >uv.lock'
# many: 9000 extras of a project, and as many requirements of its lock file, each with a marker
many() {
	printf '[project]\nname = "p"\n[project.optional-dependencies]\n' >pyproject.toml
	printf 'p%d = []\n' {1..9000} >>pyproject.toml
	printf 'version = 1\n[[package]]\nname = "p"\nsource = { virtual = "." }\n[package.metadata]\nrequires-dist = [' >uv.lock
	printf '{ name = "p%d", marker = "extra == '"'z'"'" },\n' {1..9000} >>uv.lock
	echo ']' >>uv.lock
}
refused "'uv.lock' is too large to be compared" 'too many extras for too many markers' many
{
	printf '[project]\nname = "p"\ndependencies = ['
	printf '"a%d", ' {1..2000}
	echo ']'
} >pyproject.toml
{
	echo 'version = 1'
	printf '[[package]]\nname = "p"\nsource = { editable = "." }\ndependencies = [{ name = "a" }]%.0s\n' {1..500}
} >uv.lock
run bash -c 'ulimit -v 50000; exec timeout 20 "$SRCDIR/out/release/avenv" check'
like "$err" 'differs from uv.lock' 'a project that is locked 500 times is read once'
rm -rf ./*.lock ./*.toml requirements.txt
echo c >../outside.txt
ln -s ../outside.txt requirements.txt
check
is "$rc:$(lines | tail -n 1)" '1:c - any requirements.txt:1' 'a link out of the project is followed'
printf 'a\e[31m @ https://x/\e[31m\n\377\xc2\x9b\n' >../outside.txt
check -v
unlike "x$out$err" $'\e' 'no control character of a file is printed'
chmod 000 ".venv/$SITE/a-1.0.dist-info/METADATA"
if ! is_root; then
	check
	like "$rc:$err" '1:*METADATA*cannot be read' 'metadata that cannot be read: nothing is compared'
fi
chmod 644 ".venv/$SITE/a-1.0.dist-info/METADATA"

# ---- the hint ------------------------------------------------------------------------

hint() { run env VIRTUAL_ENV="$T/p/.venv" AVENV_ENV="${ours-$T/p/.venv}" "$@" timeout 20 "$AVENV" check --hint; }
rm requirements.txt
printf 'a\nb\n' >requirements.txt
hint
is "$rc:$out:$err" "1::avenv: 1 package differs from requirements.txt ('avenv check' lists them, 'avenv up' installs)" 'the hint: one line'
ours='' hint
is "$out$err" '' 'the hint: not where avenv did not turn it on'
hint HOME="$T/p"
is "$out$err" '' 'the hint: not in the home directory'
echo a >requirements.txt
hint
is "$rc:$out$err" '0:' 'the hint: nothing where nothing differs'
mv requirements.txt ../outside.txt
echo b >../outside.txt
ln -s ../outside.txt requirements.txt
hint
is "$out$err" '' 'the hint: no link is followed'
rm -f requirements.txt
mkdir -p "$T/beside"
echo nopkg==1 >"$T/beside/more.txt"
ln -s "$T/beside" link
echo '-r link/more.txt' >requirements.txt
hint
is "$out$err" '' 'the hint: nor one in the path of an included file'
rm link
rm requirements.txt
{
	echo b
	head -c 9000000 /dev/zero | tr '\0' '#'
} >requirements.txt
hint
is "$out$err" '' 'the hint: not beyond 8 MiB'
rm requirements.txt
mkfifo requirements.txt
hint
is "$out$err" '' 'the hint: a FIFO is not waited for'
rm requirements.txt
echo b >requirements.txt
run "$AVENV" deny -q
hint
is "$out$err" '' 'the hint: not what is denied'
run "$AVENV" allow -q

# ---- nothing runs --------------------------------------------------------------------

if can_trace; then
	strace -f -e trace=execve,fork,vfork,clone,clone3,creat,unlink,rename -e signal=none -o "$T/trace" \
		"$SRCDIR/out/release/avenv" check >/dev/null 2>&1
	is "$(grep -vc 'execve(.*avenv' "$T/trace" | sed 's/^1$/0/')" 0 'nothing is started or written'
fi
run "$AVENV" doctor --json .venv
like "$out" '"id": "declared"' 'doctor has it as a finding'
echo a >requirements.txt
run "$AVENV" doctor --json .venv
unlike "$out" '"id": "declared"' '... and none if nothing differs'
done_testing
