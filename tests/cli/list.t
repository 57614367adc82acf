#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29 30 32 63
# avenv list: the environments that are known, and what is told of each. Names: the one that a word
# means for a command.
. "${SRCDIR:?}/tests/lib.sh"

# fresh: a home with nothing in it
fresh() {
	cd "$T" && rm -rf "$HOME" && mkdir "$HOME" && cd "$HOME" || exit
}
# paths [VAR=VALUE...]: those that are listed, sorted, below HOME, on one line
paths() {
	env "$@" "$AVENV" list --json >"$T/json" 2>"$T/err"
	sed -n "s|^ *\"path\": \"$HOME/\(.*\)\",\$|\1|p" "$T/json" | LC_ALL=C sort | xargs
}
# field PATH KEY: of one environment in the last list
field() {
	awk -v path="\"$HOME/$1\"," -v key="\"$2\":" '
		$1 == "\"path\":" { here = $2 == path }
		here && $1 == key { sub(/^ *"[a-z_]*": "?/, ""); sub(/"?,?$/, ""); print }' "$T/json"
}
# row NAME: its line of the table, spaces squeezed
row() {
	"$AVENV" list 2>/dev/null | tr -s ' ' | grep " $1 " | sed -E 's/^ //; s/ (within a day|unknown) / /'
}

# ---- which are known -------------------------------------------------------

fresh
paths
like "$(tr -d ' \n' <"$T/json")" '"environments":[[][]]' 'nothing known: JSON all the same'
mkenv a/.venv other/.venv here/{one,two}
"$AVENV" -q allow a other/.venv
mkenv gone
"$AVENV" -q allow gone
rm -r gone
is "$(cd here && paths)" 'a/.venv here/one here/two other/.venv' 'those of this directory, and recorded ones, but what is gone'
ln -s here link
is "$(cd link && paths)" 'a/.venv here/one here/two other/.venv' 'the same from a directory reached by a link'
rm link
is "$(paths VIRTUAL_ENV="$HOME/here/one")" 'a/.venv here/one other/.venv' 'the one that is on'
"$AVENV" -q forget a
is "$(paths)" other/.venv 'forgotten: not listed'

fresh
for dir in p/.venv p/venvs/one deep/er/still/env p/.venv/inside p/.avenv-old-12345678 sub/.git/env \
	.avenv-new-12345678/env .tox/env .cache/env __pycache__/env node_modules/env; do
	mkenv "tree/$dir"
done
ln -s deep tree/link
ln -s p/.venv tree/envlink
"$AVENV" -q allow --found tree >/dev/null
all='tree/deep/er/still/env tree/p/.venv tree/p/venvs/one'
is "$(paths)" "$all" 'allow --found: all but for caches, leftovers, and what links lead to'

# store NAME DIR [VAR=VALUE]: an environment in DIR is of the store NAME
store() {
	fresh
	mkenv "$2/one"
	is "$(paths "${@:3}") $(field "$2/one" source)" "$2/one $1" "$1: $2 ${3-}"
}
store virtualenvwrapper .virtualenvs
store poetry elsewhere POETRY_VIRTUALENVS_PATH="$HOME/elsewhere"
store pipenv .local/share/virtualenvs
store pyenv py/versions/3.11.2/envs PYENV_ROOT="$HOME/py"
store hatch .local/share/hatch/env/virtual/p/abc
fresh
mkenv .local/share/{uv/tools,pipx/venvs}/avenv
is "$(paths)" '' 'environments of programs, as of avenv itself, are no projects'

# ---- what is told ----------------------------------------------------------

for name in fine bad nobin homeless fifo denied open upgraded away; do mkenv "s/$name/.venv"; done
"$AVENV" -q allow --found s >/dev/null
upgrade s/upgraded/.venv
echo "VIRTUAL_ENV='$HOME/was/.venv'" >s/away/.venv/bin/activate
rm -r s/bad/.venv/bin/python s/{homeless,fifo}/.venv/pyvenv.cfg s/nobin/.venv/bin
touch s/homeless/.venv/pyvenv.cfg
mkfifo s/fifo/.venv/pyvenv.cfg
mkdir -p "s/fine/.venv/$SITE"/{pip,pip-23.0.1.dist-info,old.egg-info,~ip-1.dist-info}
mkdir -p "$T/elsewhere/x.dist-info" "s/bad/.venv/lib/python$SERIES"
ln -s "$T/elsewhere" "s/bad/.venv/$SITE"
"$AVENV" -q deny s/denied
chmod o+w s/open/.venv
# shellcheck disable=SC2088 # as it is shown
while IFS='|' read -r name python state; do
	is "$(row "$name")" "$name ~/s/$name ${python/SERIES/$SERIES}${state/SERIES/$SERIES}" "$name: $state"
done <<-'EOT'
	fine|SERIES.2 2 |ok
	bad|SERIES.2 0 |broken: its Python is gone
	nobin|SERIES.2 0 |broken: it has no bin directory
	homeless|0 |broken: its pyvenv.cfg has no 'home'
	fifo|0 |broken: its pyvenv.cfg cannot be read
	denied|SERIES.2 0 |denied
	upgraded|3.99.1 0 |upgraded: it was made for Python 3.99, and its python is SERIES now
	away|SERIES.2 0 |moved from '~/was/.venv'
	open|SERIES.2 0 |refused: '~/s/open/.venv' can be written to by others
EOT

# ---- hostile content -------------------------------------------------------

fresh
mkenv "t/$(printf 'd/%.0s' {1..40})/.venv" t/{p/.venv,linked}
ln -s loop t/loop
ln -s . t/self
mkfifo t/fifo t/venv
ln -sf nowhere t/linked/bin/python
rm t/p/.venv/bin/python
traps t/p/.venv/bin/python
run timeout 20 "$AVENV" allow --found t
like "$rc:$err" '0:avenv: allowed 3 environments*' 'loops, FIFOs and deep directories'
run timeout 20 "$AVENV" list --size
like "$rc:$out:$err" '0:* p *:' 'its Python is a script'
nothing_ran 'a Python of an environment'
"$AVENV" -q forget t/linked
cd t || exit
paths >/dev/null
is "$(field t/linked state)" 'not allowed' 'without a record no link is followed'
"$AVENV" -q deny linked
chmod o+w "$HOME/.local/share/avenv/records"
run "$AVENV" list
like "$rc:$err" '1:avenv: *share/avenv/records' 'records that others may write to: failed, and why'

# ---- a word that means an environment --------------------------------------

fresh
mkenv src/{blog,shop,'a b'}/.venv "src/"$'\xff\xc3'/.venv src/shop/tools .virtualenvs/data
"$AVENV" -q allow --found src >/dev/null

# means WORD WANTED NAME: a path below HOME, or the error
means() {
	run "$AVENV" path -- "$1"
	if [ "$rc" = 0 ]; then is "$out:$err" "$HOME/$2:" "$3"; else like "$out:$err" ":avenv: $2" "$3"; fi
}
means src/blog/.venv src/blog/.venv 'a path'
means src/blog src/blog/.venv "a project's directory"
means blog src/blog/.venv 'the name of a project'
means sho src/shop/.venv 'its beginning'
means data .virtualenvs/data 'one in a store, without a record'
means $'\xff\xc3' $'src/\xff\xc3/.venv' 'a name that is no text'
means .venv "there is no '~/.venv'" 'a generic name never points elsewhere'
mkdir blog
means blog src/blog/.venv 'a directory here of that name, which is no environment'
mkenv blog old/blog/.venv
means blog src/blog/.venv 'an environment here that is not allowed, as a clone may bring it'
"$AVENV" -q allow ./blog
means blog blog '... and one that is comes first'
"$AVENV" -q forget blog
rm -r blog
"$AVENV" -q allow old/blog
"$AVENV" list --names >"$T/names"
is "$(grep -c / "$T/names")" 2 '--names: a path, where the name is not enough'
LC_ALL=C
while IFS= read -r name; do "$AVENV" path "$name"; done <"$T/names" | sort -u >"$T/paths"
is "$(wc -l <"$T/paths")" 7 '--names: each is a word that a command takes'
mkenv src/shop/venv
"$AVENV" -q allow src/shop/venv
means shop "'shop' could be '~/src/shop/.venv', '~/src/shop/venv'" 'a project with two'
means shop/venv src/shop/venv 'one of them, as it is listed'
run "$AVENV" remove -y shop/venv
like "$rc:$err" "1:*type 'avenv remove -y ~/src/shop/venv'" 'one of them: unasked it is removed by its path only'
if can_trace; then
	for n in {1..20}; do echo "allow slot $HOME/gone/$n/.venv in 1:1.000000000"; done >>"$HOME/.local/share/avenv/records"
	strace -e trace=%file -o "$T/trace" "$AVENV" list >/dev/null 2>&1
	is "$(grep -c /gone/ "$T/trace")" 20 'a record whose environment is gone costs one look'
fi
mkdir -p here/shop/venv && cd here || exit
means shop/venv "no environment in '~/here/shop/venv'" 'a path that is here comes first'
done_testing
