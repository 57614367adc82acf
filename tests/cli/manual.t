#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv(1) says all that there is, and `avenv help COMMAND` shows the part on a command.
. "${SRCDIR:?}/tests/lib.sh"

command -v man >/dev/null || skip_all 'man is not installed'
command -v script >/dev/null || skip_all 'script is not installed'

CLEAN=(env -i PATH="$PATH" HOME="$HOME" LC_ALL=C TMPDIR="$T")
export LC_ALL=C
cd "$HOME" || exit

av() {
	"${CLEAN[@]}" "$AVENV" "$@"
}

# section TITLE: that section of the manual, as plain text
section() {
	awk -v title="$1" '/^[^ ]/ { inside = $0 == title } inside' <<<"$manual"
}

manual=$("${CLEAN[@]}" MANWIDTH=200 man "$SRCDIR/src/avenv.1")
table=$(av __dump)
commands=$(awk -F '\t' '$1 == "command" { print $2 }' <<<"$table")
like "$commands" "*list*create*help*" 'the table of commands'

# options COMMAND: as typed, those that its help shows; of all commands with ''
options() {
	awk -F '\t' -v command="$1" '$1 == "option" && $2 == command && $6 != "" {
		if ($3 != "") print "-" $3
		if ($4 != "") print "--" $4
	}' <<<"$table"
}

# ---- each command and its options ------------------------------------------

for option in $(options ''); do
	like "$(section DESCRIPTION | tr ',\n' ' ')" " $option " "DESCRIPTION: $option"
done

for command in $commands; do
	run av help "$command"
	is "$rc:$err" 0: "help $command: exit 0"
	like "$(sed 's/,/ /g; s/$/ /; q' <<<"$out")" " $command " "help $command: its section"
	is "$(grep -c '^ \{0,4\}[^ ]' <<<"$out")" 1 "help $command: no other"
	like "$out" " avenv $command" "help $command: how it is called"
	is "$(tail -n 1 <<<"$out" | grep -c .)" 1 "help $command: no empty line at its end"
	for option in $(options "$command"); do
		like "$(grep '^ *-' <<<"$out" | tr ',' ' ' | sed 's/$/ /')" " $option " "help $command: $option"
	done
	while read -r option; do
		name=${option#--}
		ok "$command $option: what the manual names is there" \
			grep -q "^option	$command	[^	]*	$name	" <<<"$table"
	done < <(sed -n 's/^     \(-.*\)/ \1/p' <<<"$out" | grep -oE -- ' --[a-z-]+')
	alias=$(awk -F '\t' -v command="$command" '$1 == "command" && $2 == command { print $3 }' <<<"$table")
	[ -z "$alias" ] || is "$(av help "$alias")" "$out" "help $alias: help $command"
done

# What a section names is a command: none that went is left.
for title in $(sed -n '/^\.Sh COMMANDS/,/^\.Sh [^C]/s/^\.Ss //p' "$SRCDIR/src/avenv.1" | tr -d ,); do
	ok "$title: a section of a command" grep -qE "^command	([^	]*	)?$title	" <<<"$table"
done

# ---- variables, keys of JSON -----------------------------------------------

# All that looks like one in the sources. The hook's own words to the commands and
# what is set for man, Python, the clock and the shells of bench are nobody else's business.
variables=$(grep -rhoE '"[A-Z0-9]+_[A-Z_]+"|(getenv|settings_path)\("[A-Z]+"|\$\{?AVENV_[A-Z]+' "$SRCDIR/src" "$SRCDIR/hooks" |
	grep -oE '[A-Z0-9_]{2,}' | sort -u)
like "$variables" "*AVENV_NAMES*" 'the variables that the program reads'
for name in $variables; do
	case $name in MAN_KEEP_FORMATTING | LC_ALL | TZ | PROMPT_COMMAND) continue ;; esac
	like "$(section ENVIRONMENT | tr -c 'A-Z0-9_' ' ')" " $name " "ENVIRONMENT: $name"
done

mkenv "$HOME/p/.venv"
run av allow p
info=$HOME/p/.venv/lib/python3.11/site-packages/x-1.dist-info
mkdir -p "$info"
printf 'Metadata-Version: 2.1\nName: x\nVersion: 1\nRequires-Dist: y>1\n' >"$info/METADATA"
printf '{"url": "file://%s/p", "dir_info": {"editable": true}}' "$HOME" >"$info/direct_url.json"
printf 'x-1.dist-info/%s,,\n' METADATA RECORD missing >"$info/RECORD"
mkenv "$HOME/two"
for command in 'status' 'allow --list' 'list --size' 'env p/.venv' 'pythons' '' 'doctor p/.venv' 'packages p/.venv' \
	'packages --tree p/.venv' 'packages --diff two p/.venv' 'packages --verify p/.venv' 'packages --files x p/.venv'; do
	# shellcheck disable=SC2086 # words
	run av $command --json
	ok "$command --json" test "$rc" -lt 2
	for key in $(grep -oE '^ *"[A-Za-z_]+":' <<<"$out" | tr -d '": ' | sort -u); do
		case $key in PATH | VIRTUAL_ENV*) continue ;; esac
		like "$(section 'JSON OUTPUT' | tr -c 'a-z_' ' ')" " $key " "JSON OUTPUT: $key of ${command:-avenv}"
	done
done

# ---- messages --------------------------------------------------------------

# What DIAGNOSTICS quotes is said by the program, which puts it together from parts.
said=$(perl -0777 -ne 's/"\s*(?:PRI\w+)?\s*"//g; print' "$SRCDIR"/src/*/*.c "$SRCDIR"/hooks/*)
sed -n '/^\.Sh DIAGNOSTICS/,/^\.Sh SEE/s/^\.It //p' "$SRCDIR/src/avenv.1" |
	sed "s/'\(avenv [^']*\)'/\n\1\n/g; s/ *\(\.\.\.\|'\.venv'\|[;:]\) */\n/g" | grep '.\{12\}' >"$T/parts"
ok 'DIAGNOSTICS has messages' test -s "$T/parts"
while IFS= read -r part; do
	ok "a message says '$part'" grep -qF -- "$part" <<<"$said"
done <"$T/parts"

# ---- how it is shown -------------------------------------------------------

is "$(av help path | grep -c $'[\b\033]')" 0 'not on a terminal: plain text'
is "$(av help create | awk 'length > 80')" '' 'not on a terminal: 80 columns'
is "$(MANWIDTH=60 "${CLEAN[@]}" MANWIDTH=60 "$AVENV" help create | awk 'length > 60')" '' 'MANWIDTH'

# tty COMMAND: its output on a terminal of 50 columns, without the carriage returns
tty() {
	TERM=xterm script -qec "stty cols 50 rows 100; $1" "$T/typescript" </dev/null | tr -d '\r'
}

# letters: what is left of bold and underlined
letters() {
	sed $'s/.\b//g; s/\033\\[[0-9;]*m//g'
}

show="'$AVENV' help create"
shown=$(PAGER='' tty "$show")
like "$shown" $'[\b\033]' 'on a terminal: with bold'
is "$(letters <<<"$shown" | awk 'length > 50')" '' 'on a terminal: its width'
is "$(letters <<<"$shown")" "$(MANWIDTH=50 "$AVENV" help create)" 'on a terminal: the same text'
# shellcheck disable=SC2016 # for the pager's shell
like "$(PAGER='sed "s/^/$LESS:/" | tail -n 2' tty "$show")" 'FRX:' "PAGER: a command of the user's"
is "$(PAGER='cat' tty "$show")" "$shown" 'PAGER is cat: none'

# A system without less, then one with a less that tells how it was called.
mkdir "$T/bin"
ln -s /usr/bin/* "$T/bin/"
rm -f "$T/bin/less"
is "$(tty "PATH='$T/bin' $show")" "$shown" 'no less: plain'
cat >"$T/bin/less" <<'EOT'
#!/bin/sh
echo "less $LESS:"
tail -n 2
EOT
chmod 0755 "$T/bin/less"
like "$(tty "PATH='$T/bin' $show")" 'less FRX:' 'no PAGER: less'

# ---- where there is none ---------------------------------------------------

usage=$(av path --help)
run "${CLEAN[@]}" PATH="$T" "$AVENV" help path
is "$rc:$out" "0:$usage" 'no man: the usage'
is "$err" "avenv: there is no 'man' to show the manual; this is what 'avenv path --help' prints" \
	'no man: said so'
run "${CLEAN[@]}" PATH="$T" "$AVENV" -q help path
is "$out$err" "$usage" 'no man, -q: nothing said'
mkdir "$T/fake"
for line in 'exit 1' 'echo "This system has been minimized"' 'echo "   paths"' 'kill -9 $$'; do
	printf '#!/bin/sh\n%s\n' "$line" >"$T/fake/man"
	chmod 0755 "$T/fake/man"
	run "${CLEAN[@]}" PATH="$T/fake:/usr/bin:/bin" "$AVENV" help path
	is "$rc:$out" "0:$usage" "a man that does '$line': the usage"
	is "$err" "avenv: 'man' does not show the manual; this is what 'avenv path --help' prints" \
		"a man that does '$line': said so"
done

mkdir -p "$T/an inst/bin"
cp "$AVENV" "$T/an inst/bin/"
# Under valgrind what starts; without it that would start the build's, which finds the build's manual.
[ ! -e "$AVENV.full" ] || cp "$AVENV.full" "$T/an inst/bin/"
if [ -e /usr/local/share/man/man1/avenv.1 ]; then
	skip 'avenv is installed here'
else
	run "${CLEAN[@]}" "$T/an inst/bin/avenv" help path
	is "$rc:$out:$err" \
		"0:$usage:avenv: the manual is not installed; this is what 'avenv path --help' prints" \
		'no manual: the usage, and why'
fi
mkdir -p "$T/an inst/share/man/man1"
gzip -c "$SRCDIR/src/avenv.1" >"$T/an inst/share/man/man1/avenv.1.gz"
run "${CLEAN[@]}" "$T/an inst/bin/avenv" help path
is "$rc:$out:$err" "0:$(av help path):" 'installed, compressed, in a path with a space'

# ---- whose man -------------------------------------------------------------

# Whoever asks for help did not ask for what a project calls "man" or "less".
printf '#!/bin/sh\necho evil >%s\n' "$T/evil" | tee "$HOME/p/.venv/bin/man" >"$HOME/p/.venv/bin/less"
chmod 0755 "$HOME/p/.venv/bin/man" "$HOME/p/.venv/bin/less"
cd p/.venv/bin || exit
ln -s "$PWD" "$HOME/bin"
for first in "$PWD" . '' "$HOME/../home/p/.venv/bin/" "$HOME/bin"; do
	PATH=$first:$PATH "$AVENV" help path >"$T/out" 2>&1
	is "$(cat "$T/out")" "$(av help path)" "'$first' on PATH: shown by another man"
	not_ok "'$first' on PATH: its man is not run" test -e "$T/evil"
	rm -f "$T/evil"
done

done_testing
