#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""avenv recreate as a person uses it: what is on stays on, and is what lies there then."""

import os
import sys

from harness import check, main, test


def inode(path):
    return os.stat(path).st_ino


@test("the active one: on at the next prompt, and so after --undo")
def active(w):
    env = w.project("p", real=True)
    old = inode(env)
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    check(sh.run(f"avenv recreate -q; echo {sh.status}"), "0\n", "exit status")
    sh.on(env)
    new = inode(env)
    check(new != old, True, "it is another one")
    check(sh.run("python -c 'import sys; print(sys.prefix)'"), env + "\n", "its Python is there")
    check(sh.run(f"avenv recreate -q --undo; echo {sh.status}"), "0\n", "exit status of --undo")
    sh.on(env)
    check((inode(env), inode(w.home + "/p/.avenv-backup-.venv/env")), (old, new), "exchanged")
    sh.run("avenv recreate -q --discard")
    sh.on(env)
    sh.cd("..")
    sh.off()


@test("an oddly named one that was allowed: on again without a question")
def odd(w):
    env = w.project("p", env="odd", real=True)
    sh = w.shell()
    sh.cd("p")
    sh.on(env, "odd")
    sh.run("avenv recreate -q")
    sh.on(env, "odd")


if __name__ == "__main__":
    sys.exit(main())
