#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 32 45
# avenv __complete: the candidates of a TAB. They are data, found within bounds, and nothing
# of a project is run or read for them.
. "${SRCDIR:?}/tests/lib.sh"

cd "$HOME" || exit
store=$HOME/.local/share/avenv/records

# values KIND...: one a line, without what is told of each
values() {
	"$AVENV" __complete "$@" 2>&1 | tr '\0' '\n' | cut -f 1
}
# sorted KIND...: on one line
sorted() {
	values "$@" | LC_ALL=C sort | xargs -d '\n'
}
allow() {
	"$AVENV" -q allow "$@"
}

# ---- environments -----------------------------------------------------------

for name in one 'it is' "q'u\"o\$t\`e" 'col:on' -dash $'new\nline' $'byte\xff' same/a twice/a; do
	mkenv "src/$name/.venv"
	allow "src/$name"
done
mkenv .virtualenvs/stored
mkenv src/unknown/.venv
mkenv src/closed/sub/odd
"$AVENV" -q deny --tree src/closed
is "$("$AVENV" __complete env | tr '\0\n' '\n\1' | cut -f 1 | sort)" \
	"$("$AVENV" list -0 | tr '\0\n' '\n\1' | sort)" 'env: what list has'
like "$(values env)" "$HOME/src/-dash/.venv" 'env: by its path where it begins with a dash'
like "$(values env)" "$HOME/src/same/a/.venv" 'env: by its path where two have the name'
unlike "$(values env)" unknown 'env: none without a record'
unlike "$(values env)" sub 'env: none that is denied'
like "$(cd src/unknown && values env)" unknown 'env: but that of this directory'
mkenv $'src/ctl\e]0;x\a/named/.venv'
allow $'src/ctl\e]0;x\a/named'
unlike "$("$AVENV" __complete env | tr '\0' '\n')" $'[\e\a]' 'env: no control characters'

# ---- other kinds ------------------------------------------------------------

mkdir -p bin .pyenv/versions/3.9.18/bin
for file in bin/python3.4 bin/python3.5-config .pyenv/versions/3.9.18/bin/python3; do
	printf '#!/bin/sh\ntouch "%s"\n' "$T/ran" >"$file"
	chmod 755 "$file"
done
python=" $(PATH=$HOME/bin:$PATH sorted python) "
for name in 3.4 3.9.18; do like "$python" " $name " "python: $name"; done
unlike "$python" ' 3.5' 'python: not python3.5-config'

proj="$HOME/src/it is"
site=$proj/.venv/lib/python3.11/site-packages
mkdir -p "$site"/{Foo_Bar-1.2.dist-info,plain.egg-info,package} "$proj/deep"
printf '#!/bin/sh\ntouch "%s"\n' "$T/ran" >"$proj/.venv/bin/to ol"
chmod +x "$proj/.venv/bin/to ol"
touch "$proj/.venv/bin/not-executable"
is "$(cd "$proj/deep" && sorted command)" 'python python3 to ol' "command: this project's"
is "$(sorted command 'it is')" 'python python3 to ol' 'command: those of a named one'
is "$(cd "$proj" && sorted package)" 'Foo_Bar plain' 'package'
like "$(values record)" "$HOME/src/one" 'record'
is "$(cd src/unknown && values command)" '' 'command: none without a record'
mkdir -p src/linked "$T/outside/site-packages/seen-1.dist-info" src/links/.venv/lib/python3.11
ln -s "$proj/.venv" src/linked/.venv
is "$(cd src/linked && values command)" '' 'command: none through a link without a record'
cp src/one/.venv/pyvenv.cfg src/links/.venv
cp "$proj/.venv/bin/to ol" "$T/outside"
ln -s "$T/outside" src/links/.venv/bin
ln -s "$T/outside/site-packages" src/links/.venv/lib/python3.11/site-packages
allow src/links
is "$(cd src/links && values command && values package)" '' 'none through a link inside'
ok 'nothing of all that was started' test ! -e "$T/ran"

# ---- the form that a shell takes --------------------------------------------

mkdir -p files/sub && cd files || exit
touch requirements.txt dev.in other.md $'n\nl.txt' "it's \$(touch ran)"
# bash_words PREFIX KIND: as bash reads them
bash_words() {
	local words
	eval "words=($("$AVENV" __complete --for bash --prefix "$@"))"
	printf '%q\n' "${words[@]}" | LC_ALL=C sort | xargs -d '\n'
}
is "$(bash_words '' dir)" 'sub/' 'bash: dir'
is "$(bash_words '' requirement)" "\$'n\\nl.txt' dev.in requirements.txt sub/" 'bash: requirement'
is "$(bash_words it file)" "it\\'s\\ \\\$\\(touch\\ ran\\)" 'bash: file'
is "$(bash_words q env)" "q\\'u\\\"o\\\$t\\\`e" 'bash: env'
ok 'bash: nothing of a name is executed' test ! -e ran
mkdir "$HOME/forms" && cd "$HOME/forms" || exit
mkenv $'tab\tbed'
mkenv 'me:a\b'
mkenv mine
# forms SHELL PREFIX: NUL bytes as |
forms() {
	"$AVENV" __complete --for "$1" --prefix "$2" env | tr '\0' '|'
}
# shellcheck disable=SC2088 # as it is shown
is "$(forms fish mi)" $'mine\t~/forms|' 'fish: a tab, and what is told of it'
unlike "$(forms fish '')" tab 'fish: not what a tab would cut'
# shellcheck disable=SC2088 # as it is shown
is "$(forms zsh me)" 'me\:a\\b:~/forms||' 'zsh: a colon and a backslash'
cd "$HOME" || exit

# ---- silence, bounds --------------------------------------------------------

mkdir src/fifo && mkfifo src/fifo/.venv && allow src/fifo
for args in '' env 'env -- x y' 'command /nonexistent' 'package -x' nosuch; do
	# shellcheck disable=SC2086 # words
	is "$(timeout 10 "$AVENV" -C src/fifo __complete $args 2>&1 >/dev/null)" '' "$args: silent"
done
chmod 666 "$store"
is "$("$AVENV" __complete env 2>&1 >/dev/null)" '' 'records that others may write to: silent'
chmod 600 "$store"

# A sanitizer cannot be traced.
AVENV=$SRCDIR/out/release/avenv
if ! can_trace; then
	skip 'strace may not trace here' 8
	done_testing
fi
# touched KIND: files at home that are opened, but the records, and programs that are started
touched() {
	strace -fy -e trace=open,openat,execve -o "$T/trace" "$AVENV" __complete "$1" >/dev/null
	sed 1d "$T/trace" | grep -E "execve|<${HOME}[^>]*>$" | grep -v O_DIRECTORY | grep -vF "$store"
}
printf '3.4\n' >src/unknown/.python-version
printf '[project]\nrequires-python = ">=3.9"\n' >src/unknown/pyproject.toml
cd src/unknown || exit
for kind in env python record command package; do
	is "$(touched $kind)" '' "$kind: in a clone no file is read and nothing started"
done
cd "$HOME" || exit
# calls: how many system calls the completion of env takes
calls() {
	strace -c -o "$T/count" "$AVENV" __complete env >"$T/env"
	awk '$NF == "total" { print $4 }' "$T/count"
}
for i in {1..400}; do
	mkdir -p "many/p$i/.venv" "many/p$i/src"
	echo 'home = /usr/bin' >"many/p$i/.venv/pyvenv.cfg"
done
for i in {1..400}; do
	printf 'allow slot %s/many/p%d/.venv in %s:0.000000001\n' "$HOME" "$i" "$(stat -c %i "$HOME/many/p$i")"
done >>"$store"
printf "allow slot $HOME/gone/%s/.venv in 1:1.000000000\n" {1..9600} >>"$store"
ok 'env: 10,000 records, bounded' test "$(calls)" -lt 5500
is "$(tr '\0' '\n' <"$T/env" | grep -c '^p[0-9]')" 400 'env: and 400 are found'
mkdir -p many/wide/{1..40}/{1..40}
"$AVENV" -q allow --tree many
ok 'env: a tree full of directories, bounded' test "$(calls)" -lt 5500
done_testing
