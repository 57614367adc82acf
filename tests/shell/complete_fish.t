#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion in fish: Tab on a terminal, and all of it as `complete -C` prints it."""

import os
import re
import sys

from completion import Line, check_elsewhere, check_nasty, evil, inert, make_elsewhere, nasty, options, spellings, table
from harness import ROOT, SYSTEM_PATH, check, main, quote, test

KIND = ("fish",)
KEY = r"""function __look
    commandline -b | string collect | read -lz line
    printf '%s' (string collect -- $line | string trim -r -c \n) >@LINE@
    commandline -r ''
    printf '\e]7717;L\a'
end
bind \cx\cb __look
"""


# The options are told at the first TAB; where each is made the first again, it has to be as any other.
FIRST = ("the first TAB", "any TAB")
ANEW = "functions -e _avenv_complete; complete -c avenv -e; source " + quote("fish", f"{ROOT}/completions/avenv.fish")


def start(w, after="", cwd=None, way=None, **more):
    key = KEY.replace("@LINE@", w.base + "/line")
    line = Line(w.shell(after=key + after, cwd=cwd, **more))
    line.anew = way == FIRST[0]
    if line.anew:
        line.sh.quiet(f"functions -c __look __look_at; function __look; __look_at; {ANEW}; end", ANEW)
    return line


def install(w):
    w.completion("avenv.fish", "home/.config/fish/completions/avenv.fish")


def listed(line, text):
    """The candidates for TEXT, and what is said of them, by word; each is there once."""
    if line.anew:
        line.sh.quiet(ANEW)
    rows = [row.partition("\t") for row in line.sh.run(f"complete -C {quote('fish', text)}").splitlines()]
    words = [word for word, _, _ in rows]
    check(len(words), len(set(words)), f"candidates for {text!r}: {words}; how many")
    return {word: about for word, _, about in rows}


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
            want = {w: o.help for o in options(commands, name) for w in spellings(o)}
            check(listed(line, f"avenv {spelling} -" if name else "avenv -"), want, f"options of {spelling!r}")
    valued = {w for c in commands.values() for o in c.options if o.arg for w in spellings(o)}
    check(set(line.sh.run("echo $_avenv_valued").split()), valued - {"-C"}, "options that take a value")
    line.becomes("avenv stat\t", "avenv status ")
    line.becomes("avenv create --py\t", "avenv create --python ")


@test("each kind of value, with what is said of it, and no files where none belong: {}", kinds=KIND, cases=FIRST)
def values(w, way):
    env = w.project("p")
    w.project("q")
    for name in ("p/req.txt", "p/more.in", "p/other.md"):
        w.write("home/" + name, "")
    w.dir("home/p/sub dir")
    for name, package in (("p", "inp-1"), ("q", "inq-2")):
        w.dir(f"home/{name}/.venv/lib/python3.11/site-packages/{package}.dist-info")
    line = start(w, cwd=w.home + "/p", way=way)
    shells = {"bash", "zsh", "fish"}
    check(set(listed(line, "avenv hook ")), shells, "hook")
    check(set(listed(line, "avenv setup zsh ")), shells - {"zsh"}, "setup")
    check(set(listed(line, "avenv env --shell ")), shells, "env --shell")
    check(set(listed(line, "avenv list --sort=")),
          {"--sort=" + key for key in ("name", "path", "python", "packages", "size")}, "--sort")
    envs = {"p": "~/p", "q": "~/q"}
    for typed in ("use", "activate", "move", "env", "path", "remove", "run -e", "run --env", "rm -y"):
        check(listed(line, f"avenv {typed} "), envs, typed)
    check(listed(line, "avenv packages --files in"), {"inp": "1"}, "packages --files")
    check(listed(line, "avenv packages q --files in"), {"inq": "2"}, "packages of another")
    for option in ("--exclude", "-r", "--requirement"):
        check(listed(line, f"avenv freeze {option} inq --exclude in"), {"inp": "1"}, f"freeze behind {option}")
    check(listed(line, "avenv recreate --offline wheels "), envs, "recreate behind --offline")
    check(listed(line, "avenv packages --diff "), envs, "packages --diff")
    check(listed(line, "avenv rm p "), {"q": "~/q"}, "rm once more")
    check(listed(line, "avenv forget "), {w.home + "/p": "allowed", w.home + "/q": "allowed"}, "forget")
    line.becomes("avenv forget ~/p\t", "avenv forget ~/p/")
    pythons = listed(line, "avenv create --python ")
    assert all(re.fullmatch(r"[\w.+-]+", word) for word in pythons) and any(pythons.values()), f"pythons {pythons}"
    for typed in ("status", "allow", "deny", "create", "move p", "setup --found", "-C"):
        check(listed(line, f"avenv {typed} "), {"sub dir/": ""}, typed)
        line.becomes(f"avenv {typed} s\t", f"avenv {typed} sub\\ dir/")
    for typed in ("-r ", "--requirement ", "-c "):
        check(listed(line, f"avenv create {typed}"),
              dict.fromkeys(("req.txt", "more.in", "other.md", "sub dir/"), ""), typed)
    check(list(listed(line, "avenv create -r "))[:2], ["more.in", "req.txt"], "what comes first")
    line.becomes("avenv create -r a -r o\t", "avenv create -r a -r other.md ")
    line.becomes("avenv create -rreq\t", "avenv create -rreq.txt ")
    for typed in ("off", "deactivate", "hook zsh", "use p", "move p q", "pythons", "select", "list", "env p", "path p",
                  "create --prompt", "status .", "help use"):
        check(listed(line, f"avenv {typed} "), {}, typed)
    check(set(listed(line, "avenv run ")), set(os.listdir(env + "/bin")), "run")
    line.becomes("avenv run dirnam\t", "avenv run dirname ")
    line.becomes("avenv run ls -a s\t", "avenv run ls -a sub\\ dir/")
    assert "--all" in listed(line, "avenv run ls --a"), "the options of what is run"
    assert not {"--env", "--quiet"} & set(listed(line, "avenv run ls --")), "options of avenv after what is run"
    line.becomes("avenv run -q -e q mar\t", "avenv run -q -e q marker ")
    check(line.given("avenv run mar\t"), "p/.venv\n", "what it runs")


@test("values are those of the directory that -C leads to: {}", kinds=KIND, cases=FIRST)
def elsewhere(w, way):
    make_elsewhere(w)
    w.dir("home/a b/two\nlines/inner")
    line = start(w, way=way)
    check_elsewhere(w, line)
    line.becomes("avenv -C a\\ b/two\\nlines status in\t", "avenv -C a\\ b/two\\nlines status inner/")
    check(listed(line, "avenv -C 'a b/two\nlines' status "), {"inner/": ""}, "behind a line of the line")
    # A value is no command.
    line.becomes("avenv -C use create --prompt run --py\t", "avenv -C use create --prompt run --python ")


@test("names of all kinds complete to what works: {}", kinds=KIND, cases=FIRST)
def names(w, way):
    envs = nasty(w)
    line = start(w, way=way)
    check_nasty(w, line, envs)
    bad = w.mkenv(w.base + "/odd/bytes\udcff")
    dash = w.mkenv(w.base + "/odd/-dash")
    for env, typed in ((bad, "byt"), (dash, dash[:-3])):
        w.avenv("allow", env)
        check(line.given(f"avenv path {typed}\t"), env + "\n", "what it gives")
    # What fish would take for a description is not offered.
    w.avenv("allow", w.mkenv(w.base + "/odd/x9q7\tz"))
    line.becomes("avenv path x9q7\t", "avenv path x9q7")


@test("what is shown of a name or a path is no command to the terminal", kinds=KIND)
def visible(w):
    inert(w, start(w, cwd=evil(w)))


@test("the installed file alone", kinds=KIND)
def installed(w):
    w.project("p")
    install(w)
    line = start(w, line="")
    line.becomes("avenv sta\t", "avenv status ")
    line.becomes("avenv path \t", "avenv path p ")
    check(line.sh.defined("_avenv_prompt"), False, "the hook")


@test("both, and the hook once more", kinds=KIND)
def twice(w):
    install(w)
    line = start(w, after=f"source {w.hook_file()}\nsource {w.hook_file()}\n")
    check(line.sh.greeting, "", "output at start")
    assert listed(line, "avenv ") and listed(line, "avenv create -"), "candidates"
    check(line.sh.run("complete -c avenv | sort | uniq -d"), "", "what is said twice")


@test("the user's own are offered as well, at each TAB: {}", kinds=KIND,
      cases=("behind the hook", "before the hook", "beside the installed file", "beside both"))
def own(w, way):
    mine = "complete -c avenv -l mine -d own"
    if "beside" in way:
        install(w)
    line = start(w, **({"before": mine} if "before" in way else {"after": f"\n{mine}\n"}),
                 **({"line": ""} if "file" in way else {}))
    for _ in range(2):
        check(listed(line, "avenv --mi"), {"--mine": "own"}, "candidates")
        assert "--python" in listed(line, "avenv create -"), "candidates of ours"


@test("what fish made of the manual is not offered, at the first TAB neither", kinds=KIND)
def of_manual(w):
    w.write("home/.local/share/fish/generated_completions/avenv.fish", "complete -c avenv -l from-manual\n")
    line = start(w)
    line.becomes("avenv list --from\t", "avenv list --from")
    check(set(listed(line, "avenv list --from")), set(), "candidates")


@test("values come from the program, never from a function or a project's program: {}", kinds=KIND, cases=("the hook", "alone"))
def program(w, way):
    env = w.project("p")
    w.write("home/p/.venv/bin/avenv", f"#!/bin/sh\ntouch {w.home}/called\n", 0o755)
    if way == "the hook":
        # Its own program, wherever PATH leads.
        line = start(w, line=w.hook_line(), env={"PATH": SYSTEM_PATH})
    else:
        install(w)
        line = start(w, line="")
    line.sh.quiet("function avenv; echo x >>called; end", f"set -gx PATH {env}/bin $PATH")
    line.becomes("avenv path \t", "avenv path p ")
    line.becomes("avenv run -e p mar\t", "avenv run -e p marker ")
    assert not os.path.exists(w.home + "/called"), "the function was called"


@test("under functions of the user's that are called as builtins", kinds=KIND)
def functions(w):
    w.project("p")
    line = start(w)
    for name in ("contains", "count", "math", "echo"):
        line.sh.quiet(f"function {name}; builtin printf x >>~/called; end")
    line.becomes("avenv path \t", "avenv path p ")
    line.becomes("avenv -C p run mar\t", "avenv -C p run marker ")
    line.becomes("avenv move p \t", "avenv move p p/")
    assert not os.path.exists(w.home + "/called"), "a function was called"


@test("deactivate and the stock script complete as before", kinds=KIND)
def others(w):
    w.project("p", real=True)
    line = start(w, cwd=w.home + "/p")
    line.becomes("deactiv\t", "deactivate ")
    line.becomes("source .venv/bin/activate.f\t", "source .venv/bin/activate.fish ")


if __name__ == "__main__":
    sys.exit(main())
