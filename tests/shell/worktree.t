#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 3 62 74 75
"""Linked worktrees of git in real shells: none of them has the environment of another checkout on.
tests/cli/worktree.t has which are checkouts of one repository, and which of their environments need no record."""

from harness import main, story, test

GIT = ("export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b",
       "git init -q p; git -C p commit -q --allow-empty -m one; git -C p worktree add -q --detach ~/p/.worktrees/w"
       "; git -C p worktree add -q --detach ~/beside")

HINT = "?? '~/p/.venv' is of another checkout; 'avenv create' makes one here"

story("a worktree below its main checkout: off at cd, on again behind it; `cd w && python` is not main's", "p",
    *GIT,
    "cd p                        => p",
    f"cd .worktrees/w  => off  {HINT}",
    "cd ..                       => p",
    "cd w                        => off",
    f"cd ~/beside  => off  {HINT}",
    "cd ~/p && cd .worktrees/w   => off",
    "cd src 2>/dev/null; cd ~/p  => p",
    "cd .worktrees/w && sh -c 'command -v marker || echo none'  == none")
story("a worktree that is removed under the shell: a working shell without an environment", "p",
    *GIT,
    f"cd p/.worktrees/w  => off  {HINT}",
    "git -C ~/p worktree remove --force ~/p/.worktrees/w  **",
    "cd ~/p  => p")
story("... with its own environment, which needs no question: off", "p",
    *GIT,
    f"cd beside  => off  {HINT}",
    "avenv -q create --without-pip  => beside  **",
    "git -C ~/p worktree remove --force ~/beside  => off  **",
    "true",
    "cd ~/p                         => p")
story("below its top: a command that works from there, and the same one from `avenv`", "p",
    *GIT,
    "mkdir -p beside/lib beside/up/lib",
    "cd beside/lib  => off  ?? '~/p/.venv' is of another checkout; 'avenv create ~/beside/.venv' makes one",
    "avenv | tail -n 1  == 'avenv create ~/beside/.venv' makes one",
    "cd ..  => off",
    "avenv -q create --without-pip ~/beside/.venv  => beside  **",
    "cd lib  => beside",
    "touch ~/p/.worktrees/w/requirements.txt; mkdir ~/p/.worktrees/w/lib",
    "cd ~/p/.worktrees/w/lib  => off  ?? '~/p/.venv' is of another checkout; 'avenv up' makes one",
    "avenv -q up  => p/.worktrees/w  **", kinds=("bash", "fish"))
story("... whose commit has an environment, which was deleted there: `up` and `create` refuse its place, so no hint names them", "p",
    *GIT,
    "git -C p add -f .venv; git -C p commit -q -m two; git -C p branch two; git -C beside checkout -q --detach two; rm -r beside/.venv",
    "cd beside  => off  ?? '~/p/.venv' is of another checkout; 'avenv' says what to type",
    "avenv | tail -n 1 | cut -d, -f1  == 'avenv create venv' makes one of another name",
    "touch requirements.txt; cd",
    "cd beside  => off",
    "avenv up  ?? 'avenv create venv' makes one of another name", kinds=("bash", "fish"))
story("... whose commit has an environment, the clone's by --tracked: what `allow` refuses no hint names, and `repair` names what helps", "p",
    *GIT,
    "git -C p add -f .venv; git -C p commit -q -m two; git -C p branch two; git -C beside checkout -q --detach two",
    "avenv -q allow --tracked p",
    "cd beside  => off  ?? '.venv' is here; 'avenv' says what to type",
    "avenv repair  ?? so it is not repaired; first 'avenv allow --tracked'",
    "avenv allow --tracked  **", kinds=("bash", "fish"))
story("... with its own environment, `cd w && marker` at the first visit: its own, without a word", "p",
    *GIT,
    "env -C beside ~/../mkenv .venv",
    "cd beside && marker  => beside  == ../template",
    "cd                   => off")
story("the same in an allowed tree, of which git tracks the environment: refused, and the hint waits for the prompt", "tree/",
    "avenv -q allow --tree tree; git init -q tree; env -C tree ~/../mkenv .venv; git -C tree add -f .",
    "cd tree && command -v marker; cd ~ && echo x  == x",
    "cd tree  => off  ?? avenv",
    "true     => off")
story("a denied worktree: no hint", "p",
    *GIT,
    "avenv -q deny ~/beside",
    "cd beside  => off",
    "cd ~/p     => p")


@test("a new shell in a worktree, as a tmux pane is, with main's environment inherited: off, and the hint")
def pane(w):
    w.make("p")
    outer = w.shell()
    outer.go(
        *GIT,
        "cd p  => p")
    kept = {name: outer.value(name) for name in ("VIRTUAL_ENV", "AVENV_ENV", "PATH", "VIRTUAL_ENV_PROMPT")}
    inner = w.shell("p/.worktrees/w", env=kept, greets=True)
    inner.path = w.path
    inner.go(
        "true    => off",
        "cd ~/p  => p")


main()
