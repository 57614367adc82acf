#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 66 68
# Mistyped words and options get one line and exit status 2; each command explains itself.
. "${SRCDIR:?}/tests/lib.sh"

cd "$HOME" || exit

# usage WORDS ARG...: exit 2, WORDS in one line on stderr, nothing on stdout
usage() {
	run "$AVENV" "${@:2}"
	like "$rc:$out:$(wc -l <"$T/.err"):$err" "2::1:avenv*$1" "${*:2}"
}
usage "'create'?" craete
usage "'create'?" -q -C . craete
usage "'create'?" help craete
usage "'list'?" lst
usage "'avenv help'" frobnicate
usage "'remov\\\\033'" $'remov\033'
usage "'--python'?" create --pyton 3
usage "'--python'?" create --pyton=3
usage "'--version'?" --verison
usage "'--quiet'?" run --quite true
usage "'avenv create --help'" create --frobnicate
usage "'avenv list --help'" list --json=1
usage "'-C' needs an argument" -C
usage "'avenv --help'" --json list
usage "'avenv status --help'" status a b
usage 'bash, zsh, fish' hook tcsh
run timeout 20 "$AVENV" "$(printf 'x%.0s' {1..50000})"
is "$rc" 2 'a very long word'

for words in bench 'list --sort' 'select --print' 'allow --by-path' 'create --keep' 'setup --purge'; do
	# shellcheck disable=SC2086 # words
	usage "${words##* }' is gone: " $words
done

# Other tools' words for it name the command of avenv's that does it.
while read -r word does; do usage "'avenv $does'" "$word"; done <<-'EOT'
	trust allow
	venv create
	install run python -m pip install
	info status
	shell activate
EOT

# ---- help ------------------------------------------------------------------

help=$("$AVENV" help)
is "$(awk 'length > 80' <<<"$help")" '' 'help: 80 columns'
ok 'help: 40 lines' test "$(wc -l <<<"$help")" -le 40
is "$("$AVENV" --help)$("$AVENV" -h)" "$help$help" '--help and -h: the same'
while IFS='|' read -r name _ alias summary; do
	run "$AVENV" "$name" --help
	like "$rc:$err:$out" "0::usage: avenv $name*$summary*example:*avenv $name" "$name --help"
	is "$(awk 'length > 80' <<<"$out")" '' "$name --help: 80 columns"
	if [ "$alias" ]; then is "$("$AVENV" "$alias" --help)" "$out" "$alias: is $name"; fi
done < <(sed -nE 's/^  ([a-z]+)(, ([a-z]+))? +(.*)/\1|\2|\3|\4/p' <<<"$help")
run env -i PATH="$T" HOME="$HOME" "$AVENV" -q help path
is "$rc:$out" "0:$("$AVENV" path --help)" 'help without man: the usage'
version=$(sed -n 's/^VERSION := //p' "$SRCDIR/Makefile")
is "$("$AVENV" --version)$("$AVENV" -V)" "avenv ${version}avenv $version" '--version'

# ---- options that all commands have ----------------------------------------

mkenv p/.venv
mkdir -p p/sub none
"$AVENV" -q allow p
ln -s p/sub link

# prints WANTED ARG...: just that
prints() {
	run "$AVENV" "${@:2}"
	is "$rc:$out:$err" "0:$1:" "${*:2}"
}
env=$HOME/p/.venv
prints "$env" -C p/sub path
prints "$env" -C none -C ../p path
prints "$env" -C p path -q
prints "$env" -q -C p -- path --quiet -- "$env"
prints "$env" -C link/.. path
run "$AVENV" -C nowhere path
is "$rc:$out" 1: '-C nowhere: exit 1'
run "$AVENV" -q -C none path
like "$rc:$out:$err" '1::avenv: no environment' '-q: errors are printed all the same'
run "$AVENV" -q allow p
is "$rc:$err" 0: '-q: nothing but errors'
done_testing
