# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a project's environment is, and in which directory its tool works: what `avenv path`, `avenv up -n` and the line of
plain `avenv` say, compared with uv, poetry, hatch, pipenv and pdm, and with the first prompt of a shell, in projects with names
of all characters, and settings in each place where the tool reads them."""

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from oracle import AVENV, N, Tally, line_differs, programs, prompted, rng, run, scratch, shrunk, skip, tool

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


def some(r, settings, most=2):
    """Up to MOST of SETTINGS; where one name has several, one of them."""
    return dict(r.sample(settings, r.choice((0, 0, 1, 1, most))))


BELOW = [".", ".", "sub", "sub/deep"]


# ---- each tool ----------------------------------------------------------------------


def poetry_case(r):
    files, env = {}, some(r, [("POETRY_VIRTUALENVS_PATH", "{home}/vv"), ("POETRY_VIRTUALENVS_PATH", "~/vt"), ("POETRY_CACHE_DIR", "~/pc"), ("XDG_CACHE_HOME", "{home}/xc"), ("XDG_CONFIG_HOME", "{home}/xg"),
                              ("XDG_DATA_HOME", "{home}/xd"), ("POETRY_CACHE_DIR", "{home}/pc"), ("POETRY_VIRTUALENVS_PATH", "{cache-dir}/vx"),
                              ("POETRY_VIRTUALENVS_IN_PROJECT", "true"), ("POETRY_VIRTUALENVS_IN_PROJECT", "false"), ("POETRY_VIRTUALENVS_CREATE", "false"),
                              ("POETRY_VIRTUALENVS_CREATE", "1"), ("POETRY_CONFIG_DIR", "{home}/pconf"), ("POETRY_DATA_DIR", "{home}/pd")])
    settings = ('cache-dir = "{home}/cc"\n', '[virtualenvs]\npath = "{home}/uv"\n', '[virtualenvs]\npath = "{{cache-dir}}/in"\n', "[virtualenvs]\nin-project = true\n", "[virtualenvs]\nin-project = false\n",
                '[virtualenvs]\npath = "{{data-dir}}/dd"\n', "[virtualenvs]\ncreate = false\n", 'cache-dir = "{home}/cc"\n[virtualenvs]\ncreate = true\n')
    if not r.randrange(3):
        files["home/pconf/config.toml" if "POETRY_CONFIG_DIR" in env else "home/xg/pypoetry/config.toml" if "XDG_CONFIG_HOME" in env else "home/.config/pypoetry/config.toml"] = r.choice(settings)
    if not r.randrange(4):
        files["poetry.toml"] = r.choice(settings)
    name = r.choice(("own", "My_Proj.Demo", "a.b", "Own-2", "ünï", "x" * 50, "a b"))
    text = project(r, name) + "[tool.poetry]\npackage-mode = false\n" if not r.randrange(2) else f'[tool.poetry]\nname = "{name}"\nversion = "1"\ndescription = ""\nauthors = []\n'
    return {"dir": name_of(r), "text": text, "files": files, "env": env, "entry": r.randrange(3) == 0, "below": r.choice(BELOW), "dotvenv": not r.randrange(6)}


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
        root = poetry.file.path.parent
        if os.environ.get("VIRTUAL_ENV"):
            place = str(manager.get().path)
        elif manager.use_in_project_venv():
            place = str(manager.in_project_venv)
        else:
            place = str(poetry.config.virtualenvs_path / (manager.generate_env_name(poetry.package.name, str(root)) + "-py3.11"))
        print(json.dumps([place, bool(poetry.config.get("virtualenvs.create"))]), flush=True)
    except BaseException as why:
        print(json.dumps([None, repr(why)]), flush=True)
"""


class Tool:
    """What is asked about a tool; `place` is its environment's path, or None: it has none."""

    files, most, makes = "pyproject.toml", .2, True

    def prepare(self, where, env):
        """Make what tells that the project is this tool's."""


class Poetry(Tool):
    """In one process, which loads poetry anew for each case."""

    most = .4
    case_of = staticmethod(poetry_case)

    def __init__(self):
        self.process = subprocess.Popen([programs("poetry") / "python", "-c", POETRY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def place(self, where, env, case):
        self.process.stdin.write(json.dumps({"dir": str(where), "env": env}) + "\n")
        self.process.stdin.flush()
        place, self.makes = json.loads(self.process.stdout.readline())
        if place and case["entry"] and "-py" in place and "VIRTUAL_ENV" not in env:
            # As `poetry env use` chooses it
            store, name = os.path.split(place)
            os.makedirs(store, exist_ok=True)
            Path(store, "envs.toml").write_text(f'["{name.rpartition("-py")[0]}"]\nminor = "3.11"\npatch = "3.11.2"\n')
            make_env(re.sub("py3.11$", "py3.12", place))
        return place


def hatch_case(r):
    files, env = {}, some(r, [("HATCH_DATA_DIR", "{home}/hd"), ("HATCH_ENV_TYPE_VIRTUAL_PATH", "in/env"), ("HATCH_ENV", "test"), ("HATCH_CONFIG", "{home}/hc.toml"),
                              ("HATCH_DATA_DIR", "~/d"), ("XDG_DATA_HOME", "{home}/xd")])
    settings = ('[dirs]\ndata = "$HOME/d"\n', '[dirs.env]\nvirtual = "~/hv"\n', '[dirs]\ndata = "{home}/dd"\n', '[dirs.env]\nvirtual = "{home}/hv"\n', '[dirs.env]\nvirtual = ".hatch"\n', '[dirs.env]\nvirtual = "~/.virtualenvs"\n')
    if not r.randrange(3):
        files["home/hc.toml" if "HATCH_CONFIG" in env else "home/.config/hatch/config.toml"] = r.choice(settings)
    text = project(r) + "[tool.hatch.envs.test]\n" + r.choice(("", "", 'path = "t"\n', "detached = true\n", "template = 'base'\n[tool.hatch.envs.base]\npath = 'b'\n"))
    if not r.randrange(4):
        files["hatch.toml"] = '[envs.default]\npath = "e/x"\n[envs.test]\n'
    elif not r.randrange(4):
        text += '[tool.hatch.envs.default]\npath = "f"\n'
    return {"dir": name_of(r), "text": text, "files": files, "env": env, "below": r.choice(BELOW)}


class Hatch(Tool):
    case_of = staticmethod(hatch_case)

    def place(self, where, env, case):
        done = run([tool("hatch"), "env", "find", env.get("HATCH_ENV", "default")], where, env)
        return done.stdout.strip().splitlines()[-1] if not done.returncode and done.stdout.strip() else None


def pipenv_case(r):
    settings = [("WORKON_HOME", "{home}/w"), ("WORKON_HOME", "~/w"), ("XDG_DATA_HOME", "{home}/xd"), ("PIPENV_VENV_IN_PROJECT", "1"), ("PIPENV_CUSTOM_VENV_NAME", "cust"), ("PIPENV_VENV_IN_PROJECT", "0"), ("PIPENV_PYTHON", "3.11"), ("PIPENV_PYTHON", "3"), ("PIPENV_PYTHON", "3.1"), ("PIPENV_PYTHON", "/usr/bin/python3"),
                ("PIPENV_IGNORE_VIRTUALENVS", "1"), ("PIPENV_ACTIVE", "1"), ("PIPENV_USE_SYSTEM", "1")]
    files, env = {}, some(r, settings)
    if not r.randrange(3):
        name = "home/dot.env" if not r.randrange(4) else ".env"
        files[name] = "".join(f"{r.choice(('', 'export '))}{variable}={r.choice((value, repr(value)))}\n" for variable, value in some(r, settings).items())
        env |= dict([r.choice((("PIPENV_DOTENV_LOCATION", "{home}/dot.env"), ("PIPENV_DONT_LOAD_ENV", "1")))]) if name != ".env" or not r.randrange(4) else {}
    text = r.choice(("", "", "[pipenv]\nvenv_in_project = true\n")) + "[packages]\n"
    return {"dir": name_of(r), "text": text, "files": files, "env": env, "below": r.choice(BELOW), "dotvenv": not r.randrange(6),
            "beside": r.sample(["{0}-3", "{0}-3.11", "{0}-3.12", "{0}-python3", "{1}", "{1}-3", "{1}-3.1", "{1}-3.12", "{1}-python3.11", "{1}3", "x{0}"], r.choice((0, 1, 2, 5))), "unmade": not r.randrange(3)}


PIPENV = """
import sys
from pipenv.project import Project
from pipenv.utils.environment import load_dot_env
project = Project()
load_dot_env(project, quiet=True)
if project.s.PIPENV_USE_SYSTEM:
    sys.exit(1)
print(project.venv_locator.location if hasattr(project, "venv_locator") else project.virtualenv_location)
"""


class Pipenv(Tool):
    files = "Pipfile"
    case_of = staticmethod(pipenv_case)

    def place(self, where, env, case):
        done = run([programs("pipenv") / "python", "-c", PIPENV], where, {"PIPENV_IGNORE_VIRTUALENVS": "", **env})
        return done.stdout.strip().splitlines()[-1] if not done.returncode else None


def pdm_case(r):
    files, env = {}, some(r, [("PDM_USE_VENV", "0"), ("PDM_IGNORE_ACTIVE_VENV", "1"), ("PDM_IGNORE_SAVED_PYTHON", "1"), ("PDM_VENV_IN_PROJECT", "0"), ("PDM_PYTHON", "{home}/other/bin/python"),
                              ("PDM_CONFIG_FILE", "{home}/pdm.toml")])
    settings = ("[venv]\nin_project = false\n", "[python]\nuse_venv = false\n", '[venv]\nlocation = "{home}/venvs"\nin_project = false\n', "[venv]\nin_project = true\n")
    if not r.randrange(3):
        files["home/pdm.toml" if "PDM_CONFIG_FILE" in env else "home/.config/pdm/config.toml"] = r.choice(settings)
    if not r.randrange(3):
        files["pdm.toml"] = r.choice(settings)
    if not r.randrange(3):
        files[".pdm-python"] = r.choice(("{home}/other/bin/python", "{home}/gone/bin/python", "/usr/bin/python3"))
    return {"dir": name_of(r), "text": project(r) + "[tool.pdm]\ndistribution = false\n", "files": files, "env": env, "below": r.choice(BELOW), "dotvenv": not r.randrange(2)}


class Pdm(Tool):
    most = .15
    case_of = staticmethod(pdm_case)

    def place(self, where, env, case):
        """It makes one, and leaves a file that names it."""
        done = run([tool("pdm"), "info", "--python"], where, env)
        program = done.stdout.strip().splitlines()[-1] if not done.returncode and done.stdout.strip() else ""
        place = os.path.dirname(os.path.dirname(program))
        self.makes = not program or os.path.exists(place + "/pyvenv.cfg")
        return place if program and self.makes else None


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


class Uv(Tool):
    most = 1
    case_of = staticmethod(uv_case)

    def prepare(self, where, env):
        run([tool("uv"), "lock", "-q", "--offline"], where, env)

    def place(self, where, env, case):
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
    path.joinpath("bin/activate").write_text(f"VIRTUAL_ENV={shlex.quote(str(path))}\n")


def make_beside(place, case):
    """Make environments of names like that of PLACE, of which the tool takes none; their paths."""
    store, name = os.path.split(place)
    short = re.sub(r"-(3(\.\d+)?|python3)$", "", name)
    others = {os.path.join(store, each.format(name, short)) for each in case["beside"]} - {place}
    for each in others:
        make_env(each)
    return others


def where_avenv(where, env):
    """The environment that `avenv path` prints, after `avenv allow`, or after the one with a directory that `path` names."""
    run([AVENV, "-q", "allow"], where, env)
    done = run([AVENV, "path"], where, env)
    if named := re.search(r"'(avenv allow [^-'].*)' looks where it leads", done.stderr):
        run(["bash", "-c", named[1]], where, env)
        done = run([AVENV, "path"], where, env)
    return done.stdout.rstrip("\n") or done.stderr.strip()


def planned(below, env):
    """(`up -n` refuses, its last line, the hint and it in words)"""
    done, hint = run([AVENV, "up", "-n"], below, env), run([AVENV], below, env)
    last = done.stdout.rstrip().rpartition("\n")[2]
    return done.returncode != 0, last, f"avenv: {hint.stdout}{hint.stderr}\n  up -n: {done.stdout}{done.stderr}"


def prompt_differs(below, env):
    """How a prompt differs from `avenv path`, plain `avenv` and `check`; None: not at all."""
    path, (on, line, said) = run([AVENV, "path"], below, env).stdout.rstrip("\n"), prompted(below, env)
    named, told = (set(re.findall(r"\bavenv (?:-C \S+ )?([a-z]+)", text)) for text in (line, said))
    # A prompt looks only in the shell's directory for a file that names a store of a tool that the user has not used.
    silent = not line and re.search(r" points elsewhere .*\n'avenv allow \S", said)
    if on != path or (not silent and bool(line) != ("allow" in told)) or named - told:
        return f"path: {path}\n  the prompt: {on}, {line}  avenv: {said}"
    return line_differs(below, on, env) if on else None


def contradicts(refuses, said):
    """The hint names `up`, which refuses."""
    return refuses and re.search(r"'avenv (?:-C \S+ )?up'", said.partition("up -n:")[0])


def works_elsewhere(one, case, below, env, got, last):
    """Where the tool would install if it is started as `up -n` says, in GOT; None: there, or another tool installs."""
    words = shlex.split(last)
    where = below
    if words[:1] == ["cd"]:
        where, words = Path(re.sub("^~(?=/)", env["HOME"], words[1])), words[3:]
    if not words or os.path.basename(words[0]) != type(one).__name__.lower():
        return None
    place = one.place(where, {**env, "VIRTUAL_ENV": got, "PATH": f"{got}/bin:{env['PATH']}"}, case)
    return None if place and os.path.realpath(place) == os.path.realpath(got) else f"{place}, by {last}"


def compared(one, case, base):
    shutil.rmtree(base, ignore_errors=True)
    home = base / "home"
    where = home / "src" / case["dir"]
    (home / ".cache/pypoetry").mkdir(parents=True)
    (home / ".local/share/hatch").mkdir(parents=True)
    where.mkdir(parents=True)
    make_env(home / "other")

    def filled(text):
        return text.replace("{home}", str(home)).replace("{{", "{").replace("}}", "}")
    files = {name: filled(text) for name, text in case["files"].items()}
    workspace = files.pop("workspace", "")
    file_at(base, {name: text for name, text in files.items() if name.startswith("home/")})
    file_at(where, {name: text for name, text in files.items() if not name.startswith("home/")})
    (where / one.files).write_text(case["text"] + workspace)
    env = {**{name: os.environ[name] for name in ("PATH", "LC_ALL") if name in os.environ}, "HOME": str(home),
           **{name: filled(value) for name, value in case["env"].items()}}
    name = type(one).__name__.lower()
    env["PATH"] = f"{programs(name)}:{os.path.dirname(AVENV)}:/usr/bin:/bin"
    below = where / case.get("below", ".")
    below.mkdir(parents=True, exist_ok=True)
    one.prepare(below, env)
    refuses, last, said = planned(below, env)
    if contradicts(refuses, said):
        return "DIFFERENT", f"before: {said}"
    if case.get("dotvenv"):
        make_env(where / ".venv")
    place = one.place(below, env, case)
    if not one.makes and not refuses and last.startswith(name) and not case.get("dotvenv"):
        return "DIFFERENT", f"the tool makes none\n  {said}"
    if not place:
        return ("agree, refused" if refuses and not one.makes else "refused by the tool"), ""
    if case.get("beside") and os.path.dirname(place) != str(where):
        others = make_beside(place, case)
        if case["unmade"] and not os.path.exists(place):
            got = where_avenv(below, env)
            return ("DIFFERENT", f"tool: {place}, which is not there\n  avenv: {got}") if got in others else ("agree", "")
    make_env(place)
    why = prompt_differs(below, env)
    got = where_avenv(below, env)
    why = why or prompt_differs(below, env)
    if why:
        return "DIFFERENT", why
    refuses, last, said = planned(below, env)
    if contradicts(refuses, said):
        return "DIFFERENT", f"after: {said}"
    same = os.path.realpath(got) == os.path.realpath(place)
    # pdm's store is not read, and a .venv counts before a store.
    if not same and not (name == "pdm" and refuses) and not (case.get("dotvenv") and got == str(where / ".venv")):
        return "DIFFERENT", f"tool: {place}\n  avenv: {got}\n  {said}"
    if refuses:
        return "agree, refused", ""
    if re.search(r"^(?:env \S+ )?avenv (?:-C (\S+) )?create", said.partition("up -n: ")[2], re.M):
        return "DIFFERENT", f"{place}\n  {said}"
    elsewhere = works_elsewhere(one, case, below, env, got, last)
    return ("DIFFERENT", f"up runs the tool for {got}, it works in {elsewhere}\n  {said}") if elsewhere else ("agree", "")


def main(names=("uv", "poetry", "hatch", "pipenv", "pdm")):
    tools = {"uv": Uv, "poetry": Poetry, "hatch": Hatch, "pipenv": Pipenv, "pdm": Pdm}
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
