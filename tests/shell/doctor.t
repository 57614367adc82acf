#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""avenv doctor: the command that mends something can be typed as it is printed, in this shell."""

import shutil
import sys

from harness import check, main, quote, test


def mends(text):
    return [line.partition("; to mend it: ")[2] for line in text.splitlines() if "; to mend it: " in line]


@test("a copied environment whose path has a space and a quote")
def copied(w):
    env = w.dir("home/q") + "/it's \"$HOME\" two"
    shutil.copytree(w.project("p", real=True), env, symlinks=True)
    sh = w.shell()
    doctor = "avenv doctor " + quote(sh.kind, env)
    lines = mends(sh.run(doctor))
    check(len(lines), 1, "one command")
    sh.run(lines[0])
    check(mends(sh.run(doctor)), [], "found no more")
    check(sh.run(doctor + " -q"), "", "nothing is wrong")


if __name__ == "__main__":
    sys.exit(main())
