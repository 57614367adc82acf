#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 14
"""Each public theme shows an environment's name once, or docs/prompts.md lists it.

Each theme of THEMES is drawn by its shell on a terminal, with an environment of each kind of `activate` script, before
and after a cd and a plain `source`. What counts is what the environment adds to the prompt of a directory of the same
name. `tests/fetch.sh NAME` fetches a framework into out/deps; what is missing is skipped by name.
N= themes only, chosen by SEED; T='prompts:*agnoster*' chooses some, with each screen that is wrong. The list that
docs/prompts.md has to have is printed."""

import fnmatch
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "shell"))
from framed import EDITOR, Framed, need  # noqa: E402
from harness import LINE, PRELUDE, PYTHON, RC, READY, ROOT, START, SYSTEM_PATH, Skip, attempt, binary, version  # noqa: E402
from projects import fetch  # noqa: E402
from screen import screen  # noqa: E402

DEPS = ROOT / "out/deps"
SEED = int(os.environ.get("SEED") or random.randrange(10**6))
HANG = 60  # seconds after which a shell hangs
PATIENCE = 5  # seconds in which a theme that draws in the background comes to an end
ROW = re.compile(r"^\| ([^|]+): ([^|]+) \| ([^|]+) \| [^|]+ \|$", re.M)

# ---- The themes: for each framework, its shell, its files in out/deps or below /, and the lines that load theme @ ----

BASH_IT = """export BASH_IT={} BASH_IT_THEME=@
source $BASH_IT/bash_it.sh
bind -m vi-insert -x '"\\C-x\\C-p": printf "\\e]7717;P\\a"'"""
OH_MY_BASH = """export OSH={} OSH_THEME=@ DISABLE_AUTO_UPDATE=true
source $OSH/oh-my-bash.sh"""
OH_MY_ZSH = """export ZSH={} ZSH_THEME=@ ZSH_DISABLE_COMPFIX=true ZSH_COMPDUMP=$SHARED/zcompdump
zstyle ':omz:update' mode disabled
source $ZSH/oh-my-zsh.sh"""
PREZTO = """[[ -e ~/.zprezto ]] || ln -s {} ~/.zprezto
zstyle ':prezto:load' pmodule environment terminal editor history directory spectrum utility prompt
zstyle ':prezto:module:prompt' theme @
source ~/.zprezto/init.zsh"""
P10K = """source {0}/powerlevel10k.zsh-theme
source {0}/config/@.zsh
POWERLEVEL9K_DISABLE_GITSTATUS=true"""
LIQUIDPROMPT = "source {0}/liquidprompt\nsource {0}/themes/@/@.theme; lp_theme @"
FISH = """set fish_function_path {0}/functions $fish_function_path
for file in {0}/functions/fish_*prompt.fish; source $file; end
"""
TIDE = FISH + """set -U VIRTUAL_ENV_DISABLE_PROMPT true
source {0}/functions/_tide_sub_configure.fish; _load_config (string replace _16color '' @); _load_config @; _tide_finish
source {0}/functions/fish_prompt.fish"""
HYDRO = FISH + "source {0}/conf.d/hydro.fish"
POWERLINE = {"bash": "source {}/bash/powerline.sh", "zsh": "source {}/zsh/powerline.zsh",
             "fish": "set fish_function_path $fish_function_path {}/fish; powerline-setup"}
POSH = {"bash": 'eval "$(oh-my-posh init bash --config {}/@.omp.json)"', "zsh": 'eval "$(oh-my-posh init zsh --config {}/@.omp.json)"',
        "fish": "oh-my-posh init fish --config {}/@.omp.json | source"}
THEMES = (
    ("bash", "bash-it", "bash-it", r"themes/([^/]+)/[^/]+\.theme\.bash", BASH_IT),
    ("bash", "oh-my-bash", "oh-my-bash", r"themes/([^/]+)/[^/]+\.theme\.(?:ba)?sh", OH_MY_BASH),
    ("bash", "oh-my-bash with OMB_PROMPT_SHOW_PYTHON_VENV", "oh-my-bash", r"themes/([^/]+)/[^/]+\.theme\.(?:ba)?sh",
     "OMB_PROMPT_SHOW_PYTHON_VENV=true\n" + OH_MY_BASH, "python_venv|virtualenv"),
    *((kind, "liquidprompt", "liquidprompt", r"themes/([^/]+)/\1\.theme", LIQUIDPROMPT) for kind in ("bash", "zsh")),
    ("zsh", "oh-my-zsh", "oh-my-zsh", r"themes/([^/]+)\.zsh-theme", OH_MY_ZSH),
    ("zsh", "oh-my-zsh with its plugin virtualenv", "oh-my-zsh", r"themes/([^/]+)\.zsh-theme",
     "plugins=(git virtualenv)\n" + OH_MY_ZSH, "virtualenv_prompt_info"),
    ("zsh", "prezto", "prezto", r"modules/prompt/functions/prompt_([^/]+)_setup", PREZTO),
    ("zsh", "prezto with its module python", "prezto", r"modules/prompt/functions/prompt_([^/]+)_setup",
     PREZTO.replace("utility", "utility python")),
    ("zsh", "powerlevel10k", "powerlevel10k", r"config/([^/]+)\.zsh", P10K),
    ("zsh", "pure", "pure-prompt", r"(pure)\.zsh", "fpath+=({})\nautoload -Uz promptinit; promptinit; prompt pure"),
    ("zsh", "spaceship", "spaceship-prompt", r"(spaceship)\.zsh", "source {}/spaceship.zsh"),
    ("zsh", "typewritten", "typewritten", r"(typewritten)\.zsh", "source {}/typewritten.zsh"),
    ("zsh", "zsh's own", "/usr/share/zsh/functions/Prompts", r"prompt_(?!restore|off)([^/]+)_setup",
     "autoload -Uz promptinit; promptinit; prompt @"),
    ("fish", "tide", "tide", r"functions/tide/configure/configs/([^/]+)\.fish", TIDE),
    ("fish", "hydro", "hydro", r"conf\.d/(hydro)\.fish", HYDRO),
    ("fish", "bobthefish", "bobthefish", r"functions/(__bobthefish)_glyphs\.fish", FISH),
    ("fish", "fish's sample", "/usr/share/fish/tools/web_config/sample_prompts", r"([^/]+)\.fish", "source {}/@.fish"),
    *((kind, "powerline", "/usr/share/powerline/bindings", rf"{kind}/(powerline)[^/]*", line) for kind, line in POWERLINE.items()),
    *((kind, "starship", "bin", "(starship)", f'eval "$(starship init {kind})"' if kind != "fish" else "starship init fish | source")
      for kind in ("bash", "zsh", "fish")),
    *((kind, framework, "oh-my-posh/themes", r"([^/]+)\.omp\.json", line, word) for kind, line in POSH.items()
      for framework, word in (("oh-my-posh", r"\.Venv"), ("oh-my-posh, where the theme has no .Venv", r"\A(?![\s\S]*\.Venv)"))),
)
# The first chooses another; the second loads a configuration from the network; the third is a framework here.
NO_THEMES = {"random", "oh-my-posh", "powerlevel10k"}
# Frameworks and themes that draw in the background
LATE = {"tide", "hydro", "pure", "typewritten", "spaceship", "sorin"}


def themes():
    """(title, shell, framework, theme, the lines that load it; or why it cannot be) of each theme."""
    for kind, framework, place, files, load, *word in THEMES:
        place = DEPS / place
        found = {m[1]: path for path in sorted(place.rglob("*")) if path.exists()
                 and (m := re.fullmatch(files, str(path.relative_to(place)))) and m[1] not in NO_THEMES}
        # One shell tells what is in a file of oh-my-posh.
        if load in POSH.values():
            found = dict(list(found.items())[("bash", "zsh", "fish").index(kind)::3])
        for theme, path in found.items():
            if not word or re.search(word[0], path.read_text(encoding="utf-8")):
                yield f"{kind}: {framework}: {theme}", kind, framework, theme, load.format(place).replace("@", theme)
        if not found:
            yield f"{kind}: {framework}", kind, framework, "", None


# ---- The environments: a project and a directory of the same name without one for each kind of `activate` ----


class Ground:
    """Projects in BASE/src, and the same without an environment in BASE/none."""

    def __init__(self, base):
        self.base, self.projects, self.missing = base, {}, []
        self.env = {"SHARED": base, "POETRY_CACHE_DIR": base + "/poetry", "LANG": "C.UTF-8", "USER": "somebody", "LOGNAME": "somebody"}
        tools = f"{DEPS}/tool-poetry/bin:{DEPS}/python/bin:{DEPS}/bin:{SYSTEM_PATH}"
        self.make = {**os.environ, **self.env, "HOME": base, "PATH": tools, "UV_NO_CONFIG": "1"}
        os.makedirs(base + "/bin")
        self.add("apple", PYTHON, "-m", "venv", "--without-pip", ".venv")
        self.add("cedar", "uv", "venv", "-q", "-p", PYTHON, ".venv")
        if fetch("poetry"):
            self.add("dogwood", "poetry", "env", "use", "-q", PYTHON)
        else:
            self.missing.append("poetry")
        # Its script sets psvar, which stays: so it is the last.
        self.add("birch", "virtualenv", "-q", "--no-seed", "-p", PYTHON, ".venv")

    def add(self, name, *argv):
        if not shutil.which(argv[0], path=self.make["PATH"]):
            self.missing.append(argv[0])
            return
        project = f"{self.base}/src/{name}"
        # oh-my-posh shows a project's name, too.
        for each in (project, f"{self.base}/none/{name}"):
            os.makedirs(each)
            Path(each, "pyproject.toml").write_text(f"[project]\nname = '{name}'\nversion = '1'\nrequires-python = '>=3.8'\n", encoding="utf-8")
        subprocess.run(argv, cwd=project, env=self.make, check=True, stdout=subprocess.DEVNULL)
        env = f"{project}/.venv" if argv[0] != "poetry" else next(map(str, Path(self.base, "poetry/virtualenvs").glob("*/")))
        prompt = re.search(r"(?m)^prompt *= *['\"]?([^'\"\n]*)", Path(env, "pyvenv.cfg").read_text(encoding="utf-8"))
        # tide leaves out the version of poetry's.
        names = {os.path.basename(env), re.sub(r"-py[\d.]+$", "", os.path.basename(env)), *([prompt[1]] if prompt else []), *([name] if argv[0] != "poetry" else [])}
        # fish types activate.fish.
        activates = dict.fromkeys(ON, f"source {env}/bin/activate")
        if argv[0] == "poetry":
            activates = {kind: self.asked(kind, project) for kind in activates if binary(kind)}
        # A path is one name, the longest first.
        words = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        self.projects[name] = (argv[2] if argv[0] == PYTHON else argv[0], re.compile(rf"{re.escape(env)}|(?<![\w.-])(?:{words})(?![\w-])"), activates)

    def asked(self, kind, project):
        """The line that evaluates what `poetry env activate` prints. It is asked once: it takes a second."""
        printed = subprocess.run([binary(kind), "-c", "poetry env activate; true"], cwd=project, env=self.make, check=True,
                                 capture_output=True, text=True).stdout
        said = Path(self.base, f"bin/poetry-{kind}")
        said.write_text(f"#!/bin/sh\ncat <<'END'\n{printed}END\n", encoding="utf-8")
        said.chmod(0o755)
        return f"eval ({said})" if kind == "fish" else f'eval "$({said})"'


# ---- What is drawn ----

# A mark of zsh's for an empty line, too
MARKED = {**EDITOR, "zsh": "precmd_functions+=(__mark)"}
# What readline sends when a line is accepted
ACCEPTED = b"\x1b[?2004l"


class Themed(Framed):
    """A shell with a theme, and how many names it shows."""

    def find(self, mark, start, timeout=HANG):
        return super().find(mark, start, timeout)

    def settle(self, start, *marks):
        # Some themes set PS0. An empty line's end may be left out, or come for the last prompt, drawn again.
        entered = {"bash": ACCEPTED, "zsh": START, "fish": b"" if b"\n" in marks else START}
        marks = [mark if mark == READY else entered[self.kind] for mark in marks]
        said = super().settle(start, *marks)
        self.begin = self.find(marks[0], start) if len(marks) > 1 else start
        return said

    def shown_names(self, command, names, wanted=None):
        """(how many of NAMES the prompt after COMMAND shows, the screen); a theme that is late has the time to show WANTED."""
        self.run(command)
        end = time.monotonic() + PATIENCE
        while True:
            if self.late:
                self.silence(0.2 if wanted is not None else 1)
            # readline clears the line before it tells where the prompt ends, and draws it again after that.
            drawn = self.buf[self.begin:].partition(READY)[0] if self.kind == "bash" else self.buf[self.begin:]
            lines, _ = screen(os.fsdecode(re.sub(rb"(?:\r|\x1b\[\d*[KA])+\Z", b"", drawn)))
            drawn = "\n".join(line.rstrip() for line in lines).strip("\n")
            # A theme may show the last command, too.
            self.typed = command or self.typed
            count = len(names.findall(drawn.replace(self.typed, "")))
            if not self.late or wanted in (None, count) or time.monotonic() > end:
                return count, drawn

    def silence(self, seconds):
        size = -1
        while size != len(self.buf):
            size = len(self.buf)
            self.wait(seconds)


ON = {"bash": "export AVENV_DISABLE=1; ", "zsh": "export AVENV_DISABLE=1; ", "fish": "set -gx AVENV_DISABLE 1; "}
OFF = {"bash": "unset AVENV_DISABLE; ", "zsh": "unset AVENV_DISABLE; ", "fish": "set -e AVENV_DISABLE; "}


def walk(w, ground, is_late, load, wrong):
    """Type the steps with an environment of each kind. WRONG gets (what is wrong, the kind, the screen)."""
    for name in ground.projects:
        w.avenv("allow", f"{ground.base}/src/{name}") if name != "dogwood" else None
    w.write(f"home/{RC[w.kind]}", "\n".join((PRELUDE[w.kind], MARKED[w.kind], load, LINE[w.kind])) + "\n")
    env = {**w.env, **ground.env, "PATH": f"{w.bin}:{DEPS}/bin:{SYSTEM_PATH}"}
    sh = Themed(w, w.home, (), env, ())
    sh.late = is_late
    for name, (tool, names, activates) in ground.projects.items():
        project, activate = f"cd {ground.base}/src/{name}", activates[w.kind]
        # Some themes show the directory only after a cd, or a command.
        without = {typed.split(" ")[0]: sh.shown_names(typed, names)[0] for typed in (f"cd {ground.base}/none/{name}", "true", "")}

        def step(command, more, fault, sh=sh, names=names, without=without, tool=tool):
            least = without["cd" if "cd " in command else "true" if command else ""]
            count, drawn = sh.shown_names(command, names, least + (1 if more is None else more))
            if more not in (None, count - least):
                wrong.append(("two names" if fault == "no name after `cd`" and count > least else fault, tool, command, drawn))
            return count - least, drawn

        step(project, 1, "no name after `cd`")
        step("", 1, "no name after `cd`")
        step("deactivate", 0, "keeps a name")
        by_hand, drawn = step(activate, None, "")
        step("deactivate", 0, "keeps a name")
        # What the theme and the script show by themselves
        step(f"{ON[w.kind]}cd {ground.base}/none/{name}", 0, "keeps a name")
        alone, _ = step(activate, None, "")
        # A theme may show it beside the script.
        if by_hand not in (1, max(alone, 1)):
            wrong.append(("two names after `source`" if by_hand else "no name after `source`", tool, activate, drawn))
        step("deactivate", 0, "keeps a name")
        step(OFF[w.kind] + activate, alone, "another name than the script's and the theme's")
        step("deactivate", 0, "keeps a name")
        step(project, 1, "no name after `cd`")


def verdict(wrong, tools):
    """The words of docs/prompts.md."""
    faults = {}
    for fault, tool, *_ in wrong:
        faults.setdefault(fault, set()).add(tool)
    # The name that a theme keeps stands in the way of the next one.
    if "keeps a name" in faults:
        return "keeps a name"
    return "; ".join(fault + ("" if len(found) == len(tools) else f" after {' and '.join(sorted(found))}") for fault, found in sorted(faults.items()))


# ---- The run ----


def one(number):
    """(what was wrong, why it is skipped, the trouble) of the chosen theme NUMBER."""
    _, kind, framework, theme, load = chosen[number]
    wrong = []
    if load is None:
        return wrong, f"{framework} is not in out/deps", None
    try:
        return wrong, None, attempt(kind, walk, (ground, bool({framework, theme} & LATE), load, wrong))
    except Skip as skip:
        return wrong, str(skip), None


os.umask(0o022)
base = os.path.realpath(tempfile.mkdtemp())
ground = Ground(base)
pattern = os.environ.get("TEST_CASE", "*")
chosen = [theme for theme in themes() if fnmatch.fnmatchcase(theme[0], pattern)]
if os.environ.get("N"):
    chosen = random.Random(SEED).sample(chosen, min(int(os.environ["N"]), len(chosen)))
listed = {(framework, theme): words for framework, theme, words in ROW.findall((ROOT / "docs/prompts.md").read_text(encoding="utf-8"))}
tools = [tool for tool, *_ in ground.projects.values()]
print(f"1..{len(chosen) + len(ground.missing) + 1}\n# SEED={SEED}; {', '.join(version(kind)[0] for kind in ON if binary(kind))}")
results, used, failed = {}, set(), 0
with multiprocessing.get_context("fork").Pool(2 * os.cpu_count()) as pool:
    for number, (wrong, skip, trouble) in enumerate(pool.imap(one, range(len(chosen))), 1):
        title, _, framework, theme, _ = chosen[number - 1]
        said = verdict(wrong, tools)
        # "all" stands for those of a framework's themes that are not listed themselves.
        row = next((row for row in ((framework, theme), (framework, "all")) if row in listed), None)
        expected = listed.get(row, "")
        if skip:
            print(f"ok {number} - {title} # SKIP {skip}", flush=True)
            continue
        results[framework, theme] = said
        used.add(row)
        good = not trouble and said == expected
        failed += not good
        print(f"{'ok' if good else 'not ok'} {number} - {title}: {said or 'the name once'}", flush=True)
        if not good:
            print(f"# docs/prompts.md says: {expected or 'the name once'}")
        if not good or pattern != "*":
            for fault, tool, command, drawn in wrong:
                print(f"# {fault}: {tool}, after {command!r}:", *(f"#   {line}" for line in drawn.split("\n")), sep="\n")
        for line in (trouble or "").splitlines():
            print(f"# {line}", flush=True)
number = len(chosen)
for tool in ground.missing:
    number += 1
    print(f"ok {number} - environments of {tool} # SKIP {tool} is not in out/deps")
# A theme that its framework no longer has
whole = pattern == "*" and not os.environ.get("N")
gone = [row for row in listed if row not in used and any(row[0] == framework for framework, _ in results)] if whole else []
print(f"{'not ok' if gone else 'ok'} {number + 1} - each theme that docs/prompts.md lists is there", *(f"# {row}" for row in gone), sep="\n")
print("# what docs/prompts.md lists:", *sorted(f"#   | {framework}: {theme} | {said} |" for (framework, theme), said in results.items() if said), sep="\n")
shutil.rmtree(base, ignore_errors=True)
sys.exit(1 if failed or gone else 0)
