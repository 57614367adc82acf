# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/bench.json: the rows of a whole run, where and when they were measured, and of what."""

import json
import os
import re
import subprocess
import time
from pathlib import Path

import tools
from tools import harness

SCHEMA = 1
FILE = harness.ROOT / "docs/bench.json"
# Other programs that make environments
MAKERS = ("virtualenv", "uv")


def first_match(pattern, file):
    found = re.search(pattern, Path(file).read_text(encoding="utf-8", errors="replace"), re.M)
    return found[1] if found else "unknown"


def machine():
    return {
        "cpu": first_match(r"^model name\s*:\s*(.*)$", "/proc/cpuinfo"),
        "cores": len(os.sched_getaffinity(0)),
        "kernel": f"{os.uname().sysname} {os.uname().release}",
        "system": first_match(r'^PRETTY_NAME="?([^"\n]*)', "/etc/os-release"),
    }


def load():
    """How many programs wanted a processor in the last minute."""
    return round(os.getloadavg()[0], 1)


def versions(pythons):
    found = {"avenv": tools.Avenv.version(), "Python": " and ".join(map(tools.version, pythons))}
    found.update((kind, tools.version(harness.binary(kind))) for kind in harness.KINDS if harness.binary(kind))
    found.update((peer.name, peer.version()) for peer in tools.PEERS if peer.program())
    found.update((name, tools.version(tools.find(name))) for name in MAKERS if tools.find(name))
    return found


def commit():
    """The commit of the tree, with a + where the tree has other changes."""
    done = subprocess.run(["git", "describe", "--always", "--dirty=+", "--exclude=*"], cwd=harness.ROOT,
                          capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def results(rounds, pythons):
    """All but the rows, before a run."""
    return {
        "schema": SCHEMA,
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "commit": commit(),
        "machine": machine(),
        "load": [load()],
        "versions": versions(pythons),
        "rounds": rounds,
    }


def write(found, rows):
    """A row a line, so that two runs can be compared."""
    found["load"].append(load())
    lines = [f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in found.items()]
    lines.append('"rows": [\n' + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]")
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def read():
    return json.loads(FILE.read_text(encoding="utf-8"))


class Rows:
    """The rows of one run."""

    def __init__(self, found):
        self.rows = [row for row in found["rows"] if "missing" not in row]

    def all(self, part, what, shell=None):
        return [row for row in self.rows if (row["part"], row["what"], row["shell"]) == (part, what, shell)]

    def one(self, part, what, who, shell=None):
        """None where that was not measured."""
        return next((row for row in self.all(part, what, shell) if row["who"] == who), None)


def where(found):
    """Two lines: the machine, and what was measured."""
    machine = found["machine"]
    yield (f"{machine['cpu']}, {machine['cores']} cores, {machine['kernel']}, {machine['system']}; "
           f"{found['date']}, commit {found['commit']}")
    yield ", ".join(f"{name} {version}" for name, version in found["versions"].items())
