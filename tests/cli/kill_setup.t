#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv setup, killed or failing anywhere: each startup file is the old or the new one, and a
# second run finishes, with nothing left over; and so is --undo.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/kill.sh"

doing=("$AVENV" setup -q -y bash fish)
undoing=("$AVENV" setup -q -y --undo)

tree() {
	(cd "$HOME" && find . -mindepth 1 -printf '%p %y %m\n' | sort &&
		find . -type f -print0 | sort -z | xargs -0 -r md5sum)
}
fresh() {
	rm -rf "$HOME"
	mkdir "$HOME" && cd "$HOME" || return
	printf a=1 >.bashrc
	chmod 640 .bashrc
}
ready() {
	fresh && "${doing[@]}"
}

# all_or_nothing: no file is anything but what it is before or after, leftovers aside
all_or_nothing() {
	local file
	for file in .bashrc .bash_profile .config/fish/conf.d/avenv.fish; do
		if [ ! -e "$file" ]; then
			[ "$file" != .bashrc ] || echo 'no .bashrc'
		elif ! cmp -s "$file" "$T/new/$file" && ! cmp -s "$file" "$T/old/$file"; then
			echo "$file:" && cat "$file"
		fi
	done
}
whole_config() {
	if [ -e .config ] && [ ! -e .config/fish/conf.d/avenv.fish ]; then echo 'a part of .config'; fi
}
# then_done WANTED COMMAND...: afterwards COMMAND leaves exactly WANTED
then_done() {
	local wrong wanted=$1
	shift
	wrong=$(
		all_or_nothing
		"$left"
	)
	"$@" || wrong+='it failed'
	if [ "$(tree)" != "$wanted" ]; then wrong+=$(tree); fi
	echo "$wrong"
	[ -z "$wrong" ]
}
left=whole_config
finishes() { then_done "$new" "${doing[@]}"; }
goes_back() { then_done "$old" "${undoing[@]}"; }

fresh
old=$(tree)
cp -a "$HOME" "$T/old"
ready
new=$(tree)
cp -a "$HOME" "$T/new"
kill_matrix fresh finishes "${doing[@]}"
kill_matrix fresh goes_back "${doing[@]}"
# Only the directories that are empty then can be left: none goes with what is in it.
left=true
empty_dirs() {
	if [ ! -e .config/fish/conf.d/avenv.fish ]; then find .config -depth -type d -exec rmdir {} + 2>/dev/null; fi
	goes_back
}
kill_matrix ready empty_dirs "${undoing[@]}"
left=whole_config

calls='?open,?openat,?write,?pwrite64,?rename,?renameat,?renameat2,?fsync,?mkdir,?mkdirat,?fchmod'
fail_matrix ENOSPC "$calls" fresh finishes "${doing[@]}"
fail_matrix ENOSPC "$calls,?unlink,?unlinkat" ready goes_back "${undoing[@]}"

# What is to survive a crash of the machine is on the disk before it has its name.
fresh
traced trace=fsync,?rename,?renameat,?renameat2 "${doing[@]}"
is "$(sed -nE 's/^(fsync|rename)[a-z0-9]*\(.*/\1/p' "$T/.trace" | tr '\n' ' ')" \
	'fsync rename fsync fsync rename fsync fsync rename fsync rename ' 'each file is synced, then renamed, then its directory synced'

# A file with two names is changed in place: in one call.
linked() {
	fresh && ln .bashrc "$T/other.$RANDOM$RANDOM"
}
whole() {
	local wrong
	wrong=$(all_or_nothing)
	echo "$wrong"
	[ -z "$wrong" ]
}
kill_matrix linked whole "${doing[@]}"
fail_matrix ENOSPC "$calls" linked whole "${doing[@]}"
# ---- somebody else, at the same moment ---------------------------------------

# What is said in the answer: nothing but -q's silence, and 0.
silent() {
	# shellcheck disable=SC2154 # kill.sh leaves both
	is "$struck:$err" 0: "$1: done, without a word"
}
line='# avenv setup'
for call in fsync renameat2; do
	fresh
	meanwhile 'echo b=2 >>.bashrc' $call delay_enter "$AVENV" setup -q -y bash
	silent "a line is added, at $call"
	is "$(sed "s/.*$line/L/" .bashrc)" $'a=1b=2\nL' "a line is added, at $call: both are there"
	fresh
	meanwhile 'echo c=3 >new && mv new .bashrc' $call delay_enter "$AVENV" setup -q -y bash
	silent "another file, at $call"
	is "$(sed "s/.*$line/L/" .bashrc)" $'c=3\nL' "another file, at $call: it has the line"
	fresh
	meanwhile 'echo d=4 >.bash_profile' $call delay_enter "$AVENV" setup -q -y bash
	is "$(head -n 1 .bash_profile)" d=4 "a file where there was none, at $call"
	is "$(find . -name '.avenv-*')" '' "nothing is left over, at $call"
done
fresh
rm .bashrc
meanwhile 'echo d=4 >.bashrc' renameat2 delay_enter "$AVENV" setup -q -y bash
silent 'a file where there was none'
is "$(sed "s/.*$line/L/" .bashrc)" $'d=4\nL' 'a file where there was none: both are there'

# A file with two names is cut only where nobody wrote behind the line.
linked
"$AVENV" setup -q -y bash
meanwhile 'echo b=2 >>.bashrc' getdents64 delay_enter "$AVENV" setup -q -y --undo bash
like "$struck:$err" "1:*it can be changed only at its end" 'two names: written to meanwhile'
is "$(sed "s/.*$line.*/L/" .bashrc)" $'a=1\nL\nb=2' 'two names: what was written stays'
ready
meanwhile 'touch .config/fish/config.fish' unlink delay_enter "$AVENV" setup -q -y --undo fish
silent "somebody's file comes into a directory"
is "$(find .config -type f)" .config/fish/config.fish 'and it stays'
fish_too() { "$AVENV" setup -q -y fish; }
fresh
meanwhile fish_too renameat delay_enter "$AVENV" setup -q -y fish
silent 'two at once, where all directories are missing'
is "$(grep -c "$line" .config/fish/conf.d/avenv.fish)" 1 'two at once: one line'
is "$(find . -name '.avenv-*')" '' 'two at once: nothing is left over'
done_testing
