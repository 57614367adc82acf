#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The classic lesson, typed as courses have it: the stock result at each step, then on by itself."""

import subprocess
import sys
import zipfile

from harness import PYTHON, Skip, check, main, test


def wheel(path):
    """A wheel with one module in it, small enough to need nothing else."""
    info = "tiny-1.0.dist-info/"
    files = {
        "tiny.py": "answer = 42\n",
        info + "METADATA": "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
        info + "WHEEL": "Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[info + "RECORD"] = "".join(f"{name},,\n" for name in (*files, info + "RECORD"))
    with zipfile.ZipFile(path, "w") as out:
        for name, text in files.items():
            out.writestr(name, text)


@test("python3 -m venv djvenv, activate, pip, deactivate, and back again")
def lesson(w):
    if subprocess.run([PYTHON, "-c", "import ensurepip, venv"], capture_output=True, check=False).returncode:
        raise Skip("this Python has no ensurepip")
    project = w.dir("home/django")
    wheel(project + "/tiny-1.0-py3-none-any.whl")
    env = project + "/djvenv"
    # No network, and no talk about newer versions.
    sh = w.shell(env={"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"})
    sh.cd("django")
    out = sh.run("python3 -m venv djvenv", timeout=60)
    check(out, "avenv: 'djvenv' is here; 'avenv allow' turns it on from now on\n", "making it")
    check(sh.source("djvenv"), "avenv: from now on 'djvenv' is on whenever you are in '…/django'\n", "activating it")
    sh.theirs(env)
    check(sh.prompt(), "(djvenv) @> ", "prompt")
    assert "pip " in sh.run("pip list", timeout=60), "pip list does not list pip"
    assert "Successfully installed tiny-1.0" in sh.run("pip install ./tiny-1.0-py3-none-any.whl", timeout=60), "pip install"
    sh.quiet("pip freeze > requirements.txt")
    with open(project + "/requirements.txt", encoding="utf-8") as lines:
        freeze = lines.read()
    assert freeze.startswith(f"tiny @ file://{project}/tiny-1.0-py3-none-any.whl"), f"requirements.txt is {freeze!r}"
    check(sh.run("python -c 'import tiny; print(tiny.answer)'"), "42\n", "the package")
    sh.quiet("deactivate")
    sh.off()
    sh.cd("..")
    sh.off()
    sh.cd("django")
    sh.on(env, "djvenv")
    check(sh.run("python -c 'import tiny; print(tiny.answer)'"), "42\n", "the package")
    sh.cd("..")
    sh.off()
    other = w.shell(cwd=project)
    check(other.greeting, "", "output of the next shell")
    other.on(env, "djvenv")


if __name__ == "__main__":
    sys.exit(main())
