#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 71 46 63
# Alone: it writes out/dist
# The wheel has tags that auditwheel agrees with. As pip, pipx and uv install it, setup's line
# works in each shell, and survives an upgrade.
# shellcheck disable=SC2016 # for other shells
. "${SRCDIR:?}/tests/lib.sh"
cd "$SRCDIR" || exit
python3 -m venv "$T/tools"
"$T/tools/bin/pip" -q install auditwheel pipx uv >"$T/log" 2>&1 || skip_all "$(tail -n 1 "$T/log")"
made env -u MAKEFLAGS make wheel ARCHS=x86_64
wheel=$(echo out/dist/avenv-*-py3-none-*x86_64.whl)
cp "$wheel" "$T"
wheel=$T/${wheel##*/}
run "$T/tools/bin/auditwheel" show "$wheel"
like "$out" '"manylinux_2_5_x86_64"*no external shared libraries' 'auditwheel agrees'

PATH=$HOME/.local/bin:$T/tools/bin:$PATH
cd "$HOME" || exit
python3 -m venv --without-pip p/.venv

# works NAME AVENV: its line in each shell's file turns an environment on, and there is no other
works() {
	rm -f .bashrc .zshrc .config/fish/config.fish
	ok "$1: setup" "$2" -q setup bash zsh fish
	ok "$1: allow" "$2" -q -C p allow
	works_in "$@"
	"$2" -q setup --undo
}
works_in() {
	for shell in bash zsh fish; do
		command -v $shell >/dev/null || continue
		is "$($shell -ic 'cd p && echo $VIRTUAL_ENV' 2>/dev/null </dev/null)" "$HOME/p/.venv" "$1: $shell"
		like "$($shell -ic 'cd p && pip3 list' 2>&1 </dev/null)" "'~/p/.venv' has no pip; " "$1: $shell, no other pip"
	done
}
python3 -m venv v
ok 'pip' v/bin/pip -q install "$wheel"
works pip "$HOME/v/bin/avenv"
ok 'the manual' test -s v/share/man/man1/avenv.1
ok 'pipx' pipx install "$wheel"
works pipx "$HOME/.local/bin/avenv"
env PATH=/usr/bin:/bin "$HOME/.local/bin/avenv" -q setup bash
like "$(tail -n 1 .bashrc)" "*\"\$($HOME/.local/bin/avenv hook bash)\"*" 'setup names the link that points to an upgrade'
ok 'pipx uninstall' pipx uninstall avenv
run uvx --from "$wheel" avenv setup bash
like "$rc:$err" "1:*uv tool install avenv*" 'uvx: setup refuses'
ok 'uv tool install' uv tool install "$wheel"
works uv "$HOME/.local/bin/avenv"
manual=$(avenv help | sed -n "s/.*'man \(.*\)' all of it.*/\1/p")
ok 'help names the manual' test -s "${manual/#\~/$HOME}"
avenv -q setup bash zsh fish
ok 'an upgrade' uv tool install --reinstall "$wheel"
works_in upgraded
is "$(avenv list --json | grep -c '/tools/avenv')" 0 'avenv does not list the environment that it is in'
is "$(bash -ic 'cd ~/.local/share/uv/tools/avenv && echo "$VIRTUAL_ENV"' 2>/dev/null)" '' 'nor turns it on'
run bash -ic 'cd p; uv tool uninstall -q avenv; cd ~; cd p; deactivate; cd ..; cd p; echo "<$VIRTUAL_ENV>"'
is "$out:$(grep -v 'job control\|terminal process' <<<"$err")" '<>:' 'uninstalled: an open shell is quiet'
done_testing
