#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Build: asan
# Promises: 30 60
# A hostile environment: each command that lists, freezes, checks or repairs it runs nothing of
# it, waits for no FIFO, and neither changes nor follows what lies outside.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/mkinfo.sh"
quick_python

w=$T/w

# hostile: $w/env, moved from $w/was, and $w/outside, of which nothing may change
hostile() {
	rm -rf env was moved outside "$T/ran"
	bare was
	mkdir -p outside/lib "was/$SITE/x-1.dist-info" "was/$SITE/pip"
	printf '#!%s/bin/python\n' "$w/was" | tee outside/tool outside/hard outside/row >outside/abs
	echo "$w/was/src" | tee outside/x.pth >outside/lib/y.pth
	chmod 755 outside/*
	chmod 644 outside/x.pth
	# code that Python would run
	for module in sitecustomize usercustomize pip/__init__ pip/__main__; do
		echo "open('$T/ran', 'w')" >"was/$SITE/$module.py"
	done
	printf 'import os; os.system("touch %s")\n%s/src\n' "$T/ran" "$w/was" >"was/$SITE/code.pth"
	for script in python python3 "python$SERIES" pip git activate; do
		case $1:$script in
		python:* | files:pip | files:git) ;;
		*) continue ;;
		esac
		rm -f "was/bin/$script"
		traps "was/bin/$script"
	done
	# paths and links out of it
	ln -s "$w/outside/tool" was/bin/tool
	ln outside/hard was/bin/hard
	ln -s "$w/outside/x.pth" "was/$SITE/x.pth"
	ln -s "$w/outside/lib" was/lib/more
	ln -s ../outside was/share
	printf 'Metadata-Version: 2.1\nName: x\nVersion: 1\n' >"was/$SITE/x-1.dist-info/METADATA"
	(cd "was/$SITE" && for file in ../../../../outside/row "$w/outside/abs"; do
		record_row "$file"
	done >x-1.dist-info/RECORD)
	# names that wait for a writer
	mkdir "was/$SITE/f-1.dist-info" "was/$SITE/g-1.dist-info"
	cp "was/$SITE/x-1.dist-info/METADATA" "was/$SITE/f-1.dist-info/"
	mkfifo "was/$SITE/"{f-1.dist-info/{RECORD,direct_url.json},g-1.dist-info/METADATA} \
		"was/$SITE/"fifo.{pth,egg-link} was/bin/fifo
	"$AVENV" -q allow was
	mv was env
}

# harmless ARG...: it ends, runs nothing, and leaves what is outside
harmless() {
	local before
	before=$(tree outside)
	run env PATH="$w/env/bin:$PATH" VIRTUAL_ENV="$w/env" AVENV_TRUST="$w" timeout 120 "$AVENV" "$@"
	ok "$*: ends" test "$rc" -lt 2
	nothing_ran "$*"
	is "$(tree outside)" "$before" "$*: nothing outside changes"
}

hostile python
env/bin/python3
ok 'the trap works' test -e "$T/ran"
for kind in files python; do
	hostile $kind
	harmless list
	for command in status packages freeze \
		doctor 'repair -n' repair; do
		# shellcheck disable=SC2086 # several words
		harmless $command env
	done
	hostile $kind
	harmless move env moved
	ok "move, $kind: it is moved" test -e moved/pyvenv.cfg -a ! -e env
	hostile $kind
	harmless recreate -p "$PYTHON" -r /dev/null env
	rm -rf env.old
done
hostile files
run env AVENV_TRUST="$w" "$AVENV" repair env
is "$(head -n 1 env/bin/hard)" "#!$w/env/bin/python" 'a file of many names is replaced, not written'
is "$(sed -n 2p "env/$SITE/code.pth")" "$w/env/src" 'the paths in it are mended'
for name in pyvenv.cfg bin/activate; do
	hostile files
	rm env/$name
	mkfifo env/$name
	for command in status freeze doctor repair; do harmless $command env; done
done
done_testing
