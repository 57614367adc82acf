#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 11 12 16 29 31 32 33 35 36 62
"""Changes that the next prompt notices: environments that come and go, records that change.
more.py tells some of these in other shells, by their titles."""

import base64
import hashlib
import os
import re
import shutil

from harness import PYTHON, Counter, check, main, story, test

# The program of World: it makes an environment.
MKENV = "~/../mkenv"

# ---- replaced or moved ------------------------------------------------------

story("a project that is moved away under the shell is off; so is an environment by another name", "p",
    "cd p",
    "mv .venv old  => off  ?? 'old' is here",
    "cd ..; cd p   => off",
    "mv old .venv  => p",
    "mv ~/p ~/q    => off  ?? was moved from & 'avenv repair'")

# A shell idles in app or below; then fake stands at its path. The second words are of the line at the next cd into ~/app:
# after a move the first one was about ~/old.
COPY = "rm -rf ~/app; cp -a ~/fake ~/app"
REPLACE = {
    "a copy": (COPY, "changed since you allowed it", ""),
    "another": ("mv ~/app ~/old; mv ~/fake ~/app", "was moved from '~/app'", "changed since you allowed it"),
    "its own copy by hard links": ("mv ~/app ~/old; cp -al ~/old ~/app", "was moved from '~/app'", "changed since you allowed it"),
    "a link": ("mv ~/app ~/old; ln -s fake ~/app", "was moved from '~/app'", "'avenv allow' turns it on from now on"),
}
for what, (command, first, then) in REPLACE.items():
    for place in ("app", "app/a/b"):
        story(f"a project is replaced by {what} under a shell in {place}: off, until it is allowed",
              "app app/a/b/ fake? fake/a/b/",
            f"cd {place}  => app",
            f"{command}  => off  ?? {first}",
            "  => off",
            f"cd ~/{place}  => off" + (f"  ?? {then}" if then else ""),
            "avenv allow  => " + ("fake" if what == "a link" else "app") + "  **")
story("muted in a project that is replaced: off there, as what is there now is not allowed", "app fake?",
    "cd app               => app",
    "deactivate           => off",
    f"{COPY}  => off",
    "cd ~/app             => off  ?? changed since you allowed it")


@test("a project of any name is replaced from outside: each shell in it notices")
def replaced(w):
    for name in ("-e", "sp ace", "a*[b]?", "new\nline", "$x'\"", "-"):
        w.project(name)
        w.project("fake", allow=False)
        shells = [w.shell(name), w.shell(w.dir(f"home/{name}/a"))]
        for sh in shells:
            check(sh.value("VIRTUAL_ENV"), w.env_of(name), "the environment")
        os.rename(f"{w.home}/{name}", f"{w.home}/old")
        os.rename(f"{w.home}/fake", f"{w.home}/{name}")
        for sh in shells:
            sh.go(
                "  => off  ??",
                "  => off")
        shutil.rmtree(f"{w.home}/old")


story("a project whose environment is elsewhere: replaced it is off, and so where that is deleted", "app/ app/a/ +far/tool",
    "avenv -q -C app use ~/far/tool",
    "cd app/a                           => far/tool",
    "mv ~/app ~/old; cp -a ~/old ~/app  => off  ??",
    "cd ~/old                           => off",
    "avenv allow                        => far/tool  **",
    "rm -r ~/far                        => off  ??")
story("another one took its place, as after a move in another shell: no line", "p",
    "cd p                             => p",
    # Past the hook's function, as another shell would
    "command avenv -q move .venv ./venv  => p/venv",
    "command avenv -q move venv ./djvenv  => p/djvenv")


# ---- deleted, or made again -------------------------------------------------

story("the active environment deleted: the next one above is on, or none; made again: on; both on one line: on all the time", "p p/sub p/a/b/",
    "cd p/sub                      => p/sub",
    "rm -r .venv                   => p  ??",
    f"{MKENV} .venv                 => p/sub",
    f"rm -r .venv && {MKENV} .venv  => p/sub",
    "cd ../a/b                     => p",
    "rm -r ../../.venv             => off  ??")
story("a project that is deleted and made again is off; a directory below is made again: on all the time", "p p/a/b/ q",
    "cd p/a/b                       => p",
    "rm -r ~/p/a; mkdir -p ~/p/a/b  => p",
    "                               => p",
    "cd ~/p/a/b                     => p",
    "cd ~/q                         => q",
    "rm -r ~/q; mkdir ~/q           => off  ??",
    "cp -R ~/../template ~/q/.venv     => off",
    "cd ~/q                         => off  ??")
story("in a deleted directory nothing is on, though what is at its path now is allowed", "app fake?",
    "cd app                   => app",
    f"{COPY}  => off  ?? changed since you allowed it",
    "avenv -C ~/app -q allow  => off",
    "                         => off",
    "cd ~/app                 => app  ?? was copied from & 'avenv repair'")
story("deleted while it is on: one line names the command that makes a new one", "p q:venv r r/a/",
    "cd p            => p",
    "touch requirements.txt; rm -r .venv  => off  ?? '.venv' is gone; 'avenv up' makes",
    "cd ~/q          => q/venv",
    "rm -r venv      => off  ?? 'venv' is gone; 'avenv create venv' makes",
    "cd ~/r/a        => r",
    "rm -r ../.venv  => off  ?? '.venv' is gone; 'avenv' says")
story("... and committed since it was allowed: `up` and `create` refuse its place, so the line names `avenv`", "p q:venv",
    "git init -q p; git -C p add -f .venv; touch p/requirements.txt; git init -q q; git -C q add -f venv",
    "cd p            => p",
    "rm -r .venv     => off  ?? '.venv' is gone; 'avenv' says",
    "avenv | tail -n 1  == 'avenv create venv' makes one of another name",
    "cd ~/q          => q/venv",
    "rm -r venv      => off  ?? 'venv' is gone; 'avenv' says", kinds=("bash", "fish"))


# ---- points elsewhere, or loses its Python ----------------------------------

story("an environment's Python is removed: off at that prompt, with a command that says more; told again when that happens again", "p",
    "cd p                 => p",
    "rm .venv/bin/python  => off  ?? its Python is gone & 'avenv status'",
    "                     => off",
    f"ln -s {PYTHON} .venv/bin/python; cd .  => p",
    "rm .venv/bin/python  => off  ?? its Python is gone & 'avenv status'",
    "cd .                 => off")
story("an environment's directory points elsewhere, or has no programs any more: off", "p p/sub/ fake? p/tools/",
    "cp -a fake/.venv p/tools/env",
    "cd p/sub  => p",
    "mv ~/p/.venv ~/p/real; ln -s tools/env ~/p/.venv  => off  ??",
    "rm ~/p/.venv; mv ~/p/real ~/p/.venv; cd .  => p",
    "rm -r ~/p/.venv/bin ~/p/.venv/pyvenv.cfg  => off  ??")
story("an environment elsewhere points elsewhere, or is none any more: off, and so one that was named", "p/ +far/tool +near/tool",
    "avenv -q -C p use ~/far/tool",
    "cd p                        => far/tool",
    "mv ~/far/tool ~/far/x; ln -s ../near/tool ~/far/tool  => off  ??",
    "rm ~/far/tool; mv ~/far/x ~/far/tool; cd .  => far/tool",
    "rm ~/far/tool/pyvenv.cfg    => off  ??",
    "avenv activate ~/near/tool  => !near/tool",
    "rm -r ~/near/tool           => off  ??")
story("the link of a project points elsewhere: off, until it is allowed", "p/ p/sub/ +far/tool +near/tool",
    "avenv -q -C p use ~/far/tool",
    "cd p/sub                       => far/tool",
    "ln -sfn ~/near/tool ~/p/.venv  => off  ??",
    "avenv allow  => near/tool  **",
    "ln -sfn ~/far/tool ~/p/.venv   => off  ??",
    "avenv allow  => far/tool  **",
    # What it pointed to is still there: nothing to be said.
    "rm ~/p/.venv                   => off")
story("the link that a shell came by points elsewhere: the environment of its directory stays on", "r/1 r/2?",
    "ln -s r/1 cur",
    "cd cur             => r/1",
    "ln -sfn r/2 ~/cur  => r/1",
    "                   => r/1",
    "cd .               => off  ??",
    "cd ~/r/1           => r/1")


story("a link leads out of a project: that project is on, until the link or the project is another", "p other/ far/ fake?",
    "ln -s ~/far p/data; avenv -q allow p",
    "cd p/data                     => p",
    # The shell is elsewhere from then on, as after a cd: nothing to be said.
    "ln -sfn ~/other ~/p/data      => off",
    "cd ~/p/data                   => p",
    "rm -rf ~/p; cp -a ~/fake ~/p  => off")


SERIES = re.search(r"3\.\d+", os.path.realpath(PYTHON)).group()
story("an environment's python is of another minor version: on, with a hint; AVENV_QUIET: none; recreate repairs it", "p p/.venv/lib/python3.99/",
    "sed -i 's/^version.*/version = 3.99.1/' p/.venv/pyvenv.cfg",
    f"cd p                           => p  ?? '.venv': it was made for Python 3.99, and its python is {SERIES} now; & 'avenv recreate -p {SERIES}'",
    "",
    "cd ..",
    "cd p",
    "env AVENV_QUIET=1 $SHELL       => p",
    f"avenv -q recreate -p {SERIES}  => p  **",
    "env -u AVENV_QUIET $SHELL      => p")


# ---- appears ----------------------------------------------------------------

story("made here under each fixed name: on where it is allowed, else the hint at that prompt", "tree/ unknown/",
    "avenv -q allow --tree tree",
    *(step for n, name in enumerate((".venv", "venv", "env", ".env", "virtualenv")) for step in (
        f"mkdir ~/tree/p{n}; cd ~/tree/p{n}  => off",
        f"{MKENV} {name}  => tree/p{n}/{name}")),
    "cd ~/unknown",
    f"{MKENV} .venv  => off  ?? '.venv' & 'avenv allow'",
    "true           => off")
story("one that comes first and is not allowed turns the project's off, with a line each time; deleted, it is on again", "q:venv",
    "cd q            => q/venv",
    f"{MKENV} .venv  => off  ?? '.venv' & 'avenv allow'",
    "rm -r .venv     => q/venv",
    f"{MKENV} .venv  => off  ?? '.venv' & 'avenv allow'",
    "true            => off",
    "rm -r .venv     => q/venv")

story("made here under another name: on after the next cd where it is allowed, else the hint with its name", "tree/p/ p/",
    "avenv -q allow --tree tree",
    "cd tree/p",
    f"{MKENV} djvenv  => off",
    "cd .            => tree/p/djvenv",
    "cd ~/p",
    f"{MKENV} djvenv  => off",
    "cd .            => off  ?? 'djvenv' & 'avenv allow'",
    "                => off")
story("made here under another name: `avenv` has said so, and no hint says it again", "p/",
    "cd p",
    f"{MKENV} djvenv    => off",
    "avenv >/dev/null  => off",
    "cd ..; cd p       => off")


# What a tool makes in its store for the project ~/made: the file that names it, and the environment's path
MADE = {
    "poetry": ("pyproject.toml", '[tool.poetry]\nname = "Some_Thing.x"\n', ".cache/pypoetry/virtualenvs/some-thing-x-{}-py3.11"),
    "pipenv": ("Pipfile", "", ".local/share/virtualenvs/made_x-{}"),
    "hatch": ("pyproject.toml", '[build-system]\nrequires = ["hatchling"]\n[project]\nname = "Some_Thing.x"\n',
              ".local/share/hatch/env/virtual/some-thing-x/{}/some-thing-x"),
}


@test("the first environment that {} makes: on at that prompt, off where it is removed, and on when it is made again", cases=tuple(MADE))
def made_by_tool(w, tool):
    file, text, place = MADE[tool]
    project = w.dir("home/made x")
    w.write(f"home/made x/{file}", text)
    digest = hashlib.sha256(os.fsencode(f"{project}/{file}" if tool == "pipenv" else project)).digest()
    env = place.format(base64.urlsafe_b64encode(digest)[:8].decode())
    sh = w.shell()
    for where in (project, w.dir("home/made x/sub")):
        sh.cd(where)
        sh.go("true  => off")
        w.mkenv(f"{w.home}/{env}")
        sh.go(f"true  => {env}")
        shutil.rmtree(f"{w.home}/{env}")
        sh.go("true  => off  ??")


# ---- records, AVENV_WATCH, links --------------------------------------------

for verb, made, state in (("allow", "p?", "p"), ("deny", "p", "off")):
    story(f"{verb} in another process: it counts at the next cd", made + " p/a/",
        "cd p  => " + ("off  ??" if verb == "allow" else "p"),
        f"sh -c 'avenv -q {verb} .' && cd a  => {state}")


def watching(w, watch):
    """A shell in p with AVENV_WATCH=WATCH, and the files of p, and of avenv's own, that an idle prompt looks up there."""
    looker = Counter(w, env={"AVENV_WATCH": watch})
    looker.sh.go(
        "cd p  => p",
        "")
    looker.seen()
    looker.sh.quiet("")
    return looker.sh, [p for p in looker.seen() if p[0] != "/" or ".venv" in p or "share/avenv" in p]


@test("AVENV_WATCH=0: an idle prompt looks nothing up, and the next cd does")
def no_watch(w):
    w.make("p p/a/")
    _, looked = watching(w, None)
    assert looked, "without AVENV_WATCH nothing is looked up"
    sh, looked = watching(w, "0")
    check(looked, [], "what is looked up")
    os.rename(w.env_of("p"), w.base + "/gone")
    sh.go(
        "                    => p",
        "cd a                => off",
        "cd ..               => off",
        "mv ~/../gone .venv  => off",
        "cd .                => p")


# Of the helper alone: hook/syscalls.t. Here the idle test and the shell are in the trace, too.
@test("a link without a record is not followed, whatever its name is")
def link(w):
    w.make("p p/a/ p/b/ q/ r/")
    looker = Counter(w)
    sh = looker.sh
    # Calls that do not follow, calls from before the link was made, and those of the environment of p itself
    harmless = [rb"NOFOLLOW|readlink|lstat\(", b"ENOENT", re.escape(os.fsencode(w.home + "/p/.venv"))]
    if w.kind == "fish":
        # fish 4's own look at names in its directory: neither the hook nor the helper makes this call.
        harmless.append(rb'statx\(AT_FDCWD, "[^/]')
    # The call that comes upon it. Below an allowed project no other name is looked for, so this is the look itself.
    for place, name, look in (("p/a", "odd", b'/p/a/.venv"'), ("p/b", ".venv", b'/p/b/.venv"'),
                              ("q", "odd", rb'/q", O_[A-Z_|]*O_DIRECTORY'), ("r", ".venv", b'/r/.venv"')):
        sh.cd(f"{w.home}/{place}")
        sh.quiet("")
        looker.new()
        os.symlink(w.template, f"{w.home}/{place}/{name}")
        # Not `cd .`: fish 4 looks at what begins with the word that is typed.
        sh.go(
            "  ??" if name == ".venv" else "",
            f"cd ~/{place}")
        seen = looker.new()
        assert re.search(look, seen), "the link was not looked at"
        followed = [x for x in seen.splitlines()
                    if re.search(rb'\(.*"(?:[^"]*/)?(?:\.venv["/]|odd/)', x) and not any(re.search(each, x) for each in harmless)]
        check(followed, [], "calls that follow a link")
        assert os.fsencode(w.template) not in seen, "the link's target was looked at"


main()
