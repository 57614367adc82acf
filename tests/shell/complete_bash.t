#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Completion in bash: keys pressed on a pseudo-terminal, and what is then in the line."""

import os
import re
import subprocess
from pathlib import Path

from completion import evil, inert, options, spellings, table
from harness import BUILD, ROOT, SYSTEM_PATH, Skip, binary, check, main, quote, test

PACKAGE = Path("/usr/share/bash-completion/bash_completion")
# Names of environments and files, each told from the others by two letters.
NASTY = ("aa b  c", "ab'c'd", 'ac"d', "ad$HOME", "ae`id`$(id)", "af\nline", "ag:h:i", "ah=j", "ai\tk", "aj\\l",
         "ak!m", "al*?[x]", "am#~n", "an;o&p|q", "ao(r)<s>", "ap\udcff\udcfe", "aqé", "ar{a,b}", "as b")
DONE = b"\x1b]7717;D\a"

# How completion comes to be there; the last is what bash 3.2 would do.
WAYS = ("the hook", "the installed file alone", "bash-completion", "the hook, as before bash 4")


class Line:
    """A shell at whose prompt keys are pressed."""

    def __init__(self, world, way="the hook", before="", cwd=None, path=None, hook=None):
        old = "s/BASH_VERSINFO\\[0\\] >= 4/BASH_VERSINFO[0] >= 99/"
        # READLINE_LINE without a fork; the mark is what the test waits for.
        self.state = world.base + "/line"
        show = f"__show() {{ builtin printf %s \"$READLINE_LINE\" >|{self.state}; builtin printf '\\e]7717;D\\a'; }}\n" \
            "bind -x '\"\\C-xs\": __show'\nbind 'set bell-style none'\nbind 'set show-all-if-ambiguous off'\n"
        line = hook
        env = {"PATH": path} if path else {}
        if way == WAYS[1]:
            line = f"source {quote('bash', world.completion('avenv.bash', 'installed'))}"
        elif way == WAYS[2]:
            if not PACKAGE.exists():
                raise Skip("bash-completion is not installed")
            world.completion("avenv.bash", "data/completions/avenv")
            env["BASH_COMPLETION_USER_DIR"] = world.base + "/data"
            line = f"source {PACKAGE}"
        elif way == WAYS[3]:
            line = f"eval \"$(avenv hook bash | sed '{old}')\""
        self.world = world
        self.shell = world.shell(cwd=cwd, before=show + before, line=line, env=env)

    def press(self, keys):
        """What is in the line once KEYS were pressed; the line is then empty."""
        return self.type(keys)[1]

    def type(self, keys):
        """The same, behind what came to the screen."""
        start = len(self.shell.buf)
        self.shell.send(keys + "\x18s")
        end = self.shell._find(DONE, start)
        with open(self.state, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
        self.shell.send("\x05\x15")
        return self.shell.buf[start:end], text

    def all(self, typed):
        """All that TYPED can become, by the key that inserts them."""
        line = self.press(typed + "\x1b*")
        return words(line)[len(words(typed)) - (not typed.endswith(" ")):]

    def tab(self, typed):
        return self.press(typed + "\t")


def words(line):
    """The words of LINE as a bash has them that runs it, but for the first."""
    script = "avenv() { test $# = 0 || printf '%s\\0' \"$@\"; }\n" + line
    done = subprocess.run([binary("bash"), "--norc"], input=script.encode("utf-8", "surrogateescape"),
                          env={"HOME": "/home/x", "PATH": "/nowhere"}, capture_output=True, check=False)
    check(done.stderr, b"", f"errors of {line!r}")
    return [w.decode("utf-8", "surrogateescape") for w in done.stdout.split(b"\0")[:-1]]


def names_of(commands, name):
    """What NAME can be typed as."""
    return [each for each in (name, commands[name].alias) if each]


@test("every command and every option, by {}", kinds=("bash",), cases=WAYS)
def everything(world, way):
    line = Line(world, way)
    commands = table()
    names = [name for command in commands for name in names_of(commands, command)]
    check(sorted(line.all("avenv ")), sorted(names), "commands")
    for name in names:
        check(line.tab(f"avenv {name}"), f"avenv {name} ", f"{name} and TAB")
    for command in commands:
        own = [word for option in options(commands, command) for word in spellings(option)]
        for name in names_of(commands, command) or [""]:
            check(sorted(line.all(f"avenv {name} -".replace("  ", " "))), sorted(own), f"options of {name!r}")
    check(line.tab("avenv create --sys"), "avenv create --system-site-packages ", "a long option")
    check(line.tab("avenv -q ls --si"), "avenv -q ls --size ", "behind -q, by another name")
    check(line.tab("avenv list -- --si"), "avenv list -- --si", "behind --")
    check(line.tab("avenv -- sta"), "avenv -- status ", "a command behind --")


# Of each kind of value what is typed of it, and what that completes to.
SAMPLES = {
    "ENV": ("proj", {"proj", "proj two"}),
    "SHELL": ("", {"bash", "zsh", "fish"}),
    "KEY": ("", {"name", "path", "python", "packages", "size"}),
    "PACKAGE": ("in", {"inhere"}),
    "DIR": ("", {"dir/"}),
    "FILE": ("", {"dir/", "dev.in", "requirements.txt"}),
    "CMD": ("tool-", {"tool-of-env"}),
    "COMMAND": ("st", {"status"}),
}


def each_kind(line):
    tried = set()
    commands = table()
    for command, row in commands.items():
        takes = {word: option.arg for option in row.options for word in spellings(option)}
        for name in names_of(commands, command) or [""]:
            before = f"avenv {name} " if name else "avenv "
            for option, arg in takes.items():
                if arg in SAMPLES:
                    start, want = SAMPLES[arg]
                    tried.add(arg)
                    check(set(line.all(f"{before}{option} {start}")), want, f"{before}{option}")
                    glue = "=" if option.startswith("--") else ""
                    if start or glue:
                        check({w.removeprefix(option + glue) for w in line.all(f"{before}{option}{glue}{start}")},
                              want, f"{before}{option}{glue}")
            kind = row.args.replace("[", " ").replace("]", " ").replace("...", "").split()
            kind = [w for w in kind if w.isupper() and w in SAMPLES and not any(w == a for a in takes.values())]
            if kind and command != "forget":
                start, want = SAMPLES[kind[0]]
                tried.add(kind[0])
                check(set(line.all(before + start)), want, f"{before}{kind[0]}")
    check(tried, set(SAMPLES), "kinds that were tried")


@test("every kind of value, by {}", kinds=("bash",), cases=WAYS)
def values(world, way):
    world.project("proj")
    world.project("proj two")
    world.project("here")
    world.write("home/here/.venv/bin/tool-of-env", "#!/bin/sh\n", 0o755)
    for name, package in (("here", "inhere"), ("proj", "inproj")):
        world.dir(f"home/{name}/.venv/lib/python3.11/site-packages/{package}-1.dist-info")
    world.write("home/here/requirements.txt", "")
    world.write("home/here/requests.md", "")
    world.write("home/here/dev.in", "")
    world.dir("home/here/dir")
    line = Line(world, way, cwd=world.home + "/here")
    each_kind(line)
    assert line.all("avenv create -p ") != [], "no pythons"
    assert "/usr/bin/python3" in line.all("avenv create -p /usr/bin/py"), "a python by its path"
    check(set(line.all("avenv forget ")), {world.home + "/" + n for n in ("proj", "proj two", "here")}, "records")
    check(line.tab("avenv move proj d"), "avenv move proj dir/", "the second argument")
    check(line.tab("avenv activate proj p"), "avenv activate proj p", "no second argument")
    check(line.tab("avenv rm -y proj proj\\ t"), "avenv rm -y proj proj\\ two ", "a further argument")
    check(line.tab("avenv -C .. path ./he"), "avenv -C .. path ./here/", "in another directory")
    check(line.tab("avenv path ~/he"), "avenv path ~/here/", "below the home directory")
    check(line.tab("avenv create -r requirements.txt --requirement de"),
          "avenv create -r requirements.txt --requirement dev.in ", "a second file")
    check(line.tab("avenv create -r reques"), "avenv create -r requests.md ", "another file where there is no such")
    check(line.tab("avenv create -qr dev"), "avenv create -qr dev.in ", "letters together")
    check(line.tab("avenv run -e here tool"), "avenv run -e here tool-of-env ", "programs of a named one")
    check(line.tab("avenv packages proj --files in"), "avenv packages proj --files inproj ", "packages of a named one")
    check(line.tab("avenv run --env=here tool"), "avenv run --env=here tool-of-env ", "the same with =")
    check(line.tab("avenv list >req"), "avenv list >requ", "into a file")
    check(line.tab(f"{BUILD}/avenv sta"), f"{BUILD}/avenv status ", "named by its path")
    check(line.tab("X=1 avenv sta"), "X=1 avenv status ", "with a variable")
    check(line.tab("true; avenv sta"), "true; avenv status ", "behind another command")


def begun(name):
    """Ways to have begun to type NAME."""
    half = max(2, len(name) // 2)
    plain = "".join("\\" + c if c in " '\"$`\\!*?[#~;&|(<{=:" and c not in ":=" else c for c in name[:half])
    yield name[:2]
    yield "'" + name[:2]
    yield '"' + name[:2]
    if not any(c in name[:half] for c in "\n\t\udcff\udcfe"):
        yield plain
        if "'" not in name[:half]:
            yield "'" + name[:half]
        if not any(c in name[:half] for c in '"$`\\!'):
            yield '"' + name[:half]
    if name[:half].isprintable():
        yield "$'" + name[:half].replace("\\", "\\\\").replace("'", "\\'")


@test("nasty names, by {}", kinds=("bash",), cases=WAYS)
def nasty(world, way):
    for name in NASTY:
        world.project(name, allow=False)
    world.avenv("allow", *NASTY)
    line = Line(world, way)
    for name in NASTY:
        for typed in begun(name):
            check(words(line.tab("avenv path " + typed)), ["path", name], f"environment from {typed!r}")
            check(words(line.tab("avenv status " + typed)), ["status", name + "/"], f"directory from {typed!r}")
        check(words(line.tab(f"avenv path ~/{name[:2]}")), ["path", f"/home/x/{name}/"], f"below ~ from {name[:2]!r}")
        check(words(line.tab(f"avenv run --env={name[:2]}")), ["run", f"--env={name}"], f"behind = from {name[:2]!r}")
        full = line.tab("avenv run -e " + name[:2]).rstrip()
        check(line.tab(full + " mark").rstrip(), full + " marker", f"behind {name!r}")
    check(words(line.tab("avenv forget " + world.home + "/af")), ["forget", world.home + "/af\nline"], "a record")


# What is in directories, told from each other by two letters: names that go apart at what is escaped.
ALIKE = {
    "c1": ("\x9da", "\udcc2b"),
    "docs": ("abc", "caf\udce9"),
    "keys": ("a\x01b", "a\x1bc", "a\x7fd"),
    "line": ("a\nb", "a\tb"),
    "long": ("x\udce9y1", "x\udce9y2"),
    "mark": ("~a", "#b", "\udce9c"),
    "plain": ("a b", "a$b", "a'b", 'a"b', "a\\b", "a!b"),
    "tail\udce9": ("é1", "è2"),
    "two": ("\udce9a", "\udce8b"),
    "été": ("a~b", "a~\udce9", "a~é\udc9d"),
}


@test("what was typed stays, and no escape is inserted by half, by {}", kinds=("bash",), cases=WAYS)
def alike(world, way):
    for name, inside in ALIKE.items():
        for each in inside:
            world.dir(f"home/{name}/{each}")
    line = Line(world, way)
    for locale in ("C.UTF-8", "C"):
        line.shell.run(f"export LC_ALL={locale}")
        for name, inside in ALIKE.items():
            # In C each byte is a character.
            shared = os.path.commonprefix(inside if locale != "C" else [os.fsencode(each) for each in inside])
            for before, mark in (("create", ""), ("status", ""), ("remove ./x", ""), ("-C", ""),
                                 ("create", "'"), ("create", '"'), ("create", "$'"), ("create", "~/")):
                so_far = f"{locale}: {before} {mark}"
                end = mark[-1:].strip("/")
                typed = line.tab(f"avenv {before} {mark}{name[:2]}").removesuffix(end)
                check(words(typed + end)[-1].removeprefix("/home/x/"), name + "/", so_far)
                after = line.tab(typed)
                check(words(after + end)[-1].removeprefix("/home/x/"), f"{name}/{os.fsdecode(shared)}", so_far)
                if not shared:
                    check(after, typed, so_far)
        listed = line.type("avenv create two/\t\t")[0].split(b"\r\n")[1].split()
        check(sorted(listed), [b"two/$'\\350'b/", b"two/$'\\351'a/"], f"{locale}: what is shown")
        line.shell.run("cd two")
        for typed in ("avenv create ", "avenv create '", 'avenv create "', "avenv create $'"):
            check(line.tab(typed), typed, f"{locale}: nothing typed")
        line.shell.run("cd ..")


@test("what is shown of a name or a path is no command to the terminal, by {}", kinds=("bash",), cases=WAYS)
def visible(world, way):
    line = Line(world, way, cwd=evil(world))
    inert(world, line, "\t\t\t")


@test("a name that begins with a dash, or is two's, is named by its path", kinds=("bash",))
def paths(world):
    world.project("-dash")
    world.project("one/same")
    world.project("two/same")
    line = Line(world)
    check(sorted(line.all("avenv path ")),
          sorted([world.home + "/-dash/.venv", world.home + "/one/same/.venv", world.home + "/two/same/.venv"]), "names")


@test("a completed line does what it says", kinds=("bash",))
def works(world):
    env = world.project("it's \"$here\"")
    world.write("home/it's \"$here\"/.venv/bin/say-it", "#!/bin/sh\necho said $*\n", 0o755)
    line = Line(world)
    shell = line.shell
    for typed, want in (("avenv path it\t", env + "\n"), ("avenv path \"it\t", env + "\n"),
                        ("avenv run -e it\tsay\tx\t", "said x\n"), ("avenv activate it\t", "")):
        start = len(shell.buf)
        shell.send(typed + "\r")
        check(shell._settle(start, b"\x1b]7717;C\a", b"\x1b]7717;P\a"), want, typed)
    check(shell.state()["VIRTUAL_ENV"], env, "VIRTUAL_ENV")


@test("{}: completion works, and leaves it so", kinds=("bash",), cases=(
    "IFS=ae:", "set -u", "set -f", "set -o posix", "shopt -s nocasematch", "shopt -u extglob", "shopt -s extglob failglob",
    "set -e", "set -k", "set -a", "set -o noclobber", "export LC_ALL=C", "readonly words found args count value option i word command COMP kind env", "alias local=false builtin=false case=false [=false",
    "COMP_WORDBREAKS=${COMP_WORDBREAKS//:/}", "COMP_WORDBREAKS=${COMP_WORDBREAKS//=/}", "shopt -u sourcepath progcomp_alias",
    "local() { false; }; printf() { false; }; command() { false; }; eval() { false; }"))
def settings(world, setting):
    world.project("it s a:b")
    world.write("home/req.txt", "")
    line = Line(world)
    shell = line.shell
    shell.run(setting)
    state = shell.run("builtin set -o; builtin shopt; builtin alias; builtin echo \"$IFS\"")
    check(words(line.tab("avenv path it")), ["path", "it s a:b"], "a name")
    check(words(line.tab("avenv path 'it s a:")), ["path", "it s a:b"], "in quotes")
    check(words(line.tab("avenv path it\\ s\\ a:")), ["path", "it s a:b"], "behind a colon")
    check(line.tab("avenv env --shell=f"), "avenv env --shell=fish ", "behind =")
    check(line.tab("avenv create -c gone -r re"), "avenv create -c gone -r req.txt ", "-c, which is not -C")
    check(shell.run("builtin set -o; builtin shopt; builtin alias; builtin echo \"$IFS\""), state, "options")


RESERVED = set("if then elif else fi case esac in for while until do done function time { } ! [[ ]]".split())


@test("loaded over an alias for every word in it", kinds=("bash",))
def aliases(world):
    world.project("p")
    text = "".join((ROOT / name).read_text() for name in ("hooks/avenv.bash", "completions/avenv.bash"))
    names = {name for name in re.findall(r"[\w.+\[-]+", text) if not name.startswith(("-", "_a"))} - RESERVED
    code = world.write("aliases", "".join(f"\\builtin alias {name}='touch ~/called; x'\n" for name in sorted(names)))
    line = Line(world, before=f"\\source {code}", cwd=world.home + "/p", hook='\\eval "$(\\avenv hook bash)"')
    check(line.shell.greeting, "", "output at start")
    check(line.tab("avenv path "), "avenv path p ", "a name")
    check(line.tab("avenv create --pyth"), "avenv create --python ", "an option")
    check(line.tab("avenv run mar"), "avenv run marker ", "a program")
    check(Path(world.home, "called").exists(), False, "called")


@test("the command of run completes as it does by itself, by {}", kinds=("bash",), cases=WAYS)
def inner(world, way):
    world.project("here")
    world.write("home/some file", "")
    line = Line(world, way, before="__mine() { COMPREPLY=($(compgen -W 'one two' -- \"$2\")); }\ncomplete -F __mine mine")
    # As before bash 4 the last space has to be typed.
    end = "" if way == WAYS[3] else " "
    check(line.tab("avenv run mine t"), "avenv run mine two" + end, "its own function")
    check(line.tab("avenv run -e here -- mine x:y t"), f"avenv run -e here -- mine x:y two{end}", "behind more words")
    check(words(line.tab("avenv run cat som")), ["run", "cat", "some file"], "files")
    check(words(line.tab("avenv run cat 'som")), ["run", "cat", "some file"], "files in quotes")
    check(line.tab("avenv run ./no"), "avenv run ./no", "no such program")
    check(line.tab("avenv run strin"), "avenv run strings " if Path("/usr/bin/strings").exists() else "avenv run strin",
          "ordinary programs")


@test("values come from the program that is installed, wherever PATH leads, by {}", kinds=("bash",), cases=WAYS[:3])
def program(world, way):
    env = world.project("p")
    world.write("home/p/.venv/bin/avenv", f"#!/bin/sh\ntouch {world.home}/called\nexec {BUILD}/avenv \"$@\"\n", 0o755)
    line = Line(world, way, path=f"{world.bin}:{SYSTEM_PATH}")
    line.shell.run(f"PATH={env}/bin:{SYSTEM_PATH}; avenv() {{ touch ~/called; }}")
    check(line.tab("avenv path "), "avenv path p ", "a name")
    check(Path(world.home, "called").exists(), False, "called")


@test("what is not ours completes as before", kinds=("bash",))
def others(world):
    world.project("proj")
    world.write("home/activate", "")
    line = Line(world, cwd=world.home + "/proj")
    check(line.tab("source .venv/bin/mark"), "source .venv/bin/marker ", "a file to be sourced")
    check(line.tab("deactiv"), "deactivate ", "the function")
    check(line.tab("cat .venv/pyv"), "cat .venv/pyvenv.cfg ", "a file")
    names = line.shell.run("compgen -A function").split()
    check([n for n in names if "avenv" in n and not n.startswith("_avenv") and n != "avenv"], [], "functions")
    before = line.shell.run("compgen -v").split()
    line.tab("avenv path p")
    line.tab("avenv run -e proj mar")
    after = line.shell.run("compgen -v").split()
    new = set(after) - set(before) - {"COMPREPLY", "READLINE_LINE", "READLINE_POINT", "READLINE_MARK"}
    check(new, set(), "new variables")


if __name__ == "__main__":
    raise SystemExit(main())
