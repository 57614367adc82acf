#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 74 75
"""Linked worktrees of git in real shells: none of them has the environment of another checkout on."""

from harness import main, story

GIT = ("export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b"
       " | git init -q p; git -C p commit -q --allow-empty -m one; git -C p worktree add -q --detach ~/p/.worktrees/w"
       "; git -C p worktree add -q --detach ~/beside")

story("a worktree below its main checkout: off at cd, on again behind it; `cd w && python` is not main's", "p", GIT,
      "cd p => p | cd .worktrees/w => off | cd .. => p | cd w => off | cd ~/beside => off | cd ~/p && cd .worktrees/w => off")
story("an environment that is made in a worktree is on there, main's in main", "p", GIT,
      "cd p/.worktrees/w => off | cp -R ~/../model .venv; avenv -q allow => p/.worktrees/w | cd ../.. => p",
      "cd .worktrees/w => p/.worktrees/w")
story("a worktree that is removed under the shell: a working shell without an environment", "p", GIT,
      "cd p/.worktrees/w => off | git -C ~/p worktree remove --force ~/p/.worktrees/w ** | cd ~/p => p")
story("a worktree of an allowed project: what is made there is on without a question, also after forget", "p", GIT,
      "cd p/.worktrees/w => off | avenv -q create --without-pip ** => p/.worktrees/w | avenv -q forget ** | cd . => p/.worktrees/w",
      "avenv allow --list|grep -c worktrees == 1 | cd ~/p => p | avenv -q forget ** | cd . => off")

main()
