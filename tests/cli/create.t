#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create: what it makes, renews and refuses, what it says, what is recorded.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

# entries DIR: what is in it
entries() {
	find "$1" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | tr '\n' ' '
}

# ---- a new one ---------------------------------------------------------------
mkdir p
cd p || exit 1
create
is "$rc" 0 'made'
is "$out" '' 'nothing on standard output'
version=$("$PYTHON" -c 'import platform; print(platform.python_version())')
pip=$(.venv/bin/python -I -m pip --version | cut -d ' ' -f 2)
is "$(head -n 1 <<<"$err")" "avenv: made '.venv' with Python $version ($PYTHON) and pip $pip" 'what was made'
is "$(tail -n 1 <<<"$err")" "avenv: 'source .venv/bin/activate' turns it on for now, and 'avenv setup bash' has new shells load the hook, which does so from then on" 'without the hook: how it is used'
is "$(entries .)" '.venv ' 'and nothing beside it'
ok 'its pip starts' .venv/bin/pip --version
ok 'pip check' .venv/bin/pip check
is "$(records)" "allow dir $T/w/p" 'the project is recorded'
is "$("$AVENV" path)" "$T/w/p/.venv" 'and its environment answers'
AVENV_HOOK='bash 3 -' create --without-pip f
is "$(grep -c . <<<"$err")" 2 'with the hook: one line, and'
like "$err" "without pip" 'no pip'
like "$err" "'.venv' comes first there; 'avenv activate f' turns on 'f'" 'that .venv comes first'
rm -rf f
AVENV_HOOK='bash 3 -' create
is "$err" "avenv: renewed '.venv' with Python $version ($PYTHON) and pip $pip" 'with the hook, where it is on: one line'
create -q
is "$rc$out$err" 0 '-q: no word'
cd ..

bare a/b/c
ok 'parents are made' test -x a/b/c/bin/python
create --without-pip many1 p/.venv/pyvenv.cfg many2
is "$rc" 1 'one of several cannot be made: exit 1'
ok 'those that can be are' test -x many1/bin/python -a -x many2/bin/python
rm -rf a many1 many2

mkdir cur
cd cur || exit 1
echo mine >mine
bare .
ok 'create . in the directory itself' test -x bin/python -a -f mine
echo mine >bin/mine
rm mine
bare --clear ../cur
is "$(cat bin/mine 2>/dev/null)$(pwd -P)" "$T/w/cur" 'cleared under the shell, which is still there'
ok '. is still what stands at the path' test . -ef "$T/w/cur"
cd ..
rm -rf cur

# What the machine's variables say of other Pythons and places is not heard.
PYTHONHOME=/nonexistent PYTHONPATH=$T/w PIP_TARGET=$T/w/target PIP_CONFIG_FILE=/nonexistent \
	PIP_REQUIRE_VIRTUALENV=1 create vars
is "$rc" 0 'PYTHON* and PIP_* set'
tree vars >"$T/vars"
rm -rf vars
create vars
is "$(tree vars | diff - "$T/vars")" '' 'are not heard'
rm -rf vars

# ---- one that is there -------------------------------------------------------
create env
tree env >"$T/fresh"
echo mine >env/mine
echo broken >env/bin/activate
ln -sf /nonexistent env/bin/python3
echo 'x = 1' >"env/$SITE/mine.py"
create env
is "$rc" 0 'renewed'
like "$err" "renewed 'env' with Python" 'and says so'
is "$(cat env/mine "env/$SITE/mine.py")" 'mine
x = 1' 'what is not ours stays'
rm env/mine "env/$SITE/mine.py"
is "$(tree env | diff - "$T/fresh")" '' 'the rest is as new, also links'

# From inside it PATH gives its own Python, of which the base is known by another name.
run "$AVENV" create --without-pip again
tree again >"$T/again"
PATH=$PWD/again/bin:$PATH run "$AVENV" create --without-pip again
like "$err" "avenv: renewed 'again' with" 'renewed from inside it'
is "$(tree again | diff - "$T/again")" '' 'by the name that it has for its Python'
rm -rf again

# An older pip: its version, a file that the new one has not, one of somebody else's
info=$(cd env/"$SITE" && echo pip-*.dist-info)
older() {
	mv "env/$SITE/$info" "env/$SITE/$1.dist-info"
	sed -i "s/^$info/$1.dist-info/" "env/$SITE/$1.dist-info/RECORD"
}
older pip-1.0
mkdir -p env/"$SITE"/pip/gone/__pycache__
echo >env/"$SITE"/pip/gone/old.py
echo >env/"$SITE"/pip/gone/__pycache__/old.cpython-"${SERIES/./}".pyc
echo kept >outside
ln -s ../../../../.. env/"$SITE"/pip/out
printf 'pip/gone/old.py,,\r\n../../../../x,,\r\n../../../../outside,,\r\n%s,,\r\npip/out/outside,,\r\n' "$T/w/outside" >>env/"$SITE"/pip-1.0.dist-info/RECORD
create env
is "$rc" 0 'an older pip is replaced'
rm -f env/"$SITE"/pip/out
is "$(tree env | diff - "$T/fresh")" '' 'and nothing is left of it'
is "$(cat outside)" kept 'a RECORD does not reach out of the environment'

# Killed before the old one went: the next run finishes it.
cp -r "env/$SITE/$info" "env/$SITE/pip-1.0.dist-info"
sed -i "s/^$info/pip-1.0.dist-info/" "env/$SITE/pip-1.0.dist-info/RECORD"
create env
is "$(tree env | diff - "$T/fresh")" '' 'what a killed run left of the old one goes'

older pip-99.0
echo '# mine' >>env/bin/pip
create env
like "$err" 'and pip 99.0' 'a newer pip stays'
is "$(tail -n 1 env/bin/pip)" '# mine' 'and its launcher'
ok 'and its RECORD' test -f "env/$SITE/pip-99.0.dist-info/RECORD" -a ! -e "env/$SITE/$info"
rm -rf env

bare env
sed -i 's/^version = .*/version = 3.4.1/' env/pyvenv.cfg
tree env >"$T/before"
create env
is "$rc" 1 'another minor version is refused'
is "$err" "avenv: 'env' is an environment of Python 3.4, not of Python $SERIES; '-p python3.4' keeps it, \"avenv recreate -p python$SERIES\" makes it anew with what is in it, '--clear' with nothing" 'with the way on'
is "$(tree env)" "$(cat "$T/before")" 'and nothing is touched'
sed -i '/^version/d' env/pyvenv.cfg
mv "env/lib/python$SERIES" env/lib/pypy3.4
mv env/pyvenv.cfg cfg
create env
is "$rc:$err" "1:avenv: what is installed in 'env' is for PyPy 3.4, not for Python $SERIES; '-p pypy3.4' keeps it" 'nor where pyvenv.cfg is gone'
mv cfg env/pyvenv.cfg
create env
like "$err" 'is an environment of PyPy 3.4, not of Python' 'another implementation, too'
create --clear --without-pip env
is "$rc$(entries env/lib)" "0python$SERIES " '--clear makes it the new one'
bare env
sed -i "s/^version = .*/version_info = $SERIES.0.final.0/" env/pyvenv.cfg
ok "virtualenv's way to say its version" bare env
rm -rf env

# ---- what is refused ---------------------------------------------------------
refused() {
	local name=$1 why=$2 before
	shift 2
	before=$(tree . | sha256sum)
	create --without-pip "$@"
	is "$rc" 1 "$name: exit 1"
	like "$err" "avenv: $why" "$name: why"
	is "$(tree . | sha256sum)" "$before" "$name: nothing is touched"
}
mkdir dir
echo mine >dir/mine
ln -s dir link
ln -s nowhere dangling
touch file
refused 'a file' "'file' is there and is not a directory" file
mkdir pointer
echo ../env >pointer/.venv
refused 'a redirect' "'pointer/.venv' is a redirect to an environment elsewhere; \"avenv -C $T/w/pointer use --clear\" removes it" pointer/.venv
refused 'below a file' "cannot make 'file/env': Not a directory" file/env
refused 'a link' "'link' is a link; name what it leads to" link
refused 'a dangling link' "'dangling' is a link" dangling
refused 'a colon' "*:b' cannot be on PATH, as it has a ':'" a:b
refused 'a newline' "*\\\\012b' has a control character" $'a\nb'
refused 'DEL' "*\\\\177b' has a control character" $'a\177b'
refused 'not UTF-8' "*' is not UTF-8" $'a\xff'
refused 'no name' 'an empty name' ''
refused '--clear of what is none' "'dir' is not cleared, as it is not an environment" --clear dir
refused '--upgrade of what is none' "'dir' is not an environment; without '--upgrade'" --upgrade dir
refused '--upgrade of nothing' "'new' is not an environment" --upgrade new
refused 'a prompt of two lines' "*' cannot be a prompt" --prompt $'a\nb' new
refused 'a prompt that is not UTF-8' "*' cannot be a prompt" --prompt $'a\xff' new
refused 'a prompt with a DEL' "*' cannot be a prompt" --prompt $'a\x7f' new
refused 'no such Python' "no Python '3.99' is installed" -p 3.99 new
mkdir odd
touch odd/bin
refused 'a file in place of bin' "'odd/bin' is in the way" odd
rm odd/bin
mkdir odd/lib "odd/lib/python$SERIES"
ln -s /tmp "odd/$SITE"
refused 'a link in place of site-packages' "'odd/$SITE' is in the way" odd
rm -r "odd/lib/python$SERIES"
ln -s ../../dir "odd/lib/python$SERIES"
refused 'a link in place of what is above it' "'odd/${SITE%/*}' is in the way" odd
bare repo
mkdir repo/.git
refused '--clear of a repository' "'repo' is not cleared: it is a git repository" --clear repo
create --clear "$HOME/.."
like "$err" "is not cleared: your home directory is in it" '--clear of what home is in'
refused 'the home directory' "'$HOME' is your home directory; name one in it, as '$HOME/.venv'" "$HOME"
refused 'the root' "'/' is the root of all directories; name one in it" /
ln -s w "$T/into"
refused 'the home directory, by another path' "'../into/../home' is your home directory" ../into/../home
refused 'home, --clear' "'$HOME' is your home directory" --clear "$HOME"
cd "$HOME" || exit 1
refused 'in the home directory: .' "'.' is your home directory; name one in it, as './.venv'" .
cd "$T/w" || exit 1
ok 'nothing of an environment is in it' test ! -e "$HOME/pyvenv.cfg" -a ! -e "$HOME/bin"
mkdir empty
ok '--clear of an empty directory' bare --clear empty
ok 'a directory with something else in it is used' bare dir
is "$(cat dir/mine)" mine 'and that stays'
chmod 700 .
rm -rf dir link dangling file odd pointer repo empty

run bash -c 'ulimit -f 100; exec "$@"' - "$AVENV" create -p "$PYTHON" large
is "$rc" 1 'a file that may not be that large'
like "$err" 'File too large' 'is an error'
is "$(find . -name '.avenv*' -o -name large)" '' 'and nothing is left'

# ---- git ---------------------------------------------------------------------
if command -v git >/dev/null; then
	git init -q g
	bare g/.venv
	git -C g add -f .venv/pyvenv.cfg
	create --without-pip g/.venv
	is "$rc" 1 'tracked by git: refused'
	like "$err" "'g/.venv' is not made: git tracks '.venv/pyvenv.cfg'" 'naming a file'
	rm -rf g/.venv
	create --without-pip g/.venv
	is "$rc" 1 'also where it was deleted'
	ok '--tracked' bare --tracked g/.venv
	rm -rf g/.venv
	git -C g rm -q --cached .venv/pyvenv.cfg
	bare g/venv
	git -C g add -f venv
	: >"$HOME/.local/share/avenv/trust"
	bare g/.venv
	is "$(records)" "allow env $T/w/g/.venv" 'beside one that git tracks: recorded by itself'
	rm -rf g/.venv
	mkdir g/tools
	git -C g mv venv tools/env
	ln -s tools/env g/venv
	: >"$HOME/.local/share/avenv/trust"
	bare g/.venv
	is "$(records)" "allow env $T/w/g/.venv" 'beside a link to one that git tracks: recorded by itself'
	rm -rf g
else
	skip 'git is not installed' 6
fi

# ---- records -----------------------------------------------------------------
: >"$HOME/.local/share/avenv/trust"
mkdir r
bare r/.venv r/other
is "$(records)" "allow dir $T/w/r
allow env $T/w/r/other" 'a project; an odd name by itself'
"$AVENV" -q deny r
create --without-pip r/.venv
is "$rc" 0 'denied: made all the same'
like "$err" "'$T/w/r/.venv' is not turned on: '$T/w/r' is denied; \"avenv allow $T/w/r/.venv\" allows it all the same" 'not turned on, and why'
is "$(records)" "deny dir $T/w/r" 'nothing is recorded against it'
: >"$HOME/.local/share/avenv/trust"
bare "$HOME/.venv"
is "$(records)" "allow env $HOME/.venv" 'in the home directory: the environment alone'
: >"$HOME/.local/share/avenv/trust"
mkdir shared
chmod 777 shared
create --without-pip shared/.venv
is "$rc" 0 'where others may write: made'
like "$err" "made 'shared/.venv'*'$T/w/shared/.venv' is not turned on: " 'but not turned on, said after that'
is "$(records)" '' 'nor recorded'
rm -rf r shared "$HOME/.venv"

# ---- two at once -------------------------------------------------------------
for i in 1 2 3 4; do
	"$AVENV" create -q -p "$PYTHON" race 2>"$T/race.$i" &
	pids[i]=$!
done
won=0 said=0
for i in 1 2 3 4; do
	if wait "${pids[i]}"; then
		won=$((won + 1))
	elif grep -q "another command meanwhile\|another avenv" "$T/race.$i"; then
		said=$((said + 1))
	fi
done
ok 'at once: one wins' test "$won" -ge 1
is "$((won + said))" 4 'the others say so'
ok 'what is there works' race/bin/pip --version
is "$(find . -maxdepth 1 -name '.avenv*')" '' 'nothing is left'
rm -rf race

done_testing
