# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Distributions, as pip leaves them:  . "$SRCDIR/tests/mkinfo.sh"

# dist ENV NAME VERSION [REQUIREMENT...]: with a module, and a RECORD that is right
dist() {
	local info=$2-$3.dist-info
	mkdir -p "$1/$SITE"
	cd "$1/$SITE" || return
	mkdir "$2"
	metadata "$info" "$2" "$3"
	[ $# = 3 ] || printf 'Requires-Dist: %s\n' "${@:4}" >>"$info/METADATA"
	echo pip >"$info/INSTALLER"
	echo "$2" >"$2/__init__.py"
	{
		for f in "$2/__init__.py" "$info"/{METADATA,INSTALLER}; do record_row "$f"; done
		echo "$info/RECORD,,"
	} >"$info/RECORD"
	cd - >/dev/null || return
}

# script ENV NAME VERSION: the console script of a distribution, with its row
script() {
	program "$1/bin/$2" "#!$(cd "$1" && pwd -P)/bin/python" "print('$2')"
	(cd "$1/$SITE" && record_row "../../../bin/$2" >>"$2-$3.dist-info/RECORD")
	LC_ALL=C sort -o "$1/$SITE/$2-$3.dist-info/RECORD" "$1/$SITE/$2-$3.dist-info/RECORD"
}

# record_row FILE: its row in a RECORD
record_row() {
	printf '%s,sha256=%s,%s\n' "$1" "$(sha256_base64 <"$1")" "$(stat -c %s "$1")"
}
