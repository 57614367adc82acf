#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which change of the code would no test notice? universalmutator (`tests/fetch.sh universalmutator`)
changes lines of src/*.c that differ from BASE (the last release), and the tests of that file run.

usage: tests/proof/mutation.t [FILE...]    with FILEs: each line of these

MUTANTS=200 of them are tried, in the order of SEED, for at most SECONDS_EACH=60 a file. A survivor is a
comment, and no failure: it is an equal program, or a test that nobody wrote. A mutant of `remove` may
delete whatever its user can write, so all runs as a user of its own, which takes root; what only the
tests of a second user hold counts as alive."""

import contextlib
import functools
import glob
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = "out/release"  # -O2 without -g: equal programs have equal objects
SEED = int(os.environ.get("SEED") or time.time())
USER = 70000 + os.getpid()
# With limits, as a mutant may loop
AS_USER = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups",
           "prlimit", "--nproc=1000", "--cpu=60", "--as=4294967296", "--fsize=1073741824", "timeout", "-k", "5", "900"]
# The tests of a room, beside the unit tests that include the file's header and the tests of its name
TESTS = {
    "core": "cli/status cli/run cli/shim cli/create shell/path",
    "formats": "cli/versions cli/pythons cli/check cli/check_input",
    "trust": "cli/allow cli/deny cli/archives cli/redirects cli/worktree cli/moved cli/named cli/use",
    "finders": "hook/stores hook/store_places cli/named cli/stores",
    "plan": "cli/verdict cli/status cli/worktree shell/inherit shell/by_hand shell/notice shell/stale",
    "shell": "shell/enter shell/names shell/notice",
    "system": "cli/git cli/attributes cli/remove kills/order",
    "print": "cli/output cli/terminal cli/messages",
    "records": "cli/records_file cli/allow cli/deny cli/git",
    "context": "cli/status cli/usage",
    "python": "cli/versions cli/pythons",
    "installed": "cli/packages cli/freeze cli/doctor",
    "declared": "cli/check cli/check_input cli/up cli/up_refused",
    "lookup": "cli/named cli/list cli/status cli/remove_gone cli/git",
    "build": "cli/create cli/create_install cli/recreate",
    "up": "cli/up cli/up_pip cli/up_tools cli/up_place",
    "mend": "cli/repair cli/move cli/recreate cli/doctor",
    "setup": "cli/setup cli/setup_undo cli/everywhere cli/everywhere_startup",
    "cli": "cli/usage cli/complete cli/output cli/messages",
    "commands": "cli/usage cli/output cli/messages",
    "src": "cli/shim hook/idle shell/enter",
}


def skip_all(why):
    print(f"1..0 # SKIP {why}")
    sys.exit()


def git(*words):
    return subprocess.run(["git", "-C", ROOT, *words], capture_output=True, check=True, text=True).stdout


def changed_lines(names):
    """{file: its lines that may be mutated}"""
    if names:
        return {name: range(1, 1 << 30) for name in names}
    tags = git("tag", "--list", "v*", "--merged", "HEAD", "--sort=-creatordate").split()
    base = os.environ.get("BASE") or (*tags, "ae7dee57")[0]
    print(f"# since {base}")
    lines, mine = {}, set()
    for line in git("diff", "-U0", "--diff-filter=d", "--no-ext-diff", "--no-prefix", base, "--", "src/*.c").split("\n"):
        if made := re.match(r"\+\+\+ (src/.*)", line):
            mine = lines.setdefault(made[1], set())
        elif made := re.match(r"@@ .*\+(\d+)(?:,(\d+))? @@", line):
            mine.update(range(int(made[1]), int(made[1]) + int(made[2] or 1)))
    return lines


def mutants_of(file, lines):
    """[(file, line number, the new line)...]"""
    rules = ["universal.rules", "c.rules", "c_like.rules"]
    with contextlib.redirect_stdout(io.StringIO()):
        made = mutator.mutants_regexp(Path(ROOT, file).read_text().splitlines(keepends=True), rules,
                                      ignorePatterns=[], ignoreStringOnly=True)
    return [(file, number, text) for number, text, *_ in made if number in lines]


def run(*command):
    """COMMAND in the copy; whether it did what it should"""
    return not subprocess.run([*AS_USER, *command], cwd=COPY, env=ENV, check=False, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


def builds(tests):
    return run("make", "-s", "all", *(f"{BUILD}/{test}" for test in tests if is_unit(test)))


def passes(test):
    return run("prove", "--norc", "-Q", "-e", "tests/one", f"{BUILD}/{test}" if is_unit(test) else f"tests/{test}.t")


def is_unit(test):
    return test.startswith("unit/")


@functools.cache
def is_green(test):
    if passes(test):
        return True
    print(f"# {test} is left out: it fails without a mutant", flush=True)
    return False


def tests_of(file):
    """The tests that reach FILE, the fastest first."""
    name = file[4:-2]
    unit = [test.stem for test in Path(ROOT, "tests/unit").glob("*.c")
            if test.stem == Path(name).name or f'"{name}.h"' in test.read_text()]
    own = [str(test)[:-2] for test in Path(ROOT, "tests").glob(f"cli/{Path(name).name}*.t")]
    room = TESTS[name.split("/")[0] if "/" in name else "src"].split()
    found = [f"unit/{each}" for each in sorted(unit)] + [os.path.relpath(each, ROOT / "tests") for each in sorted(own)]
    return list(dict.fromkeys(found + room))


def result(file, number, text):
    """Say of this mutant what becomes of it."""
    room = "obj" if "/" in file[4:] else "hobj"
    path, obj = Path(COPY, file), Path(COPY, BUILD, room, file[4:-2] + ".o")
    if file not in TRIED:
        # What the mutant before left is built anew.
        tests = tests_of(file)
        builds(tests)
        TRIED[file] = (path.read_text(), obj.read_bytes(), [test for test in tests if is_green(test)])
    source, old, tests = TRIED[file]
    lines = source.splitlines(keepends=True)
    lines[number - 1] = text
    path.write_text("".join(lines))
    try:
        if not run("make", "-s", obj.relative_to(COPY)):
            return "not compiled"
        if obj.read_bytes() == old:
            return "equal"
        if not builds(tests):
            return "not compiled"
        return "alive" if all(map(passes, tests)) else "killed"
    finally:
        path.write_text(source)
        os.utime(path)


if os.geteuid():
    skip_all("only root can give mutants a user of their own")
sys.path += glob.glob(f"{ROOT}/out/deps/python/lib/python3*/site-packages")
try:
    from universalmutator import mutator
except ImportError:
    skip_all("no universalmutator: tests/fetch.sh fetches it")
try:
    CHANGED = changed_lines(sys.argv[1:])
except subprocess.CalledProcessError as error:
    skip_all(f"git: {error.stderr.strip()}")
ALL = [each for file, lines in sorted(CHANGED.items()) for each in mutants_of(file, lines)]
if not ALL:
    skip_all("no line of src/*.c changed")
random.Random(SEED).shuffle(ALL)
SCRATCH = tempfile.mkdtemp(prefix="avenv-mutation-")
COPY, TRIED, COUNT = f"{SCRATCH}/tree", {}, Counter()
ENV = {"PATH": os.environ["PATH"], "TMPDIR": f"{SCRATCH}/tmp", "HOME": SCRATCH, "LC_ALL": "C.UTF-8",
       "TEST_TIMEOUT": "400", "TEST_BUILD": BUILD}
try:
    for each in (COPY, ENV["TMPDIR"]):
        os.mkdir(each)
    subprocess.run("git ls-files -z | xargs -0 cp -a --parents -t " + COPY, cwd=ROOT, shell=True, check=True)
    subprocess.run(["chown", "-R", f"{USER}:{USER}", SCRATCH], check=True)
    if not run("make", "-s", f"-j{os.cpu_count()}", "all", "unit"):
        print("Bail out! the tree does not build")
        sys.exit(1)
    end = time.monotonic() + int(os.environ.get("SECONDS_EACH") or 60) * len(CHANGED)
    for mutant in ALL[:int(os.environ.get("MUTANTS") or 200)]:
        if time.monotonic() > end:
            break
        outcome = result(*mutant)
        COUNT[outcome] += 1
        if outcome == "alive":
            old_line = TRIED[mutant[0]][0].splitlines()[mutant[1] - 1]
            print(f"# {mutant[0]}:{mutant[1]}: {old_line.strip()} -> {' '.join(mutant[2].split())}", flush=True)
finally:
    shutil.rmtree(SCRATCH)
for file, (_, _, tests) in sorted(TRIED.items()):
    print(f"# {file}: {' '.join(tests)}")
print(f"# not killed: {COUNT['alive']}")
print(f"ok 1 - {sum(COUNT.values())} of {len(ALL)} mutants tried, SEED={SEED}: " +
      ", ".join(f"{COUNT[what]} {what}" for what in ("not compiled", "equal", "killed", "alive")))
print("1..1")
