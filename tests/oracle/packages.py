# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs between a project's files and its environment: avenv check compared with the dry run of uv, pip, poetry and
pdm, in random projects over a small index, with the lock files that the tools write and environments changed at random."""

import contextlib
import functools
import http.server
import json
import re
import shutil
import sys
import threading
from pathlib import Path

from oracle import N, PYTHON, SEED, Tally, bare_env, checked, installed, key, rng, run, scratch, shrunk, skip, tool

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from mkdist import code, make_wheel  # noqa: E402

NAMES = ["alpha", "Beta.Two", "gamma_3", "delta", "Epsilon-e", "zeta", "eta.x_y", "theta"]
MARKERS = ["", "", "", "; python_version >= '3.8'", "; sys_platform == 'win32'", "; os_name == 'posix'", "; python_version < '3.0' or sys_platform == 'linux'",
           "; python_full_version >= '3.8.1'", "; platform_machine in 'x86_64 aarch64'", "; implementation_name == 'cpython'"]
VERSIONS = ["1.0", "1.1", "2.0", "2.1.post1", "0.9", "3.0rc1", "1.0.post1", "1!0.5", "2.0+local.1", "1.2.dev3"]


# ---- the index ----------------------------------------------------------------------


def releases():
    """{name: {version: requirements}}, of the seed; a package requires later ones, and some of them itself."""
    r, index = rng("index", 0), {}
    for i, name in enumerate(NAMES):
        index[name] = {}
        for version in ["1.0", "2.0", *r.sample(VERSIONS[1:], 2)]:
            later, needs = NAMES[i + 1:], []
            for other in r.sample(later, min(len(later), r.choice((0, 0, 1, 2)))):
                needs.append(spelled(r, other) + r.choice(("", "", ">=1", "[x]", "<3", "!=1.1")) + r.choice(MARKERS))
            if later and r.randrange(2):
                needs.append(f"{r.choice(later)}; extra == 'x'")
            index[name][version] = needs
    return index


def spelled(r, name):
    return r.choice((name, name.upper(), key(name), name.replace("-", "_")))


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(base):
    """The URL of the index, and its wheels."""
    index = releases()
    for name, versions in index.items():
        (base / "simple" / key(name)).mkdir(parents=True)
        for version, needs in versions.items():
            make_wheel(base / "simple" / key(name), code(name, version), name, version, *needs)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(base)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/simple", index
    server.shutdown()


# ---- cases --------------------------------------------------------------------------


def requirement(r, name=None):
    name = spelled(r, name or r.choice(NAMES))
    specifiers = r.choice(("", "", "", ">=1", ">=1,<3", "==1.0", "~=1.0", "!=1.1", ">=2", "<2", "==2.*", ">0.9"))
    return name + r.choice(("", "", "", "[x]")) + specifiers + r.choice(MARKERS)


def some(r, most):
    return [requirement(r, name) for name in r.sample(NAMES, r.randrange(most + 1))]


def case_of(kind, number):
    r = rng(kind, number)
    case = {"direct": [requirement(r, name) for name in r.sample(NAMES, r.choice((1, 2, 2, 3)))], "extras": {}, "groups": {}, "ask": [], "env": [], "edit": [], "strategy": []}
    if kind in ("uv", "uv-member", "pdm", "poetry", "pylock"):
        case["extras"] = {name: some(r, 2) for name in ("x", "y.z")[:r.randrange(3)]}
        case["groups"] = {name: some(r, 2) for name in r.sample(["dev", "one", "two"], r.randrange(4))}
        known = [f"extra={name}" for name in case["extras"]] * (kind != "pylock") + [f"group={name}" for name in case["groups"]]
        case["ask"] = r.sample(known, r.randrange(min(2, len(known)) + 1)) if r.randrange(2) else []
    if kind == "pylock":
        case.update(extras={"x": some(r, 2)}, groups={"one": some(r, 2), "dev": some(r, 2)}, default=r.choice(([], ["dev"])), ask=r.choice(([], ["group=one"], ["extra=x"])))
        case["marks"] = [r.choice(("", "", 'marker = "\'one\' in dependency_groups"\n', 'marker = "\'dev\' in dependency_groups"\n', 'marker = "\'x\' in extras"\n',
                                   'marker = "\'x\' not in extras or \'one\' in dependency_groups"\n')) for _ in range(8)]
    if kind == "pdm" and r.randrange(2):
        case["strategy"] = ["--strategy", r.choice(("no_inherit_metadata", "no_cross_platform", "static_urls", "direct_minimal_versions"))]
    if kind in ("pip", "uv-pip") and r.randrange(2):
        case["groups"] = {r.choice(("constraints", "include")): some(r, 2)}
    # What is done to the environment, which first has what the files ask for
    for _ in range(r.choice((0, 1, 1, 2, 3))):
        word = r.choice(3 * ["gone", "other", "more"] + ["twice", "broken", "url"])
        case["env"].append(f"{word} {r.randrange(8)} {r.randrange(4)}")
    if kind in ("uv", "uv-member") and not r.randrange(3):
        case["edit"] = [r.choice(("drop", "add", "move"))]
    return case


def tables(case):
    """[project] and its groups."""
    lines = ["[project]", 'name = "own"', 'version = "1"', 'requires-python = ">=3.8,<4"', f"dependencies = {json.dumps(case['direct'])}"]
    lines += ["[project.optional-dependencies]", *(f"{json.dumps(name)} = {json.dumps(needs)}" for name, needs in case["extras"].items())]
    lines += ["[dependency-groups]", *(f"{name} = {json.dumps(needs)}" for name, needs in case["groups"].items())]
    return "\n".join(lines) + "\n"


def edited(case):
    """CASE after its file was edited, behind the back of the lock file."""
    direct, groups = list(case["direct"]), dict(case["groups"])
    for edit in case["edit"]:
        if edit == "drop" and direct:
            direct.pop()
        if edit == "add":
            direct.append("theta")
        if edit == "move" and direct:
            groups["late"] = [direct.pop()]
    return {**case, "direct": direct, "groups": groups}


def options(case, extra, group):
    words = {"extra": extra, "group": group}
    asks = [each.partition("=") for each in case["ask"]]
    return [word for kind, _, name in asks if name in case[kind + "s"] for word in (words[kind], name)]


# ---- tools --------------------------------------------------------------------------


class Refused(Exception):
    """The tool does not take the case: its files contradict each other."""


def good(done):
    if done.returncode:
        raise Refused(done.stdout + done.stderr)
    return done


class Tool:
    """A project in WHERE; `write` makes its files, and `wants` tells what the tool would install."""

    def __init__(self, where, url):
        self.where, self.url = where, url
        self.env = {"PIP_INDEX_URL": url, "UV_DEFAULT_INDEX": url, "UV_CACHE_DIR": str(where.parent / "cache"), "UV_NO_CONFIG": "1", "UV_OFFLINE": "0",
                    "VIRTUAL_ENV": str(where / ".venv"), "PIP_NO_INDEX": "0", "UV_PYTHON": PYTHON, "NO_PROXY": "127.0.0.1", "PDM_PYPI_URL": url}

    def run(self, *words):
        return run(words, self.where, self.env)

    def check(self, case):
        return checked(self.where, *options(case, "--extra", "--group"))


class Pip(Tool):
    def write(self, case):
        text = "".join(f"{each}\n" for each in case["direct"])
        for name, needs in case["groups"].items():
            text += {"constraints": "-c", "include": "--requirement"}[name] + f" {name}.txt\n"
            needs = [re.sub(r"\[x\]", "", each) for each in needs] if name == "constraints" else needs
            (self.where / f"{name}.txt").write_text("".join(f"{each}\n" for each in needs))
        (self.where / "requirements.txt").write_text(text)

    def wants(self, case):
        good(self.run(PYTHON, "-m", "pip", "--python", self.where / ".venv/bin/python", "install", "-q", "--dry-run", "--report", "report", "-r", "requirements.txt"))
        return {key(each["metadata"]["name"]): each["metadata"]["version"] for each in json.loads((self.where / "report").read_text())["install"]}

    def check(self, case):
        return checked(self.where, "-r", "requirements.txt")


class UvPip(Pip):
    def wants(self, case):
        done = good(self.run(tool("uv"), "pip", "install", "--dry-run", "-p", self.where / ".venv", "-r", "requirements.txt"))
        return {key(name): version for name, version in re.findall(r"^ [+~] ([^=\s]+)==(\S+)", done.stderr, re.M)}


class Uv(Tool):
    def write(self, case):
        (self.where / "pyproject.toml").write_text(tables(case) + "[tool.uv]\npackage = false\n")
        good(self.run(tool("uv"), "lock", "-q"))
        if case["edit"]:
            (self.where / "pyproject.toml").write_text(tables(edited(case)) + "[tool.uv]\npackage = false\n")

    def wants(self, case):
        done = good(self.run(tool("uv"), "sync", "--dry-run", *options(case, "--extra", "--group")))
        return {key(name): version for name, version in re.findall(r"^ [+~] ([^=\s]+)==(\S+)", done.stderr, re.M)}


class Member(Uv):
    """A workspace of uv's: the case is its member m, whose environment is the root's."""

    def write(self, case):
        (self.where / "m").mkdir()
        (self.where / "pyproject.toml").write_text('[project]\nname = "root"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["theta", "zeta"]\n'
                                                   '[dependency-groups]\ndev = ["delta"]\n[tool.uv.workspace]\nmembers = ["m"]\n')
        (self.where / "m/pyproject.toml").write_text(tables(case) + "[tool.uv]\npackage = false\n")
        good(self.run(tool("uv"), "lock", "-q"))
        self.where = self.where / "m"
        if case["edit"]:
            (self.where / "pyproject.toml").write_text(tables(edited(case)) + "[tool.uv]\npackage = false\n")


class Poetry(Tool):
    def write(self, case):
        optional = "".join(f"[tool.poetry.group.{name}]\noptional = true\n" for name in case["groups"] if name == "two")
        (self.where / "pyproject.toml").write_text(tables(case) + "[tool.poetry]\npackage-mode = false\n" + optional +
                                                   f'[[tool.poetry.source]]\nname = "s"\nurl = "{self.url}/"\npriority = "primary"\n')
        self.env.update(POETRY_CACHE_DIR=str(self.where.parent / "poetry"), POETRY_VIRTUALENVS_IN_PROJECT="true")
        good(self.run(tool("poetry"), "lock", "-q"))

    def wants(self, case):
        done = good(self.run(tool("poetry"), "install", "--dry-run", "--no-root", "--no-ansi", *options(case, "--extras", "--with")))
        return dict((key(name), version) for name, version in re.findall(r"- (?:Installing|Updating|Downgrading) (\S+) \((?:\S+ -> )?(\S+?)\)(?!: Skipped)", done.stdout))


class Pdm(Tool):
    def write(self, case):
        self.env.update(PDM_CACHE_DIR=str(self.where.parent / "pdm"), HOME=str(self.where.parent), PDM_LOCK_FORMAT="pdm")
        # Without a group it locks those for development, and no extra.
        (self.where / "pyproject.toml").write_text(tables(case) + "[tool.pdm]\ndistribution = false\n" + f'[[tool.pdm.source]]\nname = "pypi"\nurl = "{self.url}"\nverify_ssl = false\n')
        good(self.run(tool("pdm"), "lock", "-q", "-G", ":all", *case["strategy"]))

    def wants(self, case):
        done = good(self.run(tool("pdm"), "sync", "--dry-run", *options(case, "-G", "-G")))
        return dict((key(name), version.split(" -> ")[-1]) for name, version in re.findall(r"^\s*- (\S+) (\S+(?: -> \S+)?)$", done.stdout, re.M))


class Pylock(Pdm):
    def write(self, case):
        super().write(case)
        good(self.run(tool("pdm"), "export", "-f", "pylock", "-G", ":all", "-o", "pylock.toml"))
        pylock, marks = self.where / "pylock.toml", iter([*case["marks"], *[""] * 20])
        # pdm writes no extras and groups; and for uv an empty list of environments has not this one.
        head = f'extras = {json.dumps(list(case["extras"]))}\ndependency-groups = {json.dumps(list(case["groups"]))}\ndefault-groups = {json.dumps(case["default"])}\n'
        text = re.sub(r"^(marker = .*|environments = \[\])\n", "", pylock.read_text(), flags=re.M)
        text = re.sub(r"^\[\[packages\]\]\n", lambda found: found.group() + next(marks), text, flags=re.M)
        pylock.write_text(text.replace('lock-version = "1.0"\n', 'lock-version = "1.0"\n' + head, 1))
        for file in ("pyproject.toml", "pdm.lock"):
            (self.where / file).unlink()

    def wants(self, case):
        done = good(self.run(tool("uv"), "pip", "sync", "--dry-run", "-p", self.where / ".venv", "pylock.toml", *options(case, "--extra", "--group")))
        return {key(name): version for name, version in re.findall(r"^ [+~] ([^=\s]+)==(\S+)", done.stderr, re.M)}


KINDS = {"pip": Pip, "uv-pip": UvPip, "uv": Uv, "uv-member": Member, "poetry": Poetry, "pdm": Pdm, "pylock": Pylock}
FETCHED = {"pip": [], "uv-pip": ["uv"], "uv": ["uv"], "uv-member": ["uv"], "poetry": ["poetry"], "pdm": ["pdm"], "pylock": ["pdm", "uv"]}


# ---- one case -----------------------------------------------------------------------


def fill(site, index, has, changes):
    """The packages HAS, {name: version}, as metadata in SITE, after CHANGES."""
    for each in site.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    has, by_key, extra = dict(has), {key(name): name for name in index}, []
    for change in changes:
        word, which, *other = change.split() + ["0", "0"]
        name = sorted(by_key)[int(which) % len(by_key)]
        versions = list(index[by_key[name]])
        if word == "gone":
            has.pop(name, None)
        elif word in ("other", "more") and (word == "more" or name in has):
            has[name] = versions[int(other[0]) % len(versions)]
        elif name in has:
            extra.append((word, name))
    for name, version in has.items():
        installed(site, by_key[name], version, index[by_key[name]].get(version, []))
    for word, name in extra:
        if name not in has:
            continue
        info = site / f"{name.replace('-', '_')}-{has[name]}.dist-info"
        if word == "twice" and not (site / f"{name.replace('-', '_')}-0.1.dist-info").exists():
            installed(site, by_key[name], "0.1")
        elif word == "broken":
            (info / "METADATA").write_bytes(b"\xff\xfe\0")
        elif word == "url":
            (info / "direct_url.json").write_text('{"url": "https://example.com/x.whl", "archive_info": {}}')


def compared(kind, case, base, url, index):
    """("agree" or another word, why)"""
    where = base / "p"
    shutil.rmtree(where, ignore_errors=True)
    site = bare_env(where / ".venv")
    one = KINDS[kind](where, url)
    try:
        one.write(case)
        # The environment begins as the tool would make it, by the lock file before an edit.
        first = one.wants({**case, "edit": []})
        fill(site, index, first, case["env"])
        wants = one.wants(case)
    except Refused as why:
        return "refused by the tool", str(why)
    status, differs, unjudged, said = one.check(case)
    text = f"{kind} would install {sorted(wants)}; avenv: {sorted(differs)}, not judged {sorted(unjudged)}, status {status}"
    if any(each.startswith("! ") for each in differs):
        return "DIFFERENT", f"avenv: {said}"
    # Where a package requires another version of one that is installed, the tool may change either of them.
    both = {key(each["name"]): key(each["by"].partition("==")[0]) for each in json.loads(said)["differences"] if each["by"]}
    if any(name not in wants and both.get(name) not in wants for name in differs):
        return "FALSE ALARM", text
    missed = set(wants) - differs - unjudged
    # What another version of a package will require is in a lock file only.
    if missed and (kind not in ("pip", "uv-pip") or not differs | unjudged):
        return "MISSED", text
    return "agree" if not unjudged else "agree, some not judged", text


def as_script(kind, case, why):
    words = {name: value for name, value in case.items() if value}
    return f"{why}\n  {kind}: {json.dumps(words)}   (index of SEED={SEED})"


def compare(kind, base, url, index, most):
    tally, refusal = Tally(f"packages of {kind}"), ""
    for number in range(most):
        case = case_of(kind, number)
        word, why = compared(kind, case, base, url, index)
        if word.isupper() or word == "FALSE ALARM":
            small = shrunk(case, lambda each, word=word: compared(kind, each, base, url, index)[0] == word, 60 if kind not in ("poetry", "pdm") else 25)
            tally.add(word, as_script(kind, small, compared(kind, small, base, url, index)[1]))
        else:
            tally.add(word)
            refusal = why if word.startswith("refused") else refusal
    if most >= 10 and tally.counts["refused by the tool"] == most:
        tally.add("EACH ONE REFUSED", refusal)
    tally.tell()


SHARE = {"uv": 1, "uv-member": .5, "uv-pip": 1, "pip": .4, "poetry": .2, "pdm": .3, "pylock": .3}


def main(kinds=tuple(KINDS)):
    with scratch() as base, served(Path(base)) as (url, index):
        for kind in kinds:
            if all(tool(name) for name in FETCHED[kind]):
                compare(kind, Path(base), url, index, max(1, int(N * SHARE[kind])))
            else:
                skip(f"packages of {kind}", "its tool could not be fetched")
