#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv repair, killed or failing anywhere: each file is as it was or as it shall be,
# and said again it is mended; once more, there is nothing to do.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/kill.sh"

command -v python3 >/dev/null || skip_all 'no python3'
series=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
w=$T/w
site=lib/python$series/site-packages

# A copy of an environment that is still there, flattened, without its links
setup() {
	rm -rf "$w"
	mkdir -p "$w" && cd "$w" || return
	mkenv old
	mkdir -p "old/$site/x-1.dist-info"
	sed -i "s/^version.*/version = $series/" old/pyvenv.cfg
	printf 'command = python -m venv %s\n' "$w/old" >>old/pyvenv.cfg
	printf 'VIRTUAL_ENV="%s"\n' "$w/old" >old/bin/activate
	printf '#!%s/bin/python\n' "$w/old" >old/bin/x
	printf '%s/src\n' "$w/old" >"old/$site/x.pth"
	printf '../../../bin/x,sha256=%s,%s\n' \
		"$(openssl dgst -sha256 -binary old/bin/x | base64 | tr '+/' '-_' | tr -d '=')" \
		"$(stat -c %s old/bin/x)" >"old/$site/x-1.dist-info/RECORD"
	cp -a old new
	cp -a old/lib new/lib64
	rm new/bin/python
	printf '#!%s/bin/python\r\n' "$w/old" >new/bin/y
}

# is_one_of FILE: as in $T/before or in $T/after
is_one_of() {
	cmp -s "$w/new/$1" "$T/before/$1" || cmp -s "$w/new/$1" "$T/after/$1"
}

invariant() {
	local file
	for file in bin/activate bin/x bin/y pyvenv.cfg "$site/x.pth" "$site/x-1.dist-info/RECORD"; do
		if ! is_one_of "$file"; then
			echo "$file is neither old nor new"
			return 1
		fi
	done
	"$AVENV" -q repair new || return
	diff -r --no-dereference new "$T/after" || return
	"$AVENV" repair new 2>&1 | grep -q 'there is nothing to mend'
}

setup || exit 1
cp -a new "$T/before"
run "$AVENV" repair new
is "$rc" 0 "mended"
cp -a new "$T/after"
is "$(grep -rl "$w/old" "$T/after")" "" "nothing names the old place"
is "$(readlink "$T/after/lib64") $(readlink "$T/after/bin/python")" "lib python3" "lib64 and python are links"
kill_matrix setup invariant "$AVENV" -q repair new
fail_matrix ENOSPC "?openat,?write,?rename,?renameat,?renameat2,?symlinkat" setup invariant "$AVENV" -q repair new
done_testing
