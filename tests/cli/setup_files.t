#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv setup: startup files that are links, read-only, somebody else's, or no files at all;
# their modes, owners and attributes; and files that cannot be replaced.
# shellcheck disable=SC2016,SC2088,SC1003 # what startup files hold
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/setup.sh"

case $AVENV_BUILD_DIR in
*/valgrind) skip_all 'what is written has its own path, which is another there' ;;
esac

# refused NAME WHY: it was, nothing is written, and the line is printed to be added by hand
refused() {
	is "$rc" 1 "$1: refused"
	says "$2" "$1: said why"
	says "To do it by hand, this line belongs there:
  $zsh_line$mark" "$1: the line to be added by hand"
	untouched "$1: nothing is written"
}
added() {
	is "$rc" 0 "$1"
	is "$(tail -n 1 "$2")" "$zsh_line$mark" "$1: added"
}
info() {
	stat -c '%a %u %g' "$HOME/.zshrc"
}

# ---- links ------------------------------------------------------------------

mkdir "$T/dot"
home
echo a=1 >"$T/dot/zshrc"
ln -s "$T/dot/zshrc" "$T/dot/hop"
ln -s ../dot/hop "$HOME/.zshrc"
before
setup -y zsh
added 'a chain of links' "$T/dot/zshrc"
says "added to '$HOME/.zshrc' (a link to '$T/dot/zshrc'), line 2" 'a chain of links: where it leads is said'
is "$(readlink "$HOME/.zshrc")$(readlink "$T/dot/hop")" "../dot/hop$T/dot/zshrc" 'a chain of links: they stay'
is "$(ls -A "$T/dot")" $'hop\nzshrc' 'a chain of links: nothing else is there'
undone 'a chain of links'
is "$(cat "$T/dot/zshrc")" a=1 'a chain of links: the file is as it was'

home
mkdir "$T/dot/fish"
ln -s "$T/dot" "$HOME/.config"
before
setup -y fish
is "$rc:$(head -n 1 "$T/dot/fish/conf.d/avenv.fish")" "0:$fish_line$mark (made this file and directories: 1)" 'a directory that is a link'
undone 'a directory that is a link'
is "$(ls -A "$T/dot/fish")" '' 'a directory that is a link: nothing is left behind it'

home
setup -y zsh
mv "$HOME/.zshrc" "$T/dot/adopted"
ln -s "$T/dot/adopted" "$HOME/.zshrc"
setup --undo -y
is "$rc:$(cat "$T/dot/adopted")" 0: 'a file that setup made and a dotfiles manager adopted is emptied'
ok 'and its link stays' test -L "$HOME/.zshrc"
home
setup -y zsh
ln "$HOME/.zshrc" "$T/dot/further"
setup --undo -y
is "$rc:$(cat "$HOME/.zshrc" "$T/dot/further")" 0: 'one that has a further name by now is emptied'

home
ln -s "$T/nowhere" "$HOME/.zshrc"
before
setup -y zsh
refused 'a dangling link' "cannot change '$HOME/.zshrc': it is a link to what is not there"
not_ok 'a dangling link: its target is not made' test -e "$T/nowhere"
home
ln -s .zshrc "$HOME/.zshrc"
before
setup -y zsh
refused 'a loop' 'Too many levels of symbolic links'
home
ln -s "$T/nowhere" "$HOME/.bash_profile"
before
setup -y bash
is "$rc" 1 'a dangling .bash_profile'
ok 'the other file has its line all the same' grep -q "$P hook bash" "$HOME/.bashrc"

# unmade NAME: nothing is written in vain for bash, nor promised
unmade() {
	is "$rc" 1 "$1"
	untouched "$1: no .bash_profile is made that would read it"
	silent_on 'exec bash' "$1: no next step"
	silent_on 'a new bash' "$1: no promise"
}
home
ln -s "$T/nowhere" "$HOME/.bashrc"
before
setup -y bash
unmade 'a dangling .bashrc'
setup --print bash
is "$rc:$out" 1: 'a dangling .bashrc: --print shows nothing in vain'
home .bashrc 'a=1\n'
chmod 444 "$HOME/.bashrc"
before
setup -y bash
unmade 'a read-only .bashrc'
home .bashrc 'a=1\n' .profile '. ~/.bashrc\n'
ln -s gone "$HOME/.zshrc"
setup -y bash zsh
is "$rc" 1 'one of two shells failed'
says "cannot change '$HOME/.zshrc'" 'one of two: said which'
says "now 'exec bash', or open a new shell" 'one of two: what to do for the other'
silent_on 'zsh has it' 'one of two: no promise for the one that failed'
setup -y bash zsh
silent_on 'exec bash' 'one of two, once more: nothing is to be done now'

# ---- modes, owners, attributes ----------------------------------------------

home .zshrc 'a=1\n'
chmod 640 "$HOME/.zshrc"
before
wanted=$(info)
setup -y zsh
is "$(info)" "$wanted" 'mode and owner stay'
undone 'mode and owner'
(umask 077 && home && setup -y zsh && stat -c %a "$HOME/.zshrc" >"$T/mode")
is "$(cat "$T/mode")" 600 'a new file has the mode that the umask gives'

# attributes COMMAND...: of .zshrc, set by Python, as their tools are rarely installed
attributes() {
	/usr/bin/python3 -I -c 'import os, struct, sys
path, way = sys.argv[1:]
acl = b"\2\0\0\0" + b"".join(struct.pack("<HHI", *e) for e in (
    (1, 6, 0xffffffff), (2, 4, 1234), (4, 4, 0xffffffff), (16, 4, 0xffffffff), (32, 4, 0xffffffff)))
wanted = {"user.x": b"y", "system.posix_acl_access": acl}[way]
name = way
try:
    print(os.getxattr(path, name) == wanted)
except OSError:
    os.setxattr(path, name, wanted)' "$HOME/.zshrc" "$1" 2>/dev/null
}
for attribute in user.x system.posix_acl_access; do
	home .zshrc 'a=1\n'
	if attributes $attribute; then
		setup -y zsh
		is "$(attributes $attribute)" True "$attribute stays"
	else
		skip "no $attribute here"
	fi
done

home .zshrc 'a=1\n'
chmod 444 "$HOME/.zshrc"
before
setup -y zsh
refused 'a read-only file' "cannot write '$HOME/.zshrc': it is read-only"
home .zshrc "a=1\n$zsh_line$mark\n"
chmod 444 "$HOME/.zshrc"
before
setup --undo -y
is "$rc" 1 'a read-only file: not undone'
says "To do it by hand, take line 2 out of '$HOME/.zshrc'" 'a read-only file: what to take out by hand'
untouched 'a read-only file: nothing is written'

if [ "$(id -u)" = 0 ]; then
	home .zshrc 'a=1\n'
	chown 12:34 "$HOME/.zshrc"
	before
	setup -y zsh
	refused 'a foreign file' "'$HOME/.zshrc' belongs to uid 12, so it is left as it is"
	home
	chown 12 "$HOME"
	setup -y zsh
	refused 'a foreign directory' "'$HOME' belongs to uid 12, so it is left as it is"
	home .zshrc 'a=1\n'
	chown 0:34 "$HOME/.zshrc"
	setup -y zsh
	is "$(info)" '644 0 34' 'another group stays'
else
	skip 'only root can give files away' 9
fi

# ---- directories that are empty ----------------------------------------------

# The number of those that setup made is in the file, wherever that lies by now.
mkdir -p "$T/up/home"
for dirs in 2 9; do
	for name in .zshrc .bashrc; do
		line=$zsh_line
		if [ $name = .bashrc ]; then line=$bash_line; fi
		printf '%s%s (made this file and directories: %s)\n' "$line" "$mark" $dirs >"$T/up/home/$name"
		VARS=(HOME="$T/up/home")
		setup --undo -y
		is "$rc:$(ls -A "$T/up/home" && find "$T/up")" "0:$T/up
$T/up/home" "HOME stays, though $name says that it and $dirs directories were made"
	done
done
mkdir -p "$T/up/home/a/b/c"
printf '%s%s (made this file and directories: 9)\n' "$zsh_line" "$mark" >"$T/up/home/a/b/c/.zshrc"
ln -s up/home "$T/alias"
VARS=(HOME="$T/alias" ZDOTDIR="$T/up/home/a/b/c")
setup --undo -y
is "$rc:$(find "$T/up")" "0:$T/up
$T/up/home" 'HOME stays, by another name, too'
VARS=()

# ---- no text files ----------------------------------------------------------

home
mkdir "$HOME/.zshrc"
before
setup -y zsh
refused 'a directory' "cannot read '$HOME/.zshrc': it is not a regular file"
home
mkfifo "$HOME/.zshrc"
before
setup -y zsh
refused 'a fifo' "cannot read '$HOME/.zshrc': it is not a regular file"
setup --undo -y zsh
is "$rc" 0 'a fifo: there is nothing to undo'
home .zshrc 'a=1\0\n'
setup -y zsh
refused 'NUL bytes' "cannot change '$HOME/.zshrc': it holds NUL bytes, so it is no text"
home
head -c 1100000 /dev/zero | tr '\0' '\n' >"$HOME/.zshrc"
before
setup -y zsh
refused 'a huge file' 'it is larger than any startup file should be'
home .config 'a=1\n'
setup -y fish
is "$rc" 1 'a file where a directory has to be'
says "cannot open '$HOME/.config/fish/conf.d/avenv.fish': Not a directory" 'a file where a directory has to be: said so'
untouched 'a file where a directory has to be: nothing is written'

home .zshrc 'a=1\n'
before
like "$(ulimit -f 0 && "${CLEAN[@]}" "$P" setup -y zsh 2>&1 || echo "$?")" "avenv: cannot write '$HOME/.zshrc': File too large
*1" 'a limit of what may be written: said so, exit 1'
untouched 'a limit: nothing is written, and nothing left'

# ---- what cannot be replaced ------------------------------------------------

home .zshrc 'a=1'
ln "$HOME/.zshrc" "$T/other"
before
setup -y zsh
is "$(cat "$T/other")" "a=1
$zsh_line$mark (added newlines before it: 1)" 'hard links: both names have it'
undone 'hard links'
is "$(cat "$T/other")" a=1 'hard links: undone in both'
setup -y zsh
echo b=2 >>"$HOME/.zshrc"
before
setup --undo -y
is "$rc" 1 'hard links: what is not at the end'
says "cannot write '$HOME/.zshrc': it can be changed only at its end" 'hard links: said so'
untouched 'hard links: nothing is written'
head -c 2000 /dev/zero | tr '\0' '\n' >"$T/other"
cp -p "$T/other" "$T/long"
run bash -c 'ulimit -f 2; exec "$@"' bash "${CLEAN[@]}" "$P" setup -y zsh
case $AVENV_BUILD_DIR in
*/cov) skip 'counts are larger than that limit' ;;
*) is "$rc" 1 'hard links: half of it could be written' ;;
esac
ok 'hard links: half of it: none stays' cmp "$HOME/.zshrc" "$T/long"
printf 'a=1\n%s%s\nb=2\n' "$zsh_line" "$mark" >"$T/other"
rm "$T/other"
setup --undo -y
is "$rc:$(cat "$HOME/.zshrc")" $'0:a=1\nb=2' 'one name is left: undone'

home .zshrc 'a=1\n'
if [ "$(id -u)" = 0 ]; then
	skip 'root may write to a closed directory' 8
else
	chmod 555 "$HOME"
	setup -y zsh
	added 'a closed directory' "$HOME/.zshrc"
	undone 'a closed directory'
	home
	chmod 555 "$HOME"
	setup -y zsh
	refused 'a closed directory without the file' "cannot write '$HOME/.zshrc': Permission denied"
	chmod 755 "$HOME"
fi

home .zshrc 'a=1\n'
if apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
	echo b=2 >"$T/mounted"
	run apart sh -c 'mount --bind "$1" "$HOME/.zshrc"; shift; "$@"' sh "$T/mounted" "${CLEAN[@]}" "$P" setup -y zsh
	added 'a file that is mounted' "$T/mounted"
	run apart sh -c 'mount --bind "$1" "$HOME/.zshrc"; shift; "$@"' sh "$T/mounted" "${CLEAN[@]}" "$P" setup --undo -y zsh
	is "$rc:$(cat "$T/mounted")" 0:b=2 'a file that is mounted: undone'
	untouched 'a file that is mounted: nothing is left below it'
	run apart sh -c 'mount -t tmpfs -o size=4k,nr_inodes=9 tmpfs "$HOME"; head -c 4096 /dev/zero | tr "\0" "\n" >"$HOME/.zshrc"
		"$@"; echo $?; ls -A "$HOME"; wc -c <"$HOME/.zshrc"' sh "${CLEAN[@]}" "$P" setup -y zsh
	is "$out" $'1\n.zshrc\n4096' 'a full disk: the file is as it was, and nothing is left over'
	says 'No space left on device' 'a full disk: said so'
	run apart sh -c 'mount -t tmpfs tmpfs "$HOME"; echo a=1 >"$HOME/.zshrc"; mount -o remount,bind,ro "$HOME"; "$@"' sh \
		"${CLEAN[@]}" "$P" setup -y zsh
	is "$rc" 1 'a file system that is read-only'
	says "cannot write '$HOME/.zshrc': Read-only file system" 'a file system that is read-only: said so'
else
	skip 'no mount namespaces here' 8
fi

done_testing
