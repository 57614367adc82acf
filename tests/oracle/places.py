# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a project's environment is, and in which directory its tool works: `avenv path` and `avenv up -n` compared with uv,
poetry, hatch and pipenv, in projects with names of all characters, and settings in each place where the tool reads them."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from oracle import AVENV, N, Tally, programs, rng, run, scratch, shrunk, skip, tool

LETTERS = ["abc", "Ünï", "日本語", "проект", "مشروع", "e\u0301", "ß", "İ", "🐍", "a b", "it's", 'q"q', "$HOME", "`x`", "a;b", "(x)", "[x]", "*", "?", "!", "#x", "%41", "&", "~", "-x", "_", ".hid",
           "a.b", "A_B.c", "x" * 60, "{x}", "\\", "^", "=", "+", ",", "@", "<>", "|", "1", "py3.11"]


def name_of(r):
    """A name of a directory, without what avenv refuses: ":" and a newline."""
    return "".join(r.choice(LETTERS) for _ in range(r.choice((1, 1, 2, 3)))).strip("~") or "p"


def project(r, name=None):
    return f'[project]\nname = "{name or r.choice(("own", "My_Proj.Demo", "a.b", "Own-2", "x"))}"\nversion = "1"\nrequires-python = ">=3.8"\n'


def file_at(base, files):
    for path, text in files.items():
        path = base / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


# ---- each tool ----------------------------------------------------------------------


def poetry_case(r):
    files, env = {}, {}
    if not r.randrange(3):
        env = dict([r.choice((("POETRY_VIRTUALENVS_PATH", "{home}/vv"), ("POETRY_CACHE_DIR", "{home}/pc"), ("POETRY_VIRTUALENVS_PATH", "{cache-dir}/vx"), ("POETRY_VIRTUALENVS_IN_PROJECT", "true"),
                              ("POETRY_CONFIG_DIR", "{home}/pconf"), ("POETRY_DATA_DIR", "{home}/pd")))])
    settings = ('cache-dir = "{home}/cc"\n', '[virtualenvs]\npath = "{home}/uv"\n', '[virtualenvs]\npath = "{{cache-dir}}/in"\n', "[virtualenvs]\nin-project = true\n", "[virtualenvs]\nin-project = false\n",
                '[virtualenvs]\npath = "{{data-dir}}/dd"\n')
    if not r.randrange(3):
        files["home/pconf/config.toml" if "POETRY_CONFIG_DIR" in env else "home/.config/pypoetry/config.toml"] = r.choice(settings)
    if not r.randrange(4):
        files["poetry.toml"] = r.choice(settings)
    name = r.choice(("own", "My_Proj.Demo", "a.b", "Own-2", "ünï", "x" * 50, "a b"))
    text = project(r, name) if not r.randrange(2) else f'[tool.poetry]\nname = "{name}"\nversion = "1"\ndescription = ""\nauthors = []\n'
    return {"dir": name_of(r), "text": text, "files": files, "env": env, "entry": r.randrange(3) == 0}


POETRY = """
import json, os, sys
from pathlib import Path
for line in sys.stdin:
    case = json.loads(line)
    os.environ.clear()
    os.environ.update(case["env"])
    os.chdir(case["dir"])
    try:
        for name in [name for name in sys.modules if name.partition(".")[0] == "poetry"]:
            del sys.modules[name]
        from poetry.factory import Factory
        from poetry.utils.env import EnvManager
        poetry = Factory().create_poetry(Path(case["dir"]))
        manager = EnvManager(poetry)
        if manager.use_in_project_venv() :
            place = str(manager.in_project_venv)
        else:
            place = str(poetry.config.virtualenvs_path / (manager.generate_env_name(poetry.package.name, str(case["dir"])) + "-py3.11"))
        print(json.dumps([place, ""]), flush=True)
    except BaseException as why:
        print(json.dumps([None, repr(why)]), flush=True)
"""


class Poetry:
    """In one process, which loads poetry anew for each case."""

    files, most = "pyproject.toml", .4
    case_of = staticmethod(poetry_case)

    def __init__(self):
        self.process = subprocess.Popen([programs("poetry") / "python", "-c", POETRY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def place(self, where, env, case):
        self.process.stdin.write(json.dumps({"dir": str(where), "env": env}) + "\n")
        self.process.stdin.flush()
        place, _ = json.loads(self.process.stdout.readline())
        if place and case["entry"] and "-py" in place:
            # As `poetry env use` chooses it
            store, name = os.path.split(place)
            os.makedirs(store, exist_ok=True)
            Path(store, "envs.toml").write_text(f'["{name.rpartition("-py")[0]}"]\nminor = "3.11"\npatch = "3.11.2"\n')
            make_env(re.sub("py3.11$", "py3.12", place))
        return place


def hatch_case(r):
    files, env = {}, {}
    if not r.randrange(3):
        env = dict([r.choice((("HATCH_DATA_DIR", "{home}/hd"), ("HATCH_ENV_TYPE_VIRTUAL_PATH", "in/env"), ("HATCH_ENV", "test"), ("HATCH_CONFIG", "{home}/hc.toml")))])
    settings = ('[dirs]\ndata = "{home}/dd"\n', '[dirs.env]\nvirtual = "{home}/hv"\n', '[dirs.env]\nvirtual = ".hatch"\n')
    if not r.randrange(3):
        files["home/hc.toml" if "HATCH_CONFIG" in env else "home/.config/hatch/config.toml"] = r.choice(settings)
    text = project(r) + "[tool.hatch.envs.test]\n"
    if not r.randrange(4):
        files["hatch.toml"] = '[envs.default]\npath = "e/x"\n'
    elif not r.randrange(4):
        text += '[tool.hatch.envs.default]\npath = "f"\n'
    return {"dir": name_of(r), "text": text, "files": files, "env": env}


class Hatch:
    files, most = "pyproject.toml", .2
    case_of = staticmethod(hatch_case)

    def place(self, where, env, case):
        done = run([tool("hatch"), "env", "find", env.get("HATCH_ENV", "default")], where, env)
        return done.stdout.strip().splitlines()[-1] if not done.returncode and done.stdout.strip() else None


def pipenv_case(r):
    files, env = {}, {}
    settings = (("WORKON_HOME", "{home}/w"), ("PIPENV_VENV_IN_PROJECT", "1"), ("PIPENV_CUSTOM_VENV_NAME", "cust"), ("PIPENV_VENV_IN_PROJECT", "0"), ("PIPENV_PYTHON", "3.11"))
    if not r.randrange(2):
        env = dict([r.choice(settings)])
    return {"dir": name_of(r), "text": "[packages]\n", "files": files, "env": env}


PIPENV = """
import sys
from pipenv.project import Project
project = Project()
print(project.venv_locator.location if hasattr(project, "venv_locator") else project.virtualenv_location)
"""


class Pipenv:
    files, most = "Pipfile", .2
    case_of = staticmethod(pipenv_case)

    def place(self, where, env, case):
        done = run([programs("pipenv") / "python", "-c", PIPENV], where, env)
        return done.stdout.strip().splitlines()[-1] if not done.returncode else None


def uv_case(r):
    files, env = {}, {}
    dirs = ["packages/a", "packages/b", "packages/b/sub", "libs/x/y", "other", "packages/a/deep"]
    if r.randrange(3):
        globs = r.sample(["packages/*", "libs/*/*", "packages/a", "packages/**", "./packages/b", "other", "packages/[ab]"], r.choice((1, 2)))
        out = r.sample(["packages/b", "libs/*/y", "packages/*/sub", "other"], r.randrange(2))
        files["workspace"] = f"[tool.uv.workspace]\nmembers = {json.dumps(globs)}\n" + (f"exclude = {json.dumps(out)}\n" if out else "")
    for each in r.sample(dirs, r.randrange(1, 5)):
        files[f"{each}/pyproject.toml"] = project(r, each.replace("/", "-")) + ("[tool.uv.workspace]\nmembers = ['sub']\n" if not r.randrange(8) else "")
    if not r.randrange(4):
        env = dict([r.choice((("UV_PROJECT_ENVIRONMENT", "{home}/ue"), ("UV_PROJECT_ENVIRONMENT", "rel")))])
    return {"dir": name_of(r), "text": project(r, "rootp"), "files": files, "env": env, "below": r.choice([".", *dirs, "packages", "libs"])}


class Uv:
    files, most = "pyproject.toml", 1
    case_of = staticmethod(uv_case)

    def place(self, where, env, case):
        # Its lock file tells that the project is uv's.
        run([tool("uv"), "lock", "-q", "--offline"], where, env)
        done = run([tool("uv"), "sync", "--dry-run", "--offline"], where, env)
        found = re.search(r"Would (?:use|create|replace|update).* environment at: (.*)", done.stderr)
        return os.path.join(where, found.group(1)) if found else None


# ---- one case -----------------------------------------------------------------------


def make_env(path):
    path = Path(path)
    (path / "bin").mkdir(parents=True, exist_ok=True)
    path.joinpath("pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.2\n")
    for name in ("python", "python3"):
        if not (path / "bin" / name).exists():
            (path / "bin" / name).symlink_to("/usr/bin/python3")
    path.joinpath("bin/activate").write_text(f"VIRTUAL_ENV='{path}'\n")


def where_avenv(where, env):
    """The environment that `avenv path` prints, after `avenv allow`."""
    run([AVENV, "-q", "allow"], where, env)
    done = run([AVENV, "path"], where, env)
    return done.stdout.rstrip("\n") or done.stderr.strip()


def compared(one, case, base):
    shutil.rmtree(base, ignore_errors=True)
    home = base / "home"
    where = home / "src" / case["dir"]
    (home / ".cache/pypoetry").mkdir(parents=True)
    (home / ".local/share/hatch").mkdir(parents=True)
    where.mkdir(parents=True)

    def filled(text):
        return text.replace("{home}", str(home)).replace("{{", "{").replace("}}", "}")
    files = {name: filled(text) for name, text in case["files"].items()}
    workspace = files.pop("workspace", "")
    file_at(base, {name: text for name, text in files.items() if name.startswith("home/")})
    file_at(where, {name: text for name, text in files.items() if not name.startswith("home/")})
    (where / one.files).write_text(case["text"] + workspace)
    env = {**{name: os.environ[name] for name in ("PATH", "LC_ALL") if name in os.environ}, "HOME": str(home),
           **{name: filled(value) for name, value in case["env"].items()}}
    env["PATH"] = f"{programs('uv')}:{env['PATH']}"
    below = where / case.get("below", ".")
    below.mkdir(parents=True, exist_ok=True)
    place = one.place(below, env, case)
    if not place:
        return "refused by the tool", ""
    make_env(place)
    got = where_avenv(below, env)
    if os.path.realpath(got) != os.path.realpath(place):
        return "DIFFERENT", f"tool: {place}\n  avenv: {got}"
    if isinstance(one, Uv):
        return planned(below, env, place)
    return "agree", ""


def planned(below, env, place):
    """`up -n` makes no other environment than the one at PLACE, which is there, and names no other directory's tool."""
    done = run([AVENV, "up", "-n"], below, env)
    made = re.search(r"^(?:env \S+ )?avenv (?:-C (\S+) )?create", done.stdout, re.M)
    return ("DIFFERENT", f"uv: {place}\n  up -n: {done.stdout}{done.stderr}") if made else ("agree", "")


def main(names=("uv", "poetry", "hatch", "pipenv")):
    tools = {"uv": Uv, "poetry": Poetry, "hatch": Hatch, "pipenv": Pipenv}
    for name in names:
        if not tool(name):
            skip(f"places of {name}", "it could not be fetched")
            continue
        one, tally = tools[name](), Tally(f"places of {name}")
        with scratch() as base:
            base = Path(base, "b")
            for number in range(max(1, int(N * one.most))):
                case = one.case_of(rng(name, number))
                word, why = compared(one, case, base)
                if word == "DIFFERENT":
                    def differs(each):
                        return each["dir"] not in ("", ".", "..") and compared(one, each, base)[0] == "DIFFERENT"
                    case = shrunk(case, differs, 60 if name in ("uv", "poetry") else 15)
                    why = compared(one, case, base)[1] + "\n  " + json.dumps(case, ensure_ascii=False)
                tally.add(word, why if word == "DIFFERENT" else None)
        tally.tell()
