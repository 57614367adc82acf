#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 72
"""The memory of each command, whatever the environments hold: its peak, as the kernel counted it."""

import hashlib
import os
import subprocess
import sys
import tempfile
from base64 import urlsafe_b64encode
from pathlib import Path

AVENV = os.environ["AVENV_BUILD_DIR"] + "/avenv"
LIMIT = 24 * 1024  # KiB
# Large files, of which some change in a move; small ones; rows of a RECORD; environments; directories
BIG, SCRIPTS, SMALL, ROWS, ENVS, DIRS = 60, 14, 300, 12_000, 6, 2_500
MIB = 1024 * 1024
SITE = "lib/python3.11/site-packages"
count = failed = 0


def tap(held, name, *text):
    global count, failed
    count, failed = count + 1, failed + (not held)
    print(f"{'ok' if held else 'not ok'} {count} - {name}", *(f"\n# {line}" for line in text if not held))


def peak(name, *args, wanted=0):
    """Run avenv with ARGS: it exits with one of WANTED, in LIMIT."""
    with open("out", "w", encoding="utf-8") as file:
        pid = os.posix_spawn(AVENV, [AVENV, *args], os.environ,
                             file_actions=[(os.POSIX_SPAWN_DUP2, file.fileno(), fd) for fd in (1, 2)])
    _, status, usage = os.wait4(pid, 0)
    status, out = os.waitstatus_to_exitcode(status), Path("out").read_text(encoding="utf-8")
    tap(status == wanted, f"{name}: exit status {wanted}", f"it is {status}", *out.split("\n")[:9])
    tap(usage.ru_maxrss <= LIMIT, f"{name}: {usage.ru_maxrss} KiB, {LIMIT} allowed")
    return out


def row(path, data):
    return f"{path},sha256={urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()},{len(data)}\r\n"


def make_env(env):
    """One that was made at ENV, with nothing installed."""
    (env / "bin").mkdir(parents=True)
    (env / "bin/python").symlink_to("/usr/bin/python3")
    (env / "bin/python3").symlink_to("python")
    (env / "bin/activate").write_text(f"VIRTUAL_ENV={env}\n")
    (env / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n")
    return env


def make_dist(env, name, record):
    """An installed distribution, whose RECORD has these rows."""
    info = env / SITE / f"{name}-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Name: {name}\nVersion: 1\n" + f"Classifier: {'x' * 1000}\n" * 900)
    (info / "RECORD").write_text(record)


def put(path, head):
    """A file of 1 MiB, mostly a hole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(head)
    os.truncate(path, MIB)


def make_large(env):
    """Large files of all kinds, and small ones that a RECORD lists again and again."""
    make_env(env)
    head, rows = f"#!{env}/bin/python\n".encode(), []
    zeros = row("", bytes(MIB))
    for i in range(BIG):
        put(env / f"share/{i}", b"")
        put(env / f"bin/other{i}", b"#!/bin/sh\n")
        put(env / SITE / f"{i}.pth", b"#")
        make_dist(env, f"d{i}", "")
        rows.append(f"../../../share/{i}{zeros}")
    for i in range(SCRIPTS):
        put(env / f"bin/large{i}", head)
        (env / f"bin/small{i}").write_bytes(head)
        rows.append(row(f"../../../bin/small{i}", head))
    for i in range(SMALL):
        (env / f"share/small{i}").touch()
    rows += [row(f"../../../share/small{i % SMALL}", b"") for i in range(ROWS)]
    make_dist(env, "large", "".join(rows))


def make_many():
    """Environments whose packages are gone, but for the lists of their files."""
    record = "".join(row(f"gone/module_with_a_name_{i}.py", b"x") for i in range(ROWS // 2))
    for i in range(ENVS):
        env = make_env(Path.cwd() / f"many/{i}/.venv")
        make_dist(env, "gone", record)
        subprocess.run([AVENV, "-q", "allow", env.parent], check=True)
    for i in range(DIRS):
        Path(f"many/{i % 100}/directory/{i}").mkdir(parents=True)


def apart(make):
    """MAKE in a process of its own: a command's peak begins with the memory of this one."""
    pid = os.fork()
    if not pid:
        make()
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def main():
    env = Path.cwd() / "p/.venv"
    tap(not apart(lambda: make_large(env)) and not apart(make_many), "environments to look at")
    peak("allow", "allow", "p")
    peak("allow --found", "allow", "--found", "many")
    peak("allow --list", "allow", "--list")
    peak("status", "-C", "p", "status")
    peak("list --size", "list", "--size")
    peak("freeze", "freeze", "p/.venv")
    peak("packages", "packages", "p/.venv")
    peak("packages --json", "packages", "--json", "p/.venv")
    peak("doctor", "doctor", "p/.venv", wanted=1)
    peak("doctor --all", "doctor", "--all", wanted=1)
    peak("doctor --all --json", "doctor", "--all", "--json", wanted=1)
    peak("move", "move", "p/.venv", "moved")
    tap((env.parent.parent / "moved/bin/large9").read_bytes().startswith(f"#!{Path.cwd()}/moved/bin".encode()),
        "move: large scripts start the Python at the new place")
    os.rename("moved", "again")
    peak("allow", "allow", "again")
    peak("repair --dry-run", "repair", "--dry-run", "again")
    peak("repair", "repair", "again")
    peak("remove", "remove", "-y", "again")
    peak("create", "create", "new")
    peak("create --clear", "create", "--clear", "new")
    peak("recreate", "recreate", "new")
    peak("forget --gone", "forget", "--gone")


with tempfile.TemporaryDirectory() as base:
    os.chdir(os.path.realpath(base))
    os.environ["HOME"] = base
    main()
print(f"1..{count}")
sys.exit(1 if failed else 0)
