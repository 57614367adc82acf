#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 66 68
# Mistyped words and options get one line and exit status 2; each command explains itself.
# shellcheck disable=SC2088 # as it is printed
. "${SRCDIR:?}/tests/lib.sh"

cd "$HOME" || exit
mkenv p/.venv
mkdir -p p/sub none wants
touch wants/requirements.txt
"$AVENV" -q allow p

# WORDS TO TYPE|in one line on stderr; nothing on stdout. More of them: tests/messages/usage.sh.
while IFS='|' read -r words want; do
	# shellcheck disable=SC2086 # words
	run "$AVENV" $words
	like "$rc:$out:$(wc -l <"$T/.err"):$err" "2::1:avenv*$want*" "$words"
done <<-'EOT'
	-q -C . craete|'create'?
	help craete|'create'?
	install|no environment in '~' or above
	avenv|'avenv help'
	fun|'avenv help'
	-C p up six|unexpected argument 'six'; 'avenv run pip install NAME' acts on '~/p/.venv'
	-C wants updat|'avenv -C ~/wants up' makes one
	-C wants up six|unexpected argument 'six'; no environment in '~/wants' or above; 'avenv -C ~/wants up' makes one from requirements.txt
	-C wants up six -p 3|; 'avenv -C ~/wants up' makes one from requirements.txt
	--verison|'--version'?
	run --quite true|'--quiet'?
	create --frobnicate|'avenv create --help'
	-C|'-C' needs an argument
	run -C x|'-C' goes before the command: 'avenv -C DIR run'
EOT
VIRTUAL_ENV=$HOME/p/.venv run "$AVENV" updat
like "$err" "'pip install --upgrade NAME' acts on" 'an environment is on: pip'
run timeout 120 "$AVENV" "$(printf 'x%.0s' {1..50000})"
is "$rc" 2 'a very long word'

# ---- help ------------------------------------------------------------------

help=$("$AVENV" help)
is "$(awk 'length > 80' <<<"$help")" '' 'help: 80 columns'
ok 'help: 40 lines' test "$(wc -l <<<"$help")" -le 40
is "$("$AVENV" --help)$("$AVENV" -h)" "$help$help" '--help and -h: the same'
while IFS='|' read -r name _ alias summary; do
	run "$AVENV" "$name" --help
	like "$rc:$err:$out" "0::usage: avenv $name*$summary*example:*avenv $name*" "$name --help"
	is "$(awk 'length > 80' <<<"$out")" '' "$name --help: 80 columns"
	is "$("$AVENV" help "${alias:-$name}")" "$out" "help ${alias:-$name}: the same"
done < <(sed -nE 's/^  ([a-z]+)(, ([a-z]+))? +(.*)/\1|\2|\3|\4/p' <<<"$help")
version=$(sed -n 's/^VERSION := //p' "$SRCDIR/Makefile")
is "$("$AVENV" --version)$("$AVENV" -V)" "avenv ${version}avenv $version" '--version'

# ---- options that all commands have ----------------------------------------

ln -s p/sub link
env=$HOME/p/.venv
for words in '-C p/sub path' '-C p path -q' "-q -C p -- path --quiet -- $env" '-C link/.. path'; do
	# shellcheck disable=SC2086 # words
	run "$AVENV" $words
	is "$rc:$out:$err" "0:$env:" "$words"
done
run "$AVENV" -q -C none path
like "$rc:$out:$err" '1::avenv: no environment*' '-q: errors are printed all the same'
run "$AVENV" -q allow p
is "$rc:$err" 0: '-q: nothing but errors'

# ---- avenv is on no PATH ---------------------------------------------------

# typed NAME WANTED [VAR=VALUE...] PROGRAM ARG...: no function of a hook, and no avenv on PATH but as given
typed() {
	run env -i -C "$HOME/p" HOME="$HOME" PATH=/usr/bin:/bin "${@:3}"
	like "$out$err" "*$2*" "$1"
}
typed 'status' "'$AVENV setup bash' loads it" "$AVENV"
typed 'an error' "see '$AVENV path --help'" "$AVENV" path --no
mkdir -p "$HOME/.local/bin"
ln -s "$AVENV" "$HOME/.local/bin/avenv"
typed '~/.local/bin' "'~/.local/bin/avenv setup bash' loads it" "$AVENV"
typed 'on PATH' "'avenv setup bash' loads it" PATH="/usr/bin:$HOME/.local/bin" "$AVENV"
# shellcheck disable=SC2016 # for the shell that starts
echo 'eval "$(avenv hook bash)"' >"$HOME/.bashrc"
typed 'by its name' "is not loaded in this shell, or you called avenv without it"$'\n' PATH="/usr/bin:$HOME/.local/bin" avenv
typed "a hook's function" "('avenv forget' takes that back)" AVENV_SHELL="bash $PROTOCOL" "$AVENV"
echo six >p/requirements.txt
typed 'started by a hook' "('avenv check' lists" VIRTUAL_ENV="$env" AVENV_ENV="$env" "$AVENV" check --hint
done_testing
