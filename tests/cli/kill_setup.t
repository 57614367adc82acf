#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv setup, killed or failing anywhere: each startup file is the old or the new one, and a
# second run finishes, with nothing left over; and so is --undo.
. "$SRCDIR/tests/lib.sh"
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
	if [ -e .config ] && [ ! -e .config/fish/conf.d/avenv.fish ]; then echo 'a part of .config'; fi
}
# then_done WANTED COMMAND...: afterwards COMMAND leaves exactly WANTED
then_done() {
	local wrong wanted=$1
	shift
	wrong=$(all_or_nothing)
	"$@" || wrong+='it failed'
	if [ "$(tree)" != "$wanted" ]; then wrong+=$(tree); fi
	echo "$wrong"
	[ -z "$wrong" ]
}
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
kill_matrix ready goes_back "${undoing[@]}"

calls='?open,?openat,?write,?pwrite64,?rename,?renameat,?renameat2,?fsync,?mkdir,?mkdirat,?fchmod'
fail_matrix ENOSPC "$calls" fresh finishes "${doing[@]}"
fail_matrix ENOSPC "$calls,?unlink,?unlinkat" ready goes_back "${undoing[@]}"

# What is to survive a crash of the machine is on the disk before it has its name.
fresh
traced trace=fsync,?rename,?renameat "${doing[@]}"
is "$(sed -nE 's/^(fsync|rename)[a-z]*\(.*/\1/p' "$T/.trace" | tr '\n' ' ')" \
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
done_testing
