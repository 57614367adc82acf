#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 55
"""Each marker that `packaging` takes holds here where it holds there: every name, operator and kind
of value, alone and joined. `packaging` is fetched from pip's registry. One that holds for some patch
releases of the Python only is not judged here: pyvenv.cfg may have the one of before an upgrade."""

import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

AVENV = Path(os.environ["AVENV_BUILD_DIR"]) / "avenv"
NAMES = """os_name sys_platform platform_machine platform_python_implementation platform_release platform_system
    platform_version python_version python_full_version implementation_name implementation_version os.name
    sys.platform platform.version platform.machine platform.python_implementation python_implementation
    platform.release platform.system python.version implementation.name os_Name OS.NAME extra""".split()
# So many packages are there to be required at once.
PART = 2000
OPERATORS = ["==", "!=", "<", "<=", ">", ">=", "~=", "===", " in ", " not in "]
# In the order of their names, this program's part is run by the Python with `packaging`.
ASK = """
import sys
from packaging.markers import Marker
releases = ["%d.%d.%d" % (*sys.version_info[:2], patch) for patch in range(sys.version_info[2] + 2)]
for text in sys.stdin.read().splitlines():
    try:
        answers = {int(Marker(text).evaluate({"extra": "", "python_full_version": release, "implementation_version": release}))
                   for release in releases}
        print(*answers if len(answers) == 1 else [-1])
    except Exception:
        print(0)
"""


def run(*words, **options):
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def markers(values):
    """All comparisons, both ways, and some that are joined."""
    single = []
    for name, op, value in itertools.product(NAMES, OPERATORS, values):
        quote = '"' if "'" in value else "'"
        single += [f"{name}{op}{quote}{value}{quote}", f"{quote}{value}{quote}{op}{name}"]
    single += [f"{one}{op}{other}" for one in NAMES for op in OPERATORS for other in NAMES]
    choose = random.Random(1)
    forms = ["{} and {} or {}", "{} or {} and {}", "({} or {}) and {}", "{} and ({} or ({}))", "(({})and({}))or {}"]
    return single + [choose.choice(forms).format(*choose.choices(single, k=3)) for _ in range(20000)]


def held(env, site, texts):
    """Of each of TEXTS, by `avenv packages --json`: a requirement with it counts."""
    found = set()
    for n in range(PART):
        info = site / f"p{n}-1.dist-info"
        info.mkdir()
        info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: p{n}\nVersion: 1\n")
    for start in range(0, len(texts), PART):
        part = texts[start:start + PART]
        lines = "".join(f"Requires-Dist: p{n}; {text}\n" for n, text in enumerate(part))
        site.joinpath("m-1.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: m\nVersion: 1\n" + lines)
        found.update(start + int(p["name"][1:]) for p in json.loads(run(AVENV, "packages", "--json", env))
                     if "m" in p["required_by"])
    return [int(n in found) for n in range(len(texts))]


def main():
    with tempfile.TemporaryDirectory() as scratch:
        env = Path(scratch, "env")
        subprocess.run(["python3", "-m", "venv", env], check=True)
        python = env / "bin/python"
        if subprocess.run([python, "-m", "pip", "install", "-q", "packaging"]).returncode:
            print("1..0 # SKIP no registry")
            return
        show = "from packaging.markers import default_environment; print(*default_environment().values(), sep='\\n')"
        values = run(python, "-c", show).splitlines() + ["3", "3.8", "3.*", "99", "posix nt", "win32", "x", "", "3.9.x"]
        texts = markers(dict.fromkeys(values))
        wanted = [int(line) for line in run(python, "-c", ASK, input="\n".join(texts)).split()]
        site = next(env.glob("lib/python*/site-packages"))
        site.joinpath("m-1.dist-info").mkdir()
        wrong = [(text, there) for text, here, there in zip(texts, held(env, site, texts), wanted)
                 if there != -1 and here != there]
        print(f"# {len(texts)} markers, {wanted.count(1)} hold, {wanted.count(-1)} for some patch releases")
        for text, there in wrong[:20]:
            print(f"# {text}: {there} there")
        print(f"{'not ' if wrong else ''}ok 1 - as packaging: {len(wrong)} differ\n1..1")


sys.exit(main())
