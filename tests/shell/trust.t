#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 12 31 32 33 34 35 36 37 40
"""Nothing gets onto PATH without the user's word, and the hint asks for it once, in one line.
tests/cli and tests/unit have all that speaks for an environment and against one."""

import os

from harness import POSIX, Skip, main, story, test

HINT = "?? '.venv' & 'avenv allow'"

story("an unknown environment stays off with a hint that works, from below as well", "p? p/a/ q:djvenv?",
      f"cd p/a => off {HINT} | avenv allow => p ** | cd ~/q => off ?? 'djvenv' is here; 'avenv allow'",
      "avenv allow => q/djvenv ** | cd .. => off | cd q => q/djvenv")
story("the hint comes once per shell and project, at a prompt, though not in passing", "p? p/a/ q? r?",
      f"cd p {HINT} |  | cd a | cd ../.. | cd p/a | cd ../.. | cd; cd q; cd .. | cd r; cd ../q {HINT}",
      f"cd ../r {HINT} | cd ../q | cd ../r")
story("AVENV_QUIET=1: no hint", "p? q?", "cd p => off | cd ../q => off | avenv -q deny", env={"AVENV_QUIET": "1"})
story("a hint that is answered on its line does not come, nor where it is denied", "p? q?",
      "cd p && avenv -q allow => p | cd ../q && avenv -q deny => off | cd .. | cd q => off",
      f"cd .. | avenv -q forget q | cd q => off {HINT}")
story("a hint is neither printed nor used up by a subshell", "p?", "(cd p && echo in) == in",
      f'x="$(cd p && pwd)"; echo ${{x##*/}} == p | cd p {HINT}', kinds=POSIX)
story("allow --tree: all below, silently, recorded at the first cd; no neighbour of a similar name; a deny inside it counts",
      "tree/p:odd? tree/a/b? tree/p/src/ tree/no? treehouse?", "avenv -q allow --tree tree; avenv -q deny tree/no",
      "cd tree/p => tree/p/odd | cd src => tree/p/odd | cd ~/tree/a/b => tree/a/b | cd ~/tree/no => off",
      f"cd ~/treehouse => off {HINT} | avenv allow --list|grep -c 'tree/[pa]/' == 2")
story("a clone in an allowed tree that brings its own environment: the hint once, and no record", "tree/clone?",
      "avenv -q allow --tree tree; git init -q tree/clone; git -C tree/clone add -f . ",
      f"cd tree/clone => off {HINT} | true | cd .. | cd clone => off | avenv allow --list|grep -c clone == 0")
story("an archive in an allowed tree that brings an environment made elsewhere: the hint once, and no record", "elsewhere/pkg? tree/",
      "avenv -q allow --tree tree; tar -C elsewhere -cf a.tar pkg", "cd tree; tar xf ../a.tar",
      f"cd pkg => off {HINT} | true | cd .. | cd pkg => off | avenv allow --list|grep -c pkg == 0 | avenv allow => tree/pkg **")
story("a copy in an allowed tree is on once it is allowed; a record that is forgotten below the tree comes again",
      "tree/ elsewhere/pkg?", "avenv -q allow --tree tree; cp -a elsewhere/pkg tree",
      f"cd tree/pkg => off {HINT} | avenv -q repair .venv ** | cd . => off | avenv allow => tree/pkg ** | avenv repair .venv ** | avenv forget ** | cd . => tree/pkg")
story("AVENV_TRUST allows trees by path, no neighbour of a similar name; other entries turn on nothing", "a/p? b/q? ab/r?",
      "export AVENV_TRUST='::.:a:~/a:$HOME' | cd a/p => off ** | export AVENV_TRUST=$HOME/a:$HOME/b | cd . => a/p",
      f"cd ~/b/q => b/q | cd ~/ab/r => off {HINT}")
story("an allowed project vouches for its environment only, made anew or not", "p", "mkdir p/odd",
      "rm -r p/.venv; cp -R ~/../model p/.venv; cp -R ~/../model/. p/odd", "cd p => p | rm -r .venv => off ** "
      "| cd ..; cd p => off ??")
story("another directory at the path of an allowed one is not allowed, and one line says so", "p evil?",
      "cd p => p | mv ../p ../old; mv ../evil ../p ** | cd ../p => off ?? changed since",
      "mv ../p ../evil; mv ../old ../p ** | cd ../p => p")
story("a project that its user moved: the hint says where from, and allow is all that it needs", "shop",
      "mv shop work | cd work => off ?? moved from '~/shop', which you allowed; & 'avenv allow'",
      "avenv allow => work ** | avenv allow --list|grep -c shop == 0")
story("a deny goes with a directory that is renamed, and holds through a link to its environment", "p link/",
      "ln -s ~/p/.venv link/.venv; avenv -q allow link | cd link; marker == p/.venv | cd .. => off",
      "avenv -q deny p | cd link => off ?? | mv ~/p ~/q | cd ~/q => off")
story("a directory that others can write to: off, and one line does not offer `allow`", "p",
      "chmod o+w p/.venv/bin | cd p => off ?? | cd .. | chmod o-w p/.venv/bin | cd p => p")
for lead in ("ln -sfn {} .venv", "echo {} >.venv"):
    story(f"'{lead}' is followed once its project is allowed, not because its target is, and nowhere else",
          "p/ q/ +envs/far +envs/allowed +evil/env", "avenv -q allow envs/allowed",
          f"cd p; {lead.format('~/envs/far')} => off ?? | cd ../q; {lead.format('~/envs/allowed')} => off ??",
          "cd ../p | avenv -q allow => envs/far | cd ../q => off",
          f"cd ../p; rm .venv; {lead.format('~/evil/env')} ** | cd . => off **")
for name, lead in (("avenv use", "avenv -q use ../x/e"), ("a link", "ln -s ../x/e .venv; avenv -q allow"),
                   ("a redirect", "echo ../x/e >.venv; avenv -q allow")):
    story(f"{name}: the environment made anew is on; a clone with its own, in place of the directory around it, is not",
          "+x/e +rp/e a/", "git init -q rp; git -C rp add -f . ** | git -C rp -c user.name=u -c user.email=e commit -qm c",
          f"cd a; {lead} => x/e | cd ..; rm -r x/e; cp -R rp/e x | cd a => x/e | cd .. => off",
          "rm -rf x; git clone -q rp x | cd a => off ?? '.venv' is here, and leads into '~/x', which was replaced & "
          "'avenv allow'", "avenv run true ?? git tracks & 'avenv allow --tracked' | avenv allow => off ?? git tracks",
          "cd ..; rm -rf x; cp -R rp x; rm -rf x/.git | cd a => off | avenv -q allow => x/e")
story("a link to what git tracks, beside one's own environment that is allowed and goes: off", "+clone/tools/env",
      "cd clone; ln -s tools/env venv; git init -q; git add -f . ** | cp -R ~/../model .venv; avenv -q allow => clone ??",
      "rm -r .venv ** | cd ..; cd clone => off **")


@test("another user's environment: silence, and no other one in its place")
def foreign(w):
    if os.geteuid() != 0:
        raise Skip("only root can give a file to another user")
    w.make("p p/sub?")
    os.chown(w.home + "/p/sub/.venv", 12345, 12345)
    w.shell().go("cd p/sub => off")


main()
