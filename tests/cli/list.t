#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv list: which environments are known, and what is said of each.
. "${SRCDIR:?}/tests/lib.sh"

cd "$HOME" || exit 1
export TERM=xterm

# fresh: a home with nothing in it
fresh() {
	cd "$T" || exit 1
	rm -rf "$HOME"
	mkdir "$HOME"
	cd "$HOME" || exit 1
}

# paths [VAR=VALUE...]: those that are listed, sorted, below HOME, on one line
paths() {
	env "$@" "$AVENV" list --json --sort path >"$T/.json" 2>"$T/.err"
	sed -n "s|^ *\"path\": \"\(.*\)\",\$|\1|p" "$T/.json" | sed "s|^$HOME/||" | tr '\n' ' '
}

# field PATH KEY: what --json has of one environment
field() {
	awk -v path="\"$HOME/$1\"," -v key="\"$2\":" '
		$1 == "\"path\":" { here = $2 == path }
		here && $1 == key { sub(/^ *"[a-z_]*": "?/, ""); sub(/"?,?$/, ""); print }' "$T/.json"
}

# row NAME: its line of the table, spaces squeezed
row() {
	"$AVENV" list 2>/dev/null | tr -s ' ' | grep " $1 " | sed 's/ $//'
}

# ---- nothing ----------------------------------------------------------------

run "$AVENV" list
is "$rc:$out" 0: 'nothing known: exit 0, nothing on stdout'
like "$err" 'avenv: no environment is known; ' 'nothing known: said so, and how to make one'
run "$AVENV" list -q
is "$rc:$err" 0: 'nothing known, -q: silence'
run "$AVENV" list --json
is "$rc:$(printf %s "$out" | tr -d ' \n'):$err" \
	'0:{"schema":1,"environments":[],"cut_short":false}:' 'nothing known: JSON all the same'
run "$AVENV" ls --names
is "$rc:$out" 0: 'ls is list'

# ---- where they are sought --------------------------------------------------

mkenv a/.venv
mkenv a/odd
mkenv other/.venv
"$AVENV" -q allow a 2>/dev/null
is "$(paths)" 'a/.venv a/odd ' 'a recorded project: all that is in it'
is "$(field a/.venv allowed) $(field a/odd allowed)" 'true false' 'and which of them is allowed'
is "$(field a/.venv health) $(field a/odd health)" 'ok unknown' 'where nobody vouches for it, no link is followed'
"$AVENV" -q allow other/.venv a/odd
mv other moved
is "$(paths)" 'a/.venv a/odd ' 'what is gone is not listed'
mv moved other
is "$(paths)" 'a/.venv a/odd other/.venv ' 'and is when it is there again'

fresh
mkenv tree/p/.venv
mkenv tree/p/venvs/one
mkenv tree/deep/er/still/env
mkenv tree/p/.venv/inside
for skipped in .git .hg .svn .tox .nox .cache __pycache__ node_modules site-packages .avenv-new-12345678; do
	mkenv "tree/$skipped/env"
done
mkenv tree/p/.avenv-old-12345678
ln -s deep tree/link
ln -s p/.venv tree/envlink
mkdir tree/empty
touch tree/pyvenv.cfg.not
"$AVENV" -q allow --tree tree
all='tree/deep/er/still/env tree/p/.venv tree/p/venvs/one '
is "$(paths)" "$all" 'a recorded tree: all below it, but for what is skipped and what links lead to'
"$AVENV" -q forget tree
is "$(paths)" '' 'forgotten: nothing'
is "$(paths AVENV_TRUST="$HOME/tree:/nowhere")" "$all" 'AVENV_TRUST: a tree, too'
mkdir -p tree/q
mkenv elsewhere/shared
ln -s ../../elsewhere/shared tree/q/.venv
is "$(paths AVENV_TRUST="$HOME/tree")" "elsewhere/shared $all" 'a link in a trusted tree'
is "$(field elsewhere/shared allowed)" false 'allowed itself it is not'
rm tree/q/.venv
echo ../../elsewhere/shared >tree/q/.venv
is "$(paths AVENV_TRUST="$HOME/tree")" "elsewhere/shared $all" 'a redirect'
rm tree/q/.venv
echo ../../elsewhere/shared >tree/q/.python-envs
is "$(paths AVENV_TRUST="$HOME/tree")" "elsewhere/shared $all" 'a list'
rm tree/q/.python-envs
is "$(paths AVENV_TRUST="$HOME/tree:$HOME/tree/p:$HOME/tree")" "$all" 'trees in trees: each environment once'
is "$(paths AVENV_TRUST="$HOME/tree/p/.venv")" 'tree/p/.venv ' 'a tree that is itself an environment: that, nothing in it'
"$AVENV" -q allow --tree tree
mv tree/p/.venv tree/p/kept
mv tree was
mkdir tree
mkenv tree/new/.venv
is "$(paths)" '' 'a tree record that does not hold any more: nothing below it'
is "$(cd tree/new && paths)" 'tree/new/.venv ' 'what this directory would give'
is "$(field tree/new/.venv allowed)" false 'though it is not allowed'

fresh
mkenv p/.venv
mkenv two/x
mkenv two/y
mkenv env/active
is "$(cd p && mkdir -p a/b && cd a/b && paths)" 'p/.venv ' 'what is further up'
is "$(cd two && paths)" 'two/x two/y ' 'several here'
is "$(paths VIRTUAL_ENV="$HOME/env/active")" 'env/active ' 'the active one'
is "$(field env/active active) $(field env/active allowed) $(field env/active health)" \
	'true false ok' 'the active one: marked, though not allowed'
ln -s env way
is "$(paths VIRTUAL_ENV="$HOME/way/active")" 'env/active ' 'the active one, through a link'
is "$(field env/active active)" true 'the active one, through a link: marked'
is "$(paths VIRTUAL_ENV="$HOME/nowhere")$(paths VIRTUAL_ENV=env/active)$(paths VIRTUAL_ENV="$HOME")" '' \
	'VIRTUAL_ENV that leads to none'

# ---- stores -----------------------------------------------------------------

# store NAME DIR [VAR=VALUE...]: an environment in DIR is of the store NAME
store() {
	fresh
	mkenv "$2/one"
	local got
	got=$(paths "${@:3}")
	is "$got$(field "$2/one" source) $(field "$2/one" project) $(field "$2/one" health)" \
		"$2/one $1 null ok" "$1: $2 ${*:3}"
}
store virtualenvs .virtualenvs
store virtualenvs work WORKON_HOME="$HOME/work"
store poetry .cache/pypoetry/virtualenvs
store poetry cache/pypoetry/virtualenvs XDG_CACHE_HOME="$HOME/cache"
store poetry cache/virtualenvs POETRY_CACHE_DIR="$HOME/cache"
store poetry poet POETRY_VIRTUALENVS_PATH="$HOME/poet"
store pipenv .local/share/virtualenvs
store pipenv data/virtualenvs XDG_DATA_HOME="$HOME/data"
store pyenv .pyenv/versions
store pyenv .pyenv/versions/3.11.2/envs
store pyenv py/versions/3.11.2/envs PYENV_ROOT="$HOME/py"
store uv .local/share/uv/tools
store uv data/uv/tools XDG_DATA_HOME="$HOME/data"
store uv tools UV_TOOL_DIR="$HOME/tools"
store pipx .local/share/pipx/venvs
store pipx .local/pipx/venvs
store pipx data/pipx/venvs XDG_DATA_HOME="$HOME/data"
store pipx px/venvs PIPX_HOME="$HOME/px"
store hatch .local/share/hatch/env/virtual/p/abc
store hatch data/hatch/env/virtual/p/abc XDG_DATA_HOME="$HOME/data"
store hatch h/env/virtual/p/abc HATCH_DATA_DIR="$HOME/h"
fresh
mkenv work/one
is "$(paths WORKON_HOME=work)$(paths WORKON_HOME=)" '' 'a store named by a relative path is none'
mkdir data
mkenv data/envs/one
ln -s data/envs .virtualenvs
is "$(paths)" 'data/envs/one ' 'a store that is a link'
is "$(row one)" ' one virtualenvs 3.11.2 0 ok' 'the table has the name of the store; no record is needed there'
"$AVENV" -q deny data/envs/one
is "$(row one)" ' one virtualenvs 3.11.2 0 denied' 'denied in a store'

# ---- state, Python, packages ------------------------------------------------

fresh
for name in fine bad nobin homeless fifo dir denied moved open; do mkenv "s/$name/.venv"; done
rm s/bad/.venv/bin/python
rm -r s/nobin/.venv/bin
: >s/homeless/.venv/pyvenv.cfg
rm s/fifo/.venv/pyvenv.cfg s/dir/.venv/pyvenv.cfg
mkfifo s/fifo/.venv/pyvenv.cfg
mkdir s/dir/.venv/pyvenv.cfg
"$AVENV" -q allow --tree s
"$AVENV" -q deny s/denied
chmod o+w s/open/.venv
is "$(row fine)" ' fine ~/s/fine 3.11.2 0 ok' 'a healthy one'
is "$(row bad)" ' bad ~/s/bad 3.11.2 0 its Python is gone' 'no Python'
is "$(row nobin)" ' nobin ~/s/nobin 3.11.2 0 it has no bin directory' 'no bin'
is "$(row homeless)" " homeless ~/s/homeless 0 its pyvenv.cfg has no 'home'" 'no home'
is "$(row fifo)" ' fifo ~/s/fifo 0 its pyvenv.cfg is not a file' 'a FIFO for pyvenv.cfg'
is "$(row dir)" ' dir ~/s/dir 0 its pyvenv.cfg is not a file' 'a directory for pyvenv.cfg'
is "$(row denied)" ' denied ~/s/denied 3.11.2 0 denied' 'denied'
mkenv other/.venv
"$AVENV" -q allow other
cp -a other copy
rm -r other
mv copy other
is "$(row other)" ' other ~/other 3.11.2 0 changed since it was allowed' 'another directory in the place of an allowed one'
rm -r other
is "$(row open)" ' open ~/s/open 3.11.2 0 can be written to by anybody' 'others may write there'
paths >/dev/null
is "$(for name in fine bad fifo denied open; do field "s/$name/.venv" health; done | tr '\n' ' ')" \
	'ok broken broken unknown refused ' 'the same in JSON'
is "$(field s/bad/.venv problem) $(field s/fine/.venv problem)" 'its Python is gone null' 'the problem in words'
is "$(field s/denied/.venv denied) $(field s/denied/.venv allowed)" 'true false' 'denied in JSON'
run "$AVENV" list
is "$rc:$err" 0: 'what is broken is no error'

mkenv 's/co:lon/.venv'
is "$(row co:lon)" " co:lon ~/s/co:lon 3.11.2 0 its path has a ':', which PATH cannot hold" 'a colon'
rm -r 's/co:lon'

# version KEY VALUE [LIB]: the Python of an environment with that line
version() {
	rm -rf s/v
	mkenv s/v/.venv
	printf 'home = /usr/bin\n%s = %s\n' "$1" "$2" >s/v/.venv/pyvenv.cfg
	if [ -n "${3-}" ]; then mkdir -p "s/v/.venv/lib/$3"; fi
	paths >/dev/null
	field s/v/.venv python
}
is "$(version version 3.12.1)" 3.12.1 'version'
is "$(version version_info 3.11.2.final.0)" 3.11.2 'version_info, as virtualenv has it'
is "$(version version_info 3.13)" 3.13 'two parts'
is "$(version version 3.14.0rc1)" 3.14.0rc1 'a pre-release'
is "$(version x y)" null 'none known'
is "$(version x y python3.11)" 3.11 'from lib'
is "$(version x y python3.13t)" 3.13t 'from lib, free-threaded'
is "$(version x y pypy3.9)" 3.9 'from lib, PyPy'
is "$(version version $'\033[31mred')" null 'no version: not shown'
is "$(version version "3.$(printf '1%.0s' {1..99})")" null 'no version: too long'

# packages LIB NAME...: how many are counted with those entries in LIB
packages() {
	local lib=$1
	shift
	rm -rf s/v
	mkenv s/v/.venv
	mkdir -p "s/v/.venv/$lib"
	for name; do mkdir -p "s/v/.venv/$lib/$name"; done
	paths >/dev/null
	field s/v/.venv packages
}
site=lib/python3.11/site-packages
is "$(packages lib)" 0 'no packages'
is "$(packages $site pip pip-23.0.1.dist-info old.egg-info __pycache__ x.dist-info.bak)" 2 'dist-info and egg-info'
is "$(packages $site '~ip-23.0.1.dist-info')" 0 'what pip half removed'
is "$(packages lib/python3.13t/site-packages a.dist-info)" 1 'another lib than the version says'
is "$(packages Lib/site-packages a.dist-info b.dist-info)" 0 'Lib counts where lib is missing only'
rm -rf s/v/.venv/lib
paths >/dev/null
is "$(field s/v/.venv packages)" 2 'Lib, from Windows'
is "$(packages elsewhere a.dist-info)" 0 'elsewhere'
mkdir -p s/v/.venv/lib/python3.11
ln -s ../../elsewhere s/v/.venv/$site
paths >/dev/null
is "$(field s/v/.venv packages)" 0 'through no link'
rm -r s/v

# ---- order, size ------------------------------------------------------------

fresh
mkenv t/b/.venv
mkenv t/a/.venv
mkenv t/0/zz
mkenv t/9/aa
"$AVENV" -q allow --tree t
sed -i 's/3.11.2/3.9.1/' t/b/.venv/pyvenv.cfg
sed -i 's/3.11.2/3.10.0/' t/0/zz/pyvenv.cfg
mkdir -p t/b/.venv/lib/python3.9/site-packages/x.dist-info t/a/.venv/$site/{x,y}.dist-info
head -c 300000 /dev/zero >t/9/aa/large
head -c 100000 /dev/zero >t/a/.venv/large
# order ARG...: the names in their order
order() { "$AVENV" list "$@" 2>&1 | awk 'NR > 1 { printf "%s ", $1 }'; }
is "$(order)" 'a aa b zz ' 'by name'
is "$(order --sort name)" 'a aa b zz ' 'by name, asked for'
is "$(order --sort path)" 'zz aa a b ' 'by path'
is "$(order --sort python)" 'b zz a aa ' 'by version, 3.9 before 3.10'
is "$(order --sort packages)" 'a b aa zz ' 'by packages, the most first'
is "$(order --sort size)" 'aa a b zz ' 'by size, the largest first'
is "$("$AVENV" list --names --sort packages | tr '\n' ' ')" 'a b aa zz ' 'names by packages'
is "$("$AVENV" list --names --sort python | tr '\n' ' ')" 'b zz a aa ' 'names by version'
run "$AVENV" list --sort age
is "$rc:$err" "2:avenv list: unknown key 'age'; there are name, path, python, packages and size; see 'avenv list --help'" 'no such key'
run "$AVENV" list --sort
is "$rc" 2 '--sort without a key'
run "$AVENV" list somewhere
is "$rc" 2 'no arguments'
run "$AVENV" list --names --json
is "$rc" 2 'names or JSON'
like "$("$AVENV" list --size | grep ' aa ')" '3??K' 'a size for people'
"$AVENV" list --json --size >"$T/.json"
ok 'a size in JSON, in bytes' test "$(field t/9/aa size)" -ge 300000
"$AVENV" list --json >"$T/.json"
is "$(field t/9/aa size)" '' 'no size where it was not asked for'

# ---- the table --------------------------------------------------------------

is "$(VIRTUAL_ENV=$HOME/t/9/aa "$AVENV" list)" "   NAME  PROJECT  PYTHON  PACKAGES  STATE
   a     ~/t/a    3.11.2         2  ok
*  aa    ~/t/9    3.11.2         0  ok
   b     ~/t/b    3.9.1          1  ok
   zz    ~/t/0    3.10.0         0  ok" 'aligned, the active one marked, no colour in a pipe'
mkenv $'t/esc\033[31m/.venv'
mkenv $'t/new\nline/.venv'
run "$AVENV" list
like "$out" 'esc\\033[[]31m  ' 'an escape is shown as such'
like "$out" 'new\\012line ' 'so is a newline'
unlike "$out" $'\033' 'and none gets out'
/usr/bin/python3 -I -S -c 'import json, sys; names = [e["name"] for e in json.load(sys.stdin)["environments"]]
sys.exit("esc\x1b[31m" not in names or "new\nline" not in names)' <<<"$("$AVENV" list --json)"
is $? 0 'JSON has them as they are'

# ---- bounds, hostile input --------------------------------------------------

fresh
deep=$(printf 'd/%.0s' {1..40})
mkenv "t/$deep/.venv"
mkenv t/p/.venv
"$AVENV" -q allow --tree t
run "$AVENV" list
is "$rc:$(paths)" '0:t/p/.venv ' 'not more than 32 levels down'
like "$err" 'not all of them were searched' 'which is said'
like "$("$AVENV" list --json | tail -n 2)" '"cut_short": true' 'in JSON, too'
is "$("$AVENV" list -q 2>&1 | wc -l)" 2 'not with -q'

fresh
mkenv t/p/.venv
ln -s loop t/loop
ln -s . t/self
ln -s nowhere t/.venv
mkfifo t/fifo t/venv
mkdir t/closed
mkenv t/closed/.venv
mkdir -p t/many
(cd t/many && seq 3000 | xargs touch)
"$AVENV" -q allow --tree t
chmod 0 t/closed
run timeout 20 "$AVENV" list
is "$rc:$err" 0: 'loops, links to nowhere, FIFOs, closed directories: silence'
like "$out" ' p ' 'and the rest is found'
if [ "$(id -u)" != 0 ]; then
	is "$(paths)" 't/p/.venv ' 'a closed directory is passed over'
else
	skip 'root may enter anything'
fi
chmod 755 t/closed

# What an environment could have run, it has not.
fresh
mkenv t/p/.venv
rm t/p/.venv/bin/python*
printf '#!/bin/sh\ntouch "%s/ran"\n' "$T" >t/p/.venv/bin/python
chmod 755 t/p/.venv/bin/python
"$AVENV" -q allow --tree t
run "$AVENV" list --size --json
is "$rc" 0 'a Python of its own'
ok 'which was not started' test ! -e "$T/ran"

if [ "$(id -u)" = 0 ]; then
	fresh
	mkenv .virtualenvs/mine
	mkenv .virtualenvs/theirs
	chown -R 4242 .virtualenvs/theirs
	is "$(paths)" '.virtualenvs/mine ' "somebody else's is passed over"
	"$AVENV" -q allow --shared .virtualenvs/theirs >/dev/null 2>&1
	is "$(paths)" '.virtualenvs/mine .virtualenvs/theirs ' 'unless it is recorded'
	rm -rf .local
	is "$(paths VIRTUAL_ENV="$HOME/.virtualenvs/theirs")" '.virtualenvs/mine .virtualenvs/theirs ' 'or active'
else
	skip 'only root can give a file away' 3
fi

# ---- progress ---------------------------------------------------------------

# slow COMMAND...: on a terminal, with every directory read slowly; what it shows
slow() {
	# LeakSanitizer is a tracer itself.
	ASAN_OPTIONS=detect_leaks=0 script -qec "strace -o /dev/null -e inject=getdents64:delay_enter=200000 $*" /dev/null </dev/null
}
fresh
# Deep enough that none is found by the first line, in whatever order directories are read.
mkenv t/d/e/p/.venv
mkdir -p t/{1,2,3,4,5}
"$AVENV" -q allow --tree t
if can_trace; then
	erase=$'\r\033[K'
	run slow "$AVENV list --names"
	like "$out" "${erase//[/[[]}avenv: ? directories, ? environments${erase//[/[[]}" 'a long search on a terminal: how far it is, erased'
	is "${out##*K}" $'p\r' 'and then the answer'
	run slow "$AVENV list -q --names"
	is "$out" $'p\r' '-q: no such line'
	run slow "env TERM=dumb $AVENV list --names"
	is "$out" $'p\r' 'on a dumb terminal neither'
	run slow "$AVENV list --names 2>&1 | cat"
	is "$out" $'p\r' 'nor in a pipe'
	run slow "$AVENV path p"
	like "$out" 'directories, ? environments' 'a name that is looked for: the same'
	run slow "$AVENV allow --found t"
	like "$out" "${erase//[/[[]}avenv: ? directories, ? environments${erase//[/[[]}" 'allow --found: the same'
	is "${out##*"$erase"}" $'allowed before '"$HOME"$'/t/d/e/p/.venv\r\navenv: 0 allowed, 1 allowed before, 0 left out\r' 'and then what it did'
else
	skip 'strace cannot trace here' 8
fi

# ---- the store --------------------------------------------------------------

fresh
mkenv p/.venv
"$AVENV" -q allow p
chmod o+w .local/share/avenv/trust
run "$AVENV" list
is "$rc:$out" 1: 'a store that cannot be relied upon: failed'
like "$err" "$HOME/.local/share/avenv/trust" 'and which it is'
chmod o-w .local/share/avenv/trust
run bash -c '"$1" list >/dev/full' bash "$AVENV"
is "$rc" 1 'standard output is full'

fresh
mkdir -p .local/share/avenv/trust
run "$AVENV" list
is "$rc:$out:$(wc -l <<<"$err")" 1::1 'nothing known because of the store: one message'
like "$err" 'trust' 'and it is of the store'

# ---- what a name does not tell -----------------------------------------------

fresh
mkenv a/one
mkenv b/one
mkenv c/-x
"$AVENV" -q allow a/one b/one c/-x
# shellcheck disable=SC2088 # as it is shown
like "$("$AVENV" list)" '~/a/one *~/b/one *' 'of the same name: their paths'
is "$("$AVENV" list --names | tr '\n' ' ')" "$HOME/c/-x $HOME/a/one $HOME/b/one " 'names: paths, where a name is not enough or would be an option'
"$AVENV" list --names | while IFS= read -r line; do "$AVENV" path "$line"; done >"$T/got" 2>&1
is "$(cat "$T/got")" "$("$AVENV" list --names)" 'names: each is one that a command takes'

done_testing
