# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs between a project's files and its environment: avenv check compared with the dry run of uv, pip, poetry and
pdm, and with the prompt's line, in random projects over a small index, with the lock files that the tools write and
environments changed at random."""

import contextlib
import functools
import http.server
import json
import os
import re
import shutil
import sys
import threading
from pathlib import Path

from pip._vendor.packaging.specifiers import SpecifierSet

from oracle import N, PYTHON, SEED, Tally, bare_env, checked, installed, key, line_differs, programs, rng, run, scratch, shrunk, skip, tool

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from mkdist import code, make_project, make_wheel, normal  # noqa: E402

NAMES = ["alpha", "Beta.Two", "gamma_3", "delta", "Epsilon-e", "zeta", "eta.x_y", "theta"]
MARKERS = ["", "", "", "; python_version >= '3.8'", "; sys_platform == 'win32'", "; os_name == 'posix'", "; python_version < '3.0' or sys_platform == 'linux'",
           "; python_full_version >= '3.8.1'", "; platform_machine in 'x86_64 aarch64'", "; implementation_name == 'cpython'"]
VERSIONS = ["1.0", "1.1", "2.0", "2.1.post1", "0.9", "3.0rc1", "1.0.post1", "1!0.5", "2.0+local.1", "1.2.dev3", "1.0a1", "1.0+cpu", "2.0.post1.dev2", "1!1.0.dev1"]
SPECIFIERS = ["", "", "", ">=1", ">=1,<3", "==1.0", "~=1.0", "!=1.1", ">=2", "<2", "==2.*", ">0.9", "==2.0+local.1", "!=1.0+cpu", "<=1.0.post1", ">1.0", ">=1.0a1", "<1!0", "==1!0.*",
              "~=1.0.post1", "<3.0rc1", "!=2.*", "===2.0"]


# ---- the index ----------------------------------------------------------------------


@functools.lru_cache
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
                needs.append(f"{r.choice(later)}{r.choice(('', '[x]', '[y]'))}; extra == 'x'")
            if later and not r.randrange(3):
                # An extra that asks for another one, of itself
                needs.append(r.choice((f"{name}[x]; extra == 'y'", f"{r.choice(later)}; extra == 'y'")))
            index[name][version] = needs
    return index


def spelled(r, name):
    """NAME, of a package, an extra or a group, in this spelling or another one, which tools may take for the same."""
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
    name = name or r.choice(NAMES)
    if not r.randrange(12):
        version = r.choice(("1.0", "2.0"))
        return f"{spelled(r, name)} @ {{wheels}}/{key(name)}/{normal(name)}-{version}-py3-none-any.whl"
    return spelled(r, name) + r.choice(("", "", "", "[x]", "[y]", "[x,y]")) + specifiers(r, name) + r.choice(MARKERS)


def specifiers(r, name):
    """One of SPECIFIERS that a release of NAME satisfies."""
    return r.choice([each for each in SPECIFIERS if any(SpecifierSet(each).filter(releases()[name]))])


def some(r, most):
    return [requirement(r, name) for name in r.sample(NAMES, r.randrange(most + 1))]


OWN_TABLES = ("project", "uv", "uv-member", "pdm", "poetry", "poetry-own", "poetry-1", "pylock")
UV_VARIABLES = [("UV_NO_DEV", "1"), ("UV_NO_DEFAULT_GROUPS", "1"), ("UV_NO_GROUP", "dev"), ("UV_NO_INSTALL_PROJECT", "1"), ("UV_FROZEN", "1"), ("UV_NO_DEV", "0"), ("UV_NO_INSTALL_WORKSPACE", "1")]
# Of a line of a requirements file, or a line that is added
FORMS = ["comment", "continued", "variable", "spaced", "brackets", "tab", "cut", "option", "option", "wheel", "tree", "utf-8-sig", "utf-16", "crlf"]
OPTIONS = ["--pre", "--prefer-binary", "--trusted-host x", "-f ./wheels", "--no-binary=:none:", "--only-binary :none:", "--require-hashes=no", "# more \\"]


def case_of(kind, number):
    r = rng(kind, number)
    case = {"direct": [requirement(r, name) for name in r.sample(NAMES, r.choice((1, 2, 2, 3)))], "extras": {}, "groups": {}, "ask": [], "env": [], "edit": [], "strategy": []}
    if kind in OWN_TABLES:
        case["extras"] = {name: some(r, 2) for name in ("x", "y.z")[:r.randrange(3)]}
        case["groups"] = {name: some(r, 2) for name in r.sample(["dev", "one", "two"], r.randrange(4))}
        if "x" in case["extras"] and kind in ("uv", "uv-member", "pdm", "project") and not r.randrange(3):
            case["extras"]["all"] = ["own[x]"]
        if len(case["groups"]) > 1 and kind not in ("poetry-own", "poetry-1") and not r.randrange(3):
            first, second = list(case["groups"])[:2]
            case["groups"][first].append({"include-group": second})
        known = [f"extra={name}" for name in case["extras"]] * (kind != "pylock") + [f"group={name}" for name in case["groups"]]
        case["ask"] = r.sample(known, r.randrange(min(2, len(known)) + 1)) if r.randrange(2) else []
        # KIND=NAME=AS TYPED
        case["ask"] = [each + "=" + spelled(r, each.partition("=")[2]) for each in case["ask"]]
    if kind == "pylock":
        case.update(extras={"x": some(r, 2)}, groups={"one": some(r, 2), "dev": some(r, 2)}, default=r.choice(([], ["dev"])), ask=r.choice(([], ["group=one=one"], ["extra=x=x"])))
        case["marks"] = [r.choice(("", "", 'marker = "\'one\' in dependency_groups"\n', 'marker = "\'dev\' in dependency_groups"\n', 'marker = "\'x\' in extras"\n',
                                   'marker = "\'x\' not in extras or \'one\' in dependency_groups"\n')) for _ in range(8)]
    if kind == "pdm" and r.randrange(2):
        case["strategy"] = ["--strategy", r.choice(("no_inherit_metadata", "no_cross_platform", "static_urls", "direct_minimal_versions"))]
    if kind in ("pip", "uv-pip"):
        # Names of files, beside the one that includes them; "in/" has "-r ../more.txt"
        case["groups"] = {name: some(r, 2) for name in r.sample(["constraints", "include", "in/include", "more", "variable"], r.choice((0, 0, 1, 2)))}
        case["forms"] = [f"{r.choice(FORMS)} {r.randrange(8)}" for _ in range(r.choice((0, 0, 1, 2, 3)))]
    if kind in ("uv", "uv-member"):
        case["settings"], case["variables"] = [], dict(r.sample(UV_VARIABLES, r.choice((0, 0, 1))))
        if case["groups"] and not r.randrange(3):
            case["settings"].append("default-groups = " + r.choice(('"all"', "[]", json.dumps(list(case["groups"])[:1]))))
        if len(case["extras"]) > 1 and not r.randrange(2):
            case["settings"].append("conflicts = [[{extra = 'x'}, {extra = 'y.z'}]]")
    if kind == "pipenv":
        case["groups"] = {name: some(r, 2) for name in r.sample(["dev", "docs"], r.randrange(3))}
        case["ask"] = [f"group={name}={name}" for name in case["groups"] if r.randrange(2)]
    if kind.startswith("poetry"):
        case["settings"] = [f"group.{name}.optional = true" for name in case["groups"] if not r.randrange(3)]
        case["package"], case["old"] = r.choice(("", "", "there", "gone")), kind != "poetry" and not r.randrange(4)
        if len(case["groups"]) > 1 and kind == "poetry-own" and not r.randrange(2):
            first, second = list(case["groups"])[:2]
            case["settings"].append(f"group.{first}.include-groups = ['{second}']")
    if kind == "uv-member":
        case["layout"] = {"defaults": r.choice(("", "", "default-groups = []\n", "default-groups = ['more']\n")), "members": r.choice((["m"], ["m", "o"], ["*"], ["m*"])), "exclude": r.choice(([], ["o"], ["n"])), "below": r.choice(("m", "m", ".")),
                          "root": r.choice(([], ["theta", "zeta"], None))}
    if kind == "pdm" and case["groups"] and not r.randrange(3):
        case["settings"] = ["dev-dependencies"]
    # What is done to the environment, which first has what the files ask for
    for _ in range(r.choice((0, 1, 1, 2, 3))):
        word = r.choice(3 * ["gone", "other", "more"] + ["twice", "broken", "url", "edit", "named", "named"])
        case["env"].append(f"{word} {r.randrange(8)} {r.randrange(4)}")
    if kind in ("uv", "uv-member") and not r.randrange(3):
        case["edit"] = [r.choice(("drop", "add", "move"))]
    return case


def array(needs):
    """Requirements, and groups that are included, as TOML has them."""
    return "[" + ", ".join(f'{{include-group = "{each["include-group"]}"}}' if isinstance(each, dict) else json.dumps(each) for each in needs) + "]"


def tables(case, groups="dependency-groups"):
    """[project] and its groups."""
    lines = ["[project]", 'name = "own"', 'version = "1"', 'requires-python = ">=3.8,<4"', f"dependencies = {json.dumps(case['direct'])}"]
    lines += ["[project.optional-dependencies]", *(f"{json.dumps(name)} = {json.dumps(needs)}" for name, needs in case["extras"].items())]
    lines += [f"[{groups}]", *(f"{name} = {array(needs)}" for name, needs in case["groups"].items())]
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
    asks = [each.split("=") for each in case["ask"]]
    return [word for kind, name, typed in asks if name in case[kind + "s"] for word in (words[kind], typed)]


# ---- tools --------------------------------------------------------------------------


class Refused(Exception):
    """The tool does not take the case: its files contradict each other."""


def good(done):
    if done.returncode:
        raise Refused(done.stdout + done.stderr)
    return done


def by_uv(done):
    """{name: version}: " + alpha==1.0", or for a URL " + alpha @ file:///…/alpha-1.0-py3-none-any.whl"."""
    found = re.findall(r"^ [+~] ([^=\s]+)(?:==(\S+)| @ \S+/(?:[^/-]+-([^/-]+)-py3-\S+)?)", done.stderr, re.M)
    return {key(name): version or locked or "1" for name, version, locked in found}


class Tool:
    """A project in WHERE; `write` makes its files, and `wants` tells what the tool would install."""

    def __init__(self, where, url):
        self.where, self.url = where, url
        # Of the packages that its files name by a wheel, {name: URL}
        self.wheels = {}
        self.env = {"PIP_INDEX_URL": url, "UV_DEFAULT_INDEX": url, "UV_CACHE_DIR": str(where.parent / "cache"), "UV_NO_CONFIG": "1", "UV_OFFLINE": "0",
                    "VIRTUAL_ENV": str(where / ".venv"), "PIP_NO_INDEX": "0", "UV_PYTHON": PYTHON, "NO_PROXY": "127.0.0.1", "PDM_PYPI_URL": url}

    def run(self, *words):
        return run(words, self.where, self.env)

    def variables(self, case):
        return case.get("variables", {})

    def check(self, case):
        return checked(self.where, *options(case, "--extra", "--group"), env=self.variables(case))


class Pip(Tool):
    def write(self, case):
        text = "".join(f"{each}\n" for each in case["direct"])
        for name, needs in case["groups"].items():
            path = self.where / f"{name}.txt"
            path.parent.mkdir(exist_ok=True)
            if name in ("constraints", "variable"):
                needs = [re.sub(r"\[\S*?\]", "", each) for each in needs if " @ " not in each]
            if name == "variable":
                self.env["PIP_CONSTRAINT"] = "variable.txt"
            elif name != "more" or "in/include" not in case["groups"]:
                text += ("-c" if name == "constraints" else "--requirement") + f" {name}.txt\n"
            needs = [*needs, "-r ../more.txt"] if name == "in/include" and "more" in case["groups"] else needs
            path.write_text("".join(f"{each}\n" for each in needs))
        encoding = next((each.split()[0] for each in case.get("forms", []) if "utf" in each), "utf-8")
        text = self.formed(text.splitlines(), case.get("forms", []))
        (self.where / "requirements.txt").write_bytes((text.replace("\n", "\r\n") if "crlf" in str(case.get("forms")) else text).encode(encoding))

    def formed(self, lines, forms):
        """LINES with each of FORMS: "WORD NUMBER" of the line."""
        (self.where / "wheels").symlink_to(self.where.parent / "simple")
        for word, number in map(str.split, forms):
            i = int(number) % max(1, len(lines))
            line, option = lines[i] if lines else "", OPTIONS[int(number)]
            before, semicolon, marker = line.partition(";")
            name = NAMES[int(number)]
            wheel = f"wheels/{key(name)}/{normal(name)}-2.0-py3-none-any.whl"
            if word == "wheel":
                self.wheels[key(name)] = f"file://{self.where}/{wheel}"
            change = {"comment": line + "  # comment", "tab": "\t" + line, "cut": line[:2] + "\\\n" + line[2:], "option": option + "\n" + line,
                      "wheel": f"{line}\n./{wheel} ; os_name {'=!'[int(number) % 2]}= 'posix'",
                      "tree": line + "\n" + ("-e ./tree[x]" if int(number) % 2 else "./tree[x] ; os_name == 'posix'")}
            if " @ " not in line and line[:1] != "-":
                change |= {"continued": re.sub(r"(?=[<>=!~;])", r" \\\n   ", line, count=1), "spaced": re.sub(r"([<>=!~]+)", r" \1 ", before) + semicolon + marker,
                           "brackets": re.sub(r"(?<=[\w\]])([<>=!~].*)", r" (\1)", before) + semicolon + marker}
                version = re.search(r"(?<=[=<>])[\w.!+]+$", before)
                if version:
                    self.env["X_VERSION"] = version.group()
                    change["variable"] = before[:version.start()] + "${X_VERSION}" + semicolon + marker
            lines[i:i + 1] = [change.get(word, line)]
        if "tree" in str(forms):
            tree = self.where / "tree"
            tree.mkdir()
            make_project(tree, ["tree", "1", "theta", "zeta>=2; extra == 'x'"])
            text = '[project]\nname = "tree"\nversion = "1"\ndependencies = ["theta"]\noptional-dependencies = {x = ["zeta>=2"]}\n'
            (tree / "pyproject.toml").write_text((tree / "pyproject.toml").read_text() + text)
        return "\n".join([*lines, ""])

    def wants(self, case):
        good(self.run(PYTHON, "-m", "pip", "--python", self.where / ".venv/bin/python", "install", "-q", "--dry-run", "--report", "report", "-r", "requirements.txt"))
        install = {key(each["metadata"]["name"]): each["metadata"]["version"] for each in json.loads((self.where / "report").read_text())["install"]}
        return self.without_tree(install)

    def without_tree(self, install):
        """A directory is built each time, whatever is installed from there."""
        return {name: version for name, version in install.items() if name != "tree" or not any(self.where.glob(".venv/lib/*/site-packages/tree-*"))}

    def variables(self, case):
        return {name: self.env.get(name, "") for name in ("PIP_CONSTRAINT", "X_VERSION")}

    def check(self, case):
        return checked(self.where, "-r", "requirements.txt", env=self.variables(case))


class UvPip(Pip):
    """It has a variable of its own, UV_CONSTRAINT, which avenv does not read."""

    def write(self, case):
        super().write({**case, "groups": {name: needs for name, needs in case["groups"].items() if name != "variable"}})

    def wants(self, case):
        done = good(self.run(tool("uv"), "pip", "install", "--dry-run", "-p", self.where / ".venv", "-r", "requirements.txt"))
        return self.without_tree(by_uv(done))


class Uv(Tool):
    def write(self, case):
        self.file(case)
        good(self.run(tool("uv"), "lock", "-q"))
        if case["edit"]:
            self.file(edited(case))

    def file(self, case):
        (self.where / "pyproject.toml").write_text(tables(case) + "[tool.uv]\npackage = false\n" + "\n".join(case.get("settings", [])))

    def wants(self, case):
        self.env |= case.get("variables", {})
        done = good(self.run(tool("uv"), "sync", "--dry-run", *options(case, "--extra", "--group")))
        return by_uv(done)


class Project(Tool):
    """[project] without a lock file: uv as pip's stand-in, which builds nothing."""

    def write(self, case):
        (self.where / "pyproject.toml").write_text(tables(case))

    def wants(self, case):
        done = good(self.run(tool("uv"), "pip", "install", "--dry-run", "-p", self.where / ".venv", "-r", "pyproject.toml", *options(case, "--extra", "--group")))
        return by_uv(done)


class Member(Uv):
    """A workspace of uv's: the case is its member m, whose environment is the root's, or that of the root is asked about."""

    def write(self, case):
        layout = case.get("layout", {})
        for name in "mo":
            (self.where / name).mkdir()
        own = f'[project]\nname = "root"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = {json.dumps(layout["root"])}\n' if layout.get("root") is not None else ""
        (self.where / "pyproject.toml").write_text(own + '[dependency-groups]\ndev = ["delta"]\nmore = ["alpha"]\n[tool.uv]\n' + layout.get("defaults", "") + "[tool.uv.workspace]\n" +
                                                   f'members = {json.dumps(layout.get("members") or ["m"])}\nexclude = {json.dumps(layout.get("exclude", []))}\n')
        (self.where / "o/pyproject.toml").write_text('[project]\nname = "o"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["gamma_3"]\n[tool.uv]\npackage = false\n')
        self.root, self.where = self.where, self.where / "m"
        super().write(case)
        if layout.get("below") == ".":
            self.where = self.root

    def file(self, case):
        (self.root / "m/pyproject.toml").write_text(tables(case) + "[tool.uv]\npackage = false\n" + "\n".join(case.get("settings", [])))


class Poetry(Tool):
    program = "poetry"

    def write(self, case):
        text = self.text(case) + f'[tool.poetry]\npackage-mode = {"true" if case.get("package") else "false"}\n'
        if "[project]" not in text:
            text += 'name = "own"\nversion = "1"\ndescription = ""\nauthors = []\n'
        (self.where / "pyproject.toml").write_text(text + "\n".join(case.get("settings", [])) +
                                                   f'\n[[tool.poetry.source]]\nname = "s"\nurl = "{self.url}/"\npriority = "primary"\n')
        self.env.update(POETRY_CACHE_DIR=str(self.where.parent / "poetry"), POETRY_VIRTUALENVS_IN_PROJECT="true")
        good(self.run(tool(self.program), "lock", "-q"))

    def text(self, case):
        return tables(case)

    def wants(self, case):
        done = good(self.run(tool(self.program), "install", "--dry-run", "--no-ansi", *options(case, "--extras", "--with")))
        install = dict((key(name), version) for name, version in re.findall(r"- (?:Installing|Updating|Downgrading) (\S+) \((?:\S+ -> )?(\S+?)(?: \S+)?\)(?!: Skipped)", done.stdout))
        # The project is built each time, whatever is installed.
        if "Installing the current project" in done.stdout and not any(self.where.glob(".venv/lib/*/site-packages/own-*")):
            install["own"] = "1"
        return install


class PoetryOwn(Poetry):
    """In poetry's own tables, with its constraints."""

    def text(self, case):
        lines = ["[tool.poetry.dependencies]", 'python = ">=3.8,<4"', *map(own_value, case["direct"])]
        named = {key(re.match(r"[\w.-]+", each).group()) for each in case["direct"]}
        optional = {}
        for extra, needs in case["extras"].items():
            for each in needs:
                name = re.match(r"[\w.-]+", each).group()
                optional.setdefault(key(name), [each])
                optional[key(name)].append(extra)
        lines += [own_value(each[0], ", optional = true") for name, each in optional.items() if name not in named]
        lines += ["[tool.poetry.extras]"]
        for extra in case["extras"]:
            lines.append(f"{json.dumps(extra)} = {json.dumps([name for name, each in optional.items() if extra in each[1:]])}")
        for group, needs in case["groups"].items():
            table = "dev-dependencies" if case.get("old") and group == "dev" else f"group.{group}.dependencies"
            lines += [f"[tool.poetry.{table}]", *map(own_value, needs)]
        return "\n".join(lines) + "\n"


class PoetryOld(PoetryOwn):
    program = "poetry-1.8"


class Pipenv(Tool):
    """It gives pip what its lock file has."""

    def write(self, case):
        lines = ["[[source]]", f'url = "{self.url}"', 'name = "s"', "verify_ssl = false"]
        for group, needs in {"packages": case["direct"], **case["groups"]}.items():
            lines += [f"[{group.replace('dev', 'dev-packages')}]", *map(own_value, needs)]
        (self.where / "Pipfile").write_text("\n".join(lines) + "\n")
        self.env.update(PIPENV_VENV_IN_PROJECT="1", HOME=str(self.where.parent), PIPENV_CACHE_DIR=str(self.where.parent / "pipenv"), PIP_DISABLE_PIP_VERSION_CHECK="1")
        good(self.run(tool("pipenv"), "lock"))

    def wants(self, case):
        groups = [each.split("=")[1].replace("dev", "dev-packages") for each in case["ask"]]
        done = good(self.run(tool("pipenv"), "requirements", "--categories", " ".join(["packages", *groups])))
        (self.where / "locked").write_text(done.stdout)
        good(self.run(PYTHON, "-m", "pip", "--python", self.where / ".venv/bin/python", "install", "-q", "--dry-run", "--no-deps", "--report", "report", "-r", "locked"))
        return {key(each["metadata"]["name"]): each["metadata"]["version"] for each in json.loads((self.where / "report").read_text())["install"]}


def own_value(text, more=""):
    """The requirement TEXT as a line of poetry's, with a caret where that means about the same."""
    name, extras, rest = re.fullmatch(r"([\w.-]+)(?:\[(.*?)\])?(.*)", text).groups()
    if " @ " in rest:
        value = f'url = {json.dumps(rest.partition(" @ ")[2])}'
    else:
        wanted, _, marker = rest.partition("; ")
        wanted = {">=1,<3": "^1 || ^2", "~=1.0": "^1.0", "==2.*": "2.*", ">=2": ">=2 <4", "": "*", "==1.0": "1.0"}.get(wanted, wanted)
        value = f"version = {json.dumps(wanted)}" + (f", markers = {json.dumps(marker)}" if marker else "")
    return f"{json.dumps(name)} = {{{value}{more}" + (f", extras = {json.dumps(extras.split(','))}" if extras else "") + "}"


class Pdm(Tool):
    def write(self, case):
        self.env.update(PDM_CACHE_DIR=str(self.where.parent / "pdm"), HOME=str(self.where.parent), PDM_LOCK_FORMAT="pdm")
        # Without a group it locks those for development, and no extra.
        groups = "tool.pdm.dev-dependencies" if case.get("settings") else "dependency-groups"
        (self.where / "pyproject.toml").write_text(tables(case, groups) + "[tool.pdm]\ndistribution = false\n" +
                                                   f'[[tool.pdm.source]]\nname = "pypi"\nurl = "{self.url}"\nverify_ssl = false\n')
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
        return by_uv(done)


KINDS = {"pip": Pip, "uv-pip": UvPip, "project": Project, "uv": Uv, "uv-member": Member, "poetry": Poetry, "poetry-own": PoetryOwn, "poetry-1": PoetryOld, "pipenv": Pipenv, "pdm": Pdm, "pylock": Pylock}
FETCHED = {"pip": [], "uv-pip": ["uv"], "project": ["uv"], "uv": ["uv"], "uv-member": ["uv"], "poetry": ["poetry"], "poetry-own": ["poetry"], "poetry-1": ["poetry-1.8"], "pipenv": ["pipenv"], "pdm": ["pdm"], "pylock": ["pdm", "uv"]}


# ---- one case -----------------------------------------------------------------------


def fill(site, index, has, changes, urls):
    """The packages HAS, {name: version}, as metadata in SITE, after CHANGES. URLS: where each of them is from, by name."""
    for each in site.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    has, by_key, extra = dict(has), {key(name): name for name in (*has, *index)}, []
    for change in changes:
        word, which, *other = change.split() + ["0", "0"]
        name = key(NAMES[int(which) % len(NAMES)])
        versions = list(index[by_key[name]])
        if word == "gone":
            has.pop(name, None)
        elif word in ("other", "more") and (word == "more" or name in has):
            has[name] = versions[int(other[0]) % len(versions)]
            urls.pop(name, None)
        elif name in has:
            extra.append((word, name))
    for name, version in has.items():
        # In another spelling, and in a directory that no longer spells it as pip does.
        named = ("named", name) in extra
        shown = by_key[name].upper().replace("-", ".") if named else by_key[name]
        info = installed(site, shown, version, index.get(by_key[name], {}).get(version, []), shown if named else None)
        if name in ("tree", "own"):
            place = site.parents[3] / ("tree" if name == "tree" else "")
            (info / "direct_url.json").write_text(json.dumps({"url": f"file://{place}", "dir_info": {"editable": True}}))
        if name in urls and urls[name].endswith(f"-{version}-py3-none-any.whl"):
            (info / "direct_url.json").write_text(json.dumps({"url": urls[name], "archive_info": {}}))
            seconds, rest = divmod(os.stat(urls[name].removeprefix("file://")).st_mtime_ns, 10**9)
            (info / "uv_cache.json").write_text(json.dumps({"timestamp": {"secs_since_epoch": seconds, "nanos_since_epoch": rest}, "commit": None, "tags": None, "env": {}, "directories": {}}))
    for word, name in extra:
        info = next((each for each in site.glob(f"*-{has.get(name)}.dist-info") if key(each.name.rpartition("-")[0]) == name), None)
        if not info:
            continue
        if word == "twice" and not (site / f"{name.replace('-', '_')}-0.1.dist-info").exists():
            installed(site, by_key[name], "0.1")
        elif word == "broken":
            (info / "METADATA").write_bytes(b"\xff\xfe\0")
        elif word == "url":
            (info / "direct_url.json").write_text('{"url": "https://example.com/x.whl", "archive_info": {}}')
        elif word == "edit":
            (info / "direct_url.json").write_text(json.dumps({"url": f"file://{site.parents[3]}/src-{name}", "dir_info": {"editable": True}}))


def compared(kind, case, base, url, index):
    """("agree" or another word, why)"""
    where = base / "p"
    shutil.rmtree(where, ignore_errors=True)
    site = bare_env(where / ".venv")
    one = KINDS[kind](where, url)
    case = json.loads(json.dumps(case).replace("{wheels}", f"file://{base}/simple"))
    urls = {key(name): link for name, link in re.findall(r"([\w.-]+)(?:\[\S*\])? @ (\S+)", " ".join(map(str, (case["direct"], case["extras"], case["groups"]))).replace("'", " "))}
    try:
        one.write(case)
        # The environment begins as the tool would make it, by the lock file before an edit.
        first = one.wants({**case, "edit": []})
        if case.get("package") == "gone":
            first.pop("own", None)
        fill(site, index, first, case["env"], urls | one.wheels)
        wants = one.wants(case)
    except Refused as why:
        return "refused by the tool", str(why)
    status, differs, unjudged, said = one.check(case)
    text = f"{kind} would install {sorted(wants)}; avenv: {sorted(differs)}, not judged {sorted(unjudged)}, status {status}"
    if any(each.startswith("! ") for each in differs):
        return "DIFFERENT", f"avenv: {said}"
    line = line_differs(one.where, site.parents[2], {**one.variables(case), "PATH": ":".join([*(str(programs(name)) for name in FETCHED[kind]), os.environ["PATH"]])})
    if line:
        return "ANOTHER LINE", line
    # Where a package requires another version of one that is installed, the tool may change either of them.
    both = {key(each["name"]): key(each["by"].partition("==")[0]) for each in json.loads(said)["differences"] if each["by"]}
    if any(name not in wants and both.get(name) not in wants for name in differs):
        return "FALSE ALARM", text
    missed = set(wants) - differs - unjudged
    # What another version of a package will require is in a lock file only.
    if missed and (kind not in ("pip", "uv-pip", "project") or not differs | unjudged):
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


SHARE = {"uv": 1, "uv-member": .5, "uv-pip": .7, "project": .7, "pip": .4, "poetry": .2, "poetry-own": .2, "poetry-1": .1, "pipenv": .1, "pdm": .3, "pylock": .3}


def main(kinds=tuple(KINDS)):
    with scratch() as base, served(Path(base)) as (url, index):
        for kind in kinds:
            if all(tool(name) for name in FETCHED[kind]):
                compare(kind, Path(base), url, index, max(1, int(N * SHARE[kind])))
            else:
                skip(f"packages of {kind}", "its tool could not be fetched")
