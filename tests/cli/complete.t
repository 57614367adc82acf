#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 30 45 67 69
# avenv __complete: the candidates of a TAB are data, found within bounds, and nothing of a project
# runs for them.
. "${SRCDIR:?}/tests/lib.sh"

cd "$HOME" || exit
records=$HOME/.local/share/avenv/records

# complete SHELL WORD...: on one line; the number counts for a command only
complete() {
	"$AVENV" __complete "$@" 2>&1 | sed '1s/^\([dfn][a-z]*\) .*/\1/' | xargs -d '\n'
}

# ---- the table --------------------------------------------------------------

is "$(complete bash '')" "none $("$AVENV" help | sed -nE 's/^  ([a-z]+)[ ,].*/\1/p' | xargs)" 'each command'
for command in $("$AVENV" help | sed -nE 's/^  ([a-z]+)(, ([a-z]+))? .*/\1 \3/p'); do
	is "$(complete bash "$command" --)" \
		"none $("$AVENV" "$command" --help | sed -nE 's/^  (-., |    )(--[a-z-]+).*/\2/p' | xargs)" \
		"each option of $command"
done
mkdir -p dir/sub && touch dir/{dev,requirements.txt,base.in}
while IFS=: read -r words want; do
	# shellcheck disable=SC2086 # words; a dot is an empty one
	is "$(cd dir && complete zsh ${words/%./''})" "$want" "'$words'"
done <<-'EOT'
	create d:dirs
	path d:dirs
	path one -q t:none
	create -p 3 d:dirs
	-C sub status s:dirs
	create --requirement=re:files
	create -- --c:dirs
	create -q=:none
	env --shell f:none fish
	setup bash f:none fish
	run -q ls -l:command 3
	nosuch d:none
EOT

# ---- environments -----------------------------------------------------------

for name in one 'it is' "q'u\"o\$t\`e" same/a twice/a; do
	mkenv "src/$name/.venv"
	"$AVENV" -q allow "src/$name"
done
mkenv .virtualenvs/stored src/unknown/.venv src/closed/sub/odd
"$AVENV" -q deny src/closed
# A path from the home directory on is as good as its name.
is "$("$AVENV" __complete bash path '' | sed 1d | sort)" "$("$AVENV" list --names | sort)" 'environments: those of list'
unlike "$(complete bash path '')" unknown 'environments: none without a record'
is "$(cd src/unknown && complete bash path .v)" dirs 'environments: nor one of this directory, which a clone may bring'
for name in $'new\nline' $'ctl\e]0;x\a' $'byte\xff' 'me:a\b'; do
	mkenv "src/$name/.venv"
	"$AVENV" -q allow "src/$name"
done
mkenv $'src/\e]0;x\a/named/.venv'
"$AVENV" -q allow $'src/\e]0;x\a/named'
printed=$("$AVENV" __complete fish path '')
for part in $'\e' $'\a' new byte; do unlike "$printed" "$part" 'no control characters, and no name that has one'; done
like "$(complete fish path named)" $'named\t~/src/' 'fish: a tab, and where it is'
like "$(complete fish crea)" $'create\tMake an environment, \'.venv\' or DIR' 'fish: its description, as help has it'
like "$(complete fish path it)" $'it is\t~/src/it is' 'a description is a sentence, and no command'
# shellcheck disable=SC2088 # as it is shown
is "$(complete zsh path me)" 'none me\:a\\b:~/src/me:a\\b' 'zsh: a colon and a backslash'

# ---- pythons ----------------------------------------------------------------

mkdir -p bin .pyenv/versions/3.9.18/bin
traps bin/python3.{7,14} bin/python3.15-config .pyenv/versions/3.9.18/bin/python3.9
python=" $(PATH=$HOME/bin:$PATH complete bash create -p 3) "
like "$python" ' 3.14 ' 'python: by version'
unlike "$python" ' 3.7 ' 'python: none that no environment is made of'
like "$python" ' 3.9 ' "python: pyenv's"
unlike "$python" ' 3.15' 'python: not python3.15-config'

# ---- silence, bounds --------------------------------------------------------

mkdir src/fifo && mkfifo src/fifo/.venv
chmod 666 "$records"
for args in 'bash -C' 'bash -C /nonexistent path x' 'bash run -e /nonexistent p' 'nosuch p' 'bash nosuch x'; do
	# shellcheck disable=SC2086 # words
	is "$(timeout 120 "$AVENV" -C src/fifo __complete $args 2>&1 >/dev/null)" '' "'$args': silent"
done
chmod 600 "$records"
nothing_ran 'all of that'

# A sanitizer cannot be traced.
AVENV=$RELEASE_BUILD/avenv
can_trace || done_testing
printf '3.4\n' >src/unknown/.python-version
for words in 'path .' 'create -p 3' 'run p' 'create -r r'; do
	# shellcheck disable=SC2086 # words
	(cd src/unknown && strace -fy -e trace=open,openat,execve -o "$T/trace" "$AVENV" __complete bash $words >/dev/null)
	is "$(sed 1d "$T/trace" | grep -E "execve|<${HOME}[^>]*>$" | grep -vE 'O_DIRECTORY|/pyvenv\.cfg' | grep -vF "$records")" '' \
		"'$words': nothing is started, and of a clone only pyvenv.cfg is read"
done
done_testing
