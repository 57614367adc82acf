#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: install.sh [install|uninstall]
# It reads OUT DESTDIR PREFIX BINDIR LIBEXECDIR MANDIR ZSHCOMPDIR, which the Makefile sets, and strips both programs
# by STRIP_BY, if that is set. In the archive of the static programs this file is `install`, and PREFIX is ~/.local.
set -eu
umask 022

if [ -z "${OUT-}" ]; then
	cd "$(dirname "$0")"
	[ -d hooks ] || cd ..
	OUT=bin STRIP_BY=
	: "${DESTDIR=}" "${PREFIX:=${HOME:?}/.local}" "${ZSHCOMPDIR:=$PREFIX/share/zsh/site-functions}"
	# Where the programs find each other
	BINDIR=$PREFIX/bin LIBEXECDIR=$PREFIX/libexec MANDIR=$PREFIX/share/man
fi
# The hooks have these paths in quotes, and a colon ends a path in PATH.
for path in "$PREFIX" "$BINDIR" "$LIBEXECDIR" "$MANDIR" "$ZSHCOMPDIR" "/$DESTDIR"; do
	case $path in
	*[\'\"\\:\$]* | [!/]* | '')
		echo "PREFIX and what is named *DIR must be absolute paths without a quote, a backslash, a colon or a '\$'" >&2
		exit 2
		;;
	esac
done
program=$BINDIR/avenv
helper=$LIBEXECDIR/avenv/avenv-hook
data=$PREFIX/share/avenv
manual=$MANDIR/man1/avenv.1
# The list of directories that install made: uninstall removes no others. A package has no such
# list: with DESTDIR, uninstall removes every directory that is empty.
made=$data/made

# completion_of SHELL: print the path at which SHELL looks for its completion
completion_of() {
	case $1 in
	bash) echo "$PREFIX/share/bash-completion/completions/avenv" ;;
	zsh) echo "$ZSHCOMPDIR/_avenv" ;;
	fish) echo "$PREFIX/share/fish/vendor_completions.d/avenv.fish" ;;
	*) echo "$data/completion.$1" ;;
	esac
}

# each COMMAND: run COMMAND with the path of each installed file
each() {
	for file in "$program" "$helper" "$manual"; do "$1" "$file"; done
	for hook in hooks/avenv.*; do
		"$1" "$data/${hook#*/}"
		"$1" "$(completion_of "${hook#*.}")"
	done
	for pip in hooks/avenv-no-pip/*; do "$1" "${helper%/*}/${pip#*/}"; done
}

# missing_above FILE: print the missing directories above FILE, deepest first
missing_above() {
	dir=$(dirname "$1")
	until [ -d "$dir" ]; do
		printf '%s\n' "$dir"
		dir=$(dirname "$dir")
	done
}

make_dir_of() {
	mkdir -p "$DESTDIR$(dirname "$1")"
}

# Write the list first: an interrupted install can be removed.
make_all_dirs() {
	missing=$(each missing_above)
	make_dir_of "$made"
	if [ -z "$DESTDIR" ] && [ -n "$missing" ]; then
		{
			printf '%s\n' "$missing"
			if [ -f "$made" ]; then cat "$made"; fi
		} | sort -ru >"$made.new"
		mv -f "$made.new" "$made"
	fi
	each make_dir_of
}

# put MODE FILE TARGET: install FILE as TARGET by rename, as a running program cannot be
# written to
put() {
	echo "  INSTALL $DESTDIR$3"
	cp "$2" "$DESTDIR$3.new"
	case $3 in "$program" | "$helper") [ -z "${STRIP_BY-}" ] || $STRIP_BY -s "$DESTDIR$3.new" ;; esac
	chmod "$1" "$DESTDIR$3.new"
	mv -f "$DESTDIR$3.new" "$DESTDIR$3"
}

# rhs PATH: print PATH as the right-hand side of sed's s|||
rhs() {
	printf '%s\n' "$1" | sed 's/[&|\\]/\\&/g'
}

# put_filled TARGET: install standard input as TARGET, with @HELPER@ and @AVENV@ replaced by paths
put_filled() {
	filled=$DESTDIR$data/.filled
	sed -e "s|@HELPER@|$(rhs "$helper")|g" -e "s|@AVENV@|$(rhs "$program")|g" >"$filled"
	put 0644 "$filled" "$1"
	rm -f "$filled"
}

say_next() {
	word=$program
	case $program in *[!A-Za-z0-9/._+-]*) word="'$program'" ;; esac
	printf '\nTo load it in new shells:  %s setup\n' "$word"
}

do_install() {
	make_all_dirs
	put 0755 "$OUT/avenv" "$program"
	put 0755 "$OUT/avenv-hook" "$helper"
	for pip in hooks/avenv-no-pip/*; do put 0755 "$pip" "${helper%/*}/${pip#*/}"; done
	for hook in hooks/avenv.*; do
		# As `avenv hook` prints it: a shell would read the comments at each start.
		sed '/^[[:blank:]]*#/d' "$hook" | put_filled "$data/${hook#*/}"
		put_filled "$(completion_of "${hook#*.}")" <"completions/${hook#*/}"
	done
	put 0644 "$OUT/avenv.1" "$manual"
	say_next
}

remove() {
	if [ -e "$DESTDIR$1" ] || [ -L "$DESTDIR$1" ]; then
		echo "  REMOVE  $DESTDIR$1"
	fi
	rm -f "$DESTDIR$1" "$DESTDIR$1.new"
}

# remove_dirs_of FILE: remove the empty directories above FILE, below DESTDIR
remove_dirs_of() {
	dir=$(dirname "$1")
	while [ "$dir" != / ] && rmdir "$DESTDIR$dir" 2>/dev/null; do dir=$(dirname "$dir"); done
}

do_uninstall() {
	each remove
	rm -f "$DESTDIR$data/.filled" "$DESTDIR$made.new"
	if [ -n "$DESTDIR" ]; then
		each remove_dirs_of
	elif [ -f "$made" ]; then
		dirs=$(cat "$made")
		rm -f "$made"
		printf '%s\n' "$dirs" | while IFS= read -r dir; do rmdir "$dir" 2>/dev/null || :; done
	fi
	echo "If a startup file still has the line that loads avenv, remove that, too."
}

case ${1-install} in
install) do_install ;;
uninstall) do_uninstall ;;
*)
	echo "usage: $0 [install | uninstall]; PREFIX is '$PREFIX'" >&2
	exit 2
	;;
esac
