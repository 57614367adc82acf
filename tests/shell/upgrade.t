#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 5 6 12 16
"""Shells that were open when avenv was upgraded: their hook names another protocol than the helper
and the command do."""

import os

from harness import RC, check, main, noting_helper, test


def quietly(sh, *commands):
    """COMMANDS print nothing, ask once each and once at the prompt; then nothing asks."""
    runs = sh.world.base + "/runs"
    for command in commands:
        os.truncate(runs, 0)
        sh.quiet(command)
        assert os.path.getsize(runs) <= len("run\nrun\n"), f"the helper's runs after {command!r}"
        os.truncate(runs, 0)
        sh.go(
            "",
            "true")
        check(os.path.getsize(runs), 0, f"the bytes of runs at idle prompts after {command!r}")


@test("a hook of another protocol: no word, no loop, `deactivate` works; a new hook in this shell works")
def upgraded(w):
    w.make("p q")
    hook = w.hook_file(noting_helper(w))
    with open(hook, encoding="utf-8") as file:
        text = file.read()
    # Before the upgrade the helper speaks the hook's protocol.
    w.write("answer", 'kind=$1; shift 2; exec "$helper" "$kind" 6 "$@"\n')
    sh = w.shell(cwd="p", line="source " + w.write(f"other.{w.kind}", text.replace(f"{w.kind} 6", f"{w.kind} 4")))
    sh.shows("p")
    sh.go(
        "cd ../q  => q",
        "cd ../p  => p")
    os.unlink(w.base + "/answer")
    w.startup(w.kind)
    sh.go(
        "avenv activate  ??",
        "avenv off       ??",
        "avenv allow -q")
    assert f"exec {w.kind}" in sh.run("avenv"), "status is silent"
    quietly(sh, "cd ~/q", "cd ~/p", "cd /", "cd ~/p")
    sh.go("deactivate  => off")
    quietly(sh, "cd ~/q", "cd ~", "cd ~/p")
    sh.shows("off")
    sh.go(
        f"source ~/{RC[w.kind]}",
        "cd ~   => off",
        "cd p   => p",
        "cd ..  => off")


main()
