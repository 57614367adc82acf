# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Distributions in an environment of mkenv's:  . "$SRCDIR/tests/mkinfo.sh"

# dist ENV NAME VERSION [REQUIREMENT...]: with a module, and a RECORD that is right
dist() {
	local info=$2-$3.dist-info
	mkdir -p "$1/lib/python3.11/site-packages/$info" "$1/lib/python3.11/site-packages/$2"
	(
		cd "$1/lib/python3.11/site-packages" || exit
		printf '%s\n' 'Metadata-Version: 2.1' "Name: $2" "Version: $3" >"$info/METADATA"
		[ $# = 3 ] || printf 'Requires-Dist: %s\n' "${@:4}" >>"$info/METADATA"
		echo pip >"$info/INSTALLER"
		echo "$2" >"$2/__init__.py"
		for f in "$2/__init__.py" "$info"/{METADATA,INSTALLER}; do record_row "$f"; done
		echo "$info/RECORD,,"
	) >"$1/lib/python3.11/site-packages/$info/RECORD"
}

# record_row FILE: its row in a RECORD
record_row() {
	printf '%s,sha256=%s,%s\n' "$1" \
		"$(openssl dgst -sha256 -binary "$1" | base64 | tr '+/' '-_' | tr -d '=')" \
		"$(stat -c %s "$1")"
}
