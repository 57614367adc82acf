# SPDX-License-Identifier: GPL-3.0-or-later
"""The stories of the other tests, told in one more shell."""

import fnmatch
import os
import re
import runpy
import shutil
import subprocess

import harness
from harness import READY, START, Test, test
from terminal import ENV

# All that they need for the promises that such a shell keeps; the proof tells the rest.
STORIES = ("enter", "inside", "deactivate", "setup", "options:loading*", "commands:create: on*", "commands:remove -y*",
           "commands:-C*: activate", "notice:an environment's directory*")
REST = ("inherit", "by_hand", "path:a module's PYTHONHOME*", "path:commands inherit*", "names", "helper", "notice:the active*",
        "notice:an environment e*", "notice:an environment's Python*", "notice:the first environment*", "../hook/idle")

# By a pattern of the title: no shell can do all.
WITHOUT = {
    "elvish": {
        "enter: a link*": "elvish knows the real path only",
        "enter: $PWD stays*": "elvish knows the real path only",
        "enter: a script is left alone*": "elvish reads no startup file for a script, and its functions are not listed",
        "setup: a new shell and*": "elvish has no login shells",
        "by_hand: sourced and off*": "elvish sources no `activate`",
        "inherit: a login shell*": "elvish has no startup file for a login",
    },
    "nu": {
        "by_hand: sourced and off*": "nushell sources no `activate`",
        "enter: a script is left alone*": "nushell's functions are not listed",
    },
    "tcsh": {
        "enter: $PWD stays*": "`set symlinks = ignore` keeps the first path of a directory that has two",
        "enter: a script is left alone*": "tcsh has no functions to list",
    },
    "xonsh": {
        "by_hand: sourced and off*": "xonsh sources no `activate`",
        "enter: $PWD stays*": "xonsh knows the real path only",
        "inherit: a login*": "xonsh has no startup file for a login",
        "path: a module's PYTHONHOME*": "xonsh is a Python program itself",
        "enter: a script is left alone*": "xonsh's functions are not listed",
    },
}


def tell(kinds, files):
    """Run in KINDS what FILES register for every shell, or of a file those with a title like the
    pattern behind ":"."""
    main, harness.main = harness.main, lambda: None
    harness.every_shell = tuple(kinds.split())
    tests = harness.TESTS[:]
    # The rows that no title has had yet
    unused = {(kind, pattern) for kind in harness.every_shell for pattern in WITHOUT[kind]}
    for file in files:
        name, _, wanted = file.partition(":")
        harness.TESTS.clear()
        runpy.run_path(f"{harness.ROOT}/tests/shell/{name}.t")
        chosen = [each for each in harness.TESTS if fnmatch.fnmatchcase(each.title, wanted or "*")]
        assert chosen, f"{name}.t has no title like '{wanted}'"
        for kind, title, body, args in chosen:
            rows = [row for row in WITHOUT[kind] if fnmatch.fnmatchcase(f"{name}: {title}", row)]
            unused -= {(kind, row) for row in rows}
            tests.append(Test(kind, f"{name}: {title}", skipped(WITHOUT[kind][rows[0]]) if rows else body, args))
    names = {file.partition(":")[0] for file in files}
    dead = [row for row in unused if row[1].partition(":")[0] in names]
    assert not dead, f"WITHOUT: no title is like {dead}"
    harness.TESTS[:] = tests
    main()


def skipped(why):
    def body(*_):
        raise harness.Skip(why)
    return body


# Typed, with a TAB, and a part of what is printed; a directory's name is quoted
QUOTED = ("avenv -C od\t status", "avenv -C qu\t status", "avenv -C ct\t status")
NOTHING = ("avenv path . pl\t", "avenv -C nowh\t status")
LINES = (("avenv stat\t", "no environment is on"), ("avenv path min\t", "tools/mine"), ("avenv -C pl\t status", "~/plain"),
         (QUOTED[0], "'~/odd $(x) dir'"), (QUOTED[1], "~/qu$\\'x"), (NOTHING[0], "'pl'"), (NOTHING[1], "'nowh'"),
         # nushell completes no control character.
         (QUOTED[2], "~/ctl\\033' or|'ct'"))


def tab(kind, without=None, menus=()):
    """Register TAB in KIND, whose hook loads the completion. WITHOUT: what KIND cannot do, by the line;
    MENUS: lines that open a menu, which takes an Enter."""
    for typed, want in LINES:
        @test(f"TAB: {typed!r}", kinds=(kind,))
        def body(w, typed=typed, want=want):
            if why := (without or {}).get(typed):
                raise harness.Skip(why)
            w.make("p +tools/mine plain/ qu$'x/")
            w.avenv("allow", "tools/mine")
            for name in ("odd $(x) dir", "ctl\x1b"):
                w.dir("home/" + name)
            sh = w.shell()
            start = len(sh.buf)
            sh.send(typed.replace("\t", "\t\r" if typed in menus else "\t") + "\r")
            said = sh.settle(start, START, READY)
            assert any(each in said for each in want.split("|")), f"it prints {said!r}"

    @test("TAB: avenv is gone {} the first one", kinds=(kind,), cases=("before", "after"))
    def gone(w, when):
        place = w.installed()
        sh = w.shell()
        if when == "after":
            sh.send("avenv stat\t\r")
            sh.settle(len(sh.buf), START, READY)
        shutil.rmtree(place)
        os.unlink(w.bin + "/avenv")
        start = len(sh.buf)
        sh.send("avenv stat\t")
        sh.wait(1)
        assert not re.search(rb"[Nn]o such|not found|xception|raceback", sh.buf[start:]), "TAB printed"
        sh.send("\x03")
        sh.wait(0.5)
        start = len(sh.buf)
        sh.send("avenv status\r")
        said = sh.settle(start, START, READY)
        assert "is gone; '" in said and "exec " in said, said
        sh.go("echo fine  == fine")


def script(kind, *options):
    """Register that a script of KIND that reads the startup file, with OPTIONS, is left alone."""
    @test("a script that reads the startup file: no environment, no output", kinds=(kind,))
    def body(w):
        w.make("p")
        out, err, rc = w.ran(*(each.format(w.home) for each in options), "-c", f"cd {w.home}/p; {ENV}")
        harness.check((re.findall(r"(?m)^(?:VIRTUAL|AVENV)_.*|\.venv.*", out), err, rc), ([], "", 0), "output")


def everywhere(kind, options=None):
    """Register what `setup --everywhere` does for a command string of KIND: behind a prompt, and where
    its startup file is read, with OPTIONS; None: it never is."""
    def prepared(w, **startup):
        place = w.installed()
        w.startup(kind, **startup)
        w.make("p* q* none/")
        w.env["PATH"] += ":" + os.path.dirname(harness.binary(kind))
        w.avenv("-q", "setup", "--everywhere")
        return place

    def ask(w, env, code, where, *more):
        """What `cd WHERE; python3 -c CODE` prints, its errors and its status"""
        out, *rest = w.ran(*more, "-c", f"cd {w.home}/{where}; python3 -c '{code}'", env=env)
        return out.replace(w.home + "/", ""), *rest

    PREFIX, FAIL = "import sys; print(sys.prefix)", "import sys; print(1); sys.exit(7)"

    @test("setup --everywhere: a command string", kinds=(kind,))
    def strings(w):
        plain = dict(w.env)
        prepared(w)
        sh = w.shell()
        sh.path = f"{w.home}/.local/share/avenv/shims:{w.env['PATH']}"
        sh.shows("off")
        env = sh.exported()
        own = ["env", "-i", "BASH_ENV=" + env["BASH_ENV"], "bash", "-c", "type -t _avenv_look"]
        harness.check(subprocess.run(own, capture_output=True, text=True, check=True).stdout, "function\n", "BASH_ENV")
        for where, prefix in (("q", "q/.venv"), ("none", "/usr")):
            harness.check(ask(w, env, PREFIX, where), (prefix + "\n", "", 0), where)
        for code in (PREFIX, FAIL):
            harness.check(ask(w, env, code, "none"), ask(w, plain, code, "none"), code)
        harness.check(ask(w, w.env, PREFIX, "q", *(o.format(w.home) for o in options or ())),
                      ("/usr\n" if options is None else "q/.venv\n", "", 0), "without a prompt")
        for off in ("deactivate", "avenv off", "avenv -q deny"):
            sh.go(
                "cd ~/p",
                "avenv on  => p  **",
                off + "  => off")
            harness.check(ask(w, sh.exported(), PREFIX, "p"), ("/usr\n", "", 0), off)
            w.avenv("allow", "p")
            sh.go("cd ~")

    @test("setup --everywhere: silent without {}", kinds=(kind,), cases=("helper", "files"))
    def without(w, what):
        # The hook's own line says that its helper is missing.
        place = prepared(w, line="")
        old = w.shell()
        shutil.rmtree(place + "/libexec" if what == "helper" else w.home + "/.local/share/avenv")
        for sh in (old, w.shell()):
            harness.check(ask(w, sh.exported(), PREFIX, "q"), ("/usr\n", "", 0), what)
