#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29
"""toml-lang's own suite: all valid documents of TOML 1.0 are read, with each value and its type, and
all invalid ones are refused. `make proof` fetches it."""

import json
import math
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(os.environ["SRCDIR"])
SUITE = ROOT / "out/deps/toml-test/tests"


def plain(kind, text):
    """A scalar's value, however it is spelled."""
    if kind == "integer":
        return int(text.replace("_", ""), 0 if re.match(r"0[xob]", text) else 10)
    if kind == "float":
        number = float(text.replace("_", ""))
        return "nan" if math.isnan(number) else number
    if kind.startswith(("date", "time")):
        text = re.sub(r"\.(\d+)", lambda m: "." + m[1][:3].ljust(3, "0") if int(m[1]) else "", text)
        return re.sub(r"(?<=\d)[ t](?=\d)", "T", text.lower()).replace("+00:00", "z")
    return text


def same(value):
    if isinstance(value, list):
        return [same(each) for each in value]
    if set(value) == {"type", "value"} and isinstance(value["type"], str):
        return value["type"], plain(value["type"], value["value"])
    return {key: same(each) for key, each in value.items()}


def problem(program, file):
    """Why avenv and the suite do not agree on FILE; None: they do."""
    with open(SUITE / file, "rb") as text:
        ran = subprocess.run([program], stdin=text, capture_output=True, check=False)
    if file.startswith("invalid/"):
        return None if ran.returncode == 1 else "accepted"
    if ran.returncode:
        return ran.stderr.decode(errors="replace")
    wanted = json.loads((SUITE / file).with_suffix(".json").read_text())
    got = json.loads(ran.stdout)
    return None if same(got) == same(wanted) else f"{got}, wanted {wanted}"


def main():
    if not SUITE.is_dir():
        print("1..0 # SKIP toml-test could not be fetched")
        return
    files = [name for name in (SUITE / "files-toml-1.0.0").read_text().split() if name.endswith(".toml")]
    with tempfile.TemporaryDirectory() as scratch:
        program = scratch + "/tomldump"
        subprocess.run([*shlex.split(os.environ.get("CC", "gcc")), "-std=c17", "-D_GNU_SOURCE", f"-I{ROOT}/src", "-o", program,
                        ROOT / "tests/tomldump.c", ROOT / "out/release/libavenv.a"], check=True)
        print(f"1..{len(files)}")
        failed = 0
        for number, file in enumerate(files, 1):
            why = problem(program, file)
            failed += why is not None
            print(f"{'not ok' if why else 'ok'} {number} - {file}", *[f"# {why}"] * bool(why), sep="\n")
    sys.exit(failed > 0)


main()
