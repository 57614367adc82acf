#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What one more distribution costs freeze and packages, and repair and doctor that and its
# launcher, in system calls: as much among many as among few.
. "${SRCDIR:?}/tests/lib.sh"

case $AVENV_BUILD_DIR in
*/cov) skip_all 'it writes counts at its end' ;;
esac
command -v strace >/dev/null || skip_all 'strace is not installed'
can_trace || skip_all 'strace may not trace here'

# The search for leaks is a process of its own, and finds nothing in what is traced.
export ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0

# fill ENV COUNT: an environment with COUNT distributions
fill() {
	local site=$T/$1/lib/python3.13/site-packages i info
	mkenv "$T/$1"
	printf 'home = /nowhere\nversion = 3.13.0\n' >"$T/$1/pyvenv.cfg"
	mkdir -p "$site"
	for ((i = 0; i < $2; i++)); do
		info=$site/name_$i-1.0.dist-info
		mkdir "$info"
		printf 'Name: name-%d\nVersion: 1.0\nRequires-Dist: name-0\n\n' "$i" >"$info/METADATA"
		printf '%s\n' "name_$i.py,," "name_$i-1.0.dist-info/METADATA,," >"$info/RECORD"
		echo pip >"$info/INSTALLER"
		: >"$info/REQUESTED"
	done
}

# calls COMMAND ENV [NAME]: how many system calls that makes, of all or of one kind; not those
# for memory, which a sanitizer takes in another measure
calls() {
	# shellcheck disable=SC2086 # words
	strace -f -e trace='!%memory' -o "$T/trace" "$AVENV" $1 "$T/$2" >"$T/out" 2>/dev/null
	grep -Ec "^([0-9]+ +)?${3:-[a-z0-9_]+}\(" "$T/trace"
}

# within COMMAND MAX NAME [KIND]: MAX for each distribution, and some for a longer list; and at
# least one, or the command has not looked at them
within() {
	local n
	n=$(($(calls "$1" many "${4-}") - $(calls "$1" few "${4-}")))
	[ "$n" -le $(($2 * 100 + 20)) ] && [ "$n" -ge 100 ]
	tap $? "$1: $3: $n for a hundred distributions, $2 allowed for each"
}

fill few 20
fill many 120
# Itself, METADATA, INSTALLER, direct_url.json; packages reads RECORD as well.
within freeze 4 'files opened' openat
within freeze 13 'system calls'
is "$(wc -l <"$T/out")" 20 'freeze: they were all listed'
within packages 6 'files opened' openat
within packages 20 'system calls'
for command in freeze packages; do
	calls $command many >/dev/null
	is "$(grep -oE '(execve|v?fork|clone3?)\(' "$T/trace")" 'execve(' "$command: nothing is started"
done

# Another environment starts the launchers: whose they are only the RECORDs tell.
mkenv "$T/old"
for env in few many; do
	for record in "$T/$env"/lib/python3.13/site-packages/*/RECORD; do
		tool=$(basename "${record%-1.0*}")
		echo "../../../bin/$tool,," >>"$record"
		printf '#!%s/old/bin/python\n' "$T" >"$T/$env/bin/$tool"
		chmod +x "$T/$env/bin/$tool"
	done
done
within 'repair --dry-run' 8 'files opened, with launchers' openat
is "$(grep -c "starts '$T/old/bin/python', which is not" "$T/out")" 20 'repair: they are all to be mended'
within doctor 13 'files opened, with launchers' openat
done_testing
