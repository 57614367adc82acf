# shellcheck shell=bash
# Lines that a prompt shows by itself: hints, refusals, what is learnt.
shell() {
	local answer
	printf '> %s\n' "$@"
	answer=$(in_bash "$@" | grep -ao 'avenv: .*')
	printf '%s\n' "$answer"
	type_named "$answer" type_there "$@"
}
# type_there LINE...: type $command after LINE
# shellcheck disable=SC2154 # of session.sh
type_there() {
	in_bash "$@" "$command" 'echo $?' >"$typed.out"
	grep -x '[0-9]*' "$typed.out" | tail -n 1 >"$typed.rc"
}
# in_bash LINE...: what bash with the hook prints
in_bash() {
	printf '%s\n' PS1= "eval \"\$($AVENV hook bash)\"" >"$HOME/rc"
	printf '%s\n' "$@" | bash --noediting --noprofile --rcfile "$HOME/rc" -i 2>&1
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
# shellcheck disable=SC2016 # a name that repair cannot write into scripts
mkenv named/.venv && "$AVENV" -q allow named && mv named 'US$' && shell "cd 'US\$'"
shell 'cd new' 'avenv allow' 'deactivate' 'avenv on' 'avenv activate nowhere'
shell 'AVENV_DISABLE=1' 'avenv activate'
# An environment without pip, and a worktree without an environment
quicken new/.venv
"$AVENV" -q allow new
replayed shell 'cd new' 'pip install x'
cp /bin/true uv
PATH=$PWD:$PATH shell 'cd new' 'pip install x'
git init -q main && git -C main commit -q --allow-empty -m x
"$AVENV" -q create --without-pip main/.venv
tick
git -C main worktree add -q -b side .work
shell 'cd main/.work'
shell 'cd new' 'rm -r .venv' 'true'
