/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked worktrees of git (gitrepository-layout(5)): a directory whose `.git` is a file. */
#ifndef AVENV_WORKTREE_H
#define AVENV_WORKTREE_H

#include "core/base.h"

/*
 * For a linked worktree at DIR, absolute: the highest directory above it that is another checkout of
 * the same repository, the main one or a linked one. NULL: there is none, or DIR is no linked
 * worktree. Costs one system call where DIR has no `.git` file.
 */
const char *worktree_other_checkout(const char *dir);

#endif
