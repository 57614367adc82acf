# shellcheck shell=bash
# Lines that a prompt shows by itself: hints, refusals, what is learnt.
shell() {
	printf '%s\n' "$@" >"$HOME/typed"
	printf '%s\n' PS1= "eval \"\$($AVENV hook bash)\"" >"$HOME/rc"
	while read -r line; do printf '> %s\n' "$line"; done <"$HOME/typed"
	bash --noediting --noprofile --rcfile "$HOME/rc" -i <"$HOME/typed" 2>&1 | grep -ao 'avenv: .*'
}
for name in new denied open moved; do mkenv "$name/.venv"; done
mkenv odd/djvenv
mkenv two/one
mkenv two/other
"$AVENV" -q allow open
chmod o+w open/.venv
"$AVENV" -q deny denied
"$AVENV" -q allow moved
mv moved away
mkenv moved/.venv
shell 'cd new' 'cd ../odd' 'cd ../denied'
shell 'cd open'
shell 'cd moved'
shell 'cd two'
shell 'cd new' 'avenv allow' 'deactivate' 'avenv on' 'avenv activate nowhere'
shell 'AVENV_DISABLE=1' 'avenv activate'
