#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Whether an environment's RECORD files are right:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/record_csv.sh"

# record_is_right ENV: each row of each RECORD that has a hash, and that there is one
record_is_right() {
	/usr/bin/python3 -I -S - "$1" <<-'PY'
		import base64, csv, glob, hashlib, os, sys
		rows = 0
		for record in glob.glob(sys.argv[1] + "/lib/*/site-packages/*.dist-info/RECORD"):
		    site = os.path.dirname(os.path.dirname(record))
		    for path, want, size in csv.reader(open(record, newline="")):
		        if want:
		            rows += 1
		            data = open(os.path.join(site, path), "rb").read()
		            got = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
		            got = "sha256=" + got.rstrip(b"=").decode()
		            if (want, size) != (got, str(len(data))):
		                sys.exit("%s: %s" % (record, path))
		sys.exit(0 if rows else "no RECORD has a hash")
	PY
}
