#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: install.sh install|uninstall
# With OUT DESTDIR BINDIR LIBEXECDIR DATADIR MANDIR BASHCOMPDIR ZSHCOMPDIR FISHCOMPDIR,
# as the Makefile sets them.
set -eu
umask 022

helper=$LIBEXECDIR/avenv/avenv-hook
data=$DATADIR/avenv
# The directories that an install had to make, so that uninstall takes no others.
# A package holds no such list: below DESTDIR whatever is empty goes.
made=$data/made
new=

# mkdirs DIR: make DIR and what is missing above it, and remember which
mkdirs() {
	if [ -d "$1" ]; then return; fi
	mkdirs "$(dirname "$1")"
	mkdir "$1"
	new="$new$1
"
}

# put MODE FILE TARGET: by rename, as a running program cannot be written to
put() {
	echo "  INSTALL $DESTDIR$3"
	cp "$2" "$DESTDIR$3.new"
	chmod "$1" "$DESTDIR$3.new"
	mv -f "$DESTDIR$3.new" "$DESTDIR$3"
}

# A path as the right-hand side of sed's s|||
rhs() {
	printf '%s\n' "$1" | sed 's/[&|\\]/\\&/g'
}

# put_filled TARGET: what is on stdin with its holes filled, which stand in single quotes
put_filled() {
	filled=$DESTDIR$data/.filled
	sed -e "s|@HELPER@|$(rhs "$helper")|g" -e "s|@AVENV@|$(rhs "$BINDIR/avenv")|g" >"$filled"
	put 0644 "$filled" "$1"
	rm -f "$filled"
}

# The deepest first, so that uninstall can go through it from the top.
remember() {
	if [ -n "$DESTDIR" ] || [ -z "$new" ]; then return; fi
	if [ -f "$made" ]; then new=$new$(cat "$made"); fi
	printf '%s\n' "$new" | sed '/^$/d' | sort -ru >"$made.new"
	mv -f "$made.new" "$made"
}

# All directories first: an install that is broken off can still be taken away.
make_dirs() {
	for dir in "$BINDIR" "$LIBEXECDIR/avenv" "$data" "$BASHCOMPDIR" "$ZSHCOMPDIR" "$FISHCOMPDIR" \
		"$MANDIR/man1"; do mkdirs "$DESTDIR$dir"; done
	remember
}

# The path of avenv as a word of each of the three shells
word() {
	case $BINDIR in
	*[!A-Za-z0-9/._+-]*) echo "'$BINDIR/avenv'" ;;
	*) echo "$BINDIR/avenv" ;;
	esac
}

say_lines() {
	cat <<-EOT

		To load it, let it put one line into the startup file of your shell:
		  $(word) setup
		or put it there by hand:
		  ~/.bashrc                   eval "\$($(word) hook bash)"
		  ~/.zshrc                    eval "\$($(word) hook zsh)"
		  ~/.config/fish/config.fish  $(word) hook fish | source
	EOT
}

do_install() {
	make_dirs
	put 0755 "$OUT/avenv" "$BINDIR/avenv"
	put 0755 "$OUT/avenv-hook" "$helper"
	for shell in bash zsh fish; do
		# Not by a pipe, which would end well where hook.sh does not.
		hook=$(build/hook.sh $shell)
		printf '%s\n' "$hook" | put_filled "$data/avenv.$shell"
	done
	put_filled "$BASHCOMPDIR/avenv" <completions/avenv.bash
	put_filled "$ZSHCOMPDIR/_avenv" <completions/_avenv
	put_filled "$FISHCOMPDIR/avenv.fish" <completions/avenv.fish
	put 0644 src/avenv.1 "$MANDIR/man1/avenv.1"
	say_lines
}

gone() {
	if [ -e "$DESTDIR$1" ] || [ -L "$DESTDIR$1" ]; then
		echo "  REMOVE  $DESTDIR$1"
		rm -f "$DESTDIR$1"
	fi
}

# rmdirs DIR: DIR and all above it, below DESTDIR, as far as they are empty
rmdirs() {
	at=$1
	while [ -n "${at#/}" ]; do
		rmdir "$DESTDIR$at" 2>/dev/null || :
		at=${at%/*}
	done
}

# The directories that are left empty
tidy() {
	if [ -n "$DESTDIR" ]; then
		for dir in "$BINDIR" "$LIBEXECDIR/avenv" "$data" "$BASHCOMPDIR" "$ZSHCOMPDIR" "$FISHCOMPDIR" \
			"$MANDIR/man1"; do rmdirs "$dir"; done
		return
	fi
	dirs=$(if [ -f "$made" ]; then cat "$made"; fi)
	rm -f "$made"
	printf '%s\n' "$dirs" | while IFS= read -r dir; do
		if [ -n "$dir" ]; then rmdir "$dir" 2>/dev/null || :; fi
	done
}

do_uninstall() {
	gone "$BINDIR/avenv"
	gone "$helper"
	for shell in bash zsh fish; do gone "$data/avenv.$shell"; done
	gone "$BASHCOMPDIR/avenv"
	gone "$ZSHCOMPDIR/_avenv"
	gone "$FISHCOMPDIR/avenv.fish"
	gone "$MANDIR/man1/avenv.1"
	tidy
	cat <<-EOT
		Take the line that loads avenv out of your shell's startup file; one that ends in
		'# avenv setup' does nothing any more, and 'avenv setup --undo' would have done so before.
	EOT
}

"do_$1"
