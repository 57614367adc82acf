#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`avenv activate ENV`: in this shell, now, whatever the directory, as the user's own."""

import itertools
import os
import sys

from harness import POSIX, PROMPT, activation, check, main, one_line, quote, test

NO_LEARN = {"AVENV_LEARN": "0"}


def worn(sh, env, name=None, path=None):
    """ENV is on as the user's own, shown by our own mark."""
    name = name or os.path.basename(env)
    shown = sh.prompt()
    got = sh.state()
    check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    check(got["VIRTUAL_ENV_PROMPT"], name, "VIRTUAL_ENV_PROMPT")
    check(got["AVENV_ENV"], None, "AVENV_ENV")
    path = sh.path if path is None else path
    check(got["PATH"], f"{env}/bin:{path}" if path else f"{env}/bin", "PATH")
    for key in ("VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "PATH"):
        check(got["env"].get(key), got[key], f"exported {key}")
    check(shown, f"({name}) {PROMPT}", "prompt")
    check([n for n in got["env"] if n.startswith("_avenv")], [], "exported names")
    return got


def activate(sh, env):
    sh.quiet(f"avenv activate {quote(sh.kind, env)}")


@test("by path, anywhere: on wherever one goes, until deactivated by `{}`", cases=("deactivate", "avenv deactivate", "avenv -q deactivate"))
def by_path(w, how):
    w.project("p")
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell()
    activate(sh, mine)
    worn(sh, mine)
    for path in ("p", "..", mine, "/", w.home + "/p"):
        sh.cd(path)
        worn(sh, mine)
    sh.cd(w.home)
    sh.quiet(how)
    sh.off()
    assert not sh.defined("deactivate"), "deactivate after"
    sh.cd("p")
    sh.on(w.home + "/p/.venv")


@test("by a name that a record gives, and relative to the directory; typed as `avenv {}`",
      cases=("activate other", "-q activate other", "activate -q other", "activate other --quiet", "activate ./other",
             "activate -- other", "-C ../q activate other", "-C .. activate q/other", "-C ../q activate"))
def by_name(w, typed):
    env = w.project("q", env="other")
    w.avenv("allow", env)
    w.dir("home/p")
    inside = "/other" in typed and "q/" not in typed
    sh = w.shell(cwd=w.home + ("/q" if inside else "/p"))
    if inside:
        sh.quiet("deactivate")
    sh.quiet("avenv " + typed)
    if inside:
        sh.on(env, "other")
    else:
        worn(sh, env)


@test("deactivate of it mutes what this directory would give, until that is left")
def mutes(w):
    env = w.project("p")
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell()
    activate(sh, mine)
    sh.cd("p")
    sh.quiet("deactivate")
    sh.off()
    sh.quiet("")
    sh.off()
    sh.cd("..")
    sh.cd("p")
    sh.on(env)


@test("`deactivate nondestructive` leaves the function")
def nondestructive(w):
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell()
    activate(sh, mine)
    sh.quiet("deactivate nondestructive")
    sh.off()
    assert sh.defined("deactivate"), "no deactivate"


@test("ours is on: left in the same step, and nothing of it remains")
def from_ours(w):
    env = w.project("p")
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell()
    sh.cd("p")
    sh.on(env)
    activate(sh, mine)
    worn(sh, mine)
    sh.cd("..")
    worn(sh, mine)
    sh.quiet("deactivate", "", "true")
    sh.off()


@test("one after another: each replaces the one before")
def chain(w):
    envs = [w.mkenv(f"{w.base}/tools/e{n}") for n in range(3)]
    sh = w.shell()
    for env in (*envs, envs[0], envs[0]):
        activate(sh, env)
        worn(sh, env)
    sh.quiet("deactivate")
    sh.off()


@test("what this directory gives is turned on as ours, from {}", cases=("off", "ours", "theirs", "another", "stock"))
def plain(w, before):
    env = w.project("p")
    sh = w.shell(cwd=w.home + "/p", env=NO_LEARN)
    if before == "off":
        sh.quiet("deactivate")
    elif before == "theirs":
        sh.cd("..")
        activate(sh, env)
        worn(sh, env, "p")
        sh.cd("p")
    elif before == "another":
        activate(sh, w.mkenv(w.base + "/tools/mine"))
    elif before == "stock":
        sh.source(w.real(w.dir("tools") + "/mine"))
    activate(sh, ".venv")
    sh.on(env)
    sh.quiet("", "true")
    sh.on(env)
    sh.cd("..")
    sh.off()


@test("activated elsewhere and left on, it is not taken over by its own directory")
def not_adopted(w):
    env = w.project("p")
    sh = w.shell()
    activate(sh, env)
    worn(sh, env, "p")
    for path in ("p", ".", ".."):
        sh.cd(path)
        worn(sh, env, "p")
    sh.quiet("deactivate")
    sh.off()


@test("a stock activation is undone by its own deactivate first; {}",
      cases=("alone", "over ours", "over a named one", "PATH changed since"))
def from_stock(w, how):
    w.project("p")
    stock = w.real(w.dir("tools") + "/stock")
    mine, named = (w.mkenv(f"{w.base}/tools/{n}") for n in ("mine", "named"))
    sh = w.shell(env=NO_LEARN)
    if how == "over ours":
        sh.cd("p")
    elif how == "over a named one":
        activate(sh, named)
    sh.source(stock)
    if how == "PATH changed since":
        # The stock script restores what it saved; so it goes with any other.
        sh.run("set -gx PATH /lost $PATH" if w.kind == "fish" else "PATH=/lost:$PATH")
    activate(sh, mine)
    worn(sh, mine)
    check(sh.run('echo "x$_OLD_VIRTUAL_PATH"'), "x\n", "what the script saved")
    sh.quiet("deactivate")
    sh.off()
    sh.cd("/")
    sh.off()


@test("the same two commands on one line with a stock activation: nothing left over")
def stock_one_line(w):
    stock = w.real(w.dir("tools") + "/stock")
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell(env=NO_LEARN)
    script = activation(w.kind, stock)
    sh.quiet(f"source {script}; avenv activate {mine}")
    worn(sh, mine)
    sh.quiet(f"deactivate; avenv activate {mine}")
    worn(sh, mine)
    sh.quiet("avenv deactivate")
    sh.off()


@test("a stock activation of {} over it: shown once, and one deactivate undoes all", cases=("another", "the same"))
def stock_over(w, which):
    stock = w.real(w.dir("tools") + "/stock")
    mine = stock if which == "the same" else w.mkenv(w.base + "/tools/mine")
    sh = w.shell(env=NO_LEARN)
    activate(sh, mine)
    worn(sh, mine)
    check(sh.source(stock), "", "output")
    sh.quiet("")
    check(sh.prompt().count("("), 1, f"indicators in {sh.prompt()!r}")
    sh.theirs(stock)
    sh.quiet("deactivate", "")
    sh.off()
    # Of another, avenv says what is to be typed.
    sh.quiet(f"avenv activate {mine}")
    sh.source(stock)
    if which == "the same":
        sh.quiet("avenv deactivate", "")
        sh.off()
    else:
        one_line(sh.run("avenv deactivate"))
        sh.theirs(stock)


@test("stock activations of two others over it: nothing of it comes back with the PATH that the first one kept")
def stock_over_twice(w):
    first, second = (w.real(w.dir("tools") + "/" + name) for name in ("first", "second"))
    env = w.project("p")
    sh = w.shell(env=NO_LEARN)
    activate(sh, env)
    sh.source(first)
    sh.quiet("")
    sh.source(second)
    sh.theirs(second)
    check(sh.state()["PATH"], f"{second}/bin:{w.path}", "PATH")
    # An empty directory gives nothing in its place.
    sh.quiet(f"mkdir {w.home}/none", f"cd {w.home}/none", "deactivate")
    sh.off()


@test("VIRTUAL_ENV set by other means: that one goes as well")
def from_export(w):
    other, mine = (w.mkenv(f"{w.base}/tools/{n}") for n in ("other", "mine"))
    sh = w.shell()
    sh.setx("VIRTUAL_ENV", other)
    sh.setx("PATH", f"{other}/bin:/opt/x:{w.path}")
    activate(sh, mine)
    worn(sh, mine, path=f"/opt/x:{w.path}")
    sh.quiet("deactivate")
    sh.off(f"/opt/x:{w.path}")


# Under which nothing is to be said either.
STRICT = {"bash": "set -u", "zsh": "setopt no_unset warn_create_global", "fish": ""}


def set_by(w, env, by, part="bin"):
    if by != "avenv env":
        return (f"set -gx VIRTUAL_ENV {env}; set -gx PATH {env}/{part} $PATH" if w.kind == "fish" else
                f"export VIRTUAL_ENV={env} PATH={env}/{part}:$PATH")
    command = f"avenv env --shell {w.kind} {env}"
    return f"{command} | source" if w.kind == "fish" else f'eval "$({command})"'


@test("set by {}: nobody's function takes it off, `avenv deactivate` does",
      cases=("avenv env", "hand", "hand, in a strict shell"))
def without_function(w, by):
    env = w.project("p")
    sh = w.shell(after=STRICT[w.kind] if "strict" in by else "")
    path = sh.state()["PATH"]
    sh.quiet(set_by(w, env, by))
    check(sh.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    assert "\nnext:     avenv deactivate\n" in sh.run("avenv"), "what to do about it"
    sh.quiet("avenv deactivate")
    sh.off()
    check(sh.state()["PATH"], path, "PATH")
    sh.cd("p")
    sh.on(env)


@test("where the function `deactivate` is gone, `avenv deactivate` does what it did: {}", cases=("the directory's", "a named one"))
def function_gone(w, which):
    env = w.project("p")
    sh = w.shell(after=STRICT[w.kind])
    sh.quiet("cd p" if "directory" in which else f"avenv activate {env}")
    sh.quiet("functions -e deactivate" if w.kind == "fish" else "unset -f deactivate", "avenv deactivate", "")
    sh.off()


@test("`avenv deactivate` ends as the `deactivate` ends that is there")
def status_of_function(w):
    w.project("p")
    sh = w.shell()
    sh.cd("p")
    sh.run("function deactivate; return 7; end" if w.kind == "fish" else "deactivate() { return 7; }")
    check(sh.run(f"avenv deactivate; echo {sh.status}"), "7\n", "status")


@test("set by {} over ours: `deactivate` takes it off, and so does `avenv deactivate`", cases=("avenv env", "hand"))
def over_ours(w, by):
    w.project("p")
    other = w.mkenv(w.base + "/tools/other")
    for command in ("deactivate", "avenv deactivate"):
        sh = w.shell()
        sh.cd("p")
        sh.quiet(set_by(w, other, by))
        sh.theirs(other)
        assert "\nnext:     deactivate\n" in sh.run("avenv"), "what to do about it"
        sh.quiet(command)
        sh.off()
    # And another one over that; and what brings back what was ours, as direnv does.
    path = sh.state()["PATH"]
    for env, command in itertools.product((w.mkenv(w.base + "/tools/two"), w.home + "/p/.venv"), ("deactivate", "avenv deactivate")):
        sh = w.shell()
        sh.cd("p")
        sh.quiet(set_by(w, other, by))
        sh.theirs(other)
        sh.setx("PATH", path)
        sh.quiet(set_by(w, env, by), command)
        check(sh.state()["PATH"], path, f"PATH behind {command} of {env}")
        check(sh.state()["VIRTUAL_ENV"], None, "VIRTUAL_ENV")


@test("set by hand over {}, and `{}`, on one line: nothing is left of either",
      cases=tuple(itertools.product(("ours", "a named one"), ("deactivate", "avenv deactivate"))))
def over_at_once(w, over, command):
    w.project("p")
    named, other = (w.mkenv(f"{w.base}/tools/{n}") for n in ("named", "other"))
    sh = w.shell()
    sh.quiet("cd p" if over == "ours" else f"avenv activate {named}")
    sh.quiet(f"{set_by(w, other, 'hand')}; {command}", "cd /")
    sh.off()


@test("set by hand over {}: our name goes, the user's own stays", cases=("ours", "a named one"))
def over_name(w, over):
    w.project("p")
    named, other = (w.mkenv(f"{w.base}/tools/{n}") for n in ("named", "other"))
    sh = w.shell()
    for own in (None, "mine"):
        sh.quiet("cd p" if over == "ours" else f"avenv activate {named}")
        if own:
            sh.setx("VIRTUAL_ENV_PROMPT", own)
        sh.quiet(set_by(w, other, "hand"))
        check(sh.prompt(), PROMPT, "prompt")
        check(sh.theirs(other)["VIRTUAL_ENV_PROMPT"], own, "VIRTUAL_ENV_PROMPT")
        sh.quiet("deactivate", "cd /")
        sh.off()
        sh.cd(w.home)


@test("a stock activation over ours: the name that it gives stays, also where it is the same")
def stock_name(w):
    w.project("p")
    stock = w.real(w.dir("tools") + "/p")
    sh = w.shell(env=NO_LEARN)
    sh.cd("p")
    # As of Python 3.12 that is what the script itself says.
    sh.quiet(f"source {activation(w.kind, stock)}; " + ("set -gx VIRTUAL_ENV_PROMPT p" if w.kind == "fish" else "VIRTUAL_ENV_PROMPT=p"))
    check(sh.theirs(stock)["VIRTUAL_ENV_PROMPT"], "p", "VIRTUAL_ENV_PROMPT")


@test("set by {}, where programs are in Scripts: nothing is left of it", cases=("avenv env", "hand", "hand, over ours"))
def scripts(w, by):
    w.project("p")
    other = w.mkenv(w.base + "/tools/other")
    os.rename(other + "/bin", other + "/Scripts")
    os.rename(other + "/Scripts/python", other + "/Scripts/python.exe")
    for command in ("avenv deactivate", f"avenv activate {w.home}/p/.venv"):
        sh = w.shell()
        if "over" in by:
            sh.cd("p")
        sh.quiet(set_by(w, other, by, "Scripts"))
        check(sh.state()["PATH"].split(":")[0], other + "/Scripts", "what is first on PATH")
        sh.run(command)
        assert other not in sh.state()["PATH"], f"PATH behind {command}: {sh.state()['PATH']}"


@test("`avenv deactivate` behind an unset VIRTUAL_ENV, under nounset", kinds=POSIX)
def unset_strictly(w):
    w.project("p")
    sh = w.shell(after=STRICT[w.kind])
    one_line(sh.run("cd p; unset VIRTUAL_ENV; avenv deactivate"))
    sh.quiet("")
    sh.off()


@test("unset VIRTUAL_ENV, and deactivate on the same line: nothing is left")
def unset_at_once(w):
    w.project("p")
    sh = w.shell()
    sh.quiet("cd p", ("set -e" if w.kind == "fish" else "unset") + " VIRTUAL_ENV; deactivate")
    sh.off()


@test("unset VIRTUAL_ENV: the rest goes at the next prompt")
def unset(w):
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell()
    activate(sh, mine)
    sh.unset("VIRTUAL_ENV")
    sh.quiet("")
    sh.off()


@test("PYTHONHOME is put aside and comes back")
def pythonhome(w):
    first, second = (w.mkenv(f"{w.base}/tools/{n}") for n in ("first", "second"))
    sh = w.shell(env={"PYTHONHOME": "/opt/py"})
    for env in (first, second):
        activate(sh, env)
        check(worn(sh, env)["PYTHONHOME"], None, "PYTHONHOME")
    sh.quiet("deactivate")
    check(sh.off()["env"].get("PYTHONHOME"), "/opt/py", "PYTHONHOME after")


@test("the user's own edits of PATH in between stay")
def edits(w):
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell()
    activate(sh, mine)
    sh.run("set -gx PATH /opt/new $PATH" if w.kind == "fish" else "PATH=/opt/new:$PATH")
    sh.quiet("deactivate")
    sh.off(f"/opt/new:{w.path}")


@test("the user's own PATH entry of the same stays")
def own_entry(w):
    mine = w.mkenv(w.base + "/tools/mine")
    path = f"{w.path}:{mine}/bin"
    sh = w.shell()
    sh.setx("PATH", path)
    for _ in range(2):
        activate(sh, mine)
        worn(sh, mine, path=path)
    sh.quiet("deactivate")
    sh.off(path)


@test("a child shell in {!r}: inherited; {} there", cases=(("/", "the user's own"), ("home/p", "adopted")))
def child(w, place, how):
    env = w.project("p")
    sh = w.shell(env={"PYTHONHOME": "/opt/py"})
    activate(sh, env)
    # By path, so that the parent does not adopt it.
    sh.cd("/")
    inside = os.path.join(w.base, place) if place != "/" else "/"
    check(sh.run(f"cd {inside}; {w.kind}"), "", "output at start")
    got = sh.state()
    check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    check(got["AVENV_ENV"], env if how == "adopted" else None, "AVENV_ENV")
    check(got["PATH"], f"{env}/bin:{w.path}", "PATH")
    sh.quiet("deactivate")
    check(sh.off()["env"].get("PYTHONHOME"), "/opt/py", "PYTHONHOME after")


NAMES = ("with space", "it's", 'a"b', "$HOME", "$(touch pwned)", "`touch pwned`", "new\nline", "*", "[x]", "-x", "~", "é",
         "back\\slash", "a;b&c|d", "%F{red}", "!x", "-", "tab\tx", "_avenv_named x")


@test("an environment called {!r}", cases=tuple((n,) for n in NAMES))
def names(w, name):
    env = w.mkenv(w.dir("home/tools") + "/" + name)
    sh = w.shell(cwd=w.home + "/tools")
    word = quote(w.kind, name)
    sh.quiet(f"avenv activate -- {word}")
    shown = "".join(c if c.isalnum() or c in " '\"_-*[]~;&|{}!.()@<>=+,/:%$`\\" else "?" for c in name)
    got = sh.state()
    check(got["VIRTUAL_ENV"], env, "VIRTUAL_ENV")
    check(got["PATH"], f"{env}/bin:{w.path}", "PATH")
    check(len(got["VIRTUAL_ENV_PROMPT"]), len(shown), "length of the name")
    sh.quiet("deactivate")
    sh.off()
    check(os.listdir(w.home + "/tools"), [name], "files there")


@test("what cannot be used is refused, and nothing changes: {}",
      cases=("missing", "no environment", "broken", "colon", "writable by others", "an unknown name", "none there", "two"))
def refused(w, what):
    on = w.project("p")
    sh = w.shell(cwd=w.home + "/p")
    env = w.mkenv(w.base + "/tools/" + ("a:b" if what == "colon" else "mine"))
    typed = quote(w.kind, env)
    if what == "missing":
        typed = env + "x"
    elif what == "no environment":
        os.unlink(env + "/pyvenv.cfg")
    elif what == "broken":
        os.unlink(env + "/bin/python")
    elif what == "writable by others":
        os.chmod(env, 0o777)
    elif what == "an unknown name":
        typed = "nothing-like-it"
    elif what == "none there":
        typed = ""
    elif what == "two":
        typed += " " + typed
    command = ("avenv -C / activate " if what == "none there" else "avenv activate ") + typed
    out = sh.run(command)
    assert out.startswith("avenv: ") or out.startswith("avenv activate: "), f"printed {out!r}"
    check(out.count("\n"), 1, "lines")
    sh.on(on)
    check(sh.run(f"{command} 2>/dev/null; echo {sh.status}"), "2\n" if what == "two" else "1\n", "status")


@test("nothing is recorded, and nothing is learnt")
def unrecorded(w):
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell()
    activate(sh, mine)
    sh.quiet("", "true")
    sh.quiet("deactivate", "")
    sh.cd("/")
    assert not os.path.exists(w.home + "/.local/share/avenv/trust"), "there is a store"


@test("while avenv is off by {}: the user's own word all the same", cases=("avenv off", "AVENV_DISABLE"))
def switched_off(w, how):
    env = w.project("p")
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell()
    if how == "avenv off":
        sh.quiet("avenv off")
    else:
        sh.setx("AVENV_DISABLE", "1")
    activate(sh, mine)
    worn(sh, mine)
    sh.quiet("deactivate")
    sh.off()
    sh.cd("p")
    sh.off()
    sh.quiet(f"avenv activate {env}")
    worn(sh, env, "p")


@test("`avenv {}` prints its help", cases=("activate --help", "activate x --help", "--help", "allow --help"))
def helps(w, typed):
    sh = w.shell()
    out = sh.run("avenv " + typed)
    assert out.startswith("usage: avenv"), f"printed {out!r}"
    sh.off()


@test("a PATH that is {}", cases=("empty", "unset"))
def bare_path(w, how):
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell()
    if w.kind == "fish":
        sh.run("set -e PATH" if how == "unset" else "set -gx PATH")
    else:
        sh.run("unset PATH" if how == "unset" else "export PATH=")
    sh.quiet(f"avenv activate {mine}")
    check(sh.state()["PATH"], f"{mine}/bin", "PATH")
    sh.quiet("deactivate")
    assert sh.state()["PATH"] in (None, "") if w.kind == "fish" else sh.state()["PATH"] is None, "PATH after"


OPTIONS = {
    "bash": ("set -eu", "set -a", "set -k", "set -f", "set -o posix", "IFS=/ab", "shopt -s nocasematch",
             "alias deactivate=false unset=false local=false eval=false", "set -T; trap : DEBUG"),
    "zsh": ("setopt err_exit no_unset", "setopt all_export", "setopt ksh_arrays", "setopt sh_word_split glob_subst",
            "setopt warn_create_global", "alias deactivate=false local=false", "setopt csh_junkie_quotes", "setopt xtrace 2>/dev/null; setopt noxtrace"),
}


def options(w, option):
    env = w.project("p")
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell(after=option)
    for _ in range(2):
        sh.run(f"avenv activate {mine}")
        worn(sh, mine)
        sh.run("\\deactivate")
        sh.off()
    sh.run("cd p")
    sh.run("avenv activate .venv")
    check(sh.state()["AVENV_ENV"], env, "AVENV_ENV")


for shell in POSIX:
    test("the user's options do no harm: {}", kinds=(shell,), cases=OPTIONS[shell])(options)


@test("a readonly {}: nothing half done, and said", kinds=POSIX, cases=("PATH", "VIRTUAL_ENV", "AVENV_ENV"))
def readonly(w, name):
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell(after=f"readonly {name}{'=' if name != 'PATH' else ''}")
    before = sh.state()
    out = sh.run(f"avenv activate {mine}")
    check(out, f"avenv: nothing was turned on: {name} is readonly\n", "output")
    after = sh.state()
    for key in ("VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "AVENV_ENV", "PATH"):
        check(after[key] or None, before[key] or None, key)


@test("avenv says what is on, and that it was named; of a child shell's, that it was inherited")
def said(w):
    mine = w.mkenv(w.base + "/tools/mine")
    sh = w.shell()
    activate(sh, mine)
    for by in ("by 'avenv activate'", "before this shell was started"):
        out = sh.run("avenv")
        check(out.splitlines()[:2], [f"active:   '{mine}', Python 3.11.2", f"by:       you, {by}"], "it said")
        sh.run(w.kind)


@test("without the hook: the line that does it by hand, and the command that brings the hook")
def hookless(w):
    stock = w.real(w.dir("tools") + "/it's mine")
    # Of another shell than this one: the login shell says nothing here.
    sh = w.shell(line="", env={"SHELL": "/bin/bash" if w.kind != "bash" else "/bin/fish"})
    out = sh.run(f"avenv activate {quote(w.kind, stock)}")
    start = 'avenv: the hook is not loaded in this shell; "'
    assert out.startswith(start), f"printed {out!r}"
    line, rest = out[len(start):].split('" turns it on for now, and ')
    advice = f"'avenv setup {w.kind}' has new shells load the hook\n"
    check(rest, advice, "the rest of it")
    sh.run(line)
    check(sh.state()["VIRTUAL_ENV"], stock, "VIRTUAL_ENV")
    sh.run("deactivate")
    for command in ("activate", "deactivate", "off", "select"):
        check(sh.run("avenv " + command), "avenv: the hook is not loaded in this shell; " + advice, command)
    sh.run(f"avenv setup -y {w.kind}")
    out = sh.run("avenv activate")
    check(out, f"avenv: the hook is not loaded in this shell; 'exec {w.kind}' starts one that loads the hook\n",
          "with the line in place")
    sh.run(f"exec {w.kind}")
    activate(sh, stock)
    check(sh.state()["VIRTUAL_ENV"], stock, "VIRTUAL_ENV")


if __name__ == "__main__":
    sys.exit(main())
