#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Attacks that no other test has, and that tests/REDTEAM.md names no test that is not there.
. "${SRCDIR:?}/tests/lib.sh"

# ---- the list ----------------------------------------------------------------

# code FILE: its lines, but for comments and docstrings, which say much that no test does
code() {
	awk '{ n = gsub(/""["]/, "&") } /^[ \t]*\/\*/ { comment = 1 }
		!n && !inside && !comment && !/^[ \t]*#/
		/\*\// { comment = 0 } n % 2 { inside = !inside }' "$SRCDIR/tests/$1"
}

# Each row ends in `file`: name; `file`: name
rows=$(sed -n 's/^|.*| \(`[^|]*\) |$/\1/p' "$SRCDIR/tests/REDTEAM.md")
ok 'the list has rows' test "$(wc -l <<<"$rows")" -ge 45
sep='; `'
while IFS= read -r one; do
	file=${one#\`} name=${one#*\`: }
	file=${file%%\`*}
	code "$file" 2>/dev/null | grep -F -e "$name" >/dev/null || echo "$file has no '$name'"
done <<<"${rows//"$sep"/$'\n`'}" >"$T/missing"
is "$(cat "$T/missing")" '' 'each test that it names is there'

# ---- what lies where the base interpreter is asked -----------------------------

project=$T/project
mkdir -p "$project/encodings" "$project/bin"
for name in sitecustomize usercustomize site os venv ensurepip encodings/__init__; do
	echo "open('$T/ran', 'w')" >"$project/$name.py"
done
echo "import os; open('$T/ran', 'w')" >"$project/evil.pth"
for name in python python3 python3.11 pip git ls; do
	printf '#!/bin/sh\ntouch %s\nexec /usr/bin/python3 "$@"\n' "$T/ran" >"$project/bin/$name"
	chmod 755 "$project/bin/$name"
	ln -s "bin/$name" "$project/$name"
done
printf '[global]\nindex-url = file://%s\n' "$project" >"$project/pip.conf"
cd "$project" || exit 1
for path in ".:$PATH" ":$PATH" "bin:$PATH" "$PATH:"; do
	run env PATH="$path" PYTHONPATH=. PYTHONSTARTUP=site.py PYTHONHOME=. "$AVENV" create --without-pip "$T/made"
	is "$rc" 0 "create where a project has a Python of its own, PATH=${path/"$PATH"/...}"
	ok 'and is made with none of it' test -x "$T/made/bin/python"
	run env PATH="$path" PYTHONPATH=. "$AVENV" pythons
	run env PATH="$path" PYTHONPATH=. "$AVENV" freeze "$T/made"
	ok "nothing of the project ran" test ! -e "$T/ran"
	rm -rf "$T/made"
done
cd "$T" || exit 1

# ---- modes that are too wide -------------------------------------------------

(umask 000 && mkdir "$T/wide" && cd "$T/wide" && "$AVENV" create --without-pip 2>"$T/.err")
like "$(cat "$T/.err")" "can be written to by anybody" 'umask 000: what anybody can write to is not turned on'
not_ok 'umask 000: nor is it recorded' grep -q "$T/wide" "$HOME/.local/share/avenv/trust"
(umask 000 && mkdir -m 755 "$T/p" && mkenv "$T/p/.venv" && "$AVENV" -q allow "$T/p")
is "$(cd "$HOME/.local/share/avenv" && stat -c %a . trust trust.lock | xargs)" '700 600 600' 'umask 000: the store is closed'

# A set-id bit is the owner's to set, and comes along only as he set it.
mkenv "$T/suid"
cp /bin/true "$T/suid/bin/tool"
chmod 6755 "$T/suid/bin/tool"
"$AVENV" -q move "$T/suid" "$T/moved"
is "$(stat -c %a "$T/moved/bin/tool")" 6755 'move: the same file, with its modes'
if [ "$(id -u)" = 0 ]; then
	# Given to root by a copy it would be a way to become root.
	chown -R 4242:4242 "$T/moved"
	chmod 6755 "$T/moved/bin/tool"
	run "$AVENV" recreate "$T/moved"
	like "$rc:$err" "1:*belongs to somebody else" "recreate: somebody else's is refused, so nothing of it becomes root's"
else
	skip 'only root can give files away'
fi

# ---- a link or a file that never ends as a pointer or a store -----------------

for what in 'ln -s /dev/zero' 'ln -s /proc/self/mem' 'mkfifo' 'ln -s .venv' 'truncate -s 100G'; do
	rm -rf "$T/odd" && mkdir "$T/odd"
	(cd "$T/odd" && $what .venv)
	"$AVENV" -q allow --by-path "$T/odd" 2>/dev/null
	for command in path status list env doctor 'remove -y .venv'; do
		# shellcheck disable=SC2086 # words
		(cd "$T/odd" && timeout 20 "$AVENV" $command >/dev/null 2>&1 </dev/null)
		ok "$command does not wait for '$what .venv'" test $? -lt 124
	done
done

# ---- what is printed, of a hostile environment ---------------------------------

esc=$'\033]0;pwned\a'
mkenv "$T/${esc}p/.venv"
mkdir -p "$T/${esc}p/.venv/lib/python3.11/site-packages/${esc}x-1.dist-info"
printf 'Metadata-Version: 2.1\nName: x%s\nVersion: 1%s\n' "$esc" "$esc" \
	>"$T/${esc}p/.venv/lib/python3.11/site-packages/${esc}x-1.dist-info/METADATA"
printf 'prompt = %s\n' "$esc" >>"$T/${esc}p/.venv/pyvenv.cfg"
cd "$T/${esc}p" || exit 1
"$AVENV" -q allow
for command in '' status 'status --json' list 'list --json' 'packages --json' doctor 'doctor --json' 'allow --list' \
	'allow --list --json' 'remove .venv' 'recreate .venv' 'use nowhere'; do
	# shellcheck disable=SC2086 # words
	"$AVENV" $command >"$T/said" 2>&1 </dev/null
	ok "avenv $command: says something" test -s "$T/said"
	not_ok "avenv $command: no escape sequence of a name" grep -q $'\033' "$T/said"
done
cd "$T" || exit 1
done_testing
