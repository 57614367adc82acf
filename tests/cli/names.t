#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What a name stands for where a command takes an ENV, and the names that list prints.
. "${SRCDIR:?}/tests/lib.sh"

mkdir "$T/none"
cd "$T/none" || exit 1

# leads DIR ENV WANTED NAME: where ENV leads from DIR
leads() {
	run "$AVENV" -C "$1" path -- "$2"
	is "$rc:$out:$err" "0:$3:" "$4"
}

# fails DIR ENV MESSAGE NAME
fails() {
	run "$AVENV" -C "$1" path -- "$2"
	is "$rc:$out" 1: "$4: exit 1, nothing on stdout"
	is "$err" "avenv: $3" "$4: said so"
}

for project in blog shop '-dash' 'a b' $'new\nline' $'\xff\xc3' 'größe'; do
	mkenv "$HOME/src/$project/.venv"
done
mkenv "$HOME/src/shop/tools"
mkenv "$HOME/.virtualenvs/data"
mkenv "$HOME/.virtualenvs/venv"
"$AVENV" -q allow --tree "$HOME/src"

# ---- names everywhere -------------------------------------------------------

leads . blog "$HOME/src/blog/.venv" "a generic name goes by its project's"
leads . tools "$HOME/src/shop/tools" 'any other by its own'
leads . data "$HOME/.virtualenvs/data" 'one in a store, which has no record'
fails . venv "no environment 'venv' here; name its path, or its project" 'a generic name in a store leads nowhere'
leads . "$HOME/.virtualenvs/venv" "$HOME/.virtualenvs/venv" 'its path does'
leads . -dash "$HOME/src/-dash/.venv" 'a name that looks like an option'
leads . 'a b' "$HOME/src/a b/.venv" 'a name with a space'
leads . $'\xff\xc3' "$HOME/src/"$'\xff\xc3/.venv' 'a name that is not UTF-8'
# shellcheck disable=SC2016 # for that shell
run "$AVENV" run -e blog sh -c 'echo "$VIRTUAL_ENV"'
is "$rc:$out" "0:$HOME/src/blog/.venv" 'run -e NAME'
run "$AVENV" env blog --json
like "$out" "\"$HOME/src/blog/.venv\"" 'env NAME'
mkdir -p "$HOME/src/broken/.venv"
printf 'home = /usr/bin\n' >"$HOME/src/broken/.venv/pyvenv.cfg"
fails . broken "'$HOME/src/broken/.venv' cannot be used: it has no bin directory" 'a broken one'

# ---- what is here comes first -----------------------------------------------

mkdir -p "$T/here/blog" "$T/here/new"
cd "$T/here" || exit 1
leads . blog "$HOME/src/blog/.venv" 'a directory here of that name, no environment: the known one'
fails . new "'$T/here/new' cannot be used: it has no pyvenv.cfg" 'a directory here, and none is known: what is wrong with it'
fails . ./blog "'$T/here/./blog' cannot be used: it has no pyvenv.cfg" 'with a slash: the path'
fails . blog/ "'$T/here/blog/' cannot be used: it has no pyvenv.cfg" 'with a slash behind: the path'
mkenv blog
fails . blog "'blog' could be './blog' or '$HOME/src/blog/.venv'; name the path" 'an environment here of that name, as a clone may bring it'
leads . ./blog "$T/here/blog" 'the one here, by its path'
"$AVENV" -q allow blog
leads . blog "$T/here/blog" 'by its name, once it is allowed'
"$AVENV" -q forget blog
leads "$HOME/src/blog" .venv "$HOME/src/blog/.venv" 'a generic one here'
fails . .venv "no environment '.venv' here; name its path, or its project" 'a generic name never leads elsewhere'
rm -r blog
ln -s "$HOME/.virtualenvs/data" blog
fails . blog "'blog' could be './blog' or '$HOME/src/blog/.venv'; name the path" 'a link here to another'
leads . ./blog "$HOME/.virtualenvs/data" 'the link here, by its path'
rm blog
ln -s nowhere blog
leads . blog "$HOME/src/blog/.venv" 'a link here to nowhere: the known one'
rm blog

# ---- none, several ----------------------------------------------------------

fails . '' 'an empty name is not an environment' 'no name'
fails . zzzzzz "no environment 'zzzzzz'; 'avenv list' shows those that are known" 'nothing near'
fails . x "no environment 'x'; 'avenv list' shows those that are known" 'nothing is near one letter'
fails . bolg "no environment 'bolg'; did you mean 'blog'?" 'two letters swapped'
fails . blg "no environment 'blg'; did you mean 'blog'?" 'a letter missing'
fails . bloog "no environment 'bloog'; did you mean 'blog'?" 'a letter too many'
fails . blag "no environment 'blag'; did you mean 'blog'?" 'another letter'
fails . toolies "no environment 'toolies'; did you mean 'tools'?" 'two slips'
fails . $'da\033a' "no environment 'da\\033a'; did you mean 'data'?" 'an escape is shown as such'
run timeout 20 "$AVENV" path "$(printf 'x%.0s' {1..100000})"
is "$rc" 1 'a very long name'
mkenv "$HOME/old/blog/.venv"
"$AVENV" -q allow "$HOME/old/blog"
fails . blog "'blog' could be '$HOME/old/blog/.venv' or '$HOME/src/blog/.venv'; name the path" 'two of that name'
for i in 1 2 3 4 5 6 7 8; do mkenv "$HOME/src/$i/blog"; done
run "$AVENV" path blog
is "$rc:$(grep -o "$HOME" <<<"$err" | wc -l)" 1:8 'ten of that name: eight are shown'
like "$err" ', …; name the path' 'ten of that name: and that there are more'
rm -r "$HOME"/src/[1-8]

# ---- names for pipes --------------------------------------------------------

home=${HOME//\//\\/}
names() { "$AVENV" list --names "$@" 2>"$T/.err" | sed "s/$home/HOME/" | LC_ALL=C sort | tr '\n' ' '; }
mkenv "$T/here/data"
cd "$T/none" || exit 1
is "$(names)" $'HOME/.virtualenvs/venv HOME/old/blog/.venv HOME/src/-dash/.venv HOME/src/blog/.venv a b broken data größe shop tools \xff\xc3 ' \
	'--names: the path where a name would be several, or an option'
is "$(cat "$T/.err")" "avenv: 1 left out, with a newline in the name; '-0' prints them" '--names: what a line cannot hold'
is "$(
	names -q
	cat "$T/.err"
)" "$(names)" '--names -q: not said'
cd "$T/here" || exit 1
like "$(names)" 'HOME/.virtualenvs/data ' '--names: the path where the name means another one here'
rm -r data
cd "$HOME/src/shop" || exit 1
like "$(names)" ' tools ' '--names: the name where it means the same one here'

# Each of them, given back, leads to an environment of its own; but for the broken one.
"$AVENV" -C "$T/none" list -0 >"$T/names"
while LC_ALL=C IFS= read -r -d '' name; do
	"$AVENV" -C "$T/none" path -- "$name" 2>/dev/null | tr '\n' ' '
	echo
done <"$T/names" | sort -u >"$T/paths"
is "$(tr -cd '\0' <"$T/names" | wc -c)" 12 '-0: all of them, a newline too'
is "$(grep -c . "$T/paths")" 11 'each is a name that path takes'
is "$("$AVENV" list --names -0 | tr -cd '\0' | wc -c)" 12 '--names -0 is -0'

done_testing
