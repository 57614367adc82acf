#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 84
# Startup files that keep avenv setup --everywhere, or the prompt's hook, from a shell: setup, avenv and doctor
# show what to type, and it works.
# shellcheck disable=SC2016,SC2088 # for other shells
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/setup.sh"

# ---- a shell without its line ----------------------------------------------

# advised SHELL WANTED [VAR=VALUE...]: the end of doctor's line about --everywhere in that shell; '': there is none
advised() {
	run "${CLEAN[@]}" AVENV_SHELL="$1 6" "${@:3}" "$AVENV" doctor
	err=${err##*everywhere*; }
	is "$(grep 'fixes that' <<<"$err")" "${2:+"'$2' fixes that"}" "$1: doctor names ${2:-nothing}"
}
home .zshrc '' .config/fish/config.fish '' .config/elvish/rc.elv ''
setup --everywhere bash
for shell in zsh fish elvish; do
	setup "$shell"
	like "$err" "*'$AVENV setup --everywhere $shell' adds that line*" "setup $shell names the line of --everywhere"
	inherits=(PATH="$DATA/shims:$SYSTEM" BASH_ENV="$(value "$(id -u)" "$DATA")")
	advised "$shell" "avenv setup --everywhere $shell" "${inherits[@]}"
	advised "$shell" "avenv setup --everywhere $shell" PATH="$SYSTEM"
	setup --everywhere "$shell"
	advised "$shell" "exec $shell" PATH="$SYSTEM"
	advised "$shell" '' "${inherits[@]}"
	setup --undo "$shell"
	setup "$shell"
	unlike "$err" '*everywhere*' "setup $shell names no line that is there"
done
setup bash
unlike "$err" '*everywhere*' 'nor one of bash'
touch "$HOME/.bash_profile"
advised bash "avenv setup --everywhere bash" PATH="$SYSTEM"
setup --everywhere bash
advised bash '. ~/.local/share/avenv/everywhere/sh && exec bash' PATH="$SYSTEM"

# ---- an open shell, and a login --------------------------------------------

# typed OPTIONS LINE...: what a bash with a prompt prints
typed() { "${CLEAN[@]}" TERM=dumb bash "$1" 2>&1 < <(printf '%s\n' "${@:2}"); }
# in_bash OPTIONS LINE...: after these lines both are in effect in it
in_bash() {
	local both='type -t _avenv_look && [[ $BASH_ENV && $PATH = *avenv/shims:* ]] && echo both'
	like "$(typed "$@" "$both")" $'\nboth' "$name, setup $order: bash $1 ${*:2}"
}
# Each file that a login may read: doctor's command works in the shell that is open, and a login has both if
# each line stands where a note asked for it
while IFS='|' read -r name files; do
	for order in 'bash --everywhere' '--everywhere bash'; do
		eval "home $files"
		said=
		for part in $order; do
			setup "$part"
			said+=$err$'\n'
		done
		# Without a terminal bash has no prompt of its own accord.
		in_bash -i "$(typed -i 'avenv doctor' | sed -n "s/.*'\(.*\)' fixes that.*/\1/; s/exec bash/& -i/p")"
		while IFS=: read -r file line; do echo "$line" >>"$HOME/$file"; done < <(
			sed -n "s|.*login shells read '~/\(.*\)', not .*: put the line '\(.*\)' there|\1:\2|p" <<<"$said"
		)
		in_bash -li
		run "${CLEAN[@]}" sh -c '. ~/.profile'
		is "$rc:$err" 0: "$name, setup $order: sh reads ~/.profile"
	done
done <<'END'
no file|
.profile|.profile 'a=1\n'
.bash_profile|.bash_profile 'a=1\n'
.bash_login|.bash_login 'a=1\n'
that of the system|.profile 'if [ -n "$BASH_VERSION" ]; then . ~/.bashrc; fi\n'
.bash_profile reads .bashrc|.bash_profile '[ ! -r ~/.bashrc ] || . ~/.bashrc\n'
.bash_profile reads .profile|.bash_profile '. ~/.profile\n' .profile 'a=1\n'
END
home .bash_profile "eval \"\$($AVENV hook bash)\"\n"
mkenv "$HOME/p/.venv"
"${CLEAN[@]}" "$AVENV" -q allow "$HOME/p"
run "${CLEAN[@]}" "$AVENV" -C "$HOME/p"
like "$out$err" "*'exec bash -l' loads it*" 'a login file alone loads the hook'

# ---- another python before the shims ---------------------------------------

home .zshrc ''
setup --everywhere
for name in python pip; do
	[ -e "$DATA/shims/$name" ] || continue
	mkdir "$HOME/$name"
	ln -s /usr/bin/env "$HOME/$name/$name"
	run "${CLEAN[@]}" PATH="$HOME/$name:$DATA/shims:$SYSTEM" BASH_ENV="$(value "$(id -u)" "$DATA")" "$AVENV" doctor
	like "$err" "*'~/$name/$name' is before its shims on PATH*" "$name alone"
done

before=(PATH="$HOME/tools:$DATA/shims:$SYSTEM" BASH_ENV="$(value "$(id -u)" "$DATA")")
while IFS='|' read -r shell file text wanted; do
	home .zshrc '' .config/fish/config.fish '' .bashrc ''
	setup --everywhere
	printf 'true\n%s\n' "$text" >>"$HOME/$file"
	mkdir -p "$HOME/tools"
	ln -sf /usr/bin/python3 "$HOME/tools/python3"
	first="PATH='$DATA/shims':\$PATH"
	[ "$shell" != fish ] || first="set -gx PATH '$DATA/shims' \$PATH"
	said="avenv: 'setup --everywhere' is not in effect here: '~/tools/python3' is before its shims on PATH"
	said+=${wanted:+": $wanted, puts it there; below that, add:"$'\n'"$first"}
	for active in '' "$HOME/p/.venv"; do
		run "${CLEAN[@]}" AVENV_SHELL="$shell 6" VIRTUAL_ENV="$active" "${before[@]/PATH=/PATH=${active:+$active/bin:}}" "$AVENV" doctor
		is "$(grep '^avenv\|shims' <<<"$err")" "$said" "$shell: $text${active:+, in an active project}"
	done
	[ -z "$wanted" ] || ! has "$shell" || {
		# As a shell with a prompt reads it, after what it inherits and the line of --everywhere.
		printf '%s\n' "$first" >>"$HOME/$file"
		run "${CLEAN[@]}" TERM=dumb "$shell" -ic 'command -v python3'
		is "$out" "$DATA/shims/python3" "$shell: $text, then that line"
	}
	unlike "$out$err" '*exec*' "$shell: no command that changes nothing"
done <<'END'
zsh|.zshrc|export PATH="$HOME/tools:$PATH"|'~/.zshrc', line 2
zsh|.zshrc|path=(~/tools $path)|'~/.zshrc', line 2
bash|.bashrc|PATH=${HOME}/tools/:$PATH|'~/.bashrc', line 2
fish|.config/fish/config.fish|fish_add_path -g ~/tools|'~/.config/fish/config.fish', line 3
zsh|.zshrc|PATH=$PATH:~/tools|
zsh|.zshrc|# PATH=~/tools:$PATH|
zsh|.zshrc|PATH=~/tools2:$PATH|
END

# ---- a home of any name --------------------------------------------------------

# setup, setup --everywhere and doctor agree whether a line is there
while read -r name; do
	mkdir -p "$T/h/$name"/{bin,tools,.config/fish}
	touch "$T/h/$name"/{.bashrc,.zshrc,.config/fish/config.fish}
	ln -s "$AVENV" "$T/h/$name/bin/avenv"
	ln -s /usr/bin/python3 "$T/h/$name/tools/"
	at=(env -i HOME="$T/h/$name" SHELL=/bin/bash PATH="$T/h/$name/bin:$SYSTEM")
	for words in '' --everywhere ''; do
		# shellcheck disable=SC2086 # words
		run "${at[@]}" avenv setup $words bash zsh fish
		unlike "$err" '*a line of its own*' "$name: setup $words"
	done
	is "$(grep -c 'loads avenv already' <<<"$err")" 3 "$name: each shell has its line"
	[[ -d $T/h/$name/.local ]] || continue # it cannot be on PATH
	run "${at[@]}" avenv doctor
	like "$err" "*'. ~/.local/share/avenv/everywhere/sh' fixes that*" "$name: doctor finds both"
	echo "PATH='$T/h/$name/tools':\$PATH" >>"$T/h/$name/.bashrc"
	run "${at[@]}" PATH="$T/h/$name/tools:$T/h/$name/.local/share/avenv/shims:$SYSTEM" "$AVENV" doctor
	like "$err" "*: '~/.bashrc', line 2, *" "$name: doctor finds the line before the shims"
	run "${at[@]}" avenv setup --undo
	is "$(cat "$T/h/$name"/{.zshrc,.config/fish/config.fish})" '' "$name: nothing stays"
done <<'END'
a#b
# b #c
a b
it's
a"b
$(touch x)
a\b
wow!
été
a;b&c
[x]*?^{y}
END

# ---- a home that is spelled in two ways ---------------------------------------------

home .profile '' .zshrc ''
# /etc/profile of Debian sets PATH anew, and so leaves out the pip of $SYSTEM.
paths=/usr/bin:/bin
ln -s "$HOME" "$T/spelled"
for first in "$HOME" "$T/spelled"; do
	run "${CLEAN[@]}" PATH=$paths HOME="$first" "$AVENV" setup --everywhere bash zsh
	for second in "$HOME" "$T/spelled"; do
		for shell in bash zsh; do
			has $shell || continue
			run env -i HOME="$second" TERM=dumb PATH=$paths "$shell" -lc "AVENV_SHELL='$shell 6' '$AVENV' doctor"
			unlike "$out$err" '*everywhere*' "set up at ${first#"$T"/}, a login of $shell at ${second#"$T"/}: nothing is wrong"
		done
		changes_nothing '... and setup' '0:*' "$HOME" env -i HOME="$second" TERM=dumb PATH=$paths \
			bash -lc "'$AVENV' setup --everywhere bash zsh"
	done
	run "${CLEAN[@]}" HOME="$T/spelled" "$AVENV" setup --undo
	is "$(cat "$HOME/.profile" "$HOME/.zshrc"):$(ls -A "$HOME")" $':.profile\n.zshrc' 'undone in the other spelling'
done

done_testing
