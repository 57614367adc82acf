#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Install, run, uninstall, nothing left. With MAKE OUT BUILD.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# In a copy: the tests may be running from $OUT, and another PREFIX links it anew.
cp -a "$OUT" "$work/build"

fail() {
	echo "$1"
	exit 1
}

# run_make GOAL DESTDIR PREFIX: make with this build's copy
run_make() {
	"$MAKE" --no-print-directory -s BUILD="$BUILD" OUT="$work/build" "$1" \
		DESTDIR="$2" PREFIX="$3" BINDIR="$3/bin" LIBEXECDIR="$3/libexec" \
		DATADIR="$3/share" MANDIR="$3/share/man" \
		BASHCOMPDIR="$3/share/bash-completion/completions" \
		ZSHCOMPDIR="$3/share/zsh/site-functions" \
		FISHCOMPDIR="$3/share/fish/vendor_completions.d" >"$work/log" 2>&1
}

must_make() {
	run_make "$@" || fail "make $* failed: $(cat "$work/log")"
}

# installed ROOT PREFIX: the programs run, and the files for shells name them
installed() {
	local file
	"$1$2/bin/avenv" --version | grep -q '[0-9]' || fail "--version says nothing"
	[ -x "$1$2/libexec/avenv/avenv-hook" ] || fail "no helper"
	for file in bash zsh fish; do
		file=$1$2/share/avenv/avenv.$file
		! grep -qE '@(HELPER|AVENV)@' "$file" || fail "$file has a hole left"
		grep -qF "'$2/libexec/avenv/avenv-hook'" "$file" || fail "$file does not name the helper"
	done
	for file in bash-completion/completions/avenv zsh/site-functions/_avenv fish/vendor_completions.d/avenv.fish; do
		file=$1$2/share/$file
		grep -qF "'$2/bin/avenv'" "$file" || fail "$file does not name the program"
	done
}

nothing_left() {
	local left
	left=$(find "$1" -mindepth 1 ! -path "${2:-}" ! -path "${3:-}")
	[ -z "$left" ] || fail "left behind: $left"
}

# says TEXT: make did, in a line that ends so
says() {
	sed 's/$/$/' "$work/log" | grep -qF "$1$" || fail "make did not say: $1"
}

# A packager's install: the files of the package and no other.
mkdir "$work/dest"
must_make install "$work/dest" /usr
[ "$(find "$work/dest" -perm /022 | wc -l)" = 0 ] || fail "others may write to what was installed"
installed "$work/dest" /usr
(cd "$work/dest/usr" && find . -type f | sort) >"$work/files"
diff - "$work/files" <<-'EOT' || fail "the package has other files"
	./bin/avenv
	./libexec/avenv/avenv-hook
	./share/avenv/avenv.bash
	./share/avenv/avenv.fish
	./share/avenv/avenv.zsh
	./share/bash-completion/completions/avenv
	./share/fish/vendor_completions.d/avenv.fish
	./share/man/man1/avenv.1
	./share/zsh/site-functions/_avenv
EOT
# shellcheck disable=SC2016 # what was said
says 'eval "$(/usr/bin/avenv hook bash)"'
must_make uninstall "$work/dest" /usr
nothing_left "$work/dest"

# A user's install, twice, beside a file of their own.
# Behind a link, as some have it: what is said and written is the path that was asked for.
mkdir "$work/disk"
ln -s disk "$work/homes"
export HOME="$work/homes/home of a user"
mkdir -p "$HOME/.local/bin"
touch "$HOME/.local/bin/mine"
(umask 077 && must_make install "" "$HOME/.local")
must_make install "" "$HOME/.local"
installed '' "$HOME/.local"
says "  '$HOME/.local/bin/avenv' setup"
says "eval \"\$('$HOME/.local/bin/avenv' hook bash)\""
says "eval \"\$('$HOME/.local/bin/avenv' hook zsh)\""
says "'$HOME/.local/bin/avenv' hook fish | source"
# What `avenv setup` wrote goes with it: the home directory is as before.
printf 'a=1' >"$HOME/.bashrc"
for way in -y '--undo -y'; do
	# shellcheck disable=SC2086 # two words
	"$HOME/.local/bin/avenv" setup $way bash zsh fish >"$work/log" 2>&1 || fail "setup $way failed: $(cat "$work/log")"
	[ "$way" != -y ] || grep -qF "(~/.local/bin/avenv hook bash" "$HOME/.bashrc" || fail "setup names another avenv"
done
[ "$(cat "$HOME/.bashrc" && echo .)" = a=1. ] || fail "setup --undo left its line"
rm "$HOME/.bashrc"
must_make uninstall "" "$HOME/.local"
says "Take the line that loads avenv out of your shell's startup file; one that ends in"
[ -e "$HOME/.local/bin/mine" ] || fail "uninstall took a file that is not ours"
nothing_left "$HOME/.local" "$HOME/.local/bin" "$HOME/.local/bin/mine"
[ "$(ls -A "$HOME")" = .local ] || fail "setup --undo left something: $(ls -A "$HOME")"

for prefix in relative "/a'b" '/a"b' '/a\b' $'/a\nb'; do
	! run_make install "$work/none" "$prefix" || fail "PREFIX=$prefix was taken"
done
