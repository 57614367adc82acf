#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 46 84
# The files of avenv setup --everywhere are for this user alone, whatever HOME a program has set.
# shellcheck disable=SC2016,SC2088 # for other shells
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/setup.sh"

# A clone has files of these names, and a program sets HOME to it.
home .profile ''
clone=$T/clone
mkdir -p "$clone"/.local/{bin,share/avenv/{everywhere,shims}} "$HOME"/{c,z}
for name in bash sh zsh fish; do echo "echo $name >>$T/ran" >"$clone/.local/share/avenv/everywhere/$name"; done
traps "$clone"/.local/{bin/avenv,share/avenv/shims/python}
DIRS=(ZDOTDIR="$HOME/z" XDG_CONFIG_HOME="$HOME/c")
mkdir "$HOME/.local" "$HOME/.local/bin"
ln -s "$AVENV" "$HOME/.local/bin/avenv"
ln -s "$AVENV-hook" "$HOME/.local/bin/avenv-hook"
run "${CLEAN[@]}" "${DIRS[@]}" "$HOME/.local/bin/avenv" -q setup --everywhere bash zsh fish tcsh
run "${CLEAN[@]}" "${DIRS[@]}" "$HOME/.local/bin/avenv" -q setup zsh fish
is "$(grep -rlF '~/' "$HOME/.profile" "$HOME"/{.zshenv,c,z})" '' "no line has a path below the HOME of the moment"
for shell in 'bash -c' 'bash -uc' 'zsh -c' 'zsh -ic' 'fish -c' 'fish -ic'; do
	has "${shell% *}" || continue
	# shellcheck disable=SC2086
	run env -i -C "$clone" "${DIRS[@]}" HOME="$clone" PATH=/usr/bin:/bin TERM=dumb BASH_ENV="$BASH_VALUE" $shell 'echo end'
	is "$out" end "$shell, HOME is a clone"
	nothing_ran "$shell, HOME is a clone"
done
run env -i -C "$clone" HOME="$clone" sh -c ". '$HOME/.profile'; bash -c 'type -t _avenv_look'"
is "$rc:$out:$err" '0:function:' "~/.profile, HOME is a clone"
nothing_ran "~/.profile, HOME is a clone"
is "$(env -i HOME=/nowhere BASH_ENV="$BASH_VALUE" bash -uc 'type -t _avenv_look' 2>&1)" function 'HOME decides nothing'
written=$(env -i HOME="$HOME" sh -c ". '$HOME/.profile'; echo \"\$BASH_ENV\"")
run env -i EUID="a[\$(echo euid >>$T/ran)]" BASH_ENV="$written" bash -c 'echo end'
is "$rc:$out:$err" '0:end:' 'an EUID in the environment is not evaluated'
nothing_ran 'an EUID in the environment'
# The variables outlive su(1). First with a home that may not be entered, then with files that can be read.
if can_chown; then
	for mode in 0700 0755; do
		chmod "$mode" "$T"
		chmod -R a+rX "$HOME"
		for shell in 'bash -c' 'bash -uc' 'zsh -c' 'fish -c' 'sh -c'; do
			has "${shell% *}" || continue
			# shellcheck disable=SC2086
			run as_user env -i -C / "${DIRS[@]}" HOME="$HOME" UID="$(id -u)" PATH=/usr/bin:/bin \
				BASH_ENV="$BASH_VALUE" $shell 'echo $PATH; type _avenv_look' 2>/dev/null
			is "$(head -n 1 <<<"$out" | tr ' ' :)" /usr/bin:/bin "$shell of another user, home in a directory of mode $mode: PATH"
			unlike "$out$err" '*is a*function*' "$shell, $mode: no hook"
			unlike "$out$err" '*avenv/everywhere*' "$shell, $mode: no error"
		done
		run as_user env -i -C / HOME="$HOME" PATH=/usr/bin:/bin sh -c "[ ! -r '$HOME/.profile' ] || . '$HOME/.profile'; echo \$PATH"
		is "$rc:$out:$err" '0:/usr/bin:/bin:' "~/.profile of another user, $mode"
	done
	chmod 0700 "$T"
	# root, to whom each file can be read, with the HOME of the user whose files these are
	chown -R 65534 "$DATA"
	for shell in 'bash -c' 'zsh -c' 'fish -c' 'tcsh -c' 'sh -c'; do
		has "${shell% *}" || continue
		# shellcheck disable=SC2086
		run env -i -C / "${DIRS[@]}" HOME="$HOME" PATH=/usr/bin:/bin BASH_ENV="$(value 65534)" $shell 'printenv PATH; printenv AVENV_BASH_ENV'
		is "$out:$err" '/usr/bin:/bin:' "$shell of root, another user's HOME: nothing is read"
	done
	run env -i -C / HOME="$HOME" PATH=/usr/bin:/bin bash -lc 'printenv PATH BASH_ENV'
	like "$out:$err" '*bin:' "a login of root, another user's HOME"
	unlike "$out" '*avenv*' "... nothing is read"
	home
	chown 65534 "$HOME"
	tree "$HOME" >"$T/before"
	setup --everywhere
	like "$rc:$err" "1:*'~' belongs to *" "another user's home directory: refused"
	untouched 'and nothing is written'
	chown 0 "$HOME"
fi
# Files that run code are the user's to write, whatever the umask is.
home
(umask 000 && "${CLEAN[@]}" ZDOTDIR="$HOME/z" "$AVENV" -q setup --everywhere bash zsh fish && "${CLEAN[@]}" ZDOTDIR="$HOME/z" "$AVENV" -q setup bash zsh fish) 2>/dev/null
is "$(find "$HOME" ! -type l -perm /022)" '' 'umask 000: others may write to no file'
is "$(stat -c %a "$HOME/.profile" "$HOME/.bashrc")" $'644\n644' 'umask 000: the modes'
home
(umask 077 && "${CLEAN[@]}" "$AVENV" -q setup bash) 2>/dev/null
is "$(stat -c %a "$HOME/.bashrc")" 600 'umask 077: the mode'

done_testing
