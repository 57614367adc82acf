#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What one more environment, record, and line of a startup file cost the commands that
# look at all of them, in system calls: as much among many as among few.
. "${SRCDIR:?}/tests/lib.sh"

# Memory is another allocator's there, and so is what it asks of the system.
case $AVENV_BUILD_DIR in
*/asan) skip_all 'a sanitizer has an allocator of its own' ;;
*/cov) skip_all 'it writes counts at its end' ;;
esac
command -v strace >/dev/null || skip_all 'strace is not installed'
can_trace || skip_all 'strace may not trace here'

# records LINE...: the store of the HOME that is there
records() {
	mkdir -p "$HOME/.local/share/avenv"
	chmod 700 "$HOME/.local/share/avenv"
	printf '%s\n' "$@" >"$HOME/.local/share/avenv/trust"
	chmod 600 "$HOME/.local/share/avenv/trust"
}

# Each project has an environment with a distribution, and a directory of sources.
mkenv "$T/model"
mkdir -p "$T/model/lib/python3.11/site-packages/a-1.dist-info"
for n in few:20 many:120; do
	HOME=$T/${n%:*}
	for ((i = 0; i < ${n#*:}; i++)); do
		mkdir -p "$HOME/src/p$i/src"
		cp -a "$T/model" "$HOME/src/p$i/.venv"
	done
done

# calls KIND HOME ARG...: how many system calls of KIND "avenv ARG..." makes there
calls() {
	local kind=$1
	HOME=$T/$2
	shift 2
	(cd "$HOME" && strace -f -o "$T/trace" "$AVENV" "$@") >"$T/out" 2>/dev/null
	grep -Ec "^([0-9]+ +)?$kind\(" "$T/trace"
}

# A path is looked at component by component: of those there are so many above.
slashes=${T//[!\/]/}
above=${#slashes}

# each MAX NAME ARG...: of a hundred more projects each costs MAX, but for memory; where it is not
# half of that, the command has not looked at them, or MAX is to be lower
each() {
	local max=$1 name=$2 n
	shift 2
	n=$(($(calls '[a-z0-9_]+' many "$@") - $(calls '[a-z0-9_]+' few "$@")))
	[ "$n" -le $((max * 100 + 20)) ] && [ "$n" -ge $((max * 50)) ]
	tap $? "$name: $n system calls for a hundred, $max allowed for each"
}

for HOME in "$T/few" "$T/many"; do
	mapfile -t projects < <(printf "allow dir path - - - %s\n" "$HOME"/src/*)
	records "${projects[@]}"
done
each $((31 + above)) list list
is "$(wc -l <"$T/out")" 21 'list: they were all listed'
each $((23 + above)) 'list --names' list --names
each 2 'completion of an environment' __complete env
each 0 status status
is "$(grep -c '^here: .*/few' "$T/out")" 1 'status: it was said'
each 1 'allow --list' allow --list
each $((29 + above)) 'allow --found, allowed before' -q allow --found src
for HOME in "$T/few" "$T/many"; do records "allow tree path - - - $HOME/src"; done
each $((34 + above)) 'list, of an allowed tree' list
# Where the links of a directory count its subdirectories, one that has none is not read.
case $(stat -f -c %T "$T") in
ext2/ext3 | xfs | tmpfs) each 8 'completion, of an allowed tree' __complete env ;;
*) each 15 'completion, of an allowed tree' __complete env ;;
esac

# What else is in a project is asked of what could be an environment, not of its files.
beside() {
	for n in few:20 many:120; do
		for ((i = 0; i < ${n#*:}; i++)); do
			"$@" "$T/${n%:*}/src/p1/.venv/../$i.x"
		done
		HOME=$T/${n%:*} records
	done
}
beside touch
each 0 'allow ENV, files beside it' -C src/p1 -q allow .venv
beside rm
beside mkdir
each 2 'allow ENV, directories beside it' -C src/p1 -q allow .venv

# What decides about one project are the few records that speak of it: no copy of all
# of them is made for each, which memory, that is never given back, would show.
maps() {
	HOME=$T/few
	mapfile -t others < <(seq -f "allow dir path - - - /elsewhere/%g" "$1")
	records "${others[@]}"
	calls mmap few -q allow --found src
}
few=$(maps 100) many=$(maps 4000)
is "$(grep -c ^allowed "$T/out")" 20 'allow --found: they were all allowed'
[ $((many - few)) -le 12 ]
tap $? "allow --found: memory is taken $few times with 100 records, $many times with 4,000"

# Nor is a startup file read from its beginning for each line that is taken out of it.
# shellcheck disable=SC2016 # what setup writes
taken() {
	yes 'if [ -x /a ]; then eval "$(/a hook zsh)"; fi  # avenv setup
# a comment
' | head -n $((3 * $1)) >"$T/few/.zshrc"
	calls mmap few setup --undo -y zsh
}
few=$(taken 100) many=$(taken 2000)
[ $((many - few)) -le 12 ]
tap $? "setup --undo: memory is taken $few times for 100 lines, $many times for 2,000"
is "$(grep -c setup "$T/few/.zshrc"):$(wc -l <"$T/few/.zshrc")" 0:4000 'setup --undo: and they were all taken'

# The index of a repository is read once for all environments in it, however large it is: memory
# is never given back.
# opens ARG...: how often "avenv ARG..." opens it
opens() {
	calls openat many "$@" >/dev/null
	grep -c 'openat(.*/\.git/index"' "$T/trace"
}
if command -v git >/dev/null; then
	git init -q "$T/many/src"
	touch "$T/many/src/file"
	git -C "$T/many/src" add file
	HOME=$T/many records
	is "$(opens -q allow --found src)" 1 'allow --found: the index of git is read once'
	is "$(grep -c ^allowed "$T/out")" 120 'allow --found: and they were all allowed'
	HOME=$T/many records "allow tree path - - - $T/many/src"
	is "$(opens doctor --all --json)" 1 'doctor --all: the index of git is read once'
	is "$(grep -c '"path": "[^"]*/\.venv"' "$T/out")" 120 'doctor --all: and they were all looked at'
else
	skip 'git is not installed' 4
fi
done_testing
