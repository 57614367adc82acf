# SPDX-License-Identifier: GPL-3.0-or-later
"""The stories of the other tests, told in one more shell."""

import fnmatch
import os
import re
import runpy
import shutil

import harness
from harness import READY, START, test

# All that they need for the promises that such a shell keeps
STORIES = ("enter", "inherit", "deactivate", "by_hand", "path:PYTHONHOME*", "path:commands inherit*", "names", "helper",
           "options:loading*", "setup", "commands:create: on*", "commands:remove -y*", "../hook/idle")


def tell(kind, files, without):
    """Run in KIND what FILES register for every shell, or of a file those with a title like the
    pattern behind ":". WITHOUT: what KIND cannot do, by a pattern of the title."""
    main, harness.main = harness.main, lambda: None
    harness.every_shell = (kind,)
    tests = harness.TESTS[:]
    for file in files:
        name, _, wanted = file.partition(":")
        harness.TESTS.clear()
        runpy.run_path(f"{harness.ROOT}/tests/shell/{name}.t")
        for _, title, body, args in harness.TESTS:
            if not fnmatch.fnmatchcase(title, wanted or "*"):
                continue
            why = [text for pattern, text in without.items() if fnmatch.fnmatchcase(f"{name}: {title}", pattern)]
            tests.append((kind, f"{name}: {title}", skipped(why[0]) if why else body, args))
    harness.TESTS[:] = tests
    main()


def skipped(why):
    def body(*_):
        raise harness.Skip(why)
    return body


# Typed, with a TAB, and a part of what is printed; a directory's name is quoted
QUOTED = ("avenv -C od\t status", "avenv -C qu\t status")
NOTHING = ("avenv path . pl\t", "avenv -C nowh\t status")
LINES = (("avenv stat\t", "no environment is on"), ("avenv path min\t", "tools/mine"), ("avenv -C pl\t status", "~/plain"),
         (QUOTED[0], "'~/odd $(x) dir'"), (QUOTED[1], "~/qu$'x"), (NOTHING[0], "'pl'"), (NOTHING[1], "'nowh'"))


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
            w.dir("home/odd $(x) dir")
            sh = w.shell()
            start = len(sh.buf)
            sh.send(typed.replace("\t", "\t\r" if typed in menus else "\t") + "\r")
            said = sh.settle(start, START, READY)
            assert want in said, f"it prints {said!r}"

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
        sh.go("echo fine == fine")
