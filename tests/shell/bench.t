#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""avenv bench starts a person's shell as it is, says what is in it, and changes nothing.

Figures are looked at for being there, never for how large they are.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from harness import BUILD, POSIX, Skip, binary, check, main, test

sys.path.append(str(Path(__file__).resolve().parents[1] / "bench"))
from budgets import IDLE, TRANSITION  # noqa: E402

WHATS = ("true", "prompt", "idle", "idle_in", "in", "out", "elsewhere", "start")
# An Enter of ours reaches none of these before there is a prompt.
ASK = {"bash": "read -p 'What now? ' answer", "zsh": "read 'answer?What now? '", "fish": "read -P 'What now? ' answer"}
# Startup files that are not kind to what comes behind them.
ODD = {
    "bash": "set -u; IFS=x; alias printf=false local=false eval=false [=false; printf() { false; }; PS1='$ '; "
            "HISTFILE=~/hist; PROMPT_COMMAND='history -a'; starship_precmd() { :; };",
    "zsh": "setopt no_unset ksh_arrays sh_word_split; alias printf=false local=false eval=false typeset=false; "
           "HISTFILE=~/hist SAVEHIST=99 HISTSIZE=99; setopt inc_append_history; starship_precmd() { : }",
    "fish": "function cd; builtin cd $argv; end; function starship_transient_prompt_func; end",
}
STRICT = {"bash": "set -eu", "zsh": "setopt err_exit no_unset", "fish": ""}


def listing(top):
    """All files below TOP with their times and hashes, but for what a shell itself keeps there."""
    found = {}
    for where, _, files in os.walk(top):
        for name in files:
            path = os.path.join(where, name)
            if not os.path.islink(path) and not name.startswith((".zcompdump", "fish_variables")):
                with open(path, "rb") as data:
                    found[path] = (os.stat(path).st_mtime_ns, hashlib.sha256(data.read()).hexdigest())
    return found


class Bench:
    """One run of it, with a TMPDIR of its own."""

    def __init__(self, w, *args, program=BUILD / "avenv", **env):
        self.tmp = w.dir("tmp")
        env = {**w.env, "TMPDIR": self.tmp, "SHELL": f"/bin/{w.kind}", **env}
        self.process = subprocess.Popen([program, "bench", *args, w.kind], cwd=w.home, env=env,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def end(self, code):
        out, err = self.process.communicate(timeout=120)
        check(self.process.returncode, code, f"exit status, with {err!r}")
        check(os.listdir(self.tmp), [], "what is left in TMPDIR")
        return out, err


def figures(side):
    return {row["what"]: row for row in side["figures"]}


def written(w):
    """The file from which a startup file of ours says that it was read."""
    return os.path.join(w.base, "ran")


def wait_for(path):
    end = time.monotonic() + 30
    while not os.path.exists(path):
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.01)


def gone(pid):
    end = time.monotonic() + 30
    # Of a zombie as well it leads nowhere.
    while os.path.exists(f"/proc/{pid}/exe"):
        assert time.monotonic() < end, f"{pid} still runs"
        time.sleep(0.01)


@test("all is measured, in a startup file that is hard on it, and nothing is changed")
def _(w):
    w.project("p")
    w.startup(w.kind, after=ODD[w.kind])
    w.write("home/hist", "".join(f"line {n}\n" for n in range(600)))
    w.write("home/.bash_history", "".join(f"line {n}\n" for n in range(600)))
    before = listing(w.home)
    assert any(path.endswith("/avenv/trust") for path in before), before
    out, err = Bench(w, "--json", TERM="dumb", VIRTUAL_ENV="/some/env", AVENV_DISABLE="1", AVENV_NAMES="x").end(0)
    check(err, "", "messages")
    check(set(listing(w.home).items()) ^ set(before.items()), set(), "what differs in the home directory")
    got = json.loads(out)
    check(got["schema"], 1, "schema")
    check(got["facts"]["records"], "1 record", "records")
    assert "AVENV_NAMES" in got["facts"]["settings"], got["facts"]
    shell, = got["shells"]
    check(shell["shell"], w.kind, "shell")
    assert shell["version"][0].isdigit(), shell["version"]
    assert "starship" in shell["found"], shell["found"]
    for side in ("yours", "bare"):
        check((shell[side]["failed"], shell[side]["hook"], shell[side]["on"]), (False, True, True), side)
        check(set(figures(shell[side])), set(WHATS), f"figures, {side}")
    check(set(figures(shell["none"])), {"start"}, "figures without the hook")
    check(figures(shell["bare"])["true"]["ratio"], 1.0, "what $(true) is to itself")
    promised = {**dict.fromkeys(("idle", "idle_in"), IDLE), **dict.fromkeys(("in", "out", "elsewhere"), TRANSITION)}
    check({each["what"]: each["expected"] for each in shell["yours"]["figures"] if each["expected"] is not None},
          {what: budgets[w.kind].limit for what, budgets in promised.items()}, "expected is what make bench holds")
    # For a bug report: nobody's name, nobody's paths.
    for private in (w.home, w.base, os.uname().nodename):
        assert private not in out, private


@test("without the hook, with a home directory that is closed, and where each failure ends the shell: said, and measured bare")
def _(w):
    w.startup(w.kind, line="", after=STRICT[w.kind])
    os.chmod(w.home, 0o500)
    out, err = Bench(w).end(0)
    check(err, "", "messages")
    assert f"The hook is not loaded in your {w.kind}: 'avenv setup {w.kind}' loads it." in out, out
    rows = {line[:15].rstrip(): line[15:].split() for line in out.splitlines() if line[15:].strip()[:1].isdigit()}
    check(len(rows["cd in"]), 4, "cd in: bare alone, and what is expected")
    check(len(rows["prompt"]), 4, "prompt: both")


@test("where cd is not the hook's any more, that is said", kinds=("bash",))
def _(w):
    w.startup(w.kind, after='cd() { builtin cd "$@"; }')
    out, err = Bench(w).end(0)
    check(err, "", "messages")
    assert "'cd' in your bash turns nothing on" in out and "ms in your bash; avenv's part, timed alone, " in out, out


@test("a startup file that asks is waited for no longer than was said; the rest is measured")
def _(w):
    w.startup(w.kind, after=ASK[w.kind])
    out, err = Bench(w, "--wait", "3", "--json").end(1)
    assert err.startswith("avenv: ") and err.count("\n") == 1, err
    assert "with your startup files, did not come to a prompt within 3 seconds; it last printed 'What now? '" in err, err
    shell, = json.loads(out)["shells"]
    check((shell["yours"]["failed"], shell["bare"]["failed"]), (True, False), "failed")
    check(shell["yours"]["figures"], [], "figures")


@test("one that closes what it is to report on is waited for, without a spin", kinds=("bash",))
def _(w):
    w.startup(w.kind, after='eval "exec $_AVENV_BENCH_FD>&-"; sleep 9')
    program = w.write("traced", f"#!/bin/sh\nexec strace -qq -o {w.base}/polls -e trace=poll {BUILD}/avenv \"$@\"\n", 0o755)
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        raise Skip("strace cannot trace here")
    _, err = Bench(w, "--wait", "3", program=program).end(1)
    assert "did not come to a prompt within 3 seconds" in err, err
    with open(w.base + "/polls", encoding="ascii") as polls:
        count = sum(1 for _ in polls)
    assert count < 2000, f"{count} calls of poll"


# What says how often the hook ran when something began.
COUNTED = """
eval "$(declare -f _avenv_hook | sed 's/^_avenv_hook/_counted_hook/')"
_avenv_hook() { calls=$((${calls-0} + 1)); _counted_hook "$@"; }
eval "$(declare -f _avenv_bench_say | sed 's/^_avenv_bench_say/_counted_say/')"
_avenv_bench_say() { echo "$1 $2 $calls" >>"$HOME/calls"; _counted_say "$@"; }
"""


@test("of an idle prompt the hook is measured as it runs there: {}", kinds=("bash",),
      cases=(("alone, once", ":", 1), ("beside others, once", "PROMPT_COMMAND+=(n=1)", 1),
             ("beside a string, once", "PROMPT_COMMAND='n=1'", 1),
             ("within VS Code's own, once", "original() { :; }; PROMPT_COMMAND=__vsc_prompt_cmd_original; __vsc_prompt_cmd_original() {"
              " for n in \"${__vsc_original_prompt_command[@]}\"; do eval \"$n\"; done; }", 1)))
def _(w, _, others, times):
    w.startup(w.kind, after=COUNTED + others)
    _, err = Bench(w).end(0)
    check(err, "", "messages")
    with open(w.home + "/calls", encoding="ascii") as lines:
        calls = [line.split() for line in lines]
    idle = [int(end[2]) - int(begin[2]) for begin, end in zip(calls, calls[1:]) if begin[0].startswith("idle")]
    check(set(idle), {50 * times}, "calls of the hook in fifty prompts")


@test("startup files of a ZDOTDIR that is exported are read there", kinds=("zsh",))
def _(w):
    w.startup(w.kind, line="")
    w.dir("dots")
    w.write("dots/.zshenv", "setopt no_global_rcs\n")
    w.write("dots/.zshrc", f"eval \"$(avenv hook zsh)\"; print -r -- $ZDOTDIR >{written(w)}\n")
    out, err = Bench(w, "--json", ZDOTDIR=w.base + "/dots").end(0)
    check(err, "", "messages")
    shell, = json.loads(out)["shells"]
    check((shell["yours"]["failed"], shell["yours"]["hook"]), (False, True), "with your startup files")
    with open(written(w), encoding="utf-8") as ran:
        check(ran.read(), w.base + "/dots\n", "ZDOTDIR there")


@test("where the system's zshenv sets ZDOTDIR, that is what is said", kinds=("zsh",))
def _(w):
    program = w.write("bin/zsh", f"#!/bin/sh\nZDOTDIR='{w.home}' exec {binary('zsh')} \"$@\"\n", 0o755)
    _, err = Bench(w, "--wait", "3", SHELL=program).end(1)
    want = "did not go where we had set ZDOTDIR, which the system's zshenv may have set anew, within 3 seconds"
    check([want in line for line in err.splitlines()], [True] * 3, f"what is said of each way: {err!r}")


@test("a startup file that ends the shell, or becomes another", kinds=POSIX)
def _(w):
    w.startup(w.kind, after="echo farewell; exit 3")
    _, err = Bench(w, "--wait", "5").end(1)
    assert "with your startup files, ended before its prompt; it last printed 'farewell'" in err, err
    w.startup(w.kind, after="exec fish --no-config")
    _, err = Bench(w, "--wait", "3").end(1)
    assert "became 'fish'" in err, err


@test("interrupted, it ends what it started and leaves nothing", cases=((signal.SIGINT,), (signal.SIGTERM,)), kinds=("bash",))
@test("interrupted by {}, it ends what it started and leaves nothing", cases=((signal.SIGINT,), (signal.SIGQUIT,)), kinds=("zsh", "fish"))
def _(w, sig):
    say = "echo $fish_pid" if w.kind == "fish" else "echo $$"
    w.startup(w.kind, after=f"{say} >{written(w)}.new; mv {written(w)}.new {written(w)}; sleep 1000")
    bench = Bench(w)
    wait_for(written(w))
    bench.process.send_signal(sig)
    out, err = bench.end(-sig)
    check((out, err), ("", ""), "what it prints")
    with open(written(w), encoding="ascii") as ran:
        gone(int(ran.read()))


sys.exit(main())
