#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A helper that fails, at any of its system calls or altogether, in a real shell: the prompt comes back, what is on
is whole, and once the helper works again all is as ever. That its answers are safe is for tests/faults."""

import os
import shutil
import subprocess
import sys

from harness import BUILD, SYSTEM_PATH, Skip, at_most_one_line, check, main, quote, test

STRACE = shutil.which("strace", path=SYSTEM_PATH)
# As strace's inject has them; "!" is shell code instead of the helper.
FAULTS = (
    "statx:error=EIO:when=1",
    "mmap:error=ENOMEM",
    "openat:error=EMFILE",
    "read:retval=0:when=1",
    "write:error=ENOSPC",
    "write:signal=KILL",
    '! "$helper" "$@" | head -c 30; exit 1',
    '! echo "export PATH=/hostile"; exit 1',
    '! echo "set -gx PATH /hostile"; exit 2',
)
if BUILD.name == "cov":
    # What counts there does not live without memory.
    FAULTS = tuple(fault for fault in FAULTS if not fault.startswith("mmap:"))


def helper(w):
    """A helper that fails as the file "fault" says, while there is one."""
    return w.write("helper", f"""#!/bin/sh
helper={quote('bash', str(BUILD / 'avenv-hook'))}
if [ -e {w.base}/fault ]; then . {w.base}/fault; fi
exec "$helper" "$@"
""", 0o755)


def break_it(w, fault):
    code = fault[2:] if fault[0] == "!" else f'exec {STRACE} -o /dev/null -e inject={fault} "$helper" "$@"'
    w.write("fault", code + "\n")


def mend_it(w):
    os.unlink(w.base + "/fault")


def whole(sh, *envs):
    """One of ENVS is on, or none is, with all that belongs to it."""
    on = sh.state()["VIRTUAL_ENV"]
    if on is None:
        sh.off()
    else:
        assert on in envs, f"on is {on}"
        sh.on(on)


def works(sh, env):
    """A helper that failed is asked again at the next change of directory; one that was killed three times, later."""
    sh.run("cd ..")
    sh.run("")
    sh.cd(os.path.dirname(env))
    sh.on(env)
    sh.cd("../none")
    sh.off()
    sh.cd(os.path.dirname(env))
    sh.on(env)


@test("entering, switching and leaving while the helper fails: {}", cases=FAULTS)
def fails(w, fault):
    if fault[0] != "!" and (not STRACE or subprocess.run([STRACE, "-o", "/dev/null", "true"], check=False).returncode):
        raise Skip("strace cannot trace here")
    one, two = w.project("one"), w.project("two")
    w.dir("home/none")
    sh = w.shell(cwd=w.home + "/none", line=f"source {w.hook_file(helper(w))}")
    sh.off()
    break_it(w, fault)
    at_most_one_line(sh.run("cd ../one"))
    at_most_one_line(sh.run(""))
    whole(sh, one)
    check(sh.run("echo alive"), "alive\n", "output")
    at_most_one_line(sh.run("cd ../none"))
    mend_it(w)
    works(sh, one)
    break_it(w, fault)
    at_most_one_line(sh.run("cd ../two"))
    at_most_one_line(sh.run(""))
    whole(sh, one, two)
    at_most_one_line(sh.run("cd ../none"))
    whole(sh, one, two)
    mend_it(w)
    works(sh, two)


if __name__ == "__main__":
    sys.exit(main())
