#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 46 61
# avenv setup and startup files that are links, read-only, another user's, or no text: nothing
# of theirs is lost, and what cannot be changed is refused.
# shellcheck disable=SC2016 # for inner shells
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/setup.sh"

# ---- links -----------------------------------------------------------------

mkdir "$T/dot"
home
echo a=1 >"$T/dot/zshrc"
ln -s "$T/dot/zshrc" "$T/dot/hop"
ln -s ../dot/hop "$HOME/.zshrc"
before
setup zsh
added 'a chain of links' "$T/dot/zshrc" zsh
is "$(readlink "$HOME/.zshrc"):$(echo "$T"/dot/*)" "../dot/hop:$T/dot/hop $T/dot/zshrc" 'they stay'
undone 'a chain of links'
is "$(cat "$T/dot/zshrc")" a=1 'a chain of links: the file is as it was'
home
setup zsh
mv "$HOME/.zshrc" "$T/dot/adopted"
ln -s "$T/dot/adopted" "$HOME/.zshrc"
setup --undo
is "$rc:$(cat "$T/dot/adopted")" 0: 'a file that a dotfiles manager took: emptied, and kept'
ok 'and its link stays' test -L "$HOME/.zshrc"
home
ln -s "$T/nowhere" "$HOME/.zshrc"
before
refused 'a dangling link' 'not there' zsh
ok 'a dangling link: its target is not made' test ! -e "$T/nowhere"

home .zshrc 'a=1'
ln "$HOME/.zshrc" "$T/other"
before
setup zsh
is "$rc:$(lines "$T/other")" 0:1 'hard links: both names have it'
undone 'hard links'
is "$(cat "$T/other")" a=1 'hard links: undone in both'
head -c 2000 /dev/zero | tr '\0' '\n' >"$T/other"
before
run bash -c 'ulimit -f 2; exec "$@"' bash "${CLEAN[@]}" "$P" setup -y zsh
is "$rc" 1 'hard links: half of the line could be written'
untouched 'hard links: none of it stays'

# ---- modes, owners ----------------------------------------------------------

home .zshrc 'a=1\n'
chmod 640 "$HOME/.zshrc"
before
setup zsh
is "$(stat -c '%a %u %g' "$HOME/.zshrc")" "640 $(id -u) $(id -g)" 'mode and owner stay'
undone 'mode and owner'

home .zshrc 'a=1\n'
chmod 444 "$HOME/.zshrc"
before
refused 'a read-only file' read-only zsh
chmod 644 "$HOME/.zshrc"
setup zsh
chmod 444 "$HOME/.zshrc"
before
setup --undo
like "$rc:$err" "1:*take line 2 out of '~/.zshrc'" 'a read-only file: what to take out by hand'
untouched 'a read-only file: not undone'
if [ "$(id -u)" = 0 ]; then
	home .zshrc 'a=1\n'
	chown 12:34 "$HOME/.zshrc"
	before
	refused "another user's file" 'uid 12' zsh
	home
	chown 12 "$HOME"
	before
	refused "another user's directory" 'uid 12' zsh
	home .zshrc 'a=1\n'
	chown 0:34 "$HOME/.zshrc"
	before
	setup zsh
	is "$rc:$(stat -c '%a %u %g' "$HOME/.zshrc")" '0:644 0 34' 'another group stays'
	undone 'another group'
else
	skip 'only root can give files away' 7
fi

# ---- no text, no room ------------------------------------------------------

home
mkdir "$HOME/.zshrc"
before
refused 'a directory' 'not a regular file' zsh
home
mkfifo "$HOME/.zshrc"
before
refused 'a FIFO' 'not a regular file' zsh
home .zshrc 'a=1\0\n'
refused 'NUL bytes' NUL zsh
home .zshrc 'a=1\n'
run bash -c 'ulimit -f 0; exec "$@"' bash "${CLEAN[@]}" "$P" setup -y zsh
is "$rc" 1 'no file may grow: failed'
untouched 'no file may grow: nothing is written, and nothing left'
if [ "$(id -u)" = 0 ]; then
	skip 'root may write to a closed directory' 3
else
	chmod 555 "$HOME"
	before
	setup zsh
	added 'a closed directory' "$HOME/.zshrc" zsh
	undone 'a closed directory'
fi

# mounted SCRIPT: in a mount namespace, with $P setup as "$@"
mounted() {
	run apart sh -c "$1" sh "${CLEAN[@]}" "$P" setup -y zsh
}
home .zshrc 'a=1\n'
if apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
	echo b=2 >"$HOME/mounted"
	mounted 'mount --bind "$HOME/mounted" "$HOME/.zshrc" && "$@"'
	is "$rc:$(lines "$HOME/mounted"):$(cat "$HOME/.zshrc")" 0:1:a=1 'a file that is mounted'
	mounted 'mount -t tmpfs -o size=4k,nr_inodes=9 tmpfs "$HOME"
		head -c 4096 /dev/zero | tr "\0" "\n" >"$HOME/.zshrc"
		"$@"; echo $?; ls -A "$HOME"; wc -c <"$HOME/.zshrc"'
	is "$out" $'1\n.zshrc\n4096' 'a full disk: the file is as it was, and nothing is left over'
else
	skip 'no mount namespaces here' 2
fi
done_testing
