#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion in zsh: Tab on a terminal, for each command, option and kind of value."""

import os
import re
import subprocess
import sys
import tempfile

from completion import Line, check_elsewhere, check_nasty, evil, inert, make_elsewhere, nasty, options, shown, spellings, table
from harness import ROOT, SYSTEM_PATH, binary, check, main, quote, test

KIND = ("zsh",)
KEY = r"""LISTMAX=10000
__look() { \builtin print -rn -- "$BUFFER" >|@LINE@; BUFFER=''; \builtin printf '\e]7717;L\a' >/dev/tty; }
zle -N __look
bindkey '^X^B' __look
"""
SCRATCH = tempfile.TemporaryDirectory(prefix="avenv-shell.")
DUMP = SCRATCH.name + "/dump"
COMPINIT = f"autoload -Uz compinit && compinit -C -d {DUMP}\n"
INSTALLED = "fpath=(~/site $fpath)\nautoload -Uz compinit && compinit -u -D\n"
SHOWN = {
    "as a list": "",
    "as a menu": "zstyle ':completion:*' menu select\n",
    "without descriptions": "zstyle ':completion:*' verbose no\n",
    "ungrouped": "zstyle ':completion:*' list-grouped no\n",
}
UP = re.compile(rb"\x1b\[\d*A")


def start(w, before=COMPINIT, after="", cwd=None, **more):
    key = KEY.replace("@LINE@", w.base + "/line")
    return Line(w.shell(before=before, after=key + after, cwd=cwd, **more))


def alone(w):
    """What there is with the installed file, which compinit finds, and without the hook."""
    w.completion("_avenv", "home/site/_avenv")
    return start(w, INSTALLED, line="")


def listed(line, keys):
    """The candidates that are shown for KEYS: their words, and what is said of them, by word."""
    raw = line.type(keys + "\t")[0]
    # After the list the cursor goes back to the line.
    up = list(UP.finditer(raw))
    assert up, f"no list after {keys!r}: {shown(raw)}"
    about = {}
    for row in shown(raw[:up[-1].start()])[1:]:
        words, _, text = row.strip().partition(" -- ")
        about.update((word, text.strip()) for word in re.split(r"\s{2,}", words.strip()) if word)
    return about


@test("each command and each option is offered, with its help", kinds=KIND)
def everything(w):
    commands = table()
    line = start(w)
    want = {name: c.summary for name, c in commands.items() if name}
    want.update((c.alias, c.summary) for c in commands.values() if c.alias)
    check(listed(line, "avenv "), want, "commands")
    check(listed(line, "avenv help "), want, "commands after help")
    for name, command in commands.items():
        for spelling in filter(None, (name, command.alias) if name else ("avenv",)):
            have = options(commands, name)
            want = {w: o.help for o in have for w in spellings(o)}
            check(listed(line, f"avenv {spelling} -" if name else "avenv -"), want, f"options of {spelling!r}")

@test("what excludes another takes it away, and what may be repeated stays", kinds=KIND)
def exclusions(w):
    line = start(w)
    for typed, gone, left in (
            ("allow --list", {"--list", "-l", "--tree", "--found", "--shared", "--by-path", "--tracked"}, {"--json"}),
            ("allow --tree", {"--tree", "--found", "--list"}, {"--by-path"}),
            ("allow --found", {"--tree", "--by-path"}, {"--shared"}),
            ("allow .", {"--list", "-l", "--json"}, {"--tree"}),
            ("create --clear", {"--upgrade"}, {"--upgrade-deps"}),
            ("create --without-pip", {"-r", "--requirement", "-c", "--constraint", "--upgrade-deps"}, {"-p"}),
            ("create -r a --constraint b", set(), {"-r", "--requirement", "-c", "--constraint"}),
            ("create -p 3", {"-p", "--python"}, {"-r"}),
            ("create x", set(), {"-p"}),
            ("env --json", {"--shell"}, {"--quiet"}),
            ("env --shell=zsh", {"--json", "--shell"}, {"--quiet"}),
            ("list --json", {"--names", "-0", "--null"}, {"--size"}),
            ("list -0", {"--json", "-0", "--null"}, {"--sort"}),
            ("use a", {"--clear"}, {"-q"}),
            ("setup --undo", {"--found"}, {"--purge"}),
            ("run -q", {"-q", "--quiet"}, {"-e", "--env"}),
    ):
        have = set(listed(line, f"avenv {typed} -"))
        assert not have & gone and left <= have, f"after {typed!r}: {sorted(have)}"
    # No argument is left, and no dash is typed for the user.
    for typed in ("use --clear", "use a", "off", "hook zsh", "pythons", "help create", "activate a", "path a", "status .",
                  "list", "select", "env a", "move a b", "deactivate"):
        line.becomes(f"avenv {typed} \t", f"avenv {typed} ")


@test("each kind of value, with what is said of it", kinds=KIND)
def values(w):
    env = w.project("p")
    w.project("q")
    for name in ("p/req.txt", "p/more.in", "p/other.md"):
        w.write("home/" + name, "")
    w.dir("home/p/sub dir")
    for name, package in (("p", "inp-1"), ("q", "inq-2")):
        w.dir(f"home/{name}/.venv/lib/python3.11/site-packages/{package}.dist-info")
    line = start(w, cwd=w.home + "/p")
    shells = set(("bash", "zsh", "fish"))
    check(set(listed(line, "avenv hook ")), shells, "hook")
    check(set(listed(line, "avenv setup zsh ")), shells - {"zsh"}, "setup")
    check(set(listed(line, "avenv env --shell ")), shells, "env --shell")
    check(set(listed(line, "avenv list --sort=")), {"name", "path", "python", "packages", "size"}, "--sort")
    envs = {"p": "~/p", "q": "~/q"}
    for typed in ("use", "activate", "move", "env", "path", "remove", "run -e", "run --env", "rm -y"):
        check(listed(line, f"avenv {typed} "), envs, typed)
    line.becomes("avenv packages --files in\t", "avenv packages --files inp ")
    line.becomes("avenv packages q --files in\t", "avenv packages q --files inq ")
    check(listed(line, "avenv packages --diff "), envs, "packages --diff")
    line.becomes("avenv rm p \t", "avenv rm p q ")
    check(listed(line, f"avenv forget {w.home}/"), {w.home + "/p": "allowed", w.home + "/q": "allowed"}, "forget")
    line.becomes("avenv forget ~/p\t", "avenv forget ~/p/")
    # More than one, which begin differently, wherever this runs.
    os.symlink("/bin/true", w.dir("home/.pyenv/versions/2.7.18/bin") + "/python2.7")
    pythons = listed(line, "avenv create --python=")
    assert all(re.fullmatch(r"[\w.+-]+", word) for word in pythons) and any(pythons.values()), f"pythons {pythons}"
    for typed in ("status", "allow", "deny", "create", "move p", "setup --found", "-C"):
        line.becomes(f"avenv {typed} s\t", f"avenv {typed} sub\\ dir/")
    for typed in ("-r ", "-r", "--requirement ", "--constraint="):
        check(set(listed(line, f"avenv create {typed}")), {"req.txt", "more.in", "sub\\ dir/"}, typed)
    line.becomes("avenv create -r o\t", "avenv create -r other.md ")
    line.becomes("avenv create --prompt \t", "avenv create --prompt ")
    check(set(listed(line, "avenv run ")), set(os.listdir(env + "/bin")), "run")
    line.becomes("avenv run mar\t", "avenv run marker ")
    line.becomes("avenv run dirnam\t", "avenv run dirname ")
    line.becomes("avenv run ls -q s\t", "avenv run ls -q sub\\ dir/")
    assert "--all" in listed(line, "avenv run ls --a"), "the options of what is run"
    line.becomes("avenv run -e q mar\t", "avenv run -e q marker ")
    check(line.given("avenv run mar\t"), "p/.venv\n", "what it runs")


@test("values are those of the directory that -C leads to", kinds=KIND)
def elsewhere(w):
    make_elsewhere(w)
    line = start(w)
    check_elsewhere(w, line)
    # A value is no command.
    line.becomes("avenv -C use create --prompt run --py\t", "avenv -C use create --prompt run --python=")


@test("names of all kinds complete to what works", kinds=KIND)
def names(w):
    envs = nasty(w)
    line = start(w)
    check_nasty(w, line, envs)
    bad = w.mkenv(w.base + "/odd/bytes\udcff")
    dash = w.mkenv(w.base + "/odd/-dash")
    tab = w.mkenv(w.base + "/odd/tab\tbed")
    for env in (bad, dash, tab):
        w.avenv("allow", env)
        check(line.given(f"avenv path {env[:-3]}\t" if env == dash else f"avenv path {os.path.basename(env)[:3]}\t"),
              env + "\n", "what it gives")
    w.mkenv(w.home + "/$(id)/.venv")
    line.becomes("avenv path \\$\t", "avenv path \\$\\(id\\)/")


@test("what is shown of a name or a path is no command to the terminal: {}", kinds=KIND, cases=tuple(SHOWN))
def visible(w, style):
    inert(w, start(w, after=SHOWN[style], cwd=evil(w)))


@test("the user's styles hold: {}", kinds=KIND, cases=(
    ("menu", "zstyle ':completion:*' menu select", "avenv path b\t\t\t", ("avenv path beta ", "avenv path bravo ")),
    ("matcher-list", "zstyle ':completion:*' matcher-list 'm:{a-z}={A-Z}'", "avenv path we\t", ("avenv path WEB ",)),
    ("verbose", "zstyle ':completion:*' verbose no", "avenv path b\t", ("avenv path b",)),
    ("formats", "zstyle ':completion:*' format '<%d>'", "avenv path b\t", ("avenv path b",)),
))
def styles(w, name, style, keys, want):
    w.avenv("allow", *(w.mkenv(f"{w.base}/{place}/{name}") for place, name in (("x", "beta"), ("y", "bravo"), ("z", "WEB"))))
    line = start(w, after=style + "\nzstyle ':completion:*' group-name ''")
    raw, got = line.type(keys)
    assert got in want, f"the line {got!r}"
    text = "\n".join(shown(raw))
    check("-- " + w.base in text, name in ("menu", "formats"), "what is said of each")
    check("<env>" in text, name == "formats", "heading")


# Where compinit stands to the hook: before it, after it, behind the first prompt.
WHEN = {
    "before the hook": (COMPINIT, "", ""),
    "after it": ("", "autoload -Uz compinit && compinit -D\n", ""),
    "after it, with a dump from before": ("", COMPINIT, ""),
    "twice": (COMPINIT, COMPINIT, ""),
    "after the first prompt": ("", "", COMPINIT),
}


@test("compinit {}: known by the hook", kinds=KIND, cases=tuple(WHEN))
def when(w, name):
    before, after, later = WHEN[name]
    for way in ("eval", "file"):
        line = start(w, before, after, line=None if way == "eval" else f"source {w.hook_file()}")
        if later:
            line.sh.quiet(later.strip())
        line.becomes("avenv sta\t", "avenv status ")
        line.becomes("avenv hook z\t", "avenv hook zsh ")
        check(line.sh.greeting, "", "output at start")


@test("the installed file alone, found by compinit", kinds=KIND)
def installed(w):
    w.project("p")
    line = alone(w)
    for _ in range(2):
        line.becomes("avenv sta\t", "avenv status ")
        line.becomes("avenv path \t", "avenv path p ")
    check(line.sh.run("print -r -- $+functions[_avenv_hook]"), "0\n", "the hook")


@test("without compinit nothing is said and nothing breaks", kinds=KIND)
def never(w):
    line = start(w, before="")
    check(line.sh.greeting, "", "output at start")
    line.sh.quiet("", "")
    line.becomes("avenv sta\t", "avenv sta")
    check(line.sh.run("print -r -- $+_comps $+functions[compdef]"), "0 0\n", "what there is of a completion system")


@test("a completion of the user's own stays", kinds=KIND)
def own(w):
    line = start(w, COMPINIT + "_mine() { compadd mine; }; compdef _mine avenv\n")
    line.becomes("avenv m\t", "avenv mine ")


@test("loaded under {}", kinds=KIND, cases=(
    "ksh_arrays", "no_unset", "err_exit", "warn_create_global", "sh_word_split", "glob_subst", "ignore_braces", "rc_quotes",
    "csh_junkie_quotes", "sh_glob", "no_short_loops", "complete_aliases", "warn_nested_var 2>/dev/null"))
def under(w, option):
    w.project("p")
    line = start(w, COMPINIT + f"setopt {option}\n")
    check(line.sh.greeting, "", "output at start")
    line.sh.quiet("")
    line.becomes("avenv sta\t", "avenv status ")
    line.becomes("avenv -C p path \t", "avenv -C p path p ")
    line.becomes("avenv create --pyt\t", "avenv create --python=")
    line.becomes("avenv -C p run mar\t", "avenv -C p run marker ")


@test("loaded over aliases", kinds=KIND)
def aliases(w):
    w.project("p")
    code = "".join(f"alias {name}='echo ALIASED'\n" for name in ("builtin", "command", "return", "print", "_files"))
    line = start(w, COMPINIT + code, line='\\eval "$(avenv hook zsh)"')
    line.becomes("avenv path \t", "avenv path p ")


COMP_SETUP = "local setopt builtin enable exec trap unset - -A -a -p".split()


def bare_words():
    """Each word of the hook and its completion, of what the helper answers too, and each part of one."""
    text = "".join((ROOT / name).read_text() for name in ("hooks/avenv.zsh", "completions/_avenv"))
    words = set(text.split()) | set(re.findall(r"[\w-]+", text)) | {"-L", "-e", "-n", "!", "{", "}"}
    return sorted(word for word in words if re.fullmatch(r"[^\"'$`=#\\;&|()<>]+", word))


@test("global aliases for {}, the hook by {}", kinds=KIND, cases=(
    ("every word in it", "eval"), ("every word in it", "file"), ("--help and the like", "eval"), ("--help and the like", "file")))
def global_aliases(w, which, way):
    w.project("p")
    # As the manual of bat has it, and what else may come to somebody's mind.
    words = ["--help", "-h", "-p", "-y", "--yes", "-V", "-q", "-0", "-l", "-r", "--json"] if which.startswith("--") else bare_words()
    text = w.write("aliases", "".join(f"'builtin' 'alias' '-g' '--' {quote('zsh', f'{word}=touch {w.home}/called; x')}\n"
                                      for word in words))
    hook = "'eval' \"$('avenv' 'hook' 'zsh')\"" if way == "eval" else f"'source' {w.hook_file()}"
    key = KEY.replace("@LINE@", w.base + "/line")
    line = Line(w.shell(before=f"{COMPINIT}{key}setopt complete_aliases\nsource {text}\n", line=hook))
    check(line.sh.greeting, "", "output at start")
    # Two levels down, the answer has a function in it.
    w.dir("home/p/a/b")
    line.sh.quiet("'cd' 'p/a/b'")
    line.sh.on(w.home + "/p/.venv")
    line.sh.quiet("", "'cd' '../../..'", "")
    line.sh.off()
    line.sh.quiet("'avenv' 'activate' 'p'")
    check(line.sh.state()["VIRTUAL_ENV"], w.home + "/p/.venv", "VIRTUAL_ENV")
    line.sh.quiet("'deactivate'")
    line.sh.off()
    # What compinit leaves for "eval" holds under fewer.
    line.sh.quiet("'builtin' 'unalias' '-m' " + " ".join(f"'{word}'" for word in COMP_SETUP))
    line.becomes("avenv -C p path \t", "avenv -C p path p ")
    line.becomes("avenv create --pyt\t", "avenv create --python=")
    assert {"-p", "-r", "--help"} <= set(listed(line, "avenv create -")), "options"
    assert {"--yes", "-q"} <= set(listed(line, "avenv rm -")), "options"
    check("--help" in listed(line, "avenv --"), True, "--help")
    assert not os.path.exists(w.home + "/called"), "an alias was expanded"
    check(line.sh.run("'builtin' 'print' '-r' '--' \"${options[aliases]}\""), "on\n", "aliases")


@test("values come from the program, never from a function or a project's program: {}", kinds=KIND, cases=("the hook", "alone"))
def program(w, way):
    env = w.project("p")
    w.write("home/p/.venv/bin/avenv", f"#!/bin/sh\ntouch {w.home}/called\n", 0o755)
    if way == "the hook":
        # Its own program, wherever PATH leads.
        line = start(w, line=w.hook_line(), env={"PATH": SYSTEM_PATH})
    else:
        line = alone(w)
    line.sh.quiet("avenv() { print x >>called; }", f"PATH={env}/bin:$PATH")
    line.becomes("avenv path \t", "avenv path p ")
    line.becomes("avenv run -e p mar\t", "avenv run -e p marker ")
    assert not os.path.exists(w.home + "/called"), "the function was called"


@test("deactivate and the stock script complete as before", kinds=KIND)
def others(w):
    w.project("p", real=True)
    line = start(w, cwd=w.home + "/p")
    line.becomes("deactiv\t", "deactivate ")
    for typed, whole in (("act", "activate"), ("activate.f", "activate.fish ")):
        line.becomes(f"source .venv/bin/{typed}\t", f"source .venv/bin/{whole}")


if __name__ == "__main__":
    if binary("zsh"):
        # One for all, as the search of a whole fpath takes its time.
        subprocess.run([binary("zsh"), "-fc", f"autoload -Uz compinit && compinit -u -d {DUMP}"], check=True)
    sys.exit(main())
