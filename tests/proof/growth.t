#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 78 80
# Alone: it measures time
"""`avenv check` takes time in proportion to what a file holds, whatever that is: each kind of file
is made with n, 2n and 4n of something, and the processor's time for 4n may be SLOPE times that for
n, where a square would be sixteen times. A prompt waits 0.2 s for the comparison in each case. A
cd is measured with a quarter of what the helper reads of a file, and with all of that; `make bench`
compares its time with BASE's.

tests/proof/growth.t KIND... measures some; -v prints the times."""

import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILD = Path(os.environ.get("AVENV_BUILD_DIR") or ROOT / "out/release")
SLOPE, ROUNDS = 8, 2
# below this many seconds a difference is that of the start, of the command and of the helper
LEAST, LEAST_OF_HELPER = 0.02, 0.004
KINDS = {}


def kind(n):
    """FUNCTION(n) returns the files that it makes of n things, as text by name."""
    def add(function):
        KINDS[function.__name__] = (n, function)
        return function
    return add


def lines(n, text):
    """TEXT n times, with the number in place of @."""
    return "".join(text.replace("@", str(i)) for i in range(n))


PROJECT = '[project]\nname = "p"\nversion = "0"\n'
UV = "version = 1\n"
POETRY = '\n[metadata]\nlock-version = "{}"\n'


def uv(requirements, packages, own=""):
    return {"uv.lock": f'{UV}[[package]]\nname = "p"\nversion = "0"\nsource = {{ virtual = "." }}\n'
            f"dependencies = [\n{requirements}]\n{own}{packages}", "pyproject.toml": PROJECT}


@kind(10000)
def uv_exact(n):
    return uv(lines(n, '{ name = "a", version = "@.0" },\n'), lines(n, '[[package]]\nname = "a"\nversion = "@.0"\n'))


@kind(10000)
def uv_any(n):
    return uv(lines(n, '{ name = "a" },\n'), lines(n, '[[package]]\nname = "a"\nversion = "@.0"\n'))


@kind(10000)
def uv_same(n):
    return uv(lines(n, '{ name = "a" },\n'), lines(n, '[[package]]\nname = "a"\nversion = "1.0"\n'))


@kind(1000)
def uv_ranges(n):
    return uv(lines(n, '{ name = "a", version = ">=@.0" },\n'), lines(n, '[[package]]\nname = "a"\nversion = "@.0"\n'))


@kind(10000)
def uv_chain(n):
    return uv('{ name = "a0" },\n', "".join(
        f'[[package]]\nname = "a{i}"\nversion = "1.0"\ndependencies = [{{ name = "a{i + 1}" }}]\n' for i in range(n)))


@kind(5000)
def uv_wide(n):
    """each of n packages requires the same twenty"""
    return uv(lines(n, '{ name = "a@" },\n'), lines(20, '[[package]]\nname = "b@"\nversion = "1.0"\n') + lines(
        n, '[[package]]\nname = "a@"\nversion = "1.0"\ndependencies = [' + "".join(f'{{ name = "b{k}" }},' for k in range(20)) + ']\n'))


@kind(3000)
def uv_extras(n):
    return uv('{ name = "a", extra = [' + lines(n, '"e@",') + "] }", '[[package]]\nname = "a"\nversion = "1.0"\n'
              "[package.optional-dependencies]\n" + lines(n, 'e@ = [{ name = "b@" }]\n') + lines(
                  n, '[[package]]\nname = "b@"\nversion = "1.0"\n'))


@kind(5000)
def uv_one_extra_each(n):
    return uv(lines(n, '{ name = "a", extra = ["e@"] },\n'), '[[package]]\nname = "a"\nversion = "1.0"\n'
              "[package.optional-dependencies]\n" + lines(n, 'e@ = [{ name = "b" }]\n'))


@kind(4000)
def uv_groups(n):
    files = uv("", lines(n, '[[package]]\nname = "b@"\nversion = "1.0"\n'),
               "[package.dev-dependencies]\n" + lines(n, 'g@ = [{ name = "b@" }]\n'))
    files["pyproject.toml"] += '[tool.uv]\ndefault-groups = "all"\n'
    return files


@kind(2500)
def uv_default_groups(n):
    files = uv("", lines(n, '[[package]]\nname = "b@"\nversion = "1.0"\n'),
               "[package.dev-dependencies]\n" + lines(n, 'g@ = [{ name = "b@" }]\n'))
    files["pyproject.toml"] += "[tool.uv]\ndefault-groups = [" + lines(n, '"g@",') + "]\n"
    return files


@kind(10000)
def uv_members(n):
    return {"uv.lock": UV + "[manifest]\nmembers = [" + lines(n, '"m@",') + "]\n" + lines(
        n, '[[package]]\nname = "m@"\nversion = "0"\nsource = { editable = "m@" }\n'), "pyproject.toml": '[tool.uv.workspace]\nmembers = ["m*"]\n'}


@kind(5000)
def uv_sources(n):
    files = uv("", "")
    del files["uv.lock"]
    files["pyproject.toml"] += "dependencies = [" + lines(n, '"a@",') + "]\n[tool.uv.sources]\n" + lines(n, 'a@ = { path = "a@" }\n')
    return files


@kind(10000)
def uv_unlocked(n):
    files = uv("", lines(n, '[[package]]\nname = "b@"\nversion = "1.0"\n'))
    files["pyproject.toml"] += "dependencies = [" + lines(n, '"a@",') + "]\n"
    return files


@kind(10000)
def uv_resolution_markers(n):
    return uv('{ name = "a" }', '[[package]]\nname = "a"\nversion = "1"\nresolution-markers = [' + lines(n, '"sys_platform == \'w@\'",') + "]\n")


@kind(2500)
def poetry_groups(n):
    return {"poetry.lock": lines(n, '[[package]]\nname = "a@"\nversion = "1.0"\ngroups = ["g@"]\n') + POETRY.format("2.1"),
            "pyproject.toml": PROJECT + lines(n, "[tool.poetry.group.g@]\noptional = true\n")}


@kind(5000)
def poetry_one(n):
    return {"poetry.lock": '[[package]]\nname = "a"\nversion = "1.0"\ngroups = [' + lines(n, '"g@",') + "]\n[package.markers]\n" + lines(
        n, 'g@ = "os_name == \'posix\'"\n') + POETRY.format("2.1"), "pyproject.toml": PROJECT}


@kind(5000)
def poetry_old(n):
    return {"poetry.lock": lines(n, '[[package]]\nname = "a"\nversion = "@.0"\n') + POETRY.format("2.0"),
            "pyproject.toml": '[tool.poetry]\nname = "p"\n[tool.poetry.dependencies]\na = [' + lines(n, '"^@.0",') + "]\n"}


@kind(5000)
def poetry_extra(n):
    """an extra with n names, of n packages"""
    return {"poetry.lock": '[[package]]\nname = "a"\nversion = "1"\n[package.dependencies]\n' + lines(
        n, 'b@ = { version = "1", optional = true }\n') + "[package.extras]\nx = [" + lines(n, '"b@",') + "]\n" + POETRY.format("2.0"),
        "pyproject.toml": '[tool.poetry]\nname = "p"\n[tool.poetry.dependencies]\na = { version = "1", extras = ["x"] }\n'}


@kind(2500)
def pdm_groups(n):
    return {"pdm.lock": "[metadata]\nlock_version = \"4.5\"\nstrategy = [\"inherit_metadata\"]\ngroups = [" + lines(n, '"g@",') + "]\n" + lines(
        n, '[[package]]\nname = "a@"\nversion = "1.0"\ngroups = ["g@"]\n'), "pyproject.toml": PROJECT + "[tool.pdm]\n"}


@kind(5000)
def pdm_extras(n):
    """n nodes of one name, each for an extra"""
    return {"pdm.lock": "[metadata]\nlock_version = \"4.5\"\n" + lines(n, '[[package]]\nname = "a"\nversion = "1.0"\nextras = ["e@"]\n'),
            "pyproject.toml": PROJECT + "dependencies = [" + lines(n, '"a[e@]",') + "]\n[tool.pdm]\n"}


@kind(10000)
def pylock(n):
    return {"pylock.toml": 'lock-version = "1.0"\nextras = [' + lines(n, '"e@",') + "]\n" + lines(
        n, '[[packages]]\nname = "a@"\nversion = "1"\nmarker = "\'e@\' in extras"\n')}


@kind(10000)
def pylock_defaults(n):
    return {"pylock.toml": 'lock-version = "1.0"\ndependency-groups = [' + lines(n, '"e@",') + "]\ndefault-groups = [" + lines(
        n, '"e@",') + "]\n" + lines(n, '[[packages]]\nname = "a@"\nversion = "1"\nmarker = "\'e@\' in dependency_groups"\n')}


@kind(10000)
def pipenv_lock(n):
    return {"Pipfile.lock": '{"_meta": {"pipfile-spec": 6}, "default": {"a": {}' + lines(n, ',\n"a@": {"version": "==1"}') + "}}",
            "Pipfile": "[packages]\n" + lines(n, 'b@ = "*"\n')}


@kind(10000)
def pipenv_categories(n):
    return {"Pipfile.lock": '{"_meta": {"pipfile-spec": 6}, "default": {"a": {}}' + lines(n, ',\n"c@": {"a@": {"version": "==1"}}') + "}",
            "Pipfile": lines(n, '[c@]\nb@ = "*"\n')}


# Of one file: the kind, n, and the file's text with n things
REQUIREMENTS = (
    ("lines_different", 10000, lambda n: lines(n, "a@==1.0\n")),
    ("lines_same", 10000, lambda n: lines(n, "a>=@\n")),
    ("lines_itself", 20000, lambda n: "-r requirements.txt\n" * n),
    ("lines_continued", 20000, lambda n: "a \\\n" + "  \\\n" * n + "\n"),
    ("lines_options", 20000, lambda n: "-x " + "--y " * n + "\n"),
    ("lines_specifiers", 20000, lambda n: "a >=1" + lines(n, ",!=@") + "\n"),
    ("lines_variables", 20000, lambda n: "a" + "${X}" * n + "\n"),
    ("lines_long", 200, lambda n: ("a" + ",!=1" * 3900 + "\n") * n),
    ("lines_quotes", 20000, lambda n: "-e " + "'a' " * n + "\n"),
    ("lines_eggs", 20000, lambda n: lines(n, "-e ./x@\n")),
    ("lines_conflicts", 20000, lambda n: "<<<<<<\n" * n),
    ("marker_or", 100, lambda n: ("a; " + " or ".join(f"python_full_version == '3.11.{i}'" for i in range(300)) + "\n") * n),
    ("marker_deep", 100, lambda n: ("a; " + "(" * 60 + "os_name == 'x'" + ")" * 60 + "\n") * n * 10),
)
# Behind the name and version of the project
PYPROJECTS = (
    # Each extra requires the next.
    ("project_extras", 3000, lambda n: 'dependencies = ["p[e0]"]\n[project.optional-dependencies]\n' + "".join(
        f'e{i} = ["p[e{i + 1}]"]\n' for i in range(n))),
    ("project_extras_each", 3000, lambda n: "dependencies = [" + lines(n, '"p[e@]",') + "]\n[project.optional-dependencies]\n"
        + lines(n, 'e@ = ["a"]\n')),
    # Each group includes the next.
    ("project_groups", 3000, lambda n: '[tool.uv]\ndefault-groups = "all"\n[dependency-groups]\n' + "".join(
        f'g{i} = [{{ include-group = "g{i + 1}" }}]\n' for i in range(n))),
    ("project_groups_wide", 4000, lambda n: "[tool.uv]\n[dependency-groups]\ndev = [" + lines(n, '{ include-group = "g@" },')
        + "]\n" + lines(n, "g@ = []\n")),
    ("project_dynamic", 10000, lambda n: "dynamic = [" + lines(n, '"x@",') + "]\n[project.optional-dependencies]\n"
        + lines(n, "e@ = []\n")),
    ("toml_dotted", 5000, lambda n: "[x]\n" + lines(n, "a.b.c.d.e.f@ = 1\n")),
    ("toml_tables", 8000, lambda n: lines(n, "[x.a@.b]\nc = 1\n")),
    ("toml_arrays", 10000, lambda n: lines(n, "[[x.a]]\n[x.a.b]\nc = 1\n")),
    ("toml_deep", 900, lambda n: lines(n, "[x@" + ".a" * 120 + "]\n")),
    ("toml_inline", 500, lambda n: lines(n, "x@ = " + "{ a.b = " * 50 + "1" + " }" * 50 + "\n")),
    ("toml_lines", 20000, lambda n: 'x = """' + "\\\n" * n + '"""\ny = [' + "[],\n" * n + "]\n"),
    ("toml_escapes", 20000, lambda n: 'x = "' + "\\u00e9" * n + '"\n'),
    ("toml_number", 120000, lambda n: "x = 1" + "_1" * n + "\n"),
    ("toml_float", 200000, lambda n: "x = 1." + "1" * n + "\n"),
    ("toml_python", 20000, lambda n: 'requires-python = ">=3' + ",!=3.1" * n + '"\n'),
)
for title, size, text in REQUIREMENTS:
    KINDS[title] = size, lambda n, text=text: {"requirements.txt": text(n)}
for title, size, text in PYPROJECTS:
    KINDS[title] = size, lambda n, text=text: {"pyproject.toml": PROJECT + text(n)}


@kind(200)
def lines_included(n):
    files = {f"r{i}": "".join(f"-r r{k}\n" for k in range(n)) for i in range(n)}
    return {**files, "requirements.txt": "-r r0\n"}


def infos(n, metadata):
    return {f".venv/lib/@/site-packages/a{i}-1.0.dist-info/METADATA": f"Name: a{i}\nVersion: 1.0\n" + metadata for i in range(n)}


@kind(2000)
def dists(n):
    return {**infos(n, ""), "requirements.txt": "a0\n"}


@kind(2000)
def dists_same(n):
    return {**{f".venv/lib/@/site-packages/a-{i}.dist-info/METADATA": "Name: a\nVersion: 1.0\n" for i in range(n)}, "requirements.txt": "a\n"}


@kind(5000)
def dist_requires(n):
    return {**infos(1, lines(n, "Requires-Dist: b@\n")), "requirements.txt": "a0\n"}


@kind(5000)
def dist_extras(n):
    return {**infos(1, lines(n, "Requires-Dist: b@; extra == 'e@'\n")), "requirements.txt": "a0[" + ",".join(f"e{i}" for i in range(n)) + "]\n"}


@kind(3000)
def dist_extras_lines(n):
    return {**infos(1, lines(n, "Requires-Dist: b@; extra == 'e@'\n")), "requirements.txt": lines(n, "a0[e@]\n")}


@kind(2500)
def pth_lines(n):
    return {".venv/lib/@/site-packages/x.pth": lines(n, "x@\n"), "requirements.txt": "a\n"}


@kind(5000)
def egg_links(n):
    return {**{f".venv/lib/@/site-packages/a{i}.egg-link": "x\n" for i in range(n)}, "requirements.txt": "a\n"}


def make(where, files):
    env = where / ".venv"
    series = f"{sys.version_info[0]}.{sys.version_info[1]}"
    (env / "bin").mkdir(parents=True)
    (env / "bin/python").symlink_to(sys.executable)
    (env / "pyvenv.cfg").write_text(f"home = {Path(sys.executable).parent}\nversion = {series}.0\n")
    for name, text in files.items():
        path = where / name.replace("@", f"python{series}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (env / f"lib/python{series}/site-packages").mkdir(parents=True, exist_ok=True)


def seconds(where, program, *words, **variables):
    """The processor's time of PROGRAM WORDS in WHERE, its status, and its messages."""
    child = subprocess.Popen([BUILD / program, *words], cwd=where, env={"PATH": "/usr/bin:/bin", **variables},
                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (10, 10)))
    text = child.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, child.returncode, text


def measure(root, n, function):
    """The least times of `check` for n, 2n and 4n, those of its hint, and the last words."""
    times, hints, last = [], [], ""
    for factor in (1, 2, 4):
        where = root / "home" / str(factor)
        where.mkdir(parents=True)
        make(where, function(n * factor))
        env = str(where / ".venv")
        variables = {"HOME": str(root / "home"), "VIRTUAL_ENV": env, "AVENV_ENV": env, "AVENV_TRUST": str(where)}
        runs = [seconds(where, "avenv", "check", **variables) for _ in range(ROUNDS)]
        times.append(min(run[0] for run in runs))
        last = f"{runs[0][1]} {runs[0][2].strip()[:110]!r}"
        is_killed = any(run[1] < 0 for run in runs)
        hints.append(min(seconds(where, "avenv", "check", "--hint", **variables)[0] for _ in range(ROUNDS)))
        if is_killed:
            return [*times, 10, 10, 10], hints, last
    return times, hints, last


# ---- the helper -----------------------------------------------------------------

# files of a project: text that is repeated, and what is before and behind it
LARGE = {
    "headers": ("[x@" + ".a" * 120 + "]\n", "", ""),
    "dotted": ("x@" + ".a" * 120 + " = 1\n", "", ""),
    "arrays": ("[],", "x = [", "]\n"),
    "nested": ("[" * 100 + "]" * 100 + ",", "x = [", "]\n"),
    "integers": ("1,", "x = [", "]\n"),
    "inline": ("{a.b.c.d = 1},", "x = [", "]\n"),
    "tables": ("[[a]]\n", "", ""),
    "number": ("1_", "x = ", "1\n"),
    "escapes": ("\\u00e9", 'x = "', '"\n'),
    "blank": ("\n", "", ""),
}
FILES = {"pyproject.toml": '[project]\nname = "p"\n[tool.hatch]\n', "poetry.toml": "", "hatch.toml": "#envs\n", "Pipfile": "#pipenv\n"}
TOML_MAX, CFG_MAX = 208 * 1024, 64 * 1024


def filled(most, unit, before="", behind=""):
    """UNIT as often as MOST bytes hold it."""
    parts, left = [], most - len(before) - len(behind)
    while left >= (size := len(part := unit.replace("@", str(len(parts))))):
        parts.append(part)
        left -= size
    return before + "".join(parts) + behind


def projects(part):
    """Each large file by its name, in a directory with what its tool needs: a PART of what the helper reads of it."""
    # Of all TOML files of a directory together it reads TOML_MAX.
    toml, cfg = (TOML_MAX - len(FILES["pyproject.toml"])) // part, CFG_MAX // part
    for name, start in FILES.items():
        for what, (unit, before, behind) in LARGE.items():
            yield f"{name}: {what}", {"pyproject.toml": FILES["pyproject.toml"], name: filled(toml, unit, start + before, behind)}
    for unit in ("home = /usr/bin\n", "\n", "x", "version = 3.11\n"):
        yield f"pyvenv.cfg: {unit!r}", {".venv/pyvenv.cfg": filled(cfg, unit)}
        yield f"a redirect: {unit!r}", {".venv": filled(cfg, unit)}
        yield f".env: {unit!r}", {"Pipfile": "", ".env": filled(cfg, unit)}
    yield "100,000 files", {f"f{i}": "" for i in range(100000 // part)}


def cd(root, files):
    """The least time of the helper in a project of FILES."""
    home, where = root / "home", root / "home/p"
    for store in (".cache/pypoetry/virtualenvs", ".local/share/virtualenvs", ".local/share/hatch/env/virtual", ".virtualenvs"):
        (home / store).mkdir(parents=True)
    for name, text in files.items():
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        (where / name).write_text(text)
    protocol = re.search(r"SHELL_PROTOCOL\D+(\d+)", (ROOT / "src/shell/shell.h").read_text())[1]
    words = ["bash", protocol, "prompt", "", str(where), "", "", "/usr/bin:/bin", "", "", ""]
    return min(seconds(where, "avenv-hook", *words, HOME=str(home))[0] for _ in range(ROUNDS))


def results(names):
    for name in names or KINDS:
        with tempfile.TemporaryDirectory() as root:
            times, hints, last = measure(Path(root), *KINDS[name])
        said = " ".join(f"{each:.3f}" for each in times) + " hint " + " ".join(f"{each:.3f}" for each in hints) + " " + last
        yield times[-1] < SLOPE * max(times[0], LEAST), f"{name}: check's time grows with n, not with its square", said
        yield max(hints) <= 0.2, f"{name}: a prompt waits 0.2 s at most", said
    for (name, *few), (_, *many) in () if names else zip(projects(4), projects(1)):
        times = []
        for files in few + many:
            with tempfile.TemporaryDirectory() as root:
                times.append(cd(Path(root), files))
        yield (times[1] < SLOPE * max(times[0], LEAST_OF_HELPER), f"{name}: a cd's time grows with n, not with its square",
               " ".join(f"{each:.4f}" for each in times))


def main():
    count = 0
    for is_ok, what, said in results([word for word in sys.argv[1:] if word != "-v"]):
        count += 1
        print("ok" if is_ok else "not ok", count, "-", what, flush=True)
        if not is_ok or "-v" in sys.argv:
            print("#", said)
    print(f"1..{count}")


main()
